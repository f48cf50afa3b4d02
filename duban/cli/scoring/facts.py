"""`duban facts export`: what an office hands up of a period, for the centre to score: facts, case, document, and the head of its chain."""

from __future__ import annotations

import argparse
import datetime
import json
from pathlib import Path
from typing import TYPE_CHECKING

from duban.cli.running.daily import present_day
from duban.cli.upkeep.installations import NotReady, in_installation, jurisdictions_named
from duban.engine.reading import tables

if TYPE_CHECKING:
    from duban.ledger.queries.scoring.handed_up import HandedUp
    from duban.ledger.queries.scoring.periods import Span
    from duban.people.models import Jurisdiction


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program's own."""
    parser = subparsers.add_parser("facts", help="导出一个期间的考核事实，供上级汇总计分：facts export")
    commands = parser.add_subparsers(dest="facts", metavar="export", required=True)
    export = commands.add_parser("export", help="导出事实和案例，附所执行的办法、已发布的排名和日志链头")
    export.add_argument("--jurisdiction", metavar="CODE", help="哪个辖区；只有一个时可以不写")
    export.add_argument("--period", metavar="KIND", help="期别，例如 month、quarter、year，默认办法的第一种")
    export.add_argument("--on", type=_day, metavar="DATE", help="期间里的一天，默认今天，例如 2026-03-31")
    export.add_argument("--parquet", type=Path, metavar="FILE", help="写成 Parquet，案例在文件里（需装 cluster 扩展）")
    export.add_argument("--lines", type=Path, metavar="FILE", help="写成 JSON Lines，每行一条事实")
    export.add_argument("--case", type=Path, metavar="FILE", help="另写案例，一行，与 --lines 同用")
    export.set_defaults(func=in_installation("facts export", _export))


def _export(args: argparse.Namespace) -> int:
    from duban.ledger.queries.scoring import handed_up

    if args.parquet is None and args.lines is None:
        raise NotReady("请写明导出到哪里：--parquet FILE，或 --lines FILE --case FILE")
    if args.parquet is not None and not tables.is_at_hand():
        raise NotReady("写 Parquet 要先安装 cluster 扩展：pip install duban[cluster]")
    today = present_day()
    jurisdiction = _one(args.jurisdiction)
    span = _span(jurisdiction, args.period, args.on or today)
    found = handed_up.hand_up(jurisdiction, span, today)
    try:
        _write(args, found)
    except OSError as error:
        raise NotReady(f"写不了文件：{error}") from None
    print(f"{jurisdiction.slug} {span.name}：事实 {len(found.facts)} 条，链头 {found.case['head'] or '无'}")
    return 0


def _write(args: argparse.Namespace, found: HandedUp) -> None:
    if args.parquet is not None:
        from duban.engine.reading.writing import write_parquet

        write_parquet(args.parquet, found.case, found.facts)
    if args.lines is not None:
        text = "".join(json.dumps(fact, ensure_ascii=False) + "\n" for fact in found.facts)
        args.lines.write_text(text, encoding="utf-8")
    if args.case is not None:
        args.case.write_text(json.dumps(found.case, ensure_ascii=False) + "\n", encoding="utf-8")


def _one(slug: str | None) -> Jurisdiction:
    found = jurisdictions_named(slug)
    if len(found) != 1:
        codes = "、".join(each.slug for each in found)
        raise NotReady(f"请用 --jurisdiction 写明哪个辖区：{codes}" if found else "这个安装里还没有辖区")
    return found[0]


def _span(jurisdiction: Jurisdiction, kind: str | None, on: datetime.date) -> Span:
    from duban.ledger.governed import Governed
    from duban.ledger.queries.scoring import periods

    regime = Governed.of(jurisdiction, on).document
    kinds = periods.publishable(regime)
    kind = kind or next(iter(kinds))
    if kind not in kinds:
        raise NotReady(f"没有“{kind}”这种期别，可以写 {'、'.join(kinds)}")
    return periods.span_of(kind, on, regime)


def _day(words: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(words)
    except ValueError:
        raise argparse.ArgumentTypeError(f"不是日期：{words}，应写作 2026-03-31") from None
