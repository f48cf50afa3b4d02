"""One pass over the facts: which count, for whom, under which rule; the others with why they do not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain
from typing import Any

from duban.engine import wording
from duban.engine.cases import Period, Unit
from duban.engine.evaluation import naming
from duban.engine.evaluation.abbreviations import SHEET
from duban.engine.evaluation.cases import Buckets, Found, Known
from duban.engine.evaluation.checks import Check, check_of
from duban.engine.evaluation.identities import Identities
from duban.engine.evaluation.matters import Matters, Share, bits_of
from duban.engine.evaluation.plans import Plan
from duban.engine.evaluation.probes import Hit, Probe
from duban.engine.evaluation.sheets import gather
from duban.engine.facts import Fact

_UNDOING = ("withdrawn", "corrected")
# What a select may ask of a matter and its share tells, or its mask.
_IN_SHARE = frozenset(("role", "group", "matter", "became"))


def known(facts: Sequence[Fact], period: Period, corrected: dict[str, str]) -> Known:
    """Sort by kind what is known by the period's end: what happened by then, without what is withdrawn or corrected.

    `corrected` collects {new fact: old}.
    """
    last, found = period.last, defaultdict[str, list[Fact]](list)
    for fact in facts:
        if fact.on <= last:
            found[fact.kind].append(fact)
    gone = set()
    for fact in chain.from_iterable(found.get(kind, ()) for kind in _UNDOING):
        if fact.more:
            gone.add(fact.more["of"])
            if fact.kind == "corrected" and (fact.more.get("by") or fact.to):
                corrected[str(fact.more.get("by") or fact.to)] = fact.more["of"]
    if gone:
        return {kind: [fact for fact in listed if fact.id not in gone] for kind, listed in found.items()}
    return found


def find(plan: Plan, facts: Sequence[Fact], units: Sequence[Unit], period: Period) -> Found:
    """Sort the facts by unit and by what they earn or are counted for."""
    found, identities = _prepared(plan, facts, units, period)
    checks = [check_of(found, taker) for taker in plan.takers]
    for kind, probe in plan.probes.items():
        _sort(found, probe, found.facts.get(kind, ()), checks, identities)
    _add_matters(found)
    _add_figures(found)
    return found


def _sort(
    found: Found, probe: Probe, facts: Iterable[Fact], checks: Sequence[Check | None], identities: Identities
) -> None:
    """Sort the facts of one kind by unit and hit; what is selected and does not count is listed with why."""
    plan, buckets, ignored = found.plan, found.buckets, found.ignored
    first, excluded = found.period.first, found.excluded
    excluding = wording.EXCLUDED if any(rule.event for rule in plan.excludes) else wording.UNQUANTIFIABLE
    is_special = probe.is_special or probe.of_matter or probe.is_life
    for fact in facts:
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
        if is_special:
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
                level = fact.level or (found.matters.level(fact) if found.matters else None)
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


def _prepared(plan: Plan, facts: Sequence[Fact], units: Sequence[Unit], period: Period) -> tuple[Found, Identities]:
    """Return the facts as they are known at the end of the period, with what is excluded, before any of them is sorted."""
    corrected: dict[str, str] = {}
    by_kind = known(facts, period, corrected)
    matters = Matters(by_kind, period, plan.words.holder, plan.asks_reports) if plan.needs_matters else None
    chains = {unit.unit: frozenset(plan.words.chain(unit.group)) for unit in units}
    buckets: dict[str, Buckets] = {unit.unit: defaultdict(list) for unit in units}
    found = Found(
        plan, period, {unit.unit: unit for unit in units}, chains, matters, buckets, by_kind, corrected=corrected
    )
    identities = Identities(plan, by_kind, period)
    if plan.excludes and matters:
        found.excluded = identities.excluded(matters.marks.unquantifiable)
    identities.settle(found.excluded)
    return found, identities


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
            said = wording.same_as(same.on)
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
    names = sorted({name for taker in plan.matter_takers for name in taker.select.where} - _IN_SHARE)
    chosen: dict[tuple[object, ...], tuple[tuple[Hit, ...], bool]] = {}
    places = {name: (found.buckets[name], unit.group) for name, unit in found.units.items()}
    out = found.excluded | matters.parents
    waits = plan.words.is_open
    for share in matters.shares():
        unit, matter, role, mask, evidence, waiting = share
        place = places.get(unit)
        if place is None or matter in out:
            continue
        bucket, group = place
        key: tuple[object, ...] = (mask, role, group)
        if names:
            key += tuple([_told(matters, share, name) for name in names])
        answer = chosen.get(key)
        if answer is None:
            answer = chosen[key] = _takers_of(found, share, hits)
        taken, is_awaited = answer
        for hit in taken:
            bucket[hit].append(evidence)
        if waiting is not None and is_awaited and waits and waiting.on >= found.period.first:
            found.ignored.append((waiting, wording.WAITING))


def _told(matters: Matters, share: Share, name: str) -> object:
    """What a matter says of a field; of its level what it and its evidence say."""
    value = matters.field(share.matter, name)
    if name == "level":
        return value, share.evidence.level
    return share.evidence.get(name) if value is None else value


def _takers_of(found: Found, share: Share, hits: dict[int, Hit]) -> tuple[tuple[Hit, ...], bool]:
    """Return what takes such a matter, and whether anything else would, once its result is accepted or sent back."""
    taken, is_awaited = [], False
    holder = frozenset((found.plan.words.holder,))
    for taker in found.plan.matter_takers:
        where = taker.select.where
        if share.role not in where.get("role", holder) or not found.reaches(taker.groups, share.unit):
            continue
        if not all(_fits(found, share.matter, share, name, wanted) for name, wanted in where.items()):
            continue
        if share.mask & taker.mask == taker.mask:
            taken.append(hits[taker.key])
        else:
            is_awaited = True
    return tuple(taken), is_awaited


def _fits(found: Found, matter: str, share: Share, name: str, wanted: Any) -> bool:
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


def _add_figures(found: Found) -> None:
    """Sort the typed figures of the period by unit and by section or quantity."""
    plan = found.plan
    if not (plan.typed_sections or plan.typed_quantities):
        return
    sections = {name: section.id for section in plan.typed_sections for name in (section.id, section.label)}
    first: date = found.period.first
    by_unit: dict[str, list[Fact]] = defaultdict(list)
    for fact in chain.from_iterable(found.facts.get(kind, ()) for kind in ("sheet", "figure")):
        kind = fact.kind
        if fact.on < first or fact.unit not in found.units:
            continue
        if kind == "sheet" and plan.marks_matters:
            if fact.excused or fact.matter in found.excluded:
                found.ignored.append((fact, wording.EXCUSED if fact.excused else wording.UNQUANTIFIABLE))
            elif fact.section in plan.sheet_words:
                by_unit[fact.unit].append(fact)
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
    sheet = [section for section in plan.typed_sections if section.parent == SHEET]
    for unit, facts in by_unit.items():
        marks, aside = gather(sheet, plan.sheet_rows, facts)
        found.ignored += aside
        found.marks |= {(unit, section): mark for section, mark in marks.items()}
