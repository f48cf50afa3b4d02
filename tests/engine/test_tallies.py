"""Adding up anew only what a further fact bears on gives what adding up everything gives: any facts, one after the other, by every document."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duban.engine import scoring
from duban.engine.cases import Period
from duban.engine.evaluation import tallies
from duban.engine.evaluation.plans import plan_of
from duban.engine.facts import Fact
from duban.engine.packs.loading import load_regime
from tests.engine.test_properties import FIRST, PERIODS, REGIMES, UNITS, facts_of_a_case


def bears_on(fact: Fact, facts: list[Fact]) -> set[str]:
    """The units that a fact bears on: its own, and those with facts on its matter or on a matter that is part of, or above, it."""
    parents = {each.matter: each.more["parent"] for each in facts if each.more and "parent" in each.more}
    near = {fact.matter, parents.get(fact.matter)} - {None}
    found = {fact.unit, fact.to}
    found |= {unit for each in facts if each.matter in near for unit in (each.unit, each.to)}
    return found - {None}


def facts_for(units: set[str], facts: list[Fact]) -> list[Fact]:
    """All facts of these units, and all on matters that they have facts on, their parts, and what they are parts of."""
    own = {each.matter for each in facts if each.matter and {each.unit, each.to} & units}
    parents = {each.matter: each.more["parent"] for each in facts if each.more and "parent" in each.more}
    own |= {part for part, whole in parents.items() if whole in own} | {parents[each] for each in own & parents.keys()}
    return [each for each in facts if each.unit in units or each.matter in own]


@pytest.mark.parametrize("name", REGIMES)
@settings(max_examples=40, deadline=None)
@given(facts=facts_of_a_case(), period=PERIODS, data=st.data())
def test_one_fact_more_adds_up_only_whom_it_bears_on(name, facts, period, data):
    regime = load_regime(name)
    plan = plan_of(regime, tuple(sorted(regime.choices(None).items())), period.kind)
    assert tallies.can_tell_apart(plan)
    facts = [*facts, Fact("part", "assigned", FIRST, "b", "m4", role="lead", due=period.last, more={"parent": "m1"})]
    order = data.draw(st.permutations(facts))
    known, number = tallies.tally(plan, [], UNITS, period), 0
    for number, fact in enumerate(order, 1):
        told, anew, left = order[:number], set(), bears_on(fact, order[:number])
        while left:
            anew |= left
            made, left = tallies.tally_again(plan, facts_for(anew, told), UNITS, period, anew, known)
        known = made
        assert scoring.compared(plan, known, UNITS, period) == scoring.score(regime, told, UNITS, period), fact
    assert number == len(facts)


def test_who_has_the_most_matters_moves_all_of_the_pool():
    regime = load_regime("sanmenxia-2019")
    period = Period(FIRST, date(2022, 1, 31), "month")
    plan = plan_of(regime, tuple(sorted(regime.choices(None).items())), period.kind)
    due = date(2022, 1, 20)
    facts = [Fact(f"a{k}", "assigned", FIRST, unit, f"m{k}", role="lead", due=due) for k, unit in enumerate("aab")]
    known = tallies.tally(plan, facts, UNITS, period)
    third = Fact("third", "assigned", FIRST, "b", "m8", role="lead", due=due)
    _, left = tallies.tally_again(plan, facts_for({"b"}, [*facts, third]), UNITS, period, {"b"}, known)
    assert left == set()
    fourth = Fact("fourth", "assigned", FIRST, "a", "m9", role="lead", due=due)
    _, left = tallies.tally_again(plan, facts_for({"a"}, [*facts, fourth]), UNITS, period, {"a"}, known)
    assert left == {"b", "c", "d"}


def test_what_several_units_did_in_a_row_cannot_be_told_apart():
    regime = load_regime("sanmenxia-2019")
    plan = plan_of(regime, tuple(sorted(regime.choices(None).items())), "month")
    assert tallies.can_tell_apart(plan)
    plan = type(plan)(regime, regime.choices(None), "month")
    form = plan.across[0]
    plan.quantities[form.of] = type(plan.quantities[form.of])(id=form.of, form=form)
    assert not tallies.can_tell_apart(plan)
