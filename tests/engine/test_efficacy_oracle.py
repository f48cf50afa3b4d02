"""附件1 2 of Sanmenxia, computed a second time the slow way: day by day, with fractions."""

from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from duban.engine import holdings, scoring
from duban.engine.cases import Period
from duban.engine.facts import Fact
from duban.engine.packs.loading import load_regime
from tests.engine.test_properties import CODES, DAYS, FIRST, UNITS

MOVES = ("completed", "completed", "extended", "transferred", "written_off", "reopened", "assigned")
READINGS = st.fixed_dictionaries(
    {
        "counted_matters": st.sampled_from(["due_or_closed", "in_hand"]),
        "highest_number": st.sampled_from(["all_ranked", "same_group"]),
    }
)


@st.composite
def histories(draw):
    facts = []
    for matter in ("m1", "m2", "m3", "m4"):
        offsets = draw(st.lists(st.integers(0, 200), min_size=1, max_size=6, unique=True))
        for place, offset in enumerate(sorted(offsets)):
            on, unit = FIRST + timedelta(days=offset), draw(st.sampled_from(CODES))
            kind = "assigned" if place == 0 else draw(st.sampled_from(MOVES))
            more = {"due": draw(DAYS)} if kind in ("assigned", "extended") else {}
            if kind == "assigned":
                more["role"] = "lead"
            elif kind == "transferred":
                more["to"] = draw(st.sampled_from([code for code in CODES if code != unit]))
            elif kind == "completed":
                more["points"] = draw(st.sampled_from([None, Decimal(0), Decimal("12.5")]))
            facts.append(Fact(f"{matter}-{place}", kind, on, unit, matter, **more))
    refused = {fact.id for fact in holdings.refused(facts)}
    while refused:
        facts = [fact for fact in facts if fact.id not in refused]
        refused = {fact.id for fact in holdings.refused(facts)}
    return facts


def _held(facts, last):
    """Return {(matter, unit): [due, completion or None]} at the end of `last`, one day after the other.

    A unit that leads already keeps its own date, and has to do it again where it was done with its part.
    """
    held = {}
    day = FIRST
    while day <= last:
        for fact in (fact for fact in facts if fact.on == day):
            key = (fact.matter, fact.unit)
            if fact.kind == "assigned":
                held[key] = [fact.due, held[key][1] if key in held else None]
            elif fact.kind == "extended":
                held[key][0] = fact.due
            elif fact.kind == "completed":
                held[key][1] = fact
            elif fact.kind == "reopened":
                held[key][1] = None
            elif fact.kind == "written_off":
                del held[key]
            elif fact.kind == "transferred":
                passed, there = held.pop(key), held.get((fact.matter, fact.to))
                if there is None or (there[1] is not None and passed[1] is None):
                    held[fact.matter, fact.to] = passed
        day += timedelta(days=1)
    return held


@settings(max_examples=200, deadline=None)
@given(facts=histories(), first=DAYS, length=st.integers(0, 120), choices=READINGS)
def test_the_matter_score_twice(facts, first, length, choices):
    period = Period(first, first + timedelta(days=length), "month")
    earned, number = dict.fromkeys(CODES, Fraction(0)), dict.fromkeys(CODES, 0)
    for (_, unit), (due, done) in _held(facts, period.last).items():
        closed_before = done is not None and done.on < period.first
        in_time = choices["counted_matters"] == "in_hand" or due <= period.last or done is not None
        if in_time and not closed_before:
            number[unit] += 1
            if done is not None:
                earned[unit] += Fraction(done.points if done.points is not None else 20)
    groups = {unit.unit: unit.group for unit in UNITS}
    result = scoring.score(load_regime("sanmenxia-2019"), facts, UNITS, period, choices)
    for score in result.units:
        unit = score.unit
        if not number[unit]:
            assert score.total is None
            continue
        pool = [code for code in CODES if choices["highest_number"] == "all_ranked" or groups[code] == groups[unit]]
        coefficient = Fraction(1, 2) + Fraction(number[unit], max(number[code] for code in pool)) / 2
        exact = earned[unit] / (20 * number[unit]) * 100 * coefficient
        rounded = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP)
        assert score.total == rounded
