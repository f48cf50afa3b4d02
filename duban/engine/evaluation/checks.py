"""What of a fact the look-up cannot tell: its matter, its role, its level, the day, and fields that are missing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from duban.engine import wording
from duban.engine.evaluation import naming
from duban.engine.evaluation.cases import Found, amount_of, value_of
from duban.engine.evaluation.matters import Matters, bits_of
from duban.engine.evaluation.plans import Plan
from duban.engine.evaluation.takers import Taker
from duban.engine.facts import Fact

# Asks of one fact whether a taker may have it: None, it may; a sentence, it may not and is listed; empty, it is just not meant.
Check = Callable[[Fact], str | None]


def check_of(found: Found, taker: Taker) -> Check | None:
    """Make the test of what the look-up cannot tell; None where there is nothing to ask."""
    plan, matters, where, select = found.plan, found.matters, taker.select.where, taker.select
    if select.kind != "event":
        return None
    tests: list[Check] = []
    if taker.groups:
        reached = {unit for unit in found.units if found.reaches(taker.groups, unit)}
        tests.append(lambda fact: None if fact.unit in reached else "")
    count = taker.count
    rows = (*count.within, *count.once_per)
    if (
        set(where) & {"role", "category", "became", "matter"}
        or "matter" in rows
        or (taker.count.is_each and set(taker.worth.by) & {"role", "category"})
    ):
        tests.append(lambda fact: wording.NO_MATTER if fact.matter is None else None)
    if select.days:
        tests.append(_days(*select.days))
    if matters is not None:
        if "category" in where:
            tests.append(_of_matter(plan, matters, "category", where["category"]))
        for name in taker.loose:
            tests.append(_of_matter(plan, matters, name, where[name]))
        if "level" in where:
            tests.append(_level(matters, where["level"]))
        if "role" in where:
            tests.append(_role(plan, matters, where["role"]))
        if "became" in where:
            tests.append(_became(matters, bits_of(where["became"])))
    is_row = bool(count.from_ or count.in_a_row or taker.worth.is_by_place or taker.worth.is_by_times)
    by_row = count.within or (count.once_per if count.in_a_row or taker.worth.is_by_times else ())
    for name in (*(by_row if is_row else ()), *((count.per,) if count.per else ())):
        if name not in ("unit", "matter", "day", "kind"):
            tests.append(_present(found, name))
    if _is_dynamic(plan, taker):
        tests.append(_in_table(found, taker))
    if not tests:
        return None
    if len(tests) == 1:
        return tests[0]

    def check(fact: Fact) -> str | None:
        for test in tests:
            said = test(fact)
            if said is not None:
                return said
        return None

    return check


def _days(first: str, last: str) -> Check:
    def check(fact: Fact) -> str | None:
        day = f"{fact.on:%m-%d}"
        return None if (first <= day <= last if first <= last else day >= first or day <= last) else ""

    return check


def _of_matter(plan: Plan, matters: Matters, name: str, wanted: Any) -> Check:
    said = wording.no_field(naming.of_field(plan.regime, ("assigned",), name))

    def check(fact: Fact) -> str | None:
        value = fact.get(name)
        if value is None and fact.matter is not None:
            value = matters.field(fact.matter, name)
        return said if value is None else None if value in wanted else ""

    return check


def _level(matters: Matters, wanted: Any) -> Check:
    def check(fact: Fact) -> str | None:
        level = matters.level(fact)
        return wording.NO_LEVEL if level is None else None if level in wanted else ""

    return check


def _role(plan: Plan, matters: Matters, wanted: Any) -> Check:
    said = wording.wrong_role("或".join(naming.of_value(plan.regime, (), "role", role) for role in sorted(wanted)))
    return lambda fact: None if matters.role(str(fact.matter), fact.unit) in wanted else said


def _became(matters: Matters, mask: int) -> Check:
    return lambda fact: None if matters.mask(str(fact.matter), fact.unit) & mask == mask else wording.NOT_BECOME


def _present(found: Found, name: str) -> Check:
    def check(fact: Fact) -> str | None:
        if value_of(found, fact, name) is not None:
            return None
        return wording.no_field(naming.of_field(found.plan.regime, (fact.kind,), name))

    return check


def _is_dynamic(plan: Plan, taker: Taker) -> bool:
    """Whether the amount cannot be told by the look-up: some field of the table is not the fact's own."""
    if not taker.worth.by or taker.worth.is_by_place or taker.worth.is_by_times or not taker.count.is_each:
        return False
    names = [name for name in taker.worth.by if name not in ("class", "authority")]
    if names == ["level"]:
        return False
    return taker.worth.by == ("points",) or any(
        name not in plan.probes[kind].declared for name in names for kind in taker.select.names
    )


def _in_table(found: Found, taker: Taker) -> Check:
    names = [name for name in taker.worth.by if name not in ("class", "authority")]

    def check(fact: Fact) -> str | None:
        for name in names:
            if value_of(found, fact, name) is None:
                if name == "level":
                    return wording.NO_LEVEL
                return wording.no_field(naming.of_field(found.plan.regime, (fact.kind,), name))
        return None if amount_of(found, taker, fact) is not None else ""

    return check
