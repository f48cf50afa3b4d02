"""Points of one class of matters alone: offered where the document has such a level or category, and never for all that is late."""

import json
import re

import pytest
import yaml

from duban.cli import main
from duban.engine.studio import drafts
from duban.engine.studio.offers import offers_in, taken, unread_in

LEVELS = {"levels": {"key": "重点事项", "plain": "一般事项"}}
PAPERS = {"categories": [{"id": "papers", "name": "领导批示", "clause": "第一条"}]}
TWO = "重点事项逾期未办结的每件扣2分，一般事项逾期未办结的每件扣1分。"


def _offered(words, head):
    content = drafts.new("某市办法", [("第一条", words)])
    content["regime"] |= head
    return [(each.rule["select"].get("where"), each.rule["worth"]) for each in offers_in(words, content, "第一条")]


@pytest.mark.parametrize(
    ("words", "head", "offered"),
    [
        (TWO, LEVELS, [({"what": "result", "level": "key"}, "-2"), ({"what": "result", "level": "plain"}, "-1")]),
        ("市领导批示件逾期未办结的，每件扣2分。", PAPERS, [({"what": "result", "category": "papers"}, "-2")]),
        ("重点事项提前办结的，每件加1分。", LEVELS, [({"level": "key"}, "1")]),
        ("承办省级以上督查事项并按期办结的，每件加0.5分。", LEVELS, []),
        # Several classes; all but one, and the others, the document has no word for.
        (
            "重点事项和一般事项逾期未办结的，每件扣2分。",
            LEVELS,
            [({"what": "result", "level": ["key", "plain"]}, "-2")],
        ),
        ("非重点事项逾期未办结的，每件扣1分。", LEVELS, []),
        ("除重点事项外，逾期未办结的每件扣1分。", LEVELS, []),
        (
            "重点事项逾期未办结的每件扣2分，其他督办事项逾期未办结的每件扣1分。",
            LEVELS,
            [({"what": "result", "level": "key"}, "-2")],
        ),
        # What follows in the sentence speaks of that class too, and never of all matters.
        (
            "重点事项提前完成的，每项加1分；按期完成的，每项加0.5分。",
            LEVELS,
            [({"level": "key"}, "1")],
        ),
        ("重点事项未按时反馈的扣1分，未按时办结的扣2分。", LEVELS, [({"what": "report", "level": "key"}, "-1")]),
        ("对市委、市政府督查件逾期的每件扣2分，对县级督查件逾期的每件扣1分。", LEVELS, []),
        # What was done early was done in time too.
        ("提前完成的每项加1分；按期完成的每项加0.5分。", {}, [(None, "1")]),
        ("按期办结的每件加0.5分，提前办结的每件再加1分。", {}, [(None, "0.5"), (None, "1")]),
        ("按期办结的每件加1分，提前办结的每件加0.5分。", {}, [(None, "1"), (None, "0.5")]),
        # More than that it was done in time.
        ("经延期后按期办结的，每件加0.5分。", LEVELS, []),
        ("按时完成交办任务并及时反馈的，每项加1分。", LEVELS, []),
        # No class of the document's: of which matters, it has no word for.
        (TWO, {}, []),
        ("紧急事项未按时反馈的每次扣2分。", LEVELS, []),
        ("县级以上领导交办事项未按时办结的，每件扣1.5分。", LEVELS, []),
        # All matters that there are.
        ("对督查事项逾期未办结的，每件扣2分。", LEVELS, [({"what": "result"}, "-2")]),
    ],
)
def test_a_class_of_matters_is_a_level_or_category_of_the_document(words, head, offered):
    assert _offered(words, head) == offered
    content = drafts.new("某市办法", [("第一条", words)])
    content["regime"] |= head
    # What is not offered is said to be left.
    assert len(re.findall(r"\d分", words)) == len(offered) or unread_in(words, content)


def test_it_scores_the_matters_of_that_class_alone(tmp_path, capsys):
    content = drafts.new("某市办法", [("第一条", TWO)])
    content["regime"] |= LEVELS | {"id": "own", "periods": ["year"], "groups": {"unit": "单位"}}
    for offer in offers_in(TWO, content, "第一条"):
        content = taken(offer, content, "第一条")
    pack = {**content["regime"], "clauses": [{**content["clauses"][0], "gist": "略", "kinds": ["score"]}]}
    del pack["clauses"][0]["original"]
    (tmp_path / "own.yaml").write_text(yaml.safe_dump(pack, allow_unicode=True), encoding="utf-8")
    facts = []
    for name in ("key", "plain"):
        due = {"matter": f"m-{name}", "unit": "a"}
        facts.append(
            {"id": f"a-{name}", "kind": "assigned", "on": "2026-02-01", "due": "2026-03-01", "level": name, **due}
        )
        facts.append({"id": f"l-{name}", "kind": "late", "what": "result", "on": "2026-03-02", **due})
    case = {
        "regime": "own", "period": {"from": "2026-01-01", "to": "2026-12-31", "kind": "year"}, "facts": facts,
        "units": [{"unit": "a", "name": "甲", "group": "unit"}],
    }  # fmt: skip
    path = tmp_path / "case.json"
    path.write_text(json.dumps(case), encoding="utf-8")
    assert main(["score", "--pack", str(tmp_path / "own.yaml"), str(path)]) == 0
    (unit,) = json.loads(capsys.readouterr().out)["units"]
    # Two for the one, one for the other.
    assert [(line["points"], line["facts"]) for line in unit["lines"]] == [("-3", ["l-key", "l-plain"])]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("亮黄牌的扣1分，亮红牌的扣3分。", ["-1", "-3"]),
        # By how many months or weeks: never 1 for whatever is late.
        ("超期1个月以内的扣1分，超期1个月以上的扣2分。", []),
        ("超期未办结1周以内的扣1分，1周以上的扣2分。", []),
    ],
)
def test_short_happenings_and_long_latenesses(words, offered):
    assert [worth for _, worth in _offered(words, {})] == offered


@pytest.mark.parametrize(
    "words", ["全年无迟报、漏报、错报的，加2分。", "全年未被约谈的，每次加1分。", "被媒体刊发负面报道的，每次扣2分。"]
)
def test_a_failing_never_pays_and_praise_never_costs(words):
    """全年无迟报的加2分 was 2 for each report that is late."""
    events = [
        each.rule["select"].get("event") for each in offers_in(words, drafts.new("某市办法", [("一", words)]), "一")
    ]
    assert not {"late", "interview", "published"} & set(events)


@pytest.mark.parametrize(
    ("words", "labels"),
    [
        ("热线转办件超期未办结的，每件扣0.3分；群众不满意的，每件扣0.5分。", ["热线转办件群众不满意"]),
        ("上级交办事项迟报的每次扣1分，漏报的每次扣2分，会场纪律差的每次扣1分。", ["上级交办事项漏报", "会场纪律差"]),
        # Of several classes one alone would be too few.
        ("代表建议、政协提案办理逾期的，每件扣1分；委员不满意的，每件扣2分。", ["委员不满意"]),
        ("漏报的，每次扣2分。", ["漏报"]),
    ],
)
def test_what_happens_to_a_class_of_matters_bears_its_name(words, labels):
    offers = offers_in(words, drafts.new("某市办法", [("一", words)]), "一")
    assert [entry["label"] for each in offers for entry in each.events.values()] == labels


@pytest.mark.parametrize("words", ["红色等级事项逾期未办结每件扣3分。", "红色级督办事项逾期未办结的，每件扣3分。"])
def test_a_colour_is_a_level(words):
    assert _offered(words, {"levels": {"key": "红色"}}) == [({"what": "result", "level": "key"}, "-3")]
    assert _offered(words, {"levels": {"key": "重大"}}) == []


@pytest.mark.parametrize(
    "words",
    [
        "需要延期的，批示件由分管领导同意，其他事项由秘书长同意，每次不超过7个工作日。",
        "重大事项可延期1次，最长不超过10天。",
    ],
)
def test_what_an_extension_needs_in_one_class_is_not_asked_of_all(words):
    assert offers_in(words, drafts.new("某市办法", [("一", words)]), "一") == []
