"""Entries: what one unit has under each rule, before it is added up; struck by what replaces it, multiplied, only the highest kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from duban.engine import wording
from duban.engine.evaluation import naming
from duban.engine.evaluation.cases import Found, amount_of, value_of
from duban.engine.evaluation.figures import Figures
from duban.engine.evaluation.probes import Hit
from duban.engine.evaluation.takers import Taker
from duban.engine.facts import Fact
from duban.engine.rules.formulas import State, below, ratio, rounded
from duban.engine.rules.points import HighestOnly
from duban.engine.rules.scores import Slope

# What an entry without facts stands for: the unit itself.
UNIT = ""
_NOTHING: frozenset[str] = frozenset()


@dataclass(eq=False, slots=True)
class Entry:
    """Points under one rule: the exact amount, the facts behind it, those it takes, and what has to be said of it."""

    taker: Taker
    amount: Decimal
    facts: list[Fact]
    takes: frozenset[str]
    label: str = ""
    payer: Fact | None = None
    each: Decimal | None = None
    number: int = 0
    level: str | None = None
    factors: list[Decimal] = field(default_factory=list)
    outdone: list[str] = field(default_factory=list)
    struck: list[tuple[str, Decimal]] = field(default_factory=list)

    @property
    def key(self) -> tuple[Any, ...]:
        """What decides between entries of equal amount: the earliest day, then the fact, the clause, and what the rule says; never its line."""
        first = (self.payer.on, self.payer.id) if self.payer else (date.min, "")
        return (*first, self.taker.clause, self.taker.section, self.amount, self.taker.content)


def entries_of(figures: Figures, stage: int, waits: set[State]) -> list[Entry]:
    """Make the entries of a unit under the rules of one stage; `waits` collects why figures are not there."""
    found, plan = figures.found, figures.found.plan
    entries: list[Entry] = []
    by_taker: dict[Taker, list[tuple[Hit, list[Fact]]]] = defaultdict(list)
    for hit, facts in found.buckets.get(figures.unit, {}).items():
        if facts and hit.taker.scores and hit.taker.stage == stage:
            by_taker[hit.taker].append((hit, facts))
    for taker, hits in by_taker.items():
        if not taker.only_if or _holds(figures, taker, waits):
            entries += _plain(found, taker, hits) if taker.is_plain else _counted(figures, taker, hits)
    for taker in plan.unit_takers:
        if (
            taker.scores
            and taker.stage == stage
            and found.reaches(taker.groups, figures.unit)
            and _holds(figures, taker, waits)
        ):
            entries.append(Entry(taker, taker.worth.amount or Decimal(0), [], frozenset((UNIT,))))
    return entries + quantities_of(figures, stage, waits)


def quantities_of(figures: Figures, stage: int, waits: set[State]) -> list[Entry]:
    """Make the entries of a unit under the rules of one stage that score a quantity; `waits` collects why figures are not there."""
    found = figures.found
    entries = []
    for taker in found.plan.quantity_takers:
        if taker.scores and taker.stage == stage and found.reaches(taker.groups, figures.unit):
            entry = _of_quantity(figures, taker, waits) if _holds(figures, taker, waits) else None
            if entry is not None:
                entries.append(entry)
    return entries


def _holds(figures: Figures, taker: Taker, waits: set[State]) -> bool:
    holds = figures.is_true(taker.only_if)
    if isinstance(holds, State):
        waits.add(holds)
        return False
    return holds


def _plain(found: Found, taker: Taker, hits: list[tuple[Hit, list[Fact]]]) -> list[Entry]:
    """Facts that pay each for itself, added together where they pay alike."""
    entries = []
    for hit, facts in hits:
        if hit.amount is not None:
            total = hit.amount * len(facts)
            entries.append(Entry(taker, total, facts, _NOTHING, hit.label, facts[0], hit.amount, 0, hit.level))
            continue
        alike: dict[Any, list[Fact]] = defaultdict(list)
        for fact in facts:
            alike[amount_of(found, taker, fact)].append(fact)
        for amount, same in alike.items():
            entries.append(Entry(taker, amount * len(same), same, _NOTHING, hit.label, same[0], amount))
    return entries


def _counted(figures: Figures, taker: Taker, hits: list[tuple[Hit, list[Fact]]]) -> list[Entry]:
    """What pays under the count words, one entry for each time."""
    found, count, worth = figures.found, taker.count, taker.worth
    hit_of = {fact.id: hit for hit, facts in hits for fact in facts}
    entries = []
    for each in figures.paid(taker):
        hit = hit_of[each.payer.id]
        amount: Decimal | None = hit.amount
        if worth.is_by_place or worth.is_by_times:
            amount = worth.stepped(each.number)
        elif worth.range is not None:
            amount = each.payer.get("amount")
        elif amount is None:
            amount = amount_of(found, taker, each.payer)
        if amount is None:
            _list_missing(figures, taker, each.payer)
            continue
        if count.per:
            amount *= int(value_of(found, each.payer, count.per) or 0)
        takes = frozenset(fact.id for fact in each.takes)
        level = hit.level or (value_of(found, each.payer, "level") if worth.by == ("level",) else None)
        entries.append(Entry(taker, amount, each.facts, takes, hit.label, each.payer, amount, each.number, level))
    return entries


def _list_missing(figures: Figures, taker: Taker, fact: Fact) -> None:
    """A fact that would pay and lacks a field of the table is listed; one whose value the table has not is just not meant."""
    found = figures.found
    for name in taker.worth.by if not (taker.worth.is_by_place or taker.worth.is_by_times) else ():
        if value_of(found, fact, "authority" if name == "class" else name) is None:
            said = naming.of_field(found.plan.regime, taker.select.names, name)
            found.ignored.append((fact, wording.NO_LEVEL if name == "level" else wording.no_field(said)))


def _of_quantity(figures: Figures, taker: Taker, waits: set[State]) -> Entry | None:
    (name,) = taker.select.names
    value = figures.get(name)
    if isinstance(value, State):
        if value is not State.LEFT_OUT:
            waits.add(value)
        return None
    slope = taker.worth.slope
    if slope is not None:
        value = _sloped(slope, value)
    return Entry(taker, rounded(value), figures.facts_of(name), frozenset((UNIT,)))


def _sloped(slope: Slope, value: tuple[int, int]) -> tuple[int, int]:
    at = ratio(slope.at)
    if not below(value, at):
        return ratio(slope.full)
    full, each = ratio(slope.full), ratio(slope.each)
    short = (at[0] * value[1] - value[0] * at[1], at[1] * value[1])
    lost = (short[0] * each[0], short[1] * each[1])
    left = (full[0] * lost[1] + lost[0] * full[1], full[1] * lost[1])
    return ratio(slope.least) if slope.least is not None and below(left, ratio(slope.least)) else left


def settled(figures: Figures, entries: list[Entry], waits: set[State]) -> list[Entry]:
    """Strike what is replaced, multiply, and keep the highest where only that counts."""
    plan = figures.found.plan
    if plan.replaces:
        entries = _replaced(entries)
    for factor in plan.factors:
        holds = figures.is_true(factor.only_if)
        if isinstance(holds, State):
            waits.add(holds)
        elif holds:
            for entry in entries:
                if factor.of and entry.taker.clause not in factor.of:
                    continue
                if factor.side and (entry.amount < 0) != (factor.side == "minus"):
                    continue
                if factor.where and not _where(figures.found, entry, factor.where):
                    continue
                entry.amount *= factor.times
                entry.factors.append(factor.times)
    if plan.highest_clauses:
        entries = _highest_of_clauses(entries, plan.highest_clauses)
    if plan.highest:
        entries = _only_highest(entries, plan.highest)
    return entries


def _where(found: Found, entry: Entry, where: Any) -> bool:
    if entry.payer is None:
        return False
    if "group" in where:
        return found.reaches((frozenset(where["group"]),), entry.payer.unit)
    return all(name == "matter" or value_of(found, entry.payer, name) in wanted for name, wanted in where.items())


def _replaced(entries: list[Entry]) -> list[Entry]:
    """Entries of rules that replace others come first to strike; what is struck strikes nothing."""
    by_taker: dict[Taker, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_taker[entry.taker].append(entry)
    gone: set[int] = set()
    for taker in _in_order_of_striking(by_taker):
        for entry in by_taker[taker]:
            if id(entry) in gone:
                continue
            for other in taker.replaces:
                for struck in by_taker.get(other, ()):
                    if id(struck) not in gone and entry.takes & struck.takes:
                        gone.add(id(struck))
                        entry.struck.append((struck.taker.clause, struck.amount))
    return [entry for entry in entries if id(entry) not in gone]


def _in_order_of_striking(takers: Iterable[Taker]) -> list[Taker]:
    """Takers so that nobody strikes before all have struck who might strike him. A circle has been refused with the pack."""
    left = sorted(takers, key=lambda taker: taker.key)
    ordered: list[Taker] = []
    while left:
        free = [taker for taker in left if not any(taker in other.replaces for other in left)] or left[:1]
        ordered += free
        left = [taker for taker in left if taker not in free]
    return ordered


def _highest_of_clauses(entries: list[Entry], clauses: frozenset[str]) -> list[Entry]:
    """Of the rules of such a clause that fit one fact, the one with the largest amount."""
    contests: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.taker.clause in clauses:
            contests[entry.taker.clause, entry.payer.id if entry.payer else UNIT].append(entry)
    gone = set()
    for contest in contests.values():
        ordered = sorted(contest, key=lambda entry: (-abs(entry.amount), entry.key))
        gone |= {id(entry) for entry in ordered[1:]}
    return [entry for entry in entries if id(entry) not in gone]


def _only_highest(entries: list[Entry], rules: Iterable[HighestOnly]) -> list[Entry]:
    """Of what shares a matter, an occasion or the unit only the highest stands, for plus and minus apart."""
    gone: set[int] = set()
    contested = [entry for entry in entries if entry.taker.contests and entry.amount]
    for rule in rules if len(contested) > 1 else ():
        contests: dict[Any, list[tuple[Any, Entry]]] = defaultdict(list)
        for entry in contested:
            if rule not in entry.taker.contests:
                continue
            member = _member_of(rule, entry)
            key = _key_of(rule, entry)
            side = "plus" if entry.amount > 0 else "minus"
            if member is None or key is None or rule.side not in (None, side):
                continue
            contests[key, side].append((member, entry))
        for contest in contests.values():
            _contest(contest, gone)
    return [entry for entry in entries if id(entry) not in gone] if gone else entries


def _contest(contest: list[tuple[Any, Entry]], gone: set[int]) -> None:
    teams: dict[Any, list[Entry]] = defaultdict(list)
    for member, entry in contest:
        teams[member].append(entry)
    if len(teams) < 2:
        return
    winner, *others = sorted(teams.values(), key=_strength)
    winner[0].outdone += [
        f"{wording.on(fact.on)}的{entry.label or '一项'}" for team in others for entry in team for fact in entry.facts
    ]
    gone |= {id(entry) for team in others for entry in team}


def _strength(team: list[Entry]) -> tuple[Any, ...]:
    total = sum((entry.amount for entry in team), Decimal(0))
    return (-abs(total), min(entry.key for entry in team))


def _member_of(rule: HighestOnly, entry: Entry) -> Any:
    """What stands against the others: an entry of its own, or the inner list of clauses to which it belongs."""
    for place, clauses in enumerate(rule.of):
        if entry.taker.clause in clauses:
            return (place,) if len(clauses) > 1 else id(entry)
    kinds = (*rule.events, *rule.facts)
    if kinds and entry.payer is not None and entry.payer.kind in kinds and entry.taker.select.kind == "event":
        tone = entry.payer.tone
        if rule.tone is None or (tone == rule.tone if tone else (entry.amount > 0) == (rule.tone == "praise")):
            return id(entry)
    return None


def _key_of(rule: HighestOnly, entry: Entry) -> Any:
    if rule.per == "unit":
        return UNIT
    if entry.payer is None:
        return None
    return entry.payer.occasion if rule.per == "occasion" else entry.payer.matter
