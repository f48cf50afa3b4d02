"""Scores: the engine's answer for a period, from the journal's facts. Never stored; publication freezes it."""

import datetime
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.cache import cache

from duban.engine import facts as engine_facts
from duban.engine import scoring
from duban.engine.clauses import Regime
from duban.engine.efficacies import works_of
from duban.engine.packs import loading
from duban.engine.rules.bases import Base, Sheet, SheetTotal
from duban.engine.rules.efficacies import Efficacy
from duban.engine.rules.grades import Grade
from duban.ledger import journal
from duban.ledger.governed import Governed
from duban.ledger.models import Chain
from duban.people.models import Jurisdiction, Unit

# Lines of a journal from which on a draft takes seconds.
_LONG = 50_000


def case_for(jurisdiction: Jurisdiction, kind: str, from_on: datetime.date, to_on: datetime.date) -> dict[str, Any]:
    """Return the case, in the interchange format, of a jurisdiction's period: both days inclusive, facts known by now.

    Matters that were done with before the period are left out: nothing of them counts in it. Units that take no part in the ranking
    are left out with their facts; a matter that passed to one of them leaves the ranking as a written-off one does.
    """
    units = _units(jurisdiction)
    codes = {unit["unit"] for unit in units}
    rows = []
    for row in journal.fact_rows(jurisdiction, since=from_on, through=to_on):
        if row["unit"] not in codes:
            continue
        if row["kind"] == "transferred" and row["to"] not in codes:
            row = {**row, "kind": "written_off"}
            del row["to"]
        rows.append(row)
    return {
        "regime": jurisdiction.regime,
        "choices": jurisdiction.choices,
        "period": {"from": from_on.isoformat(), "to": to_on.isoformat(), "kind": kind},
        "units": units,
        "facts": rows,
    }


def score_case(case: Mapping[str, Any]) -> dict[str, Any]:
    """Return the engine's answer to a case, as the interchange format has it."""
    regime = loading.load_regime(case["regime"])
    facts = engine_facts.facts_from(case["facts"])
    units = scoring.units_from(case["units"])
    period = scoring.period_from(case["period"])
    return scoring.score(regime, facts, units, period, choices=case["choices"]).as_json()


@dataclass(frozen=True)
class Coefficient:
    """The numbers that stand in the formula of the efficacy coefficient for one unit."""

    number: int
    done: int
    earned: Decimal
    highest: int
    rule: Efficacy


@dataclass(frozen=True)
class Scored:
    """The answer to a case with what explains it: the units, their coefficients, and whose the ignored facts are."""

    units: list[dict[str, str]]
    result: dict[str, Any]
    coefficients: dict[str, Coefficient]
    owners: dict[str, str]


def explained(case: Mapping[str, Any], result: dict[str, Any]) -> Scored:
    """Return the answer to a case with what explains it; the answer is not computed again."""
    ignored = {entry["fact"] for entry in result["ignored"]}
    owners = {fact["id"]: fact["unit"] for fact in case["facts"] if fact["id"] in ignored}
    return Scored(case["units"], result, coefficients_of(case), owners)


def draft_of(jurisdiction: Jurisdiction, kind: str, from_on: datetime.date, to_on: datetime.date) -> Scored:
    """Return the answer of a period as it stands now; kept in memory until the journal grows or the units change.

    One answer is kept for each period, with what it rests on: a newer one takes the place of an older one that nobody will ask for again.
    """
    head = Chain.objects.filter(jurisdiction=jurisdiction).values_list("head", flat=True).first()
    basis = digest_of({"basis": [head, jurisdiction.regime, jurisdiction.choices, _units(jurisdiction)]})
    key = f"scores:{jurisdiction.pk}:{kind}:{from_on}:{to_on}"
    kept: tuple[str, Scored] | None = cache.get(key) if head else None
    if kept is not None and kept[0] == basis:
        return kept[1]
    case = case_for(jurisdiction, kind, from_on, to_on)
    found = explained(case, score_case(case))
    if head:
        cache.set(key, (basis, found), 3600)
    return found


def lately_of(jurisdiction: Jurisdiction, kind: str, from_on: datetime.date, to_on: datetime.date) -> Scored:
    """Return a period's draft for a page that everybody opens all the time: with a long journal it may be two minutes old."""
    key = f"scores-lately:{jurisdiction.pk}:{kind}:{from_on}:{to_on}"
    found: Scored | None = cache.get(key)
    if found is None:
        found = draft_of(jurisdiction, kind, from_on, to_on)
        if journal.last_of(jurisdiction) > _LONG:
            cache.set(key, found, 120)
    return found


@dataclass(frozen=True)
class Basis:
    """By what a regime scores, under some readings: the rules that units start from."""

    bases: tuple[Base, ...]
    starts: frozenset[str]
    efficacy: Efficacy | None
    adds_sheets: bool
    grades: bool

    def parts_of(self, score: Mapping[str, Any]) -> tuple[Decimal, Decimal, Decimal]:
        """Return what a unit starts with, earns and loses; what a cap or the floor cut lowers the side that it cut."""
        start = plus = minus = Decimal(0)
        for line in score["lines"]:
            points = Decimal(line["points"])
            if line["clause"] in self.starts or self.is_base(line, points):
                start += points
            elif (points < 0) == bool(line["facts"]):
                minus += points
            else:
                plus += points
        return start, plus, minus

    def is_base(self, line: Mapping[str, Any], points: Decimal) -> bool:
        """Return whether a line is the points that every unit starts with."""
        return not line["facts"] and any(rule.clause == line["clause"] and rule.points == points for rule in self.bases)

    @property
    def why_unranked(self) -> str:
        """Return in words why a unit has no place."""
        if self.grades:
            return "本期没有评定等次"
        return "本期没有登记评分表得分" if self.adds_sheets else "本期没有到期或办结的事项"


def basis_of(regime: Regime, choices: Mapping[str, str]) -> Basis:
    """Return by what a regime scores under these readings."""
    starting = (
        *regime.rules_of(Sheet, choices),
        *regime.rules_of(SheetTotal, choices),
        *regime.rules_of(Efficacy, choices),
    )
    return Basis(
        bases=tuple(regime.rules_of(Base, choices)),
        starts=frozenset(rule.clause for rule in starting),
        efficacy=next(iter(regime.rules_of(Efficacy, choices)), None),
        adds_sheets=bool(regime.rules_of(SheetTotal, choices)),
        grades=bool(regime.rules_of(Grade, choices)),
    )


def coefficients_of(case: Mapping[str, Any]) -> dict[str, Coefficient]:
    """Return the numbers behind each unit's efficacy coefficient in a case; none where the regime has none or nothing counts."""
    rule = basis_of(loading.load_regime(case["regime"]), case["choices"]).efficacy
    if rule is None:
        return {}
    works = works_of(rule, engine_facts.facts_from(case["facts"]), scoring.period_from(case["period"]))
    groups = {each["unit"]: each["group"] for each in case["units"] if each["unit"] in works}
    highest: dict[str, int] = {}
    for code, group in groups.items():
        pool = group if rule.highest == "same_group" else ""
        highest[pool] = max(highest.get(pool, 0), works[code].number)
    return {
        code: Coefficient(
            works[code].number,
            works[code].done,
            works[code].earned,
            highest[group if rule.highest == "same_group" else ""],
            rule,
        )
        for code, group in groups.items()
    }


def digest_of(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a case or a result in its canonical form."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def regime_version(jurisdiction: Jurisdiction) -> str:
    """Return the version of the regime in force."""
    return Governed.of(jurisdiction).document.version


def _units(jurisdiction: Jurisdiction) -> list[dict[str, str]]:
    found = Unit.objects.filter(jurisdiction=jurisdiction, ranked=True).order_by("order", "id")
    return [
        {"unit": code, "name": name, "group": group} for code, name, group in found.values_list("code", "name", "group")
    ]
