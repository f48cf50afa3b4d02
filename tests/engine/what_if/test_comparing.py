"""Two documents side by side over the same facts: who moves, by which clause, what decides the order, on whom it falls."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from duban.engine import cases
from duban.engine.clauses import UnknownReading
from duban.engine.packs.loading import load_pack, load_regime, read_pack
from duban.engine.scoring import score
from duban.engine.what_if import telling
from duban.engine.what_if.comparing import compare
from duban.engine.what_if.fairness import by_group
from duban.engine.what_if.figures import UnknownFigure
from duban.engine.what_if.variants import as_it_is, of_document, varied

MONTH = {"from": "2019-09-01", "to": "2019-09-30", "kind": "month"}
UNITS = [
    {"unit": "jia", "name": "甲县", "group": "county"},
    {"unit": "yi", "name": "乙县", "group": "county"},
    {"unit": "bing", "name": "市一局", "group": "department"},
    {"unit": "ding", "name": "市二局", "group": "department"},
]


def _matter(no, unit, day, due, done=None, **more):
    yield {
        "id": f"a{no}",
        "kind": "assigned",
        "on": day,
        "unit": unit,
        "matter": no,
        "role": "lead",
        "due": due,
        **more,
    }
    if done:
        yield {"id": f"c{no}", "kind": "completed", "on": done, "unit": unit, "matter": no}


FACTS = [
    *(row for no in ("m1", "m2") for row in _matter(no, "jia", "2019-08-20", "2019-09-20", "2019-09-18")),
    *(row for no in ("m3", "m4") for row in _matter(no, "yi", "2019-08-20", "2019-09-20", "2019-09-18")),
    *_matter("m5", "bing", "2019-08-20", "2019-09-20", "2019-09-18"),
    *_matter("m6", "ding", "2019-08-20", "2019-09-10"),
    {"id": "l1", "kind": "late", "on": "2019-09-12", "unit": "jia", "matter": "m1", "what": "report"},
    {"id": "p1", "kind": "circular", "on": "2019-09-13", "unit": "yi", "matter": "m3", "tone": "criticism",
     "authority": "prefecture_office", "occasion": "o1"},
    {"id": "p2", "kind": "circular", "on": "2019-09-13", "unit": "yi", "matter": "m3", "tone": "praise",
     "authority": "prefecture_coordinating", "occasion": "o2"},
]  # fmt: skip


@pytest.fixture(scope="module")
def city():
    regime = load_regime("sanmenxia-2019")
    case = cases.case_from({"regime": regime.id, "period": MONTH, "units": UNITS, "facts": FACTS}, (), regime.words)
    cases.validate(regime, case.facts, case.units, case.choices)
    return regime, case


def _run(city, *variants, base=None):
    regime, case = city
    return compare(base or as_it_is(regime), variants, case.facts, case.units, case.period)


def test_a_milder_figure_says_who_moves_and_by_which_clause(city):
    regime, _ = city
    base = as_it_is(regime)
    (found,) = _run(city, varied(base, "变体一", figures={"附件2 三3": "0"}))
    assert [row.unit for row in found.changed] == ["jia"]
    (cause,) = found.causes
    assert cause.clause == "附件2 三3" and cause.units == {"jia": (Decimal(-5), Decimal(0))} and cause.change == 5
    jia = next(row for row in found.rows if row.unit == "jia")
    assert (jia.change, jia.rise) == (Decimal(5), 1)
    assert telling.reason_of(found, jia) == ["〔附件2 三3〕−5 → 0"]
    yi = next(row for row in found.rows if row.unit == "yi")
    assert not yi.change and telling.reason_of(found, yi) == (["总分未变，别的单位的总分变了"] if yi.rise else [])


def test_the_comparison_says_the_same_as_scoring_each_document_alone(city):
    regime, case = city
    changed = {name: text.replace('points: "-5"', 'points: "-3"') for name, text in read_pack(regime.id).items()}
    other = load_pack(changed)
    (found,) = _run(city, of_document(other, is_other=False))
    for result, document in ((found.before, regime), (found.after, other)):
        assert result.as_json() == score(document, case.facts, case.units, case.period).as_json()
    assert len(found.changed) > 0


def test_a_variant_without_changes_changes_nothing(city):
    regime, _ = city
    (found,) = _run(city, varied(as_it_is(regime), "变体一", figures={"附件2 三3": "5"}))
    assert not found.variant.changes and not found.causes and not found.steps
    assert not any(row.is_otherwise for row in found.rows)
    assert telling.headline(found) == "各单位的总分、名次都不变"


def test_the_clause_that_decides_between_neighbours_is_the_one_without_which_the_order_turns(city):
    regime, _ = city
    (found,) = _run(city, varied(as_it_is(regime), "变体一", figures={"附件2 三3": "4"}))
    for result, order in ((found.before, found.order_before), (found.after, found.order_after)):
        lines = {each.unit: each.lines for each in result.units}
        for pair in order:
            if pair.is_alone:
                above, below = (
                    sum(line.points for line in lines[unit] if line.clause != pair.clause)
                    for unit in (pair.above, pair.below)
                )
                assert above <= below
    assert any(pair.is_alone for pair in found.order_before)


def test_means_by_group_and_by_number_of_matters(city):
    regime, _ = city
    (found,) = _run(city, varied(as_it_is(regime), "变体一", figures={"附件2 三3": "1"}))
    county, department = found.groups
    assert (county.name, county.units, county.change) == ("县（市、区）政府", 2, Decimal(2))
    assert department.change == 0
    assert [(share.name, share.units) for share in found.sizes] == [("1—5 件", county.units + department.units)]


def test_a_later_step_of_the_ladder_is_told_with_the_matter(city):
    regime, _ = city
    (found,) = _run(city, varied(as_it_is(regime), "变体一", without=["四(二)4"]))
    (change,) = found.steps
    assert change.matter == "m6" and telling.step_said(change) == "不再启动“全市通报”"


def test_another_reading(city):
    regime, _ = city
    base = as_it_is(regime)
    (found,) = _run(city, varied(base, "变体一", readings={"highest_number": "same_group"}))
    assert found.variant.choices["highest_number"] == "same_group" and len(found.variant.changes) == 1
    assert {cause.clause for cause in found.causes} == {"附件1 2"}
    with pytest.raises(UnknownReading):
        varied(base, "变体一", readings={"highest_number": "nobody"})


def test_a_clause_without_rules_cannot_be_left_out(city):
    with pytest.raises(UnknownFigure, match="没有可以推演的规则"):
        clause = next(each.clause for each in city[0].clauses if not each.rules)
        varied(as_it_is(city[0]), "变体一", without=[clause])


def test_what_another_document_cannot_tell_from_these_facts_is_said_by_clause(city):
    (found,) = _run(city, of_document(load_regime("zhuoni-2022"), is_other=True))
    why = {each.clause: each.why for each in found.missing}
    assert "按级别的分值不能算" in why["附件1 三2"][0], "matters have no levels under the city's document"
    assert why["附件2 组织领导"] == ("“组织领导”由人给分，这些事实里没有",)
    assert "附件1 二1" not in why, "circulars are on record under both"
    assert all(cause.side for cause in found.causes)


def test_an_event_of_the_same_id_that_means_another_thing_is_not_taken_for_it():
    def pack(name, label):
        head = (
            f"id: {name}\nname: {label}办法\nperiods: [month]\nevents:\n  slow: {{label: {label}, of: unit}}\n"
            "clauses:\n- clause: 第一条\n  gist: 扣分\n  kinds: [score]\n"
            '  rules: [{kind: base, points: "100"}, {kind: score, select: {event: slow}, worth: "-1"}]\n'
        )
        return load_pack({"regime.yaml": head})

    one, other = pack("one", "迟报"), pack("other", "会议迟到")
    case = cases.case_from(
        {"regime": "one", "period": MONTH, "units": UNITS[:1], "facts": [{"id": "f", "kind": "slow", "on": "2019-09-02", "unit": "jia"}]},
        (), one.words,
    )  # fmt: skip
    (found,) = compare(as_it_is(one), [of_document(other, is_other=True)], case.facts, case.units, case.period)
    assert (found.before.units[0].total, found.after.units[0].total) == (99, 100)
    assert [(each.clause, each.why) for each in found.missing] == [("第一条", ("按现行办法不登记“会议迟到”",))]
    (same,) = compare(
        as_it_is(one), [of_document(pack("third", "迟报"), is_other=True)], case.facts, case.units, case.period
    )
    assert same.after.units[0].total == 99 and not same.missing


def test_it_goes_out_as_json_with_every_number_that_was_compared(city):
    (found,) = _run(city, varied(as_it_is(city[0]), "变体一", figures={"附件2 三3": "3"}))
    told = json.loads(json.dumps(telling.as_json(found)))
    jia = next(each for each in told["units"] if each["unit"] == "jia")
    assert jia["change"] == "2.00" and jia["why"] == ["〔附件2 三3〕−5 → −3"]
    assert told["clauses"][0]["units"] == {"jia": ["-5", "-3"]}


def test_progress_is_told_variant_by_variant(city):
    told = []
    base = as_it_is(city[0])
    trials = [varied(base, f"变体{number}", figures={"附件2 三3": str(number)}) for number in range(3)]
    compare(base, trials, city[1].facts, city[1].units, city[1].period, tell=lambda *how_far: told.append(how_far))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_a_document_without_totals_says_that_they_are_gone(city):
    (found,) = _run(city, of_document(load_regime("gansu-county-2023"), is_other=True))
    assert "不再有总分" in telling.headline(found) and not found.changed
    assert ("评分表由人给分，这些事实里没有",) in [each.why for each in found.missing]


def test_groups_are_named_also_where_the_document_names_none(city):
    regime, _ = city
    (found,) = _run(city, varied(as_it_is(regime), "变体一", figures={"附件2 三3": "1"}))
    bare = replace(regime, groups={})
    assert [share.name for share in by_group(found.rows, bare, bare)] == ["县（市、区）", "部门"]
