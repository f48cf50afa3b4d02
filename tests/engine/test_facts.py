"""Facts and cases that cannot be are refused, and the refusal names them."""

import json

import pytest

from duban.engine import cases
from duban.engine.cases import CaseError
from duban.engine.clauses import UnknownReading
from duban.engine.facts import FactError, as_record, fact_from, facts_from
from duban.engine.packs.loading import load_regime

ASSIGNED = {
    "id": "a1",
    "kind": "assigned",
    "on": "2019-09-17",
    "unit": "jia",
    "matter": "m1",
    "role": "lead",
    "due": "2019-09-25",
}
UNITS = [{"unit": "jia", "name": "甲", "group": "county"}, {"unit": "yi", "name": "乙", "group": "county"}]


def _case(*facts, **more):
    return {
        "regime": "sanmenxia-2019",
        "choices": {},
        "period": {"from": "2019-10-01", "to": "2019-10-31", "kind": "month"},
        "units": UNITS,
        "facts": [ASSIGNED, *facts],
        **more,
    }


def _fact(**fields):
    return {"id": "x9", "on": "2019-10-08", "unit": "jia", "matter": "m1", **fields}


def _validated(node):
    case = cases.case_from(cases.case_from_text(json.dumps(node)))
    cases.validate(load_regime(case.regime), case.facts, case.units)
    return case


@pytest.mark.parametrize(
    "fact",
    [
        _fact(kind="exploded"),
        _fact(kind="completed", unit="bing"),
        _fact(kind="completed", on="2019-02-30"),
        _fact(kind="completed", on="2019/10/08"),
        _fact(kind="completed", on=20191008),
        _fact(kind="completed", matter="m7"),
        _fact(kind="completed", colour="red"),
        _fact(kind="completed", points=-1),
        _fact(kind="completed", points="1_0"),
        _fact(kind="completed", points=20.01),
        _fact(kind="completed", points=float("nan")),
        _fact(kind="completed", points=True),
        _fact(kind="completed", points="many"),
        _fact(kind="completed", unit="yi"),
        _fact(kind="completed", matter=7),
        _fact(kind="completed", on="2019-09-16"),
        _fact(kind="extended"),
        _fact(kind="extended", due="soon"),
        _fact(kind="extended", due="2019-12-01", unit="yi"),
        _fact(kind="assigned", matter="m2"),
        _fact(kind="assigned", matter="m2", due="2019-11-01", role="boss"),
        _fact(kind="assigned", matter="m2", due="2019-11-01", quantifiable="no"),
        _fact(kind="assigned", matter="m2", due="2019-11-01", level="green"),
        _fact(kind="transferred"),
        _fact(kind="transferred", to="bing"),
        _fact(kind="transferred", to="jia"),
        _fact(kind="transferred", to="jia", unit="yi"),
        _fact(kind="written_off", unit="yi"),
        _fact(kind="reopened", unit="yi"),
        _fact(kind="late"),
        _fact(kind="late", what="dinner"),
        _fact(kind="late", what="report", days=-1),
        _fact(kind="late", what="report", excused="yes"),
        _fact(kind="circular", authority="central"),
        _fact(kind="circular", tone="praise", authority="emperor"),
        _fact(kind="step", step="phone"),
        _fact(kind="urged", channel="pigeon"),
        _fact(kind="grade", grade="很好"),
        _fact(kind="sheet", section="组织领导"),
        {**_fact(kind="completed"), "unit": None},
    ],
    ids=lambda fact: " ".join(str(value) for value in fact.values()),
)
def test_a_fact_that_cannot_be(fact):
    with pytest.raises(FactError) as error:
        _validated(_case(fact))
    assert error.value.fact_id == "x9" and "x9" in str(error.value)


def test_a_fact_after_the_period_is_checked_too():
    with pytest.raises(FactError):
        _validated(_case(_fact(kind="completed", unit="yi", on="2020-05-05")))


def test_an_id_used_twice():
    with pytest.raises(FactError) as error:
        _validated(_case(ASSIGNED))
    assert error.value.fact_id == "a1"


@pytest.mark.parametrize("fact", [7, "completed", None, [], {"kind": "completed"}, {"id": 7, "kind": "completed"}])
def test_a_fact_without_an_id_is_named_by_its_place(fact):
    with pytest.raises(FactError) as error:
        _validated(_case(fact))
    assert "facts[1]" in str(error.value)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"period": {"from": "2019-10-31", "to": "2019-10-01", "kind": "month"}}, "period"),
        ({"period": {"from": "2019-10-01", "to": "2019-10-32", "kind": "month"}}, "period.to"),
        ({"period": {"from": "2019-10-01", "to": "2019-10-31", "kind": "decade"}}, "period.kind"),
        ({"period": {"from": "2019-10-01", "to": "2019-10-31"}}, "period.kind"),
        ({"period": "October"}, "period"),
        ({"units": [*UNITS, UNITS[0]]}, "jia"),
        ({"units": [{"unit": "jia", "name": "甲", "group": "village"}]}, "group"),
        ({"units": [{"unit": "jia", "group": "county", "size": 3}]}, "size"),
        ({"units": {"jia": "county"}}, "units"),
        ({"units": [{"name": "甲"}]}, "units[0]"),
        ({"facts": {}, "choice": {}}, "choice"),
        ({"facts": "none"}, "facts"),
        ({"choices": ["in_hand"]}, "choices"),
        ({"regime": 7}, "regime"),
    ],
)
def test_a_case_that_cannot_be(more, says):
    with pytest.raises(CaseError) as error:
        _validated(_case(**more))
    assert says in str(error.value)


@pytest.mark.parametrize("key", ["regime", "period", "units"])
def test_a_case_that_lacks_something(key):
    node = _case()
    del node[key]
    with pytest.raises(CaseError) as error:
        _validated(node)
    assert key in str(error.value)


@pytest.mark.parametrize("text", ["", "{", "[]", "7", "[" * 100_000])
def test_what_is_no_case(text):
    with pytest.raises(CaseError):
        cases.case_from(cases.case_from_text(text))


@pytest.mark.parametrize(
    "choices", [{"weather": "fair"}, {"joint_matter": "nobody"}, {"late_but_done": "zero"}], ids=str
)
def test_a_choice_that_is_not_offered(choices):
    with pytest.raises(UnknownReading):
        load_regime("sanmenxia-2019").choices(choices)


def test_points_are_exact():
    (fact,) = facts_from([json.loads(json.dumps(_fact(kind="sheet", section="s", points="0.1")))])
    assert str(fact.points) == "0.1"
    assert str(fact_from({**_fact(kind="sheet", section="s"), "points": 3}).points) == "3"
    with pytest.raises(FactError):
        fact_from({**_fact(kind="sheet", section="s"), "points": 0.1})


def test_a_fact_survives_the_way_out_and_in():
    fact = fact_from(_fact(kind="late", what="report", days=3, excused=True))
    assert fact_from(as_record(fact)) == fact


def test_one_day_has_no_order():
    """附件2 三7: completed by the old unit and then passed on, or passed on and completed by the new one."""
    passed = _fact(kind="transferred", to="yi")
    _validated(_case(passed, {**_fact(kind="completed"), "id": "c"}))
    _validated(_case(passed, {**_fact(kind="completed"), "id": "c", "unit": "yi"}))
    _validated(_case(passed, {**_fact(kind="extended", due="2019-11-01"), "id": "e"}))
    back = {**_fact(kind="transferred", to="jia"), "id": "b", "unit": "yi"}
    _validated(_case(passed, back))
    with pytest.raises(FactError):
        _validated(_case(_fact(kind="written_off"), {**_fact(kind="completed"), "id": "c", "on": "2019-10-09"}))


def test_a_sheet_has_only_the_sections_of_the_document():
    """附件2 of Zhuoni: 组织领导 and 工作落实; a county that defines its own sheet may name any."""
    entry = {**_fact(kind="sheet", section="其他方面", points="5")}
    entry.pop("matter")
    with pytest.raises(FactError) as error:
        _validated({**_case(entry), "regime": "zhuoni-2022"})
    assert "x9" in str(error.value) and "其他方面" in str(error.value)
    _validated({**_case(entry), "regime": "gansu-county-2023"})
