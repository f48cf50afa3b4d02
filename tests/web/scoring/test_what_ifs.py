"""推演: an office tries its own document on its own period; both columns, by which clause; nothing is written."""

import datetime
import html
import re
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.ledger.actions.matters import attachments
from duban.ledger.actions.scoring import facts, rankings
from duban.ledger.by import By
from duban.ledger.models import JournalLine, Matter
from tests import cast, stories

pytestmark = pytest.mark.django_db
MARCH = [("kind", "month"), ("from", "2026-03-01"), ("to", "2026-03-31")]
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "ALTER", "DROP")


def late_office():
    """Two units with a matter done each; one was late with a report."""
    place = cast.office("sanmenxia-2019")
    for unit in place.units[:2]:
        matter = stories.matter(place, lead=[unit], due_on="2026-03-20", at=cast.at("2026-03-02 09:00"))
        stories.complete(place, matter, cast.at("2026-03-10 09:00"), unit=unit)
        if unit is place.units[0]:
            facts.record_fact(
                jurisdiction=place.jurisdiction, kind="late", unit=unit, fact={"what": "report"}, matter=matter,
                by=By(place.head, cast.at("2026-03-12 09:00")), on=datetime.date(2026, 3, 11), reason="迟报",
            )  # fmt: skip
    return place


@pytest.fixture
def office():
    return late_office()


def _page(client, *asked):
    answer = client.get(f"/rankings/what-if?{urlencode([*MARCH, *asked])}")
    assert answer.status_code == 200
    return answer.content.decode()


LATE = (("figure", "附件2 三3"), ("v:附件2 三3", "3"))


def test_a_changed_figure_shows_both_columns_and_the_clause(office, signed_in):
    page = _page(signed_in(office.head), *LATE)
    assert "1 个总分变" in page and "＋2.00" in page and "<s" in page
    assert "〔附件2 三3〕−5 → −3" in page
    assert "对各类单位" in page and "事项多和事项少的单位" in page


def test_nothing_is_written_whatever_is_tried(office, signed_in):
    client, before = signed_in(office.head), JournalLine.objects.count()
    _page(client)
    tried = (
        LATE,
        [("document", "zhuoni-2022")],
        [("reading", "highest_number"), ("r:highest_number", "same_group")],
        [("without", "附件2 三3")],
    )
    for asked in tried:
        with CaptureQueriesContext(connection) as queries:
            _page(client, *asked)
        said = [query["sql"] for query in queries if query["sql"].lstrip().upper().startswith(WRITES)]
        assert said == []
    assert JournalLine.objects.count() == before


def test_a_published_period_is_compared_as_it_was_published(office, signed_in):
    made = rankings.publish_ranking(
        jurisdiction=office.jurisdiction, kind="month", from_on=datetime.date(2026, 3, 1), to_on=datetime.date(2026, 3, 31),
        by=By(office.head, cast.at("2026-04-02 09:00")),
    )  # fmt: skip
    facts.record_fact(
        jurisdiction=office.jurisdiction, kind="uncooperative", unit=office.units[1], fact={}, by=By(office.head, cast.at("2026-04-03 09:00")),
        on=datetime.date(2026, 3, 11), reason="会议记录",
    )  # fmt: skip
    page = _page(signed_in(office.head), *LATE)
    assert f'href="/rankings/{made.pk}"' in page and "已发布的排名" in page
    total = next(each for each in made.result["units"] if each["unit"] == office.units[1].code)["total"]
    assert f">{total}<" in page.replace("\n", "").replace(" ", "")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ([("figure", "附件2 三3"), ("v:附件2 三3", "很多")], "不是可以用的数"),
        ([("figure", "附件2 三3"), ("v:附件2 三3", "")], "不是可以用的数"),
        ([("figure", "第九十九条")], "没有“第九十九条”这个可以改的数"),
        ([("without", "第九十九条")], "没有“第九十九条”这一条"),
        ([("document", "../secret")], "没有这部办法"),
    ],
)
def test_a_bad_address_is_answered_in_its_place(office, signed_in, asked, said):
    page = _page(signed_in(office.clerk), *asked)
    assert said in page and "哪一条在起作用" not in page


def test_another_document_names_what_these_records_do_not_tell(office, signed_in):
    page = _page(signed_in(office.leader), ("document", "zhuoni-2022"))
    assert "不能推算的" in page and "“组织领导”由人给分，这些事实里没有" in page


def test_a_unit_sees_both_its_cards_side_by_side(office, signed_in):
    page = _page(signed_in(office.head), *LATE, ("unit", office.units[0].code))
    assert "两张得分单" in page and f'href="/scores/{office.units[0].code}?' in page


def test_it_asks_the_database_as_often_for_many_facts_as_for_few(office, signed_in):
    client, counts = signed_in(office.head), []
    for more in (0, 6):
        for _ in range(more):
            stories.matter(office, due_on="2026-03-25", at=cast.at("2026-03-03 09:00"))
        _page(client, *LATE)
        with CaptureQueriesContext(connection) as queries:
            _page(client, *LATE)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 30


def test_a_finding_of_a_superior_rule_is_followed_to_its_variant(office, signed_in):
    by, matter = By(office.clerk, cast.at("2026-03-12 09:00")), Matter.objects.last()
    proof = attachments.add_file(
        jurisdiction=office.jurisdiction,
        name="刊物.pdf",
        chunks=[b"%PDF-1.4 2"],
        matter=matter,
        unit=office.units[1],
        by=by,
    )
    facts.record_fact(
        jurisdiction=office.jurisdiction, kind="published", unit=office.units[1], fact={"authority": "province"}, matter=matter, by=by,
        on=datetime.date(2026, 3, 12), reason="刊发", proof=proof,
    )  # fmt: skip
    client = signed_in(office.head)
    page = client.get("/regime").content.decode()
    assert page.count("与上位规定比对") == 1 and "办法仍照原文执行" in page and "按公开报道拟" in page
    (address,) = [each for each in re.findall(r'href="(/rankings/what-if[?][^"]+)"', page) if "%E4%B8%89%291" in each]
    tried = client.get(html.unescape(address) + "&kind=month&from=2026-03-01").content.decode()
    assert "不执行〔附件2 一(三)2〕" in tried and "−15.00" in tried and "〔附件2 一(三)2〕15 → 0" in tried
    assert "与上位规定比对" not in client.get("/desk").content.decode()


def test_of_very_many_records_the_page_comes_with_how_far_it_is(office, signed_in, monkeypatch):
    client = signed_in(office.head)
    at_once = _page(client, *LATE)
    monkeypatch.setattr("duban.engine.what_if.comparing.LONG", 0)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(f"/rankings/what-if?{urlencode([*MARCH, *LATE])}")
        parts = [part.decode() for part in answer.streaming_content]
    assert len(parts) == 3 and "正在读取记录" in parts[0] and "正在推演" in parts[1]
    assert at_once.split('<div class="trial">')[1] == parts[2].split('<div class="trial">')[1]
    assert not [query["sql"] for query in queries if query["sql"].lstrip().upper().startswith(WRITES)]
    refused = client.get(f"/rankings/what-if?{urlencode([*MARCH, ('without', '第九十九条')])}")
    assert "没有“第九十九条”这一条" in b"".join(refused.streaming_content).decode()
