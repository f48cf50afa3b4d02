"""What an example of a document comes to: its totals, and the points of its clause, with the lines that say how."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from duban.engine import cases, scoring
from duban.engine.calendar import CalendarError
from duban.engine.cases import CaseError
from duban.engine.clauses import Example, Regime, UnknownReading
from duban.engine.facts import FactError


@dataclass(frozen=True, slots=True)
class Answer:
    """What an example comes to, unit by unit: its total and its lines; `refused` says why it cannot be worked out.

    `between` is the least and the most of a total that waits for figures which a person gives (None: no bound).
    """

    totals: Mapping[str, str | None] = field(default_factory=dict)
    lines: Mapping[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)
    ignored: tuple[Mapping[str, Any], ...] = ()
    refused: str = ""
    between: Mapping[str, tuple[str, str] | None] = field(default_factory=dict)

    def points(self, unit: str, clause: str) -> Decimal:
        """Return what the lines of one clause come to for a unit."""
        return sum((Decimal(line["points"]) for line in self.lines_of(unit, clause)), Decimal(0))

    def lines_of(self, unit: str, clause: str) -> list[Mapping[str, Any]]:
        """Return the lines of one clause for a unit."""
        return [line for line in self.lines.get(unit, ()) if line["clause"] == clause]


def answer_of(regime: Regime, example: Example) -> Answer:
    """Work an example out."""
    try:
        case = cases.case_from({**example.case, "regime": regime.id}, words=regime.words)
        cases.validate(regime, case.facts, case.units, case.choices)
        answer = scoring.score(regime, case.facts, case.units, case.period, case.choices).as_json()
    except (CaseError, FactError, UnknownReading, CalendarError) as error:
        return Answer(refused=str(error))
    units = answer["units"]
    return Answer(
        {unit["unit"]: unit["total"] for unit in units},
        {unit["unit"]: tuple(unit["lines"]) for unit in units},
        tuple(answer["ignored"]),
        between={unit["unit"]: unit["between"] for unit in units if "between" in unit},
    )


def disagreements(regime: Regime, example: Example) -> Iterator[str]:
    """Say where an example does not come out, a sentence for each unit."""
    answer = answer_of(regime, example)
    if answer.refused:
        yield f"不能计算：{answer.refused}"
        return
    for code, wanted in example.totals.items():
        total = answer.totals.get(code)
        if (None if total is None else float(total)) != (None if wanted is None else float(wanted)):
            lines = "；".join(f"{line['clause']} {line['points']}" for line in answer.lines.get(code, ()))
            said = "没有总分" if total is None else f"是 {total}"
            asked = "没有总分" if wanted is None else wanted
            yield f"“{code}”应得 {asked}，按这份办法{said}（{lines or '没有一条计分'}）"
    for code, asked in example.points.items():
        points = answer.points(code, str(example.clause))
        if points != Decimal(asked):
            why = "；".join(str(line["why"]) for line in answer.lines_of(code, str(example.clause)))
            yield f"“{code}”按 {example.clause} 应为 {asked} 分，算得 {points} 分（{why or '这一条没有计分'}）"
