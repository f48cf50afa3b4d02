"""What the engine's commands share: reading a case, answering in JSON, refusing in one line."""

from __future__ import annotations

import argparse
import json
import sys
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from duban.engine import cases
from duban.engine.calendar import CalendarError
from duban.engine.cases import Case, CaseError
from duban.engine.clauses import Regime, UnknownReading
from duban.engine.deadlines import DeadlineRefused, UnknownDeadline
from duban.engine.facts import FactError
from duban.engine.packs import loading
from duban.engine.packs.loading import UnknownRegime
from duban.engine.packs.sources import PackError
from duban.engine.reading.files import facts_beside
from duban.engine.vocabulary.words import NONE
from duban.engine.what_if.figures import UnknownFigure

REFUSALS = (
    CaseError,
    FactError,
    PackError,
    UnknownRegime,
    UnknownReading,
    UnknownDeadline,
    DeadlineRefused,
    CalendarError,
    UnknownFigure,
)


def refusing(command: str, answer: Callable[[argparse.Namespace], str]) -> Callable[[argparse.Namespace], int]:
    """Make a command of a function that gives its whole output or raises a refusal."""

    def run(args: argparse.Namespace) -> int:
        try:
            text = answer(args)
        except REFUSALS as error:
            faults = error.all if isinstance(error, PackError) and command == "regimes check" else [error]
            for each in faults:
                print(f"duban {command}: {' '.join(str(each).split())}", file=sys.stderr)
            return 2
        print(text, flush=True)
        return 0

    return run


def as_json(answer: object) -> str:
    """Write an answer as JSON, Chinese left readable."""
    return json.dumps(answer, ensure_ascii=False, indent=1)


def table(rows: Iterable[Sequence[str]]) -> str:
    """Write rows in columns, a Chinese character as wide as two letters."""
    rows = [list(row) for row in rows]
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def add_case_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of a command that reads a case."""
    parser.add_argument("case", metavar="CASE.json", help="案例文件，- 表示标准输入")
    parser.add_argument("--facts", metavar="FILE", help="另附的事实：JSON Lines，或 .parquet（需装 cluster 扩展）")
    parser.add_argument("--pack", metavar="FILE", help="用这个制度文件（YAML 或文件夹），不用已安装的")


def read_case(args: argparse.Namespace) -> tuple[Regime, Case]:
    """Read the case and the facts beside it, load its regime, and validate the facts."""
    node = cases.case_from_text(_text_of(args.case))
    name = node.get("regime")
    regime = regime_of(name, args.pack) if isinstance(name, str) or args.pack else None
    words = regime.words if regime else NONE
    case = cases.case_from(node, words=words)
    if args.facts:
        beside = facts_beside(Path(args.facts), words, node.get("jurisdiction"), case.facts)
        case = replace(case, facts=[*case.facts, *beside])
    regime = regime or regime_of(case.regime, args.pack)
    cases.validate(regime, case.facts, case.units, case.choices)
    return regime, case


def regime_of(name: object, pack: str | None) -> Regime:
    """Load the regime of an id, or the pack given beside it."""
    return loading.load_regime(Path(pack) if pack else str(name))


def _text_of(name: str) -> str:
    try:
        return sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CaseError(f"打不开文件 {name}（{error.strerror}）") from None
    except (UnicodeDecodeError, ValueError):
        raise CaseError(f"{name} 不是 UTF-8 文字") from None
