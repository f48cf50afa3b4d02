"""An assessment table in the studio: proposed item by item, accepted as the clerk left it, the rest kept; sums that do not agree are said."""

import pytest
from django.urls import reverse

from duban.engine.studio import checking
from duban.ledger.actions.office import regime_drafts as acts
from duban.ledger.by import By
from duban.ledger.queries.office.drafting import drafted_contents, drafted_tables
from duban.ledger.queries.office.drafting.drafted_arrangements import Arrangement, arranged
from tests import cast

pytestmark = pytest.mark.django_db
TEXT = """某县考核细则
第一条 为了推进工作，制定本细则。
序号\t考核项目\t分值\t考核内容\t评分标准
\t总分\t100\t\t
一、\t通用项目（全部单位）\t40\t\t
1\t会议\t20\t参会\t缺席一次扣2分，扣完为止
2\t宣传\t20\t宣传\t有展板（20分）
二、\t部门项目\t60\t\t
1\t县水务局\t60\t治污\t1.建台账（10分）；2.清退水库，按完成比例得分（40分）
三、\t奖扣项目\t\t评比\t1.被市通报表扬的加5分2.被市通报批评的扣5分
第二条 由督查室负责解释。
"""


@pytest.fixture
def draft(office):
    content = drafted_contents.from_text(TEXT, "某县考核细则")
    return acts.begin(jurisdiction=office.jurisdiction, content=content, by=By(office.clerk, cast.at()))


def _numbers(content):
    return [each["clause"] for each in content["clauses"]]


def _posted(found, **words):
    given = {"revision": 1, "take": [str(each.place) for each in found.lines]}
    for each in found.lines:
        given |= {f"{each.place}-{key}": getattr(each, key) for key in ("number", "name", "points", "unit", "way")}
    return given | words


def test_the_table_stays_whole_in_its_place_and_is_shown_first(draft, office, signed_in):
    assert (
        _numbers(draft.content) == ["第一条", "考核表", "第二条"]
        and "1\t会议\t20" in draft.content["clauses"][1]["original"]
    )
    client = signed_in(office.clerk)
    answer = client.post(reverse("studio_new"), {"source": "text", "name": "某县考核细则", "text": TEXT})
    assert "/table?clause=" in answer.url
    page = client.get(answer.url).content.decode()
    assert "读出 6 项" in page and "表上写60分，县水务局各项加起来50分" in page
    assert (
        "6 项还没有分成条款"
        in client.get(reverse("studio_draft", args=[draft.pk]), {"clause": "考核表"}).content.decode()
    )


def test_items_are_accepted_as_the_clerk_left_them_and_the_rest_waits(draft, office, signed_in):
    client, there = signed_in(office.clerk), f"{reverse('studio_table', args=[draft.pk])}?clause=考核表"
    found = drafted_tables.proposal_of(draft.content, "考核表")
    wrong = client.post(there, _posted(found, **{"0-points": "二十"}))
    assert wrong.status_code == 422 and "应是数" in wrong.content.decode() and "二十" in wrong.content.decode()
    assert client.post(there, _posted(found, take=["0", "2"], **{"0-name": "到会"}, missing="full")).status_code == 302
    draft.refresh_from_db()
    assert _numbers(draft.content) == ["第一条", "考核表", "一", "一1", "二", "二1(1)", "第二条"]
    head = draft.content["regime"]
    assert [each["label"] for each in head["sections"]] == ["通用项目", "部门项目", "到会", "建台账"]
    assert head["sections"][2] | {"start": "20", "least": "0", "in": "section_1"} == head["sections"][2]
    assert (
        head["sections"][3] | {"typed": {"by": "office"}, "missing": "full", "group": "group_1"} == head["sections"][3]
    )
    assert head["groups"] == {"department": "责任单位", "group_1": {"name": "县水务局", "in": "department"}}
    page = client.get(there).content.decode()
    assert "还有 4 项没有分出" in page and page.count("已分出") == 2
    assert "no_rule" not in draft.content["clauses"][1]
    client.post(there, _posted(found, revision=2, take=["1", "3", "4", "5"]))
    draft.refresh_from_db()
    assert draft.content["clauses"][1]["no_rule"] == drafted_tables.CUT
    assert sorted(_numbers(draft.content)) == sorted(
        ["第一条", "考核表", "一", "一1", "一2", "二", "二1(1)", "二1(2)", "三", "三1", "三2", "第二条"]
    )


def test_what_is_accepted_whole_is_a_document_in_which_what_a_person_gives_is_decided():
    content = arranged(drafted_contents.from_text(TEXT, "某县考核细则"), Arrangement("table", "考核表")).content
    undecided = {each.clause for each in checking.faults_of(content) if each.what == checking.UNDECIDED}
    assert undecided == {"第一条", "第二条", "一1", "二1(2)", "三1", "三2"}
    said = [each for each in checking.hints_of(content) if each.clause == "二"]
    assert len(said) == 1 and "“县水务局”的各分项最高的加起来是50分" in said[0].what


def test_numbers_that_the_document_has_already_stand_behind_the_name_of_the_table():
    content = drafted_contents.from_text(f"{TEXT}一、总则部分说明如下，请各单位照办。\n", "某县考核细则")
    content["clauses"].append({"clause": "一", "gist": "甲", "rules": [], "kinds": [], "original": "另一条"})
    made = arranged(content, Arrangement("table", "考核表")).content
    assert "考核表 一1" in _numbers(made) and len(_numbers(made)) == len(set(_numbers(made)))


def test_who_may_not_draft_reads_the_proposal_and_changes_nothing(draft, office, signed_in):
    client, there = signed_in(office.principal), f"{reverse('studio_table', args=[draft.pk])}?clause=考核表"
    page = client.get(there)
    assert page.status_code == 200 and "分成条款</button>" not in page.content.decode()
    assert client.post(there, {"revision": 1, "take": "0"}).status_code == 403
    assert client.get(f"{reverse('studio_table', args=[draft.pk])}?clause=第一条").status_code == 404
