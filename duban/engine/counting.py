"""One pass over the facts: which count, for whom, under which rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from duban.engine import wording
from duban.engine.cases import Period, Unit
from duban.engine.compiled import Hit, Table
from duban.engine.facts import Fact
from duban.engine.holdings import Marks

Buckets = dict[Hit, list[Fact]]
Contest = list[tuple[Fact, Hit]]


@dataclass(slots=True)
class Tally:
    """The facts that count, by unit and hit; those that did not, and why; those outdone, by their winner."""

    buckets: dict[str, Buckets]
    ignored: list[tuple[Fact, str]] = field(default_factory=list)
    outdone: dict[str, dict[str, list[Fact]]] = field(default_factory=dict)


def tally(table: Table, facts: Sequence[Fact], units: Iterable[Unit], period: Period) -> Tally:
    """This function will sort the facts of the period by unit and by what they earn."""
    buckets: dict[str, Buckets] = {unit.unit: defaultdict(list) for unit in units}
    ignored: list[tuple[Fact, str]] = []
    contests: dict[tuple[object, ...], Contest] = defaultdict(list)
    marks = Marks(facts, period.last) if table.needs_levels or table.excludes else None
    unquantifiable = marks.unquantifiable if marks and table.excludes else frozenset()
    supports = _roles(facts, period, table.roles) if table.roles else frozenset()
    first, last, probes = period.first, period.last, table.probes
    for fact in facts:
        probe = probes.get(fact.kind)
        if probe is None or not first <= fact.on <= last:
            continue
        bucket = buckets.get(fact.unit)
        if bucket is None:
            continue
        for hit in probe[probe.key(fact)]:
            matter = fact.matter
            if fact.excused:
                ignored.append((fact, wording.EXCUSED))
                break
            if matter in unquantifiable:
                ignored.append((fact, wording.UNQUANTIFIABLE))
                break
            if matter is None and hit.needs_matter:
                ignored.append((fact, wording.NO_MATTER))
                break
            if hit.by_level is not None:
                level = marks.level(fact) if marks else fact.level
                if level is None:
                    ignored.append((fact, wording.NO_LEVEL))
                    break
                if level not in hit.by_level:
                    continue
                hit = hit.by_level[level]
            if hit.only_role and (matter, fact.unit, hit.only_role) not in supports:
                ignored.append((fact, wording.wrong_role(hit.only_role)))
                break
            if hit.contest is not None and fact.occasion is not None:
                contests[hit.contest, fact.unit, fact.occasion, hit.amount > 0].append((fact, hit))
            else:
                bucket[hit].append(fact)
    found = Tally(buckets, ignored)
    for contest in contests.values():
        _settle(found, contest)
    return found


def _settle(found: Tally, contest: Contest) -> None:
    """The highest counts, the earliest of the equally high; the others are remembered beside it."""
    if len(contest) == 1:
        ((fact, hit),) = contest
        found.buckets[fact.unit][hit].append(fact)
        return
    ordered = sorted(contest, key=lambda entry: (-abs(entry[1].amount), entry[0].on, entry[0].id))
    winner, hit = ordered[0]
    found.buckets[winner.unit][hit].append(winner)
    found.outdone.setdefault(winner.unit, {})[winner.id] = [fact for fact, _ in ordered[1:]]


def _roles(facts: Iterable[Fact], period: Period, roles: set[str]) -> frozenset[tuple[Any, str, Any]]:
    return frozenset(
        (fact.matter, fact.unit, fact.role)
        for fact in facts
        if fact.role in roles and fact.kind == "assigned" and fact.on <= period.last
    )
