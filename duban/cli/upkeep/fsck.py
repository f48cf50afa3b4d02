"""`duban fsck`: rows without their file, files whose bytes changed, files without a row."""

from __future__ import annotations

import argparse

from duban.cli.upkeep.installations import in_installation


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program's own."""
    parser = subparsers.add_parser("fsck", help="核对附件：有记录无文件、文件被改动、有文件无记录")
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
    if args.collect:
        print(f"已删除 {files.collect_orphans(state)} 份没有记录的文件")
    return 1 if state.missing or state.changed else 0
