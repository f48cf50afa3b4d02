"""The studio's page on which many clauses are decided at once: what needs nothing, what an annex says again, categories, what people do."""

import re

import pytest
from django.urls import reverse

from duban.ledger.actions.office import regime_drafts as acts
from duban.ledger.by import By
from duban.ledger.queries.office.drafting import drafted_contents
from tests import cast

pytestmark = pytest.mark.django_db
TEXT = """第一条 为了推进工作，制定本细则。
第二条 受到省直部门通报批评的减10分。
第三条 督查下列事项：
（一）会议决定的事项；
（二）领导批示的事项；
第四条 督查要实事求是。
第五条 本细则由县政府办公室负责解释，自印发之日起施行。
附件1
评分标准
1．受到省直部门通报批评的减10分。
"""


@pytest.fixture
def draft(office):
    content = drafted_contents.from_text(TEXT, "某县督查考核细则")
    return acts.begin(jurisdiction=office.jurisdiction, content=content, by=By(office.clerk, cast.at()))


@pytest.fixture
def client(office, signed_in):
    return signed_in(office.clerk)


def _send(client, draft, way, clauses, **more):
    draft.refresh_from_db()
    given = {"revision": draft.revision, "way": way, "clauses": clauses, **more}
    answer = client.post(reverse("studio_undecided", args=[draft.pk]), given)
    draft.refresh_from_db()
    return answer


def _clause(draft, number):
    return drafted_contents.part_of(draft.content, f"clause:{number}")


def test_what_plainly_needs_nothing_is_listed_with_its_reason_and_kept_by_one_click(draft, client):
    page = client.get(reverse("studio_undecided", args=[draft.pk])).content.decode()
    assert "（宗旨）" in page and "（解释权）" in page and "从原文认出句子的 2 条" in page
    assert _send(client, draft, "offered", ["第一条", "第五条", "第四条"]).status_code == 302
    assert _clause(draft, "第一条")["no_rule"] == "宗旨" and _clause(draft, "第五条")["no_rule"] == "解释权"
    assert "no_rule" not in _clause(draft, "第四条"), "what was not recognised is not decided by this"
    left = client.get(reverse("studio_undecided", args=[draft.pk])).content.decode()
    assert "（宗旨）" not in left and "已确定 2 条" in left


def test_what_an_annex_says_again_restates_the_clause(draft, client):
    client.post(
        reverse("studio_card", args=[draft.pk]), {"clause": "第二条", "revision": 1, "act": "offer", "offer": "0"}
    )
    assert "重申第二条的规定" in client.get(reverse("studio_undecided", args=[draft.pk])).content.decode()
    (again,) = [each["clause"] for each in draft.content["clauses"] if each["clause"].startswith("附件1 1")]
    _send(client, draft, "offered", [again])
    assert _clause(draft, again)["rules"] == [{"kind": "restated", "clause": "第二条"}]


def test_each_of_several_clauses_is_a_category_of_matters(draft, client):
    _send(client, draft, "category", ["第三条(一)", "第三条(二)"])
    assert [(each["name"], each["clause"]) for each in draft.content["regime"]["categories"]] == [
        ("会议决定的事项", "第三条(一)"),
        ("领导批示的事项", "第三条(二)"),
    ]
    assert _clause(draft, "第三条(二)")["feature"] == ["categories"]


def test_what_is_missing_is_said_and_the_ticks_stay(draft, client):
    for way, more, said in (
        ("", {}, "请选怎样执行"),
        ("by_person", {}, "请写明由谁办理"),
        ("no_rule", {"why": " "}, "请写明原因"),
        ("feature", {}, "请选系统功能"),
    ):
        answer = _send(client, draft, way, ["第四条"], **more)
        page = answer.content.decode()
        assert answer.status_code == 422 and said in page and 'value="第四条" checked' in page.replace("\n", "")
    assert "还没有选条款" in _send(client, draft, "by_person", [], why="督查室").content.decode()
    assert draft.revision == 1
    _send(client, draft, "by_person", ["第四条", "第三条(一)"], why="督查室")
    assert _clause(draft, "第四条")["by_person"] == _clause(draft, "第三条(一)")["by_person"] == "督查室"


def test_who_only_reads_a_draft_decides_nothing(draft, office, signed_in):
    client = signed_in(office.leader)
    answer = _send(client, draft, "by_person", ["第四条"], why="领导")
    assert answer.status_code in (403, 404) and "by_person" not in _clause(draft, "第四条")


def test_many_names_are_added_to_a_table_at_once(draft, client):
    client.post(
        reverse("studio_part", args=[draft.pk, "levels"]), {"revision": 1, "rows": "0", "more": "红\n黄\n\n蓝\n"}
    )
    draft.refresh_from_db()
    assert list(draft.content["regime"]["levels"].values()) == ["红", "黄", "蓝"]


def test_levels_that_a_clause_names_are_taken_and_then_its_points(office, signed_in):
    words = "第一条 反馈不及时、迟报的，对应特急、紧急、一般三个督办等级，每次分别减5、3、2分。\n第二条 附则。\n"
    content = drafted_contents.from_text(words, "某县督查考核细则")
    draft = acts.begin(jurisdiction=office.jurisdiction, content=content, by=By(office.clerk, cast.at()))
    client, path = signed_in(office.clerk), reverse("studio_card", args=[draft.pk])
    page = client.get(reverse("studio_draft", args=[draft.pk])).content.decode()
    assert "事项分3个级别：特急、紧急、一般" in page
    client.post(path, {"clause": "第一条", "revision": 1, "act": "levels"})
    draft.refresh_from_db()
    assert list(draft.content["regime"]["levels"].values()) == ["特急", "紧急", "一般"]
    page = client.get(reverse("studio_draft", args=[draft.pk])).content.decode()
    assert "特急扣5分、紧急扣3分、一般扣2分" in page and "事项分3个级别" not in page
    again = client.post(path, {"clause": "第一条", "revision": 2, "act": "levels"})
    assert again.status_code == 422 and "没有这条建议" in again.content.decode()


def test_sentences_that_are_recognised_are_taken_together_where_they_are_ticked(office, signed_in):
    words = "第一条 没有报送方案的，扣10分。\n第二条 会议（5分），每少一次扣1分，扣完为止。\n第三条 缺席例会的，每次扣5分。\n"
    made = acts.begin(
        jurisdiction=office.jurisdiction,
        content=drafted_contents.from_text(words, "某办法"),
        by=By(office.clerk, cast.at()),
    )
    client, there = signed_in(office.clerk), reverse("studio_undecided", args=[made.pk])
    marks = re.findall(r'name="sentences"\s+value="([^"]+)"', client.get(there).content.decode())
    assert len(marks) == 4
    for wanted, said in (([], "还没有选句子"), (["nothing"], "刚刚被改过")):
        answer = client.post(there, {"revision": 1, "way": "sentences", "sentences": wanted})
        assert answer.status_code == 422 and said in answer.content.decode()
    assert client.post(there, {"revision": 1, "way": "sentences", "sentences": marks[:3]}).status_code == 302
    made.refresh_from_db()
    first, second, third = made.content["clauses"]
    assert first["rules"][0]["worth"] == "-10" and second["rules"][0]["into"] == "section_1" and not third["rules"]
    assert len(made.content["regime"]["events"]) == 2 and made.content["regime"]["sections"][0]["start"] == "5"
