"""What an examination of a document by witnesses finds: rules that never fire, and rules that never move a total."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from duban.engine.clauses import Regime
from duban.engine.evaluation.abbreviations import GIVING
from duban.engine.rules.adjustments import Factor, Outcome, Rank, Unranked
from duban.engine.rules.bases import Base, Cap, Floor, Sheet, SheetRow, SheetTotal
from duban.engine.rules.efficacies import Efficacy
from duban.engine.rules.fields import Rule
from duban.engine.rules.grades import Grade
from duban.engine.rules.honours import Honour
from duban.engine.rules.periods import OfPeriods
from duban.engine.rules.points import Beyond, Exclude, HighestOnly, Points
from duban.engine.rules.scores import Score
from duban.engine.rules.steps import Step
from duban.engine.witnesses import ladders, moves, scenes
from duban.engine.witnesses.trials import Trials
from duban.engine.witnesses.worlds import World

TRIED = (
    Score, Points, Beyond, Factor, Unranked, Outcome, Rank, Base, Sheet, SheetRow, SheetTotal, Cap, Floor, HighestOnly, Exclude, Efficacy,
    Honour, Grade,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that was tried under some readings, in one kind of period, on a unit of `group`: it fired, moved a total, or did neither."""

    rule: Rule
    choices: tuple[tuple[str, str], ...]
    period: str
    fires: bool
    moves_total: bool
    facts: tuple[object, ...] = ()
    group: str = ""


def examine(regime: Regime, rule: Rule) -> list[Finding]:
    """Try a rule of the document under each reading that it holds in, and in each kind of period, until it fires; nothing for other rules."""
    return list(_tried(regime, rule))


def _tried(regime: Regime, rule: Rule) -> Iterator[Finding]:
    if not isinstance(rule, (*TRIED, Step)):
        return
    for choices in readings_of(regime, rule):
        complete = regime.choices(choices)
        told = tuple(sorted(choices.items()))
        if isinstance(rule, Step):
            due = ladders.is_due(World(regime, complete, "year", _group(regime, rule)), rule)
            yield Finding(rule, told, "", due, due)
            continue
        for kind in periods_of(regime, rule):
            yield _best(World(regime, complete, kind, _group(regime, rule)), rule, told)


def _best(world: World, rule: Rule, told: tuple[tuple[str, str], ...]) -> Finding:
    tried = moves.scenes_of(world, rule)
    trials = Trials(world, rule)
    facts: tuple[object, ...] = ()
    fires = False
    for number, records in enumerate(tried):
        found = trials.run(records)
        if found is not None and not found.is_of_total:
            # A unit that has done nothing may have no total at all.
            found = trials.run([*records, *world.matter("beside", {}, "on_time")]) or found
        if found is not None:
            facts, fires = (facts or found.facts), True
            if found.is_of_total or _is_told_only(rule):
                return Finding(rule, told, world.kind, True, True, found.facts, world.group)
        if fires and number > 60:
            break
    return Finding(rule, told, world.kind, fires, False, facts, world.group)


def _is_told_only(rule: Rule) -> bool:
    """Whether the rule says itself that nothing is added or taken."""
    slots = scenes.slots_of(rule)
    return slots is not None and slots.worth.amount == 0


def _group(regime: Regime, rule: Rule) -> str:
    """The group of units on which the rule is tried: the one that it, its section or its quantity asks for."""
    slots = scenes.slots_of(rule)
    if slots is None:
        return next(iter(getattr(rule, "groups", ())), "")
    wanted: Sequence[str] = tuple(sorted(map(str, slots.select.where.get("group", ()))))
    if slots.select.kind == "unit" and slots.select.names[0] in regime.groups:
        wanted = slots.select.names
    name = slots.into
    while not wanted:
        section = next((each for each in regime.sections if each.id == name), None)
        if section is None:
            break
        wanted, name = section.groups, section.parent if section.parent != name else ""
    if not wanted and slots.select.kind == "quantity":
        wanted = next((each.groups for each in regime.quantities if each.id == slots.select.names[0]), ())
    return next(iter(wanted), "")


def readings_of(regime: Regime, rule: Rule) -> list[dict[str, str]]:
    """List the readings under which a rule holds, the other questions read as the document reads them."""
    names = [name for name, _ in rule.when]
    return [dict(zip(names, chosen, strict=True)) for chosen in product(*(sorted(wanted) for _, wanted in rule.when))]


def periods_of(regime: Regime, rule: Rule) -> tuple[str, ...]:
    """List the kinds of periods in which a rule counts."""
    made_of_shorter = {kind for each in regime.rules_of(OfPeriods) for kind in each.periods}
    everywhere = tuple(kind for kind in regime.periods if kind not in made_of_shorter or not isinstance(rule, GIVING))
    return tuple(getattr(rule, "periods", ())) or everywhere or ("year",)
