"""`duban ladder CASE.json --on 2019-11-20`: the next open step of every matter still undone."""

from __future__ import annotations

import argparse

from duban.cli import answers
from duban.engine import ladder
from duban.engine.cases import CaseError
from duban.engine.facts import day_from


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program's own."""
    parser = subparsers.add_parser("ladder", help="列出到某日为止各未办结事项该走的下一步")
    answers.add_case_arguments(parser)
    parser.add_argument("--on", required=True, metavar="DATE", help="看到哪一天终了，例如 2019-11-20")
    parser.set_defaults(func=answers.refusing("ladder", _answer))


def _answer(args: argparse.Namespace) -> str:
    on = day_from(args.on)
    if on is None:
        raise CaseError(f"--on 不是日期：“{args.on}”")
    regime, case = answers.read_case(args)
    due = ladder.due_steps(regime, case.facts, {unit.unit: unit.group for unit in case.units}, on, case.choices)
    return answers.as_json({"due": [step.as_json() for step in due]})
