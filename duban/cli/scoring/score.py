"""`duban score CASE.json`: totals, places, every line with its clause; of one case, or of each jurisdiction for itself."""

from __future__ import annotations

import argparse

from duban.cli import answers
from duban.cli.scoring import many
from duban.engine import scoring
from duban.engine.cases import CaseError
from duban.engine.reading.files import uncollected


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program's own."""
    parser = subparsers.add_parser("score", help="按制度计分、排名，逐行写明条款和依据")
    parser.add_argument("case", metavar="CASE.json", nargs="?", help="案例文件，- 表示标准输入")
    parser.add_argument(
        "--facts",
        nargs="+",
        action="extend",
        metavar="FILE",
        help="另附的事实：JSON Lines，或 .parquet（需装 cluster 扩展）；按辖区计分时可以有几个",
    )
    parser.add_argument("--pack", metavar="FILE", help="用这个制度文件（YAML 或文件夹），不用已安装的")
    many.add_arguments(parser)
    parser.set_defaults(func=_run)


def _run(args: argparse.Namespace) -> int:
    if args.by_jurisdiction or args.cluster is not None:
        return many.run(args)
    return answers.refusing("score", _answer)(args)


def _answer(args: argparse.Namespace) -> str:
    files = list(args.facts or ())
    # After files of facts the case is taken for one more of them: it is the last.
    args.case = args.case or (files.pop() if len(files) > 1 else None)
    if args.case is None:
        raise CaseError("缺少参数：CASE.json")
    if len(files) > 1:
        raise CaseError("一个案例只另附一个事实文件；几个辖区的事实请用 --by-jurisdiction")
    args.facts = files[0] if files else None
    with uncollected():
        regime, case = answers.read_case(args)
        result = scoring.score(regime, case.facts, case.units, case.period, case.choices)
        return answers.as_json(result.as_json())
