"""One pass over the facts: which count, for whom, under which rule; the others with why they do not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from duban.engine import wording
from duban.engine.cases import Period, Unit
from duban.engine.evaluation import naming
from duban.engine.evaluation.cases import Buckets, Found
from duban.engine.evaluation.checks import check_of
from duban.engine.evaluation.identities import Identities
from duban.engine.evaluation.matters import Matters, bits_of
from duban.engine.evaluation.plans import Plan
from duban.engine.evaluation.probes import Hit, Probe
from duban.engine.facts import Fact

_UNDOING = frozenset(("withdrawn", "corrected"))


def known(facts: Sequence[Fact], period: Period, corrected: dict[str, str]) -> Sequence[Fact]:
    """Leave out what is withdrawn or corrected by the period's end; `corrected` collects {new fact: old}."""
    gone = set()
    for fact in [fact for fact in facts if fact.kind in _UNDOING]:
        if fact.on <= period.last and fact.more:
            gone.add(fact.more["of"])
            if fact.kind == "corrected" and (fact.more.get("by") or fact.to):
                corrected[str(fact.more.get("by") or fact.to)] = fact.more["of"]
    return [fact for fact in facts if fact.id not in gone] if gone else facts


def find(plan: Plan, facts: Sequence[Fact], units: Sequence[Unit], period: Period) -> Found:
    """Sort the facts by unit and by what they earn or are counted for."""
    found, identities = _prepared(plan, facts, units, period)
    facts, matters, buckets = found.facts, found.matters, found.buckets
    checks = [check_of(found, taker) for taker in plan.takers]
    first, last, probes, excluded = period.first, period.last, plan.probes, found.excluded
    ignored = found.ignored
    excluding = wording.EXCLUDED if any(rule.event for rule in plan.excludes) else wording.UNQUANTIFIABLE
    levels = matters.level if matters else _no_level
    for fact in facts:
        probe = probes.get(fact.kind)
        if probe is None or fact.on > last:
            continue
        if fact.on < first and not probe.is_life:
            continue
        bucket = buckets.get(fact.unit)
        if bucket is None:
            continue
        hits = probe[probe.key(fact)]
        if not hits:
            continue
        if fact.excused:
            if fact.on >= first:
                ignored.append((fact, wording.EXCUSED))
            continue
        if excluded and fact.matter in excluded:
            if fact.on >= first:
                ignored.append((fact, excluding))
            continue
        if probe.is_special or probe.of_matter or probe.is_life:
            hits = _special(found, probe, fact, hits, identities)
        why, took = None, False
        for hit in hits:
            check = checks[hit.key]
            if check is not None or hit.wants:
                said = _wanting(plan, fact, hit) if hit.wants else None
                if said is None and check is not None:
                    said = check(fact)
                if said is not None:
                    why = why or said
                    continue
            if hit.by_level is not None:
                level = fact.level or levels(fact)
                if level is None:
                    why = why or wording.NO_LEVEL
                    continue
                levelled = hit.by_level.get(level)
                if levelled is None:
                    continue
                hit = levelled
            bucket[hit].append(fact)
            took = True
        if why and not took:
            ignored.append((fact, why))
    _add_matters(found)
    _add_figures(found, facts)
    return found


def _prepared(plan: Plan, facts: Sequence[Fact], units: Sequence[Unit], period: Period) -> tuple[Found, Identities]:
    """Return the facts as they are known at the end of the period, with what is excluded, before any of them is sorted."""
    corrected: dict[str, str] = {}
    facts = known(facts, period, corrected)
    if (
        plan.matter_takers
        or any(probe.is_special for probe in plan.probes.values())
        or plan.typed_quantities
        or plan.typed_sections
    ):
        facts = [fact for fact in facts if fact.on <= period.last]
    matters = Matters(facts, period, plan.words.holder) if plan.needs_matters else None
    chains = {unit.unit: frozenset(plan.words.chain(unit.group)) for unit in units}
    buckets: dict[str, Buckets] = {unit.unit: defaultdict(list) for unit in units}
    found = Found(
        plan, period, {unit.unit: unit for unit in units}, chains, matters, buckets, facts, corrected=corrected
    )
    identities = Identities(plan, facts, period)
    if plan.excludes and matters:
        found.excluded = identities.excluded(matters.marks.unquantifiable)
    identities.settle(found.excluded)
    return found, identities


def _no_level(fact: Fact) -> None:
    return None


def _special(found: Found, probe: Probe, fact: Fact, hits: tuple[Hit, ...], identities: Identities) -> tuple[Hit, ...]:
    """Leave out what is no longer so, what is the same as an earlier fact, and what lies before the period."""
    in_period = fact.on >= found.period.first
    said = identities.ended(fact) if probe.is_special else None
    if said is None and probe.of_matter and fact.matter is None:
        said = wording.NO_MATTER
    if said is not None:
        if in_period:
            found.ignored.append((fact, said))
        return ()
    left = []
    for hit in hits:
        is_life = hit.taker.count.is_life
        if not (in_period or is_life):
            continue
        same = identities.same_as(fact, is_life) if probe.is_special else None
        if same is None:
            left.append(hit)
        else:
            said = wording.same_as(same)
    if said is not None and not left and in_period:
        found.ignored.append((fact, said))
    return tuple(left)


def _wanting(plan: Plan, fact: Fact, hit: Hit) -> str:
    return wording.no_field(naming.of_field(plan.regime, (fact.kind,), hit.wants))


def _add_matters(found: Found) -> None:
    """Give every taker of matters the fact that shows what became of each: the completion, else the assignment."""
    plan, matters = found.plan, found.matters
    if not plan.matter_takers or matters is None:
        return
    hits = {taker.key: Hit(taker, taker.worth.amount, "") for taker in plan.matter_takers}
    holder = frozenset((plan.words.holder,))
    listed = set()
    for share in matters.shares():
        bucket = found.buckets.get(share.unit)
        if bucket is None or share.matter in found.excluded or share.matter in matters.parents:
            continue
        for taker in plan.matter_takers:
            where = taker.select.where
            if share.role not in where.get("role", holder) or not found.reaches(taker.groups, share.unit):
                continue
            if not all(_fits(found, share.matter, share, name, wanted) for name, wanted in where.items()):
                continue
            if share.mask & taker.mask == taker.mask:
                bucket[hits[taker.key]].append(share.evidence)
            elif (
                share.waiting is not None and share.waiting.id not in listed and share.waiting.on >= found.period.first
            ):
                listed.add(share.waiting.id)
                found.ignored.append((share.waiting, wording.WAITING))


def _fits(found: Found, matter: str, share: Any, name: str, wanted: Any) -> bool:
    assert found.matters is not None
    if name in ("role", "group", "matter"):
        return True
    if name == "became":
        mask = bits_of(wanted)
        return bool(share.mask & mask == mask)
    if name == "level":
        return found.matters.field(matter, "level") in wanted or share.evidence.level in wanted
    value = found.matters.field(matter, name)
    if value is None:
        value = share.evidence.get(name)
    return value in wanted


def _add_figures(found: Found, facts: Sequence[Fact]) -> None:
    """Sort the typed figures of the period by unit and by section or quantity."""
    plan = found.plan
    if not (plan.typed_sections or plan.typed_quantities):
        return
    sections = {name: section.id for section in plan.typed_sections for name in (section.id, section.label)}
    first: date = found.period.first
    for fact in facts:
        kind = fact.kind
        if kind not in ("sheet", "figure") or fact.on < first or fact.unit not in found.units:
            continue
        name = sections.get(str(fact.section)) if kind == "sheet" else str(fact.get("quantity"))
        if kind == "figure" and name not in plan.typed_quantities:
            name = sections.get(str(name))
        if name is None:
            continue
        if fact.excused:
            found.ignored.append((fact, wording.EXCUSED))
        else:
            found.typed[fact.unit, name].append(fact)
