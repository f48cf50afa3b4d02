"""What must hold for any facts: order is irrelevant, lines sum to totals, caps and floors hold, ladders only climb."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duban.engine import holdings, ladder, scoring
from duban.engine.cases import Period, Unit
from duban.engine.facts import AUTHORITIES, Fact
from duban.engine.packs.loading import load_regime

REGIMES = ("zhuoni-2022", "county-plan", "sanmenxia-2019", "ankang-2020", "gansu-county-2023")
UNITS = (
    Unit("a", "甲", "county"),
    Unit("b", "乙", "county"),
    Unit("c", "丙", "department"),
    Unit("d", "丁", "zone"),
)
CODES = [unit.unit for unit in UNITS]
FIRST = date(2022, 1, 1)
PERIODS = st.sampled_from([Period(FIRST, date(2022, 1, 31), "month"), Period(FIRST, date(2022, 6, 30), "half_year")])
DAYS = st.integers(0, 220).map(lambda offset: FIRST + timedelta(days=offset))
MATTERS = st.sampled_from(["m1", "m2", "m3"])
ACTS = ("completed", "extended", "transferred", "written_off", "reopened", "returned")
EVENTS = (
    "late",
    "circular",
    "instruction",
    "urged",
    "false_report",
    "poor_report",
    "interview",
    "sheet",
    "step",
    "grade",
)


@st.composite
def facts_of_a_case(draw):
    facts = [
        Fact(f"a{matter}", "assigned", FIRST, unit, matter, role="lead", due=draw(DAYS), level="red")
        for matter, unit in (("m1", "a"), ("m2", "b"), ("m3", "c"))
    ]
    facts.append(Fact("support", "assigned", FIRST, "d", "m1", role="support", due=draw(DAYS)))
    for index in range(draw(st.integers(0, 14))):
        kind = draw(st.sampled_from(ACTS + EVENTS))
        unit, matter, on = draw(st.sampled_from(CODES)), draw(MATTERS), draw(DAYS)
        more = {}
        if kind == "late":
            more = {"what": draw(st.sampled_from(["report", "result"])), "excused": draw(st.booleans())}
        elif kind in ("circular", "instruction"):
            more = {
                "tone": draw(st.sampled_from(["praise", "criticism"])),
                "authority": draw(st.sampled_from(AUTHORITIES)),
                "occasion": draw(st.sampled_from([None, "o1"])),
            }
        elif kind == "interview":
            more = {"authority": draw(st.sampled_from(AUTHORITIES))}
        elif kind == "urged":
            more = {
                "channel": draw(st.sampled_from(["phone", "written", "on_site"])),
                "limit": on + timedelta(days=5),
            }
        elif kind == "sheet":
            more = {
                "section": draw(st.sampled_from(["组织领导", "工作落实"])),
                "points": Decimal(draw(st.integers(-5, 50))),
            }
        elif kind == "step":
            more = {"step": draw(st.sampled_from(["circular", "interview", "poor_grade"])), "limit": on}
        elif kind == "grade":
            more = {"grade": draw(st.sampled_from(["优秀", "较差"]))}
        elif kind == "extended":
            more = {"due": draw(DAYS)}
        elif kind == "transferred":
            more = {"to": draw(st.sampled_from([code for code in CODES if code != unit]))}
        facts.append(Fact(f"f{index:02}", kind, on, unit, matter, **more))
    refused = {fact.id for fact in holdings.refused(facts)}
    while refused:
        facts = [fact for fact in facts if fact.id not in refused]
        refused = {fact.id for fact in holdings.refused(facts)}
    return facts


@pytest.mark.parametrize("name", REGIMES)
@settings(max_examples=40, deadline=None)
@given(facts=facts_of_a_case(), period=PERIODS, random=st.randoms(use_true_random=False))
def test_order_of_facts_is_irrelevant_and_scoring_twice_is_scoring_once(name, facts, period, random):
    regime = load_regime(name)
    answer = scoring.score(regime, facts, UNITS, period).as_json()
    shuffled = list(facts)
    random.shuffle(shuffled)
    assert scoring.score(regime, shuffled, UNITS, period).as_json() == answer
    assert scoring.score(regime, facts, UNITS, period).as_json() == answer
    on = period.last
    assert ladder.due_steps(regime, shuffled, CODES, on) == ladder.due_steps(regime, facts, CODES, on)


@pytest.mark.parametrize("name", REGIMES)
@settings(max_examples=40, deadline=None)
@given(facts=facts_of_a_case(), period=PERIODS)
def test_facts_of_kinds_that_do_not_count_change_nothing(name, facts, period):
    regime = load_regime(name)
    kinds = scoring.counted_kinds(regime, period.kind)
    counted = [fact for fact in facts if fact.kind in kinds]
    assert scoring.score(regime, counted, UNITS, period) == scoring.score(regime, facts, UNITS, period)


@pytest.mark.parametrize("name", REGIMES)
@settings(max_examples=40, deadline=None)
@given(facts=facts_of_a_case(), period=PERIODS)
def test_lines_sum_to_the_total_and_ranks_follow_the_totals(name, facts, period):
    result = scoring.score(load_regime(name), facts, UNITS, period)
    known = {fact.id for fact in facts if fact.on <= period.last}
    ranked = [score for score in result.units if score.total is not None]
    for score in ranked:
        total = sum((line.points for line in score.lines), Decimal(0))
        assert score.total == total.quantize(Decimal("0.01"), ROUND_HALF_UP)
        assert score.rank == 1 + sum(other.total > score.total for other in ranked)
    for score in result.units:
        assert (score.total is None) == (score.rank is None)
        for line in score.lines:
            assert set(line.facts) <= known and line.why
    assert {entry.fact for entry in result.ignored} <= known


@settings(max_examples=60, deadline=None)
@given(facts=facts_of_a_case(), period=PERIODS, most=st.sampled_from([("twenty", 20), ("ten", 10)]))
def test_caps_hold(facts, period, most):
    reading, limit = most
    result = scoring.score(load_regime("zhuoni-2022"), facts, UNITS, period, {"caps": reading})
    for score in result.units:
        base = sum(line.points for line in score.lines if line.clause.startswith("附件2") or line.points == 80)
        assert base - limit <= score.total <= base + limit


@settings(max_examples=60, deadline=None)
@given(facts=facts_of_a_case(), period=PERIODS)
def test_floor_holds(facts, period):
    for score in scoring.score(load_regime("county-plan"), facts, UNITS, period).units:
        assert 0 <= score.total <= 3


@pytest.mark.parametrize("name", ["sanmenxia-2019", "county-plan", "ankang-2020", "zhuoni-2022"])
@settings(max_examples=40, deadline=None)
@given(facts=facts_of_a_case(), offset=st.integers(1, 200))
def test_an_open_step_stays_open_from_the_same_day_while_nothing_happens(name, facts, offset):
    regime = load_regime(name)
    on = FIRST + timedelta(days=offset)
    earlier = ladder.due_steps(regime, facts, CODES, on)
    assert all(step.since <= on for step in earlier)
    quiet = [fact for fact in facts if fact.on <= on]
    later = {(step.unit, step.matter): step for step in ladder.due_steps(regime, quiet, CODES, on + timedelta(days=60))}
    order = [step.step for step in regime.steps()]
    for step in earlier:
        still = later[step.unit, step.matter]
        assert order.index(still.step) >= order.index(step.step)
        assert still.step != step.step or still.since == step.since


@settings(max_examples=60, deadline=None)
@given(facts=facts_of_a_case(), on=DAYS)
def test_what_happens_later_is_not_known(facts, on):
    known = [fact for fact in facts if fact.on <= on]
    period = Period(FIRST, on, "year")
    for name in REGIMES:
        regime = load_regime(name)
        whole = scoring.score(regime, facts, UNITS, period).as_json()
        assert scoring.score(regime, known, UNITS, period).as_json() == whole
        assert ladder.due_steps(regime, facts, CODES, on) == ladder.due_steps(regime, known, CODES, on)
