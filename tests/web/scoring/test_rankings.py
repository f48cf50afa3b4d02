"""The assessment pages: draft and published, publication with its confirmation, marks, and the score card."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.engine.studio import drafts
from duban.ledger.actions.office import documents
from duban.ledger.actions.scoring import facts, rankings
from duban.ledger.by import By
from duban.ledger.models import JournalLine, Ranking
from duban.ledger.models.consequences import Kind
from tests import cast, stories

FEBRUARY = "kind=month&from=2026-02-01&to=2026-02-28"


@pytest.fixture
def february(office):
    for unit, done in ((office.units[0], True), (office.units[0], False), (office.units[1], True)):
        made = stories.matter(office, due_on="2026-02-20", at=cast.at("2026-02-02 09:00"), lead=[unit])
        if done:
            stories.complete(office, made, cast.at("2026-02-10 09:00"))
    return office


def _publish(office):
    return rankings.publish_ranking(
        jurisdiction=office.jurisdiction,
        kind="month",
        from_on=datetime.date(2026, 2, 1),
        to_on=datetime.date(2026, 2, 28),
        by=By(office.head, cast.at()),
    )


def _text(client, address):
    return client.get(address).content.decode()


def test_the_draft_with_places_and_who_is_not_ranked(february, signed_in):
    page = _text(signed_in(february.clerk), f"/rankings?{FEBRUARY}")
    assert "草稿" in page and "2026年2月" in page
    assert page.index("乙县") < page.index("甲县")
    assert "75.00" in page and "50.00" in page
    assert "本期没有到期或办结的事项" in page


def test_an_empty_month_says_so(office, signed_in):
    page = _text(signed_in(office.clerk), "/rankings?kind=month&from=2026-01-01")
    assert "2026年1月没有到期或办结的事项，没有可以排名的单位" in page


def test_only_base_points_are_said_to_be_that(zhuoni, signed_in):
    page = _text(signed_in(zhuoni.clerk), "/rankings?kind=month&from=2026-01-01")
    assert "没有计分的情况，各单位都只有基础分" in page


def test_units_see_no_draft_but_every_published_ranking(february, signed_in):
    client = signed_in(february.liaison)
    assert "75.00" not in _text(client, f"/rankings?{FEBRUARY}")
    ranking = _publish(february)
    assert "75.00" in _text(client, f"/rankings?{FEBRUARY}")
    page = _text(client, f"/rankings/{ranking.pk}")
    assert ranking.digest in page and "发布时已核算并冻结" in page and "结果完全一致" not in page
    assert "刚刚重新计算，结果完全一致" in _text(client, f"/rankings/{ranking.pk}?verify=1")
    assert "/scores/jia" in page and "/scores/yi" not in page


def test_publishing_asks_first_and_is_done_once(february, signed_in):
    client = signed_in(february.head)
    page = _text(client, f"/rankings/new?{FEBRUARY}")
    assert "确认发布2026年2月排名" in page and "通报表扬" in page
    assert not Ranking.objects.exists()
    form = {"kind": "month", "from": "2026-02-01", "to": "2026-02-28", "form_key": "once"}
    first = client.post("/rankings/new", form)
    assert first.status_code == 302
    again = client.post("/rankings/new", form)
    assert (again.status_code, again.url) == (302, first.url)
    assert client.post("/rankings/new", {**form, "form_key": "other"}).status_code == 409
    assert Ranking.objects.count() == 1
    assert "已经发布" in _text(client, f"/rankings/new?{FEBRUARY}")


def test_a_period_that_runs_cannot_be_published(february, signed_in):
    client = signed_in(february.head)
    assert "期间还没有结束" in _text(client, "/rankings/new?kind=month&from=2026-03-01")
    form = {"kind": "month", "from": "2026-03-01", "to": "2026-03-31"}
    assert client.post("/rankings/new", form).status_code == 422
    assert not Ranking.objects.exists()


@pytest.mark.parametrize(
    "words",
    [
        "kind=x",
        "from=2026-02-30",
        "kind=month&from=2026-03-05&to=2026-03-01",
        "kind=month&from=0001-01-01&to=0001-01-31",
        "kind=month&from=0001-01-01",
        "kind=month&from=2026-01-01&to=9999-12-31",
        "kind=month&from=9999-12-01",
        "pool=nowhere",
    ],
)
def test_an_address_that_cannot_be_meant_shows_the_current_period(february, signed_in, words):
    response = signed_in(february.clerk).get(f"/rankings?{words}")
    assert response.status_code == 200
    assert "2026年3月" in response.content.decode()


def test_movement_against_the_period_published_before(february, signed_in):
    _publish(february)
    made = stories.matter(february, due_on="2026-03-20", at=cast.at("2026-03-02 09:00"))
    stories.complete(february, made, cast.at("2026-03-10 09:00"))
    late = february.units[0].assignments.get(stage="to_accept").matter
    stories.complete(february, late, cast.at("2026-03-10 09:00"))
    page = _text(signed_in(february.clerk), "/rankings?kind=month&from=2026-03-01")
    assert "升 1" in page


def test_what_is_taken_off_lies_left_of_what_it_started_with(february, signed_in):
    facts.record_fact(
        jurisdiction=february.jurisdiction,
        kind="uncooperative",
        unit=february.units[1],
        matter=_supported(february),
        on=datetime.date(2026, 2, 20),
        fact={},
        reason="牵头单位书面反映",
        by=By(february.clerk, cast.at("2026-02-21 09:00")),
    )
    page = _text(signed_in(february.clerk), f"/rankings?{FEBRUARY}")
    row = page[page.index("乙县</a>") :]
    minus, plus = re.findall(r'<rect class="k-\w+" x="(\d+)" y="0" height="10" width="(\d+)"', row)[:2]
    assert int(minus[1]) > 0 and int(plus[1]) == 0
    assert int(minus[0]) + int(minus[1]) == int(plus[0])
    # The figures stand beside the bars.
    assert re.search(r'data-label="加">\s*<span class="quiet">0</span>.*?data-label="减">\s*−\d', row, re.DOTALL)


def _supported(office):
    return stories.matter(
        office, due_on="2026-04-20", at=cast.at("2026-02-02 09:00"), lead=[office.units[0]], support=[office.units[1]]
    )


def test_pools_count_places_apart(february, signed_in):
    made = stories.matter(february, due_on="2026-02-20", at=cast.at("2026-02-02 09:00"), lead=[february.units[3]])
    stories.complete(february, made, cast.at("2026-02-10 09:00"))
    response = signed_in(february.clerk).get(f"/rankings?{FEBRUARY}&pool=department")
    assert [(row.name, row.rank) for row in response.context["table"].rows] == [("市发展改革委", 1)]


@pytest.mark.feature("ranking")
@pytest.mark.proves("sanmenxia-2019", "四(一)", "ranking")
def test_the_card_shows_the_formula_with_its_numbers(february, signed_in):
    page = _text(signed_in(february.liaison), f"/scores/jia?{FEBRUARY}")
    assert "事项得分＝20÷（20×2）×100×（0.5＋2÷2×0.5）＝50" in page
    assert "附件1 2" in page and "认定办结" in page and "2026-1" in page


def test_a_unit_may_not_open_anothers_card(february, signed_in):
    client = signed_in(february.liaison)
    assert client.get("/scores/yi").status_code == 404
    assert client.get("/scores/nobody").status_code == 404
    assert client.get("/scores/jia").status_code == 200


def test_the_card_of_a_published_period_does_not_move(february, signed_in):
    _publish(february)
    late = february.units[0].assignments.get(stage="to_accept").matter
    stories.complete(february, late, cast.at("2026-02-20 09:00"))
    page = _text(signed_in(february.clerk), f"/scores/jia?{FEBRUARY}")
    assert "50.00" in page and "已发布" in page


def test_sheets_are_entered_for_many_units(db, signed_in):
    gansu = cast.office("gansu-county-2023")
    client = signed_in(gansu.clerk)
    address = "/rankings/marks?kind=quarter&from=2026-01-01&to=2026-03-31"
    wrong = client.post(address, {"m-jia-0": "9x", "reason": "季度督查"})
    assert wrong.status_code == 422 and "应填数字" in wrong.content.decode()
    assert client.post(address, {"m-jia-0": "92.5", "reason": ""}).status_code == 422
    assert not JournalLine.objects.exists()
    done = client.post(address, {"m-jia-0": "92.5", "m-yi-0": "88", "reason": "季度督查", "form_key": "k"}, follow=True)
    assert "92.50" in done.content.decode() and "已登记2026年第1季度的评分" in done.content.decode()
    same = client.post(address, {"m-jia-0": "92.5", "m-yi-0": "88", "reason": "季度督查"})
    assert same.status_code == 422 and "没有新的内容" in same.content.decode()


def test_sections_of_the_sheet_have_their_most(zhuoni, signed_in):
    client = signed_in(zhuoni.clerk)
    address = "/rankings/marks?kind=month&from=2026-03-01"
    wrong = client.post(address, {"m-jia-0": "41", "m-jia-1": "40", "reason": "评分"})
    assert wrong.status_code == 422 and "应在 0 到 40 分之间" in wrong.content.decode()
    done = client.post(address, {"m-jia-0": "38", "m-jia-1": "36.5", "reason": "评分"}, follow=True)
    assert "74.50" in done.content.decode()


def test_grades_take_the_place_of_places(db, signed_in):
    ankang = cast.office("ankang-2020")
    client = signed_in(ankang.clerk)
    address = "/rankings/marks?kind=quarter&from=2026-01-01"
    assert client.post(address, {"m-jia-0": "最好", "reason": "季度"}).status_code == 422
    page = client.post(address, {"m-jia-0": "优秀", "reason": "季度"}, follow=True).content.decode()
    assert "优秀" in page and "名次" not in page


def test_the_number_of_queries_does_not_grow(office, signed_in):
    counts = []
    for more in (3, 12):
        for count in range(more):
            made = stories.matter(
                office, due_on="2026-02-20", at=cast.at("2026-02-02 09:00"), lead=[office.units[count % 6]]
            )
            stories.complete(office, made, cast.at("2026-02-10 09:00"))
        client, asked = signed_in(office.clerk), {}
        for address in (f"/rankings?{FEBRUARY}", f"/scores/jia?{FEBRUARY}"):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            asked[address] = len(queries)
        counts.append(asked)
    assert counts[0] == counts[1]


@pytest.mark.feature("eligibility")
def test_who_lost_eligibility_is_shown_with_the_clause_and_not_named(february, signed_in):
    stories.imposed(february, Kind.ELIGIBILITY, cast.at("2026-03-02 09:00"), reason="屡督不改")
    client = signed_in(february.clerk)
    asked = _text(client, f"/rankings/new?{FEBRUARY}")
    assert "已取消评优评先资格，不通报表扬" in asked and 'href="/regime/clauses/%E5%9B%9B(%E4%BA%8C)4"' in asked
    _publish(february)
    page = _text(client, f"/rankings?{FEBRUARY}")
    assert page.count("已取消评优评先资格，不通报表扬") == 1 and page.count("通报表扬") == 2
    card = _text(client, f"/scores/jia?{FEBRUARY}")
    assert "取消评优评先资格" in card and "不通报表扬" in card


def test_a_matter_is_marked_on_a_sheet_of_its_own(zhuoni, signed_in):
    held = stories.held(stories.matter(zhuoni, due_on="2026-03-20", at=cast.at("2026-03-02 09:00")))
    client = signed_in(zhuoni.clerk)
    march = "kind=month&from=2026-03-01&to=2026-03-31"
    assert f"/rankings/sheets?{march}" in _text(client, f"/rankings?{march}").replace("&amp;", "&")
    listed = _text(client, f"/rankings/sheets?{march}")
    address = f"/rankings/sheets/{held.matter.no}/jia?{march}"
    assert address in listed.replace("&amp;", "&") and "未评" in listed
    marks = {"m-0": "11", "m-1": "9", "m-2": "18", "m-3": "36", "reason": "督查组评分"}
    wrong = client.post(address, marks)
    assert wrong.status_code == 422 and "应在 0 到 10 分之间" in wrong.content.decode()
    done = client.post(address, marks | {"m-0": "10"}, follow=True).content.decode()
    assert "73" in done and "未评" not in done
    assert client.get(f"/scores/jia/sheet.docx?{march}&matter={held.matter.no}").status_code == 200
    assert client.get(f"/scores/yi/sheet.docx?{march}&matter={held.matter.no}").status_code == 404


def test_marks_leave_out_what_no_unit_has_and_cite_each_columns_clause(office, signed_in):
    """A table of departments: one column for all, one for a department that this office has, one for one that it has not."""
    content = drafts.new("部门考核表", [("一", "会议。"), ("二", "治污。"), ("三", "护林。")])
    typed = {"most": "10", "typed": {"by": "office"}, "missing": "zero"}
    content["regime"] |= {
        "groups": {"department": "责任单位", "own": {"name": "甲", "in": "department"}, "other": {"name": "乙", "in": "department"}},
        "sections": [
            {"id": "a", "label": "会议", "clause": "一", **typed}, {"id": "b", "label": "治污", "clause": "二", "group": "own", **typed},
            {"id": "c", "label": "护林", "clause": "三", "group": "other", **typed},
        ],
    }  # fmt: skip
    for clause in content["clauses"]:
        clause["by_person"] = "督查室评定"
    documents.record_first(
        jurisdiction=office.jurisdiction, at=cast.at("2025-06-01 09:00"), today=datetime.date(2025, 6, 1)
    )
    adoption = documents.adopt_document(
        jurisdiction=office.jurisdiction, files=drafts.files_of(content), in_force_from=datetime.date(2026, 1, 1), actor=office.head,
        at=cast.at("2025-12-20 09:00"), today=datetime.date(2025, 12, 20),
        groups={unit.code: "own" if place == 0 else "department" for place, unit in enumerate(office.units)},
    )  # fmt: skip
    documents.let_come_into_force(
        jurisdiction=office.jurisdiction, on=adoption.in_force_from, at=cast.at("2026-01-01 00:10")
    )
    page = _text(signed_in(office.clerk), "/rankings/marks?kind=year&from=2026-01-01&to=2026-12-31")
    heads = page.partition("<thead>")[2].partition("</thead>")[0]
    assert "会议" in heads and "治污" in heads and "护林" not in heads
    assert "一</a>〕" in heads and "二</a>〕" in heads and "〔" not in page.partition("<h1")[2].partition("</h1>")[0]
