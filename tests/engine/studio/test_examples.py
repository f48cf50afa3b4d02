"""Examples told in blanks: what the clerk says must come out comes out, or the lines say why not."""

import re
from datetime import date

import pytest

from duban.engine.packs import loading
from duban.engine.studio import blanks, checking, drafts, examples, happenings, telling
from duban.engine.studio.blanks import parts
from tests.engine.test_documents import CASES

TWICE = {
    "units.1.group": ["department"], "units.1.points": ["-10"], "facts.1.event": ["late"], "facts.1.times": ["2"],
    "facts.1.fields.what": ["report"], "facts.1.matters": ["甲事项"], "matters.1.name": ["甲事项"], "matters.1.level": ["red"],
}  # fmt: skip


def _draft():
    content = drafts.new("某县办法", [("第一条", "迟报一次扣5分，最多扣15分，扣完为止。"), ("第二条", "附则。")])
    content["regime"] |= {
        "groups": {"department": "部门"},
        "sections": [{"id": "timely", "label": "时效", "start": "15", "least": "0", "clause": "第一条"}],
    }
    content["clauses"][0]["rules"] = [
        {"kind": "score", "select": {"event": "late", "where": {"what": "report"}}, "worth": "-5", "into": "timely"}
    ]
    content["clauses"][1]["no_rule"] = "附则"
    return content


def _tried(values, content):
    content["clauses"][0]["examples"] = [telling.example_of(values, content)]
    (found,) = [each for each in examples.tried(content) if not each.is_total]
    return found


def test_an_example_that_the_clerk_tells_comes_out_and_says_how():
    content = _draft()
    found = _tried({**TWICE, "units.1.points": ["5"]}, content)
    assert (found.should, found.came_to, found.agrees, found.clause) == ("5", "5", True, "第一条")
    assert found.name == "逾期2次" and found.why[-1].endswith("-10分") and "报告逾期2次，每次-5分" in found.why[-1]
    assert checking.faults_of(content) == []
    (kept,) = drafts.content_of(drafts.files_of(content))["clauses"][0]["examples"]
    assert telling.is_same(telling.example_of(telling.values_of(kept, content), content), kept)


def test_a_figure_typed_with_the_wrong_side_makes_the_example_fail_with_that_line():
    content = _draft()
    content["regime"].pop("sections")
    rule = {**content["clauses"][0]["rules"][0], "worth": "-5"}
    rule.pop("into")
    values = {**blanks.values_of(rule, content), "worth.side": ["plus"]}
    content["clauses"][0]["rules"] = [blanks.rule_of(values, content)]
    found = _tried(TWICE, content)
    assert (found.should, found.came_to, found.agrees) == ("-10", "10", False)
    assert "每次+5分" in found.why[0] and found.why[0].endswith("+10分")
    (fault,) = checking.faults_of(content)
    assert fault.clause == "第一条" and "应为 -10 分，算得 10 分" in fault.what and "每次+5分" in fault.what


def test_what_was_looked_at_and_not_counted_is_said_too():
    content = _draft()
    values = {**TWICE, "units.1.points": ["15"], "facts.1.fields.excused": ["true"]}
    found = _tried(values, content)
    assert (
        found.agrees
        and any("没有计：有正当理由" in line for line in found.why)
        and not re.search("[a-z]{2,}", "".join(found.why))
    )


def test_blanks_of_an_example_that_are_missing_or_wrong_are_named():
    content = _draft()
    for more, name, what in (
        ({"units.1.points": [""]}, "units.1.points", "由您按文件填"),
        ({"facts.1.event": [""]}, "facts.1.event", "还没有选"),
        ({"facts.1.fields.what": [""]}, "facts.1.fields.what", "还没有填"),
        ({"facts.1.times": ["500"]}, "facts.1.times", "排不下"),
        ({"facts.1.day": ["3月1日"]}, "facts.1.day", "2026-03-01"),
        ({"matters.1.name": [""], "matters.1.level": ["red"], "facts.1.matters": []}, "matters.1.name", "还没有写"),
        ({"first": ["2026-12-31"], "last": ["2026-01-01"]}, "last", "早于"),
        ({"units.1.points": ["十"]}, "units.1.points", "应是数"),
    ):
        with pytest.raises(blanks.BlankError) as caught:
            telling.example_of({**TWICE, **more}, content)
        assert caught.value.name == name and what in str(caught.value)
    offered = telling.blanks_for(TWICE, content)
    assert {"units.2.points", "matters.2.name", "facts.2.event"} <= {blank.name for blank in offered}
    assert not [
        blank.label
        for blank in offered
        if re.search("[A-Za-z]{2,}", blank.label + "".join(label for _, label in blank.choices))
    ]


def test_an_example_of_a_broken_draft_says_that_it_cannot_be_worked_out_yet():
    content = _draft()
    _tried(TWICE, content)
    content["clauses"][0]["examples"][0]["facts"] = [{"kind": "gone", "day": "2026-03-01", "unit": "甲单位"}]
    (found,) = examples.tried(content)
    assert not found.agrees and found.came_to == "" and found.why[0].startswith("不能计算")
    content["regime"]["id"] = 3
    content["clauses"] = [{"clause": "第一条", "examples": content["clauses"][0]["examples"]}]
    assert not examples.tried(content)[0].agrees


def test_worked_totals_of_the_documents_go_into_blanks_and_come_out():
    told = kept = 0
    for folder, case in (param.values for param in CASES):
        totals = {unit: total for unit, total in case.get("totals", {}).items() if total is not None}
        if not totals or any(fact["kind"] in ("withdrawn", "corrected") for fact in case["facts"]):
            continue
        content = drafts.content_of(loading.read_pack(folder / "regime.yaml"))
        facts = [
            {("day" if key == "on" else key): value for key, value in fact.items() if key != "id"}
            for fact in case["facts"]
        ]
        example = {
            "name": case["case"],
            "period": case["period"],
            "units": case["units"],
            "facts": facts,
            "totals": totals,
        }
        example |= {"choices": case["choices"]} if case.get("choices") else {}
        values = telling.values_of(example, content)
        told, kept = told + 1, kept + (telling.WRITTEN in values)
        content["regime"]["examples"] = [telling.example_of(values, content)]
        assert [each.came_to for each in examples.tried(content) if not each.agrees] == [], (folder.name, case["case"])
    assert told > 45 and kept <= 4


def test_a_day_stands_in_its_blank_and_comes_back():
    filled = {}
    happenings.HEAD["first"].put(date(2026, 3, 1), "first", filled)
    assert happenings.HEAD["first"].take(filled, "first", None) == date(2026, 3, 1)
    with pytest.raises(parts.CannotSay):
        happenings.HEAD["first"].put("三月", "first", filled)
    with pytest.raises(parts.BlankError, match="2026-03-01"):
        happenings.HEAD["first"].take({"first": ["三月"]}, "first", None)


def test_an_example_that_cannot_be_worked_out_says_why():
    content = _draft()
    content["regime"]["sections"].append(
        {
            "id": "leader",
            "label": "领导评价",
            "most": "20",
            "in": "total",
            "typed": {"by": "office"},
            "clause": "第一条",
        }
    )

    def why(**more):
        example = {
            "name": "例", "period": {"from": "2026-01-01", "to": "2026-12-31", "kind": "year"}, "units": {"甲单位": "department"},
            "facts": [{"kind": "late", "what": "report", "day": "2026-02-01", "unit": "甲单位", **more}], "totals": {"甲单位": "75"},
        }  # fmt: skip
        (found,) = examples.tried_one(content, "第一条", 0, example)
        assert not found.agrees
        return " ".join(found.why)

    assert "例子里没有填“领导评价”，总分在10.00至30.00之间" in why()
    assert "2026-02-01的“逾期”，" in why(what="nothing")
    assert "2027-02-01的“逾期”没有计：不在2026-01-01至2026-12-31这一期里" in why(day="2027-02-01")
    assert "没有“乙单位”这个单位" in why(unit="乙单位")
    content["clauses"][0]["rules"].append({"kind": "score", "select": {"event": "gone"}, "worth": "-1"})
    content["clauses"][0]["rules"].append({"kind": "gone"})
    assert "第一条" in why() or "领导评价" in why()


def test_an_example_of_a_clause_may_say_the_total_alone():
    content = _draft()
    values = {**TWICE, "units.1.total": ["5"]}
    del values["units.1.points"]
    content["clauses"][0]["examples"] = [telling.example_of(values, content)]
    (found,) = examples.tried(content)
    assert (found.is_total, found.came_to, found.agrees) == (True, "5", True) and checking.faults_of(content) == []
    again = drafts.content_of(drafts.files_of(content))
    assert drafts.digest_of(again) == drafts.digest_of(content)
    assert [len(each.get("examples") or []) for each in again["clauses"]] == [1, 0]


def test_a_sentence_that_has_nothing_to_do_yet_is_no_fault_while_clauses_are_open():
    content = drafts.new("某县办法", [("一", "加分不超过20分"), ("二", "受到省委通报表扬的加5分")])
    content["clauses"][0]["rules"] = [{"kind": "cap", "side": "plus", "most": "20"}]
    assert [each.what for each in checking.faults_of(content) if each.clause == "一"] == []
    assert "其余条款都确定以后" in checking.hints_of(content)[0].what
    content["clauses"][1]["no_rule"] = "附则"
    assert "从不起作用" in checking.faults_of(content)[0].what


def test_what_was_filled_in_without_the_start_is_said_to_be_so():
    found = _tried({**TWICE, "units.1.points": ["-10"]}, _draft())
    assert not found.agrees and found.why[0] == "这里要写本条共得几分：起评分15分算在内，是5分，您写的是加扣的-10分"


def test_the_rest_of_an_example_is_full_and_comes_back_as_the_rest():
    content = _draft()
    content["regime"]["groups"] |= {"water": {"name": "水务局", "in": "department"}}
    typed = {"most": "8", "typed": {"by": "office"}, "clause": "第二条"}
    content["regime"]["sections"] += [
        {"id": "org", "label": "组织", **typed}, {"id": "own", "label": "治水", **typed, "group": "water"}, {"id": "press", "label": "宣传", **typed},
    ]  # fmt: skip
    content["clauses"][1] |= {"by_person": "督查室", "no_rule": ""}
    told = {
        "rest": ["yes"], "units.1.group": ["department"], "units.1.total": ["26"], "facts.1.event": ["sheet"], "facts.1.fields.section": ["press"],
        "facts.1.fields.points": ["3"],
    }  # fmt: skip
    example = telling.example_of(told, content)
    assert [(fact["section"], fact["points"]) for fact in example["facts"]] == [("press", "3"), ("org", "8")]
    content["clauses"][0]["examples"] = [example]
    (found,) = examples.tried(content)
    assert found.agrees and found.is_total and found.came_to == "26", found.why
    values = telling.values_of(example, content)
    assert values["rest"] == ["yes"] and "facts.2.event" not in values
    assert telling.is_same(telling.example_of(values, content), example)


def test_no_number_of_ours_stands_in_a_line():
    content = _draft()
    content["regime"] |= {
        "events": {
            "absent": {
                "label": "缺席例会",
                "of": "unit",
                "fields": {"meeting": "text"},
                "same": ["day", "meeting"],
                "clause": "第一条",
            }
        },
        "quantities": {
            "rate": {"label": "达标率", "unit": "%", "typed": {"least": "0", "most": "100"}, "clause": "第一条"}
        },
    }
    content["clauses"][0]["rules"] = [
        {"kind": "score", "select": {"event": "absent"}, "worth": "-2"},
        {
            "kind": "score",
            "select": {"unit": "department"},
            "worth": "5",
            "only_if": [{"figure": "rate", "at_least": "80"}],
        },
        {"kind": "highest_only", "events": ["absent"], "side": "minus", "per": "unit"},
    ]
    told = {
        "units.1.group": ["department"], "units.1.points": ["18"], "facts.1.event": ["absent"], "facts.1.fields.meeting": ["例会"],
        "facts.1.times": ["2"], "facts.1.apart": ["0"], "facts.1.day": ["2026-03-05"], "facts.2.event": ["absent"], "facts.2.day": ["2026-04-06"],
        "facts.2.fields.meeting": ["年会"], "facts.3.event": ["figure"], "facts.3.fields.quantity": ["rate"], "facts.3.fields.value": ["85"],
    }  # fmt: skip
    found = _tried(told, content)
    said = "；".join(found.why)
    assert found.agrees, said
    assert "4月6日的缺席例会不再计" in said and "与3月5日已经登记的是同一件" in said and "达标率85%，+5分" in said
    assert not re.search(r"f\d", said)
