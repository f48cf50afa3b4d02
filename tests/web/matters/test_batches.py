"""Many at once: what was chosen in the ledger is signed for, urged, proposed; all of it or none, and each row says why not."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.ledger.models import Assignment, JournalLine, Notice, Proposal
from tests import cast, stories

BEGUN = cast.at("2026-03-02 09:00")
pytestmark = pytest.mark.django_db


def _text(response):
    return response.content.decode()


def _late(office, number):
    return [stories.matter(office, title=f"第{each}件", due_on="2026-03-20", at=BEGUN) for each in range(number)]


@pytest.mark.feature("acceptance")
def test_a_liaison_signs_for_many(office, signed_in):
    for _ in range(3):
        stories.matter(office, due_on="2026-04-30", at=BEGUN, lead=office.units[:1], support=office.units[1:2])
    stories.matter(office, due_on="2026-04-30", at=BEGUN, lead=office.units[1:2])
    client = signed_in(office.liaison)
    ledger = _text(client.get("/matters"))
    assert ledger.count('type="checkbox" name="no"') == 3 and "签收所选" in ledger and "催办所选" not in ledger
    stories.accept(office, Assignment.objects.get(matter__no="2026-3", part="lead").matter, BEGUN)
    page = _text(client.get("/acceptances?no=2026-1&no=2026-2&no=2026-3&no=2026-4"))
    assert page.count('name="of"') == 2 and "2026-3" in page and "2026-4" not in page
    words = {"of": ["2026-1/jia", "2026-2/jia", "2026-4/yi"], "responsible": "张三", "form_key": "a"}
    answer = client.post("/acceptances", words)
    assert answer.status_code == 302
    own = Assignment.objects.filter(unit=office.units[0]).order_by("matter_id")
    assert [(each.stage, each.responsible) for each in own] == [("in_hand", "张三")] * 2 + [("in_hand", "")]
    assert not Assignment.objects.filter(unit=office.units[1]).exclude(stage="to_accept").exists()
    again = client.post("/acceptances", {**words, "form_key": "b"})
    assert again.status_code == 422 and "没有选中可以办理的" in _text(again)


@pytest.mark.feature("urging")
def test_a_clerk_urges_many_in_one_way(office, signed_in):
    done, *_ = _late(office, 3)
    stories.complete(office, done, cast.at("2026-03-10 09:00"))
    client = signed_in(office.clerk)
    page = _text(client.get("/urgings?no=2026-1&no=2026-2&no=2026-3"))
    assert page.count('name="of"') == 2 and "已经了结，不需要催办" in page and "下一步" not in page
    words = {
        "of": ["2026-2/jia", "2026-3/jia"],
        "channel": "written",
        "limit": "2026-04-03",
        "note": "请速办",
        "form_key": "a",
    }
    issued = Notice.objects.count()
    assert client.post("/urgings", words).status_code == 302
    assert JournalLine.objects.filter(kind="urged").count() == 2 and Notice.objects.count() == issued + 2
    past = client.post("/urgings", {**words, "limit": "2026-03-30", "form_key": "b"})
    assert (
        past.status_code == 422 and "2026-2 甲县：限定的日期早于今天" in _text(past) and "一件也没有办理" in _text(past)
    )
    assert JournalLine.objects.filter(kind="urged").count() == 2


def test_one_that_cannot_be_done_undoes_all(db, signed_in):
    """Of the county's ladder 2026-1 is at its second step already, 2026-2 has nothing open: a letter to both fails on the second."""
    office = cast.office("county-plan")
    stories.matter(office, due_on="2026-03-20", at=BEGUN)
    stories.matter(office, due_on="2026-04-20", at=BEGUN)
    client = signed_in(office.clerk)
    page = _text(client.get("/urgings?no=2026-1&no=2026-2"))
    assert "下一步" in page and "电话" in page
    words = {"of": ["2026-1/jia", "2026-2/jia"], "channel": "phone", "limit": "2026-04-03", "note": "", "form_key": "a"}
    answer = client.post("/urgings", words)
    page = _text(answer)
    assert answer.status_code == 422 and "2026-2 甲镇：还没有到这一步" in page and "按顺序先办前一步" in page
    assert not JournalLine.objects.filter(kind="urged").exists()
    assert client.post("/urgings", {**words, "of": ["2026-1/jia"], "form_key": "b"}).status_code == 302
    assert JournalLine.objects.filter(kind="urged").count() == 1


@pytest.mark.feature("ladder_steps")
def test_a_clerk_proposes_the_next_step_of_many_each_with_its_own_reason(office, signed_in):
    _late(office, 2)
    stories.matter(office, due_on="2026-04-30", at=BEGUN)
    client = signed_in(office.clerk)
    page = _text(client.get("/step-proposals?no=2026-1&no=2026-2&no=2026-3"))
    assert page.count('name="of"') == 2 and "全市通报" in page and "四(二)4" in page and "暂无可启动的督办措施" in page
    assert (
        client.post("/step-proposals", {"of": ["2026-1/jia", "2026-2/jia"], "reason": "", "form_key": "a"}).status_code
        == 302
    )
    found = list(Proposal.objects.order_by("id"))
    assert [each.step for each in found] == ["circular"] * 2 and all(each.reason for each in found)
    page = _text(client.get("/step-proposals?no=2026-1"))
    assert "正在办理" in page and 'name="of"' not in page


def test_the_number_of_queries_does_not_grow(office, signed_in):
    counts = []
    # Of a few the facts are one question with what was amended in them.
    for more in (2, 8, 8):
        _late(office, more)
        numbers = "&".join(f"no={no}" for no in Assignment.objects.values_list("matter__no", flat=True))
        asked = {}
        for path in ("/urgings", "/step-proposals", "/acceptances"):
            client = signed_in(office.liaison if path == "/acceptances" else office.clerk)
            client.get(f"{path}?{numbers}")
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"{path}?{numbers}").status_code == 200
            asked[path] = len(queries)
        counts.append(asked)
    few, many, more_still = counts
    assert many == more_still and max(many.values()) <= 12
    assert all(few[path] <= many[path] for path in many)
