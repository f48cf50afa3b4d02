"""A small made-up office in which a rule can be tried: units of every group, matters in every state, facts with every field that they need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from duban.engine import facts as facts_module
from duban.engine.cases import Period, Unit
from duban.engine.clauses import Regime
from duban.engine.evaluation.matters import Matters, bits_of
from duban.engine.evaluation.passes import known
from duban.engine.facts import AUTHORITIES, REQUIRED, VALUES, WHAT, FactError, facts_from
from duban.engine.rules.honours import GROUPS
from duban.engine.rules.periods import OfPeriods
from duban.engine.rules.steps import Step
from duban.engine.vocabulary.events import Field

YEAR = 2026
SPANS = {
    "week": ("03-02", "03-08"), "month": ("03-01", "03-31"), "quarter": ("01-01", "03-31"),
    "half_year": ("01-01", "06-30"), "year": ("01-01", "12-31"),
}  # fmt: skip
NAMES = "甲乙丙丁戊己庚辛壬癸"
Record = dict[str, Any]


@dataclass(eq=False)
class World:
    """A document under complete readings and one kind of period; `group` is that of the unit on which rules are tried."""

    regime: Regime
    choices: Mapping[str, str]
    kind: str
    group: str = ""
    classes: Mapping[str, frozenset[str]] = field(init=False)

    def __post_init__(self) -> None:
        """Lay out the period and the units."""
        self.classes = self.regime.classes(self.choices)
        groups = list(self.regime.groups) or [GROUPS[0]]
        main = self.group or groups[0]
        listed = [main, main, *(group for group in groups if group != main)]
        self.units = tuple(Unit(f"u{n}", f"{NAMES[n % 10]}单位", group) for n, group in enumerate(listed))
        own = next((span for span in self.regime.spans if span.id == self.kind and span.is_own), None)
        if own is not None:
            self.period = Period(*own.begun_by(date(YEAR, 12, 31)), self.kind)
        else:
            first, last = (date.fromisoformat(f"{YEAR}-{day}") for day in SPANS.get(self.kind, SPANS["year"]))
            self.period = Period(first, last, self.kind)

    @cached_property
    def steps(self) -> list[Step]:
        """The steps of the ladder that hold."""
        return self.regime.steps(self.choices)

    def day(self, number: int) -> date:
        """Give the n-th day of the period, from 0; the last one for any beyond it."""
        return min(self.period.first + timedelta(days=number), self.period.last)

    def read(self, records: Iterable[Record]) -> list[facts_module.Fact]:
        """Number the records and read them as facts. Raises FactError for what cannot be."""
        numbered = [{"id": f"f{number:03}", **record} for number, record in enumerate(records, start=1)]
        return facts_from(numbered, words=self.regime.words)

    def matter(
        self, name: str, where: Mapping[str, Any] = facts_module.NOTHING, state: str = "open", unit: str = "u0"
    ) -> list[Record]:
        """Give the facts of one matter of the unit in some state (`STATES`), its fields as `where` wants them."""
        words = self.regime.words
        role = first_of(where.get("role")) or words.holder
        given: Record = {"matter": name, "quantifiable": True}
        for key in ("category", "source", "level", *self.declared("assigned")):
            value = first_of(where.get(key))
            if value is not None:
                given[key] = value
        if "category" not in given and self.regime.categories:
            given["category"] = self.regime.categories[0].id
        if "level" not in given and (words.levels or self.regime.levels):
            given["level"] = next(iter(self.regime.levels), None) or words.levels[0]
        for key, declared in self.declared("assigned").items():
            if key not in given and not declared.optional:
                given[key] = self.sample(declared, 0)
        begun, due = self._dates(state)
        records = [{"kind": "assigned", "on": begun, "unit": unit, "role": role, "due": due, **given}]
        leader = unit
        if role != words.holder:
            leader = "u1" if unit != "u1" else "u0"
            records.insert(0, {**records[0], "unit": leader, "role": words.holder})
        return [*records, *self._course(state, name, leader, begun, due)]

    def _dates(self, state: str) -> tuple[date, date]:
        first, last = self.period.first, self.period.last
        before = first - timedelta(days=40)
        return {
            "open": (first, last + timedelta(days=60)),
            "before": (before, first - timedelta(days=10)),
            "carried": (before, self.day(3)),
        }.get(state, (first, self.day(3)))

    def _course(self, state: str, name: str, unit: str, begun: date, due: date) -> list[Record]:
        def record(kind: str, on: date, **more: Any) -> Record:
            return {"kind": kind, "on": on, "unit": unit, "matter": name, **more}

        if state == "on_time":
            return [record("completed", due)]
        if state == "early":
            return [record("completed", due - timedelta(days=2))]
        if state in ("done_late", "before"):
            late = due + timedelta(days=2 if state == "done_late" else -1)
            return [record("completed", min(late, self.period.last))]
        if state in ("kept", "missed"):
            limit = self.day(5)
            urged = record("urged", due + timedelta(days=1), channel=VALUES["channel"][0], limit=limit)
            handed = [record("reported", limit, what="result"), record("completed", limit)]
            return [urged, *(handed if state == "kept" else ())]
        return []

    @cached_property
    def totals(self) -> list[Record]:
        """What every unit had in shorter periods, where the points of this one are made of those."""
        rules = self.regime.rules_of(OfPeriods, dict(self.choices))
        kinds = [rule.of for rule in rules if self.kind in rule.periods]
        told = {"kind": "period_total", "points": "80"}
        return [{**told, "unit": unit.unit, "period": kind} for kind in kinds for unit in self.units]

    @cached_property
    def states(self) -> dict[str, int]:
        """Every state in which a matter can be, with the words of `matters` that hold of it as one number."""
        found = {}
        for state in ("on_time", "early", "done_late", "overdue", "open", "kept", "missed", "carried", "before"):
            facts = self.read(self.matter("m", {}, state))
            found[state] = Matters(known(facts, self.period, {}), self.period, self.regime.words.holder).mask("m", "u0")
        return found

    def states_with(self, words: Iterable[str]) -> list[str]:
        """List the states of which all these words hold."""
        wanted = bits_of(words)
        return [state for state, mask in self.states.items() if mask & wanted == wanted]

    def declared(self, kind: str) -> Mapping[str, Field]:
        """Give the fields that the document declares for a kind of fact."""
        event = self.regime.words.events.get(kind)
        return event.fields if event else {}

    def event(self, kind: str, day: int, fixed: Mapping[str, Any], matter: str | None, number: int = 0) -> Record:
        """Give the n-th fact of a kind: required fields, what is `fixed`, and samples that differ from number to number."""
        record: Record = {"kind": kind, "on": self.day(day), "unit": "u0"}
        if matter is not None:
            record["matter"] = matter
        for key in REQUIRED.get(kind, ()):
            if key not in record and key != "matter":
                record[key] = self._library(kind, key, day)
        for key, declared in self.declared(kind).items():
            if not declared.optional:
                record[key] = self.sample(declared, number, day)
        for key, value in fixed.items():
            record[key] = value(number) if callable(value) else value
        if kind in ("urged", "step") and "limit" not in record:
            record["limit"] = record["on"] + timedelta(days=3)
        return record

    def _library(self, kind: str, key: str, number: int) -> Any:
        if key in ("due", "limit"):
            return self.day(number) + timedelta(days=20)
        if key == "what":
            return WHAT[kind][0]
        if key == "authority":
            return (self.regime.words.authorities or AUTHORITIES)[0]
        if key == "step":
            return self.steps[0].step if self.steps else "step"
        if key == "grade":
            return (self.regime.words.grades or VALUES["grade"])[0]
        if key == "to":
            return "u1"
        if key in ("points", "value"):
            return "1"
        return VALUES[key][0] if key in VALUES else "x"

    def sample(self, declared: Field, number: int, day: int | None = None) -> Any:
        """Give a value of a declared field; texts differ from number to number, days and months go with the day."""
        day = number if day is None else day
        if declared.type == "choice":
            return next(iter(declared.words))
        if declared.type in ("whole", "decimal"):
            least, most = declared.least, declared.most
            value = least if least is not None and least > 0 else Decimal(1)
            value = min(value, most) if most is not None else value
            return int(value) if declared.type == "whole" else str(value)
        if declared.type == "authority":
            return (self.regime.words.authorities or AUTHORITIES)[0]
        if declared.type == "level":
            return next(iter(self.regime.levels or self.regime.words.levels or facts_module.LEVELS))
        if declared.type == "month":
            return f"{self.day(day):%Y-%m}"
        if declared.type == "day":
            return self.day(day).isoformat()
        return True if declared.type == "flag" else f"其{number + 1}"


def first_of(values: Any) -> Any:
    """Give one of the values that are wanted, the same every time; None where none is."""
    if values is None:
        return None
    if isinstance(values, frozenset | set | tuple | list):
        return min(values, key=str) if values else None
    return values


__all__ = ["FactError", "Record", "World", "first_of"]
