"""`duban deadline --regime R --rule NAME --from DATE`: a date by rule."""

from __future__ import annotations

import argparse

from duban.cli import answers
from duban.engine import deadlines
from duban.engine.cases import CaseError
from duban.engine.facts import day_from


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program's own."""
    parser = subparsers.add_parser("deadline", help="按制度的期限规则算到期日")
    parser.add_argument("--regime", metavar="ID", help="制度")
    parser.add_argument("--rule", required=True, metavar="NAME", help="期限规则的名称")
    parser.add_argument("--from", required=True, dest="start", metavar="DATE", help="从哪一天算起")
    parser.add_argument("--set", type=int, dest="number", metavar="N", help="由人在范围内定的数")
    parser.add_argument("--stated", metavar="DATE", help="来文写明的期限")
    parser.add_argument("--pack", metavar="FILE", help="用这个制度文件，不用已安装的")
    parser.set_defaults(func=answers.refusing("deadline", _answer))


def _answer(args: argparse.Namespace) -> str:
    start = day_from(args.start)
    if start is None:
        raise CaseError(f"--from 不是日期：“{args.start}”")
    if not args.regime and not args.pack:
        raise CaseError("要给出 --regime 或 --pack")
    regime = answers.regime_of(args.regime or "", args.pack)
    stated = day_from(args.stated) if args.stated else None
    if args.stated and stated is None:
        raise CaseError(f"--stated 不是日期：“{args.stated}”")
    return answers.as_json(deadlines.due(regime, args.rule, start, set_to=args.number, stated=stated).as_json())
