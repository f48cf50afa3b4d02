"""`duban person export|erase`: hand out what is kept of one person, and erase what need not be kept."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from duban.cli.upkeep.installations import NotReady, in_installation, jurisdictions_named

if TYPE_CHECKING:
    from duban.ledger.models import Appeal
    from duban.people.models import Officer


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program's own."""
    parser = subparsers.add_parser("person", help="一个人的个人信息：person export、person erase")
    commands = parser.add_subparsers(dest="person", metavar="export|erase", required=True)
    export = commands.add_parser("export", help="把保存的一个人的信息写成压缩包：person.json 和本人上传的附件")
    _who(export)
    export.add_argument("file", metavar="FILE.zip", help="写到这个文件；已有的不覆盖")
    export.set_defaults(func=in_installation("person export", _export))
    erase = commands.add_parser("erase", help="清除反映人的身份，或者已停用账号的联系信息；不加 --yes 只说会清除什么")
    _who(erase)
    erase.add_argument("--yes", action="store_true", help="真的清除")
    erase.set_defaults(func=in_installation("person erase", _erase))


def _who(parser: argparse.ArgumentParser) -> None:
    who = parser.add_mutually_exclusive_group(required=True)
    who.add_argument("--officer", metavar="USERNAME", help="账号")
    who.add_argument("--appeal", metavar="CODE/NUMBER", help="辖区代码/诉求编号，例如 shili-xian/S2026-12：它的反映人")


def _export(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from duban.ledger.actions.accounts import personal_data
    from duban.ledger.actions.public import senders
    from duban.ledger.models import Attachment
    from duban.ledger.queries.accounts.personal_exports import package_of_person

    target, at = Path(args.file), timezone.now()
    if target.exists():
        raise NotReady(f"{target} 已经存在，没有覆盖")
    files: list[Attachment] = []
    if args.officer:
        officer = _officer(args.officer)
        known = personal_data.export_officer(officer=officer, actor=None, at=at)
        files = list(Attachment.objects.filter(added_by=officer, erased_on=None).order_by("id"))
    else:
        known = senders.export_sender(appeal=_appeal(args.appeal), actor=None, at=at)
    try:
        with open(target, "xb", opener=private) as out:
            out.write(package_of_person(known, files))
    except OSError as error:
        raise NotReady(f"写不了 {target}：{error.strerror}") from None
    print(f"已写到 {target}；内有个人信息，请妥善交给本人")
    return 0


def _erase(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from duban.ledger.actions.accounts import personal_data
    from duban.ledger.actions.public import senders
    from duban.ledger.queries.public import senders as known
    from duban.ledger.refusals import Refused

    at = timezone.now()
    try:
        if args.officer:
            officer = _officer(args.officer)
            if args.yes:
                personal_data.erase_officer(officer=officer, actor=None, at=at)
            said = f"{officer}（{officer.username}）的邮件地址、消息、视图、密钥和登录；姓名和办理记录保留"
        else:
            appeal = _appeal(args.appeal)
            numbers = "、".join(known.appeals_of_sender(appeal).values_list("number", flat=True))
            if args.yes:
                left = senders.erase_sender(appeal=appeal, actor=None, at=at)
                if left:
                    print(f"日志中还有 {left} 行提到反映人，日志不能改动", file=sys.stderr)
            said = f"诉求 {numbers} 的反映人姓名、联系方式和文中的身份信息；事项和办理情况保留"
    except Refused as refusal:
        raise NotReady(str(refusal)) from None
    print(f"{'已清除' if args.yes else '将清除（加 --yes 才清除）'}：{said}")
    return 0


def _officer(username: str) -> Officer:
    from duban.people.models import Officer

    found = Officer.objects.select_related("jurisdiction", "unit").filter(username=username).first()
    if found is None:
        raise NotReady(f"没有账号 {username}")
    return found


def _appeal(named: str) -> Appeal:
    from duban.ledger.models import Appeal

    slug, _, number = named.partition("/")
    if not slug or not number:
        raise NotReady(f"诉求要写成 辖区代码/编号，不能是 {named}")
    (jurisdiction,) = jurisdictions_named(slug)
    found = (
        Appeal.objects.select_related("jurisdiction", "matter").filter(jurisdiction=jurisdiction, number=number).first()
    )
    if found is None:
        raise NotReady(f"{slug} 没有编号为 {number} 的诉求")
    return found


def private(path: str, flags: int) -> int:
    """Open a file for its owner alone, whatever the shell allows."""
    import os

    return os.open(path, flags, 0o600)
