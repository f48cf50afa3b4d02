"""`duban parse FILE [--year 2023]`: tasks out of a division-of-work paper, as drafts."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from duban.papers import reading


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program's own."""
    parser = subparsers.add_parser("parse", help=f"读取分工文件，输出任务草稿（JSON）。接受 {reading.ACCEPTED}")
    parser.add_argument("file", metavar="FILE", help="分工文件")
    parser.add_argument("--year", type=_year, metavar="YEAR", help="文中未写年份的期限所属年份，例如 2023")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Print the drafts as JSON, doubts on the paper as a whole to stderr; 2 with one line where it is unreadable."""
    try:
        with Path(args.file).open("rb") as file:
            data = file.read(reading.LARGEST + 1)
        paper = reading.parse(data, Path(args.file).name, year=args.year)
    except reading.UnreadablePaper as error:
        print(f"duban parse: {error}", file=sys.stderr)
        return 2
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        print(f"duban parse: 无法打开文件 {args.file!r}：{reason}", file=sys.stderr)
        return 2
    print(json.dumps(paper.as_json(), ensure_ascii=False, indent=2))
    for doubt in paper.doubts:
        print(f"duban parse: {doubt}", file=sys.stderr)
    return 0


def _year(words: str) -> int:
    if not words.isdecimal() or not 1949 <= int(words) <= 2100:
        raise argparse.ArgumentTypeError(f"不是年份：{words}")
    return int(words)
