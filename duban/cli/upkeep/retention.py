"""`duban retention`: what has been kept as long as the installation says; listed, or erased with a line each."""

from __future__ import annotations

import argparse

from duban.cli.upkeep.installations import in_installation, jurisdictions_named


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program's own."""
    parser = subparsers.add_parser("retention", help="列出到了保存期限的反映人身份和附件；加 --erase 才清除")
    parser.add_argument("--jurisdiction", metavar="CODE", help="只看这个辖区")
    parser.add_argument("--erase", action="store_true", help="真的清除；每一件都记入日志")
    parser.set_defaults(func=in_installation("retention", _act))


def _act(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from duban.ledger import backups
    from duban.ledger.actions.public import senders
    from duban.ledger.actions.upkeep import retention
    from duban.ledger.queries.upkeep import retention as due

    at = timezone.now()
    on = timezone.localdate(at)
    done, held = "已清除" if args.erase else "到期", set[str]()
    for place in jurisdictions_named(args.jurisdiction):
        for appeal in due.senders_due(place, on):
            if args.erase:
                senders.erase_sender(appeal=appeal, actor=None, at=at, alone=True)
            print(f"{done}：{place.slug} 诉求 {appeal.number} 的反映人身份（{appeal.replied_on} 答复）")
            held.update(backups.holding(appeal.received_on, on))
        for attachment in due.files_due(place, on):
            sha256, added = attachment.sha256, attachment.added_on
            if args.erase:
                retention.erase_file(attachment=attachment, actor=None, at=at)
            print(f"{done}：{place.slug} 附件 {attachment.pk}（{sha256[:12]}，{added} 上传）")
            held.update(backups.holding(added, on))
    for file in sorted(held):
        print(f"备份中仍有：{file}")
    if not args.erase:
        print("以上没有清除；加 --erase 才清除")
    return 0
