"""`duban doctor`: whether this installation is fit for an office, a line for each thing, with what to do where it is not."""

from __future__ import annotations

import argparse
import sys

from duban.cli.upkeep.installations import NotReady, open_installation

_WORDS = {"ok": "正常", "warn": "注意", "bad": "不行"}


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program's own."""
    parser = subparsers.add_parser("doctor", help="逐项检查这个安装：设置、数据库、备份、磁盘、时钟、权限")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Print a line for each thing; 1 where one is bad, 2 where nothing can be examined."""
    try:
        open_installation(migrated=False)
    except NotReady as error:
        print(f"duban doctor: {' '.join(str(error).split())}", file=sys.stderr)
        return 2
    from duban.cli.scoring import examinations

    worst = 0
    for finding in examinations.all_findings():
        print(f"{_WORDS[finding.level]}  {finding.what}" + (f" —— {finding.advice}" if finding.advice else ""))
        worst = max(worst, list(_WORDS).index(finding.level))
    print(("没有问题", "有需要注意的，不妨碍运行", "有必须处理的问题")[worst])
    return 1 if worst == 2 else 0
