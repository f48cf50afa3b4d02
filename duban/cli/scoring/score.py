"""`duban score CASE.json`: totals, places, every line with its clause."""

from __future__ import annotations

import argparse

from duban.cli import answers
from duban.engine import scoring
from duban.engine.reading.files import uncollected


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program's own."""
    parser = subparsers.add_parser("score", help="按制度计分、排名，逐行写明条款和依据")
    answers.add_case_arguments(parser)
    parser.set_defaults(func=answers.refusing("score", _answer))


def _answer(args: argparse.Namespace) -> str:
    with uncollected():
        regime, case = answers.read_case(args)
        result = scoring.score(regime, case.facts, case.units, case.period, case.choices)
        return answers.as_json(result.as_json())
