"""`duban fsck`: rows without their file, files whose bytes changed, files without a row; kept scores that differ from a full count."""

from __future__ import annotations

import argparse

from duban.cli.upkeep.installations import in_installation


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program's own."""
    parser = subparsers.add_parser(
        "fsck", help="核对附件和计分结果：有记录无文件、文件被改动、有文件无记录、计分与重新计算不符"
    )
    parser.add_argument("--collect", action="store_true", help="删除没有记录的文件（一天以内的留着，可能正在上传）")
    parser.set_defaults(func=in_installation("fsck", _act))


def _act(args: argparse.Namespace) -> int:
    from duban.ledger.storage import files

    state = files.check_files()
    for name in state.missing:
        print(f"有记录无文件：{name}")
    for name in state.changed:
        print(f"文件被改动：{name}")
    for path in state.orphans:
        print(f"有文件无记录：{path.name}")
    print(f"附件 {state.kept} 份，缺 {len(state.missing)}，改动 {len(state.changed)}，无记录 {len(state.orphans)}")
    wrong, counted = _check_tallies()
    print(f"计分结果 {counted} 份，与重新计算不符 {wrong} 份{'，已作废，下次查看时重新计算' if wrong else ''}")
    if args.collect:
        print(f"已删除 {files.collect_orphans(state)} 份没有记录的文件")
    return 1 if state.missing or state.changed or wrong else 0


def _check_tallies() -> tuple[int, int]:
    """Hold what is kept of scores against full counts, drop what differs, and return how many differed, of how many."""
    from duban.ledger.scores import checking
    from duban.people.models import Jurisdiction

    wrong = counted = 0
    for jurisdiction in Jurisdiction.objects.order_by("pk"):
        for row, holds in checking.compared(jurisdiction):
            counted += 1
            if not holds:
                wrong += 1
                print(f"计分结果不符：{jurisdiction.slug} {row.name}")
                checking.drop(row)
    return wrong, counted
