"""`duban what-if CASE.json`: the facts of a case by the document and by variants of it, side by side; nothing is written."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from duban.cli import answers
from duban.cli.scoring.comparing import document_named
from duban.cli.upkeep.installations import NotReady
from duban.engine import scoring
from duban.engine.cases import Case, CaseError
from duban.engine.what_if import figures, telling
from duban.engine.what_if.comparing import LONG, Comparison, Row, compare
from duban.engine.what_if.variants import Variant, as_it_is, of_document, varied

_PAIR = re.compile(r"\s*(?P<key>[^=＝]+?)\s*[=＝]\s*(?P<value>\S+)\s*\Z")


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program's own."""
    parser = subparsers.add_parser(
        "what-if", help="推演：改一个数、换一种执行口径或另一部办法，同样的事实会怎样；不写入"
    )
    answers.add_case_arguments(parser)
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="条款=数",
        help="改一个数，如 '附件2 三3=3'；条款有几个数的写 '附件1 三2#1=3'",
    )
    parser.add_argument(
        "--reading",
        action="append",
        default=[],
        metavar="ID=READING",
        help="换一种执行口径（duban regimes readings 列出）",
    )
    parser.add_argument("--without", action="append", default=[], metavar="条款", help="不执行这一条的规则")
    parser.add_argument(
        "--against",
        action="append",
        default=[],
        metavar="B",
        help="另一部办法或另一版本：标识、文件、文件夹，或已采用办法的校验码",
    )
    parser.add_argument("--each", action="store_true", help="每处改动各作一个变体，不合在一起")
    parser.add_argument("--figures", action="store_true", help="只列出可以改的数")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.set_defaults(func=_run)


def _run(args: argparse.Namespace) -> int:
    """Answer; what is wrong is one line on stderr, and 2."""
    try:
        return answers.refusing("what-if", _answer)(args)
    except NotReady as error:
        print(f"duban what-if: {' '.join(str(error).split())}", file=sys.stderr)
        return 2


def _answer(args: argparse.Namespace) -> str:
    regime, case = answers.read_case(args)
    base = as_it_is(regime, case.choices)
    if args.figures:
        return _figures(args, base)
    variants = _variants(args, base)
    if not variants:
        raise CaseError("没有写要改什么：--set、--reading、--without 或 --against 至少一个")
    found = compare(base, variants, case.facts, case.units, case.period, tell=_progress(case, variants))
    if args.json:
        return answers.as_json({"period": case.period.as_json(), "variants": [telling.as_json(each) for each in found]})
    return "\n\n".join(_told(each) for each in found)


def _variants(args: argparse.Namespace, base: Variant) -> list[Variant]:
    sets = [_pair("--set", each) for each in args.set]
    readings = [_pair("--reading", each) for each in args.reading]
    without = [each.strip() for each in args.without]
    trials = [(sets, readings, without)] if sets or readings or without else []
    if args.each:
        trials = [([each], [], []) for each in sets]
        trials += [([], [each], []) for each in readings] + [([], [], [each]) for each in without]
    found = [
        varied(base, f"变体{number}", figures=dict(one), readings=dict(two), without=three)
        for number, (one, two, three) in enumerate(trials, 1)
    ]
    for name in args.against:
        other = document_named(name) if not Path(name).exists() else answers.regime_of(None, name)
        is_other = other.id != base.regime.id
        found.append(of_document(other, {} if is_other else other.kept(base.choices), is_other=is_other))
    return found


def _pair(option: str, text: str) -> tuple[str, str]:
    found = _PAIR.match(text)
    if found is None:
        raise CaseError(f"{option} 应写作 甲=乙，不是“{text}”")
    return found["key"], found["value"]


def _progress(case: Case, variants: Sequence[Variant]) -> Callable[[int, int], None] | None:
    """Tell on stderr how far it is, where it takes long."""
    if len(case.facts) * len(variants) <= LONG:
        return None
    return lambda done, of: print(f"已推演 {done}／{of}", file=sys.stderr, flush=True)


def _figures(args: argparse.Namespace, base: Variant) -> str:
    known = [figure for figure in figures.figures_of(base.regime) if figure.holds(base.choices)]
    if args.json:
        return answers.as_json(
            {
                "figures": [
                    {"key": each.key, "clause": each.clause, "value": each.value, "said": each.said(each.value)}
                    for each in known
                ]
            }
        )
    return "\n".join(f"{each.key}  {each.before}〔{each.value}〕{each.after}" for each in known) or "没有可以改的数"


def _told(found: Comparison) -> str:
    names = {row.unit: row.name for row in found.rows}
    lines = [f"{found.variant.name}：{telling.headline(found)}"]
    lines += [f"  〔{each.clause}〕{each.before} → {each.after}" for each in found.variant.changes]
    lines += [
        "",
        answers.table([("单位", "现行总分", "名次", "推演总分", "名次", "变化"), *(_row(row) for row in found.rows)]),
    ]
    for row in found.rows:
        if row.is_otherwise:
            lines += [f"  {row.name}：{said}" for said in telling.reason_of(found, row)[:3]]
    lines += _section(
        "哪一条在起作用",
        (
            f"{telling.whose(found, each)}〔{each.clause}〕{telling.signed(each.change)} 分：{telling.cause_said(each)}"
            for each in found.causes
        ),
    )
    lines += _section("推演后相邻单位由哪一条决定", (telling.order_said(each, names) for each in found.order_after))
    shares = [*found.groups, *found.sizes]
    said = (
        f"{each.name}（{each.units} 个单位）平均总分 {telling.points(each.total_before)} → {telling.points(each.total_after)}，"
        f"平均名次 {telling.points(each.rank_before)} → {telling.points(each.rank_after)}"
        for each in shares
    )
    lines += _section("对各类单位、对事项多少不同的单位", said)
    lines += _section(
        "督办措施",
        (f"{names.get(each.unit, each.unit)} {each.matter}：{telling.step_said(each)}" for each in found.steps),
    )
    lines += _section("这些事实不能推算的条款", (f"〔{each.clause}〕{'；'.join(each.why)}" for each in found.missing))
    return "\n".join(lines)


def _row(row: Row) -> tuple[str, ...]:
    cells: list[str] = [row.name]
    for score in (row.before, row.after):
        cells += [_said(score), "—" if score is None or score.rank is None else str(score.rank)]
    return (*cells, telling.signed(row.change) if row.change else "")


def _said(score: scoring.Score | None) -> str:
    if score is None:
        return "—"
    if score.total is None:
        return score.grade or ("待录入" if score.is_pending else telling.points(score.total))
    return " ".join(filter(None, (telling.points(score.total), score.grade)))


def _section(title: str, said: Iterable[str]) -> list[str]:
    lines = list(said)
    shown = [f"  {each}" for each in lines[:40]]
    more = [f"  另有 {len(lines) - 40} 条，见 --json"] if len(lines) > 40 else []
    return ["", title, *shown, *more] if lines else []
