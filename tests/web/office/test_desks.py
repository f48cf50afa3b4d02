"""The desk: what needs each role, every number the same as the list behind it."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from duban.ledger.actions.office import daily_run
from duban.ledger.actions.reports import questions
from duban.ledger.actions.requests import proposals
from duban.ledger.actions.scoring import rankings
from duban.ledger.by import By
from duban.ledger.models import Matter
from duban.ledger.queries.office import desks
from duban.ledger.queries.scoring import outstanding
from tests import cast, entering, stories


def _busy(office, number):
    """Matters in several states, some overdue with their step proposed."""
    for count in range(number):
        at = cast.at("2026-03-02 09:00")
        unit = office.units[count % 2]
        late = stories.matter(office, due_on="2026-03-13", at=at, lead=[unit], title=f"超期{count}")
        stories.accept(office, late, at)
        reported = stories.matter(office, due_on="2026-04-13", at=at, lead=[unit], title=f"待审{count}")
        stories.accept(office, reported, at)
        stories.report(office, reported, at)
        stories.matter(office, due_on="2026-04-03", at=at, lead=[unit], title=f"待签{count}")
        stories.matter(office, due_on="2026-05-13", at=at, dispatched=False, title=f"拟立{count}")
        stories.complete(office, stories.matter(office, due_on="2026-03-20", at=at, lead=[unit]), at)
    daily_run.run_days(jurisdiction=office.jurisdiction, through=datetime.date(2026, 3, 31))


TILE = re.compile(r'<a class="tile[^"]*" href="([^"]+)"><strong>(\d+)</strong>')


@pytest.mark.parametrize("who", ["clerk", "office_head", "liaison", "leader", "principal"])
def test_every_number_is_the_length_of_its_list(office, signed_in, who):
    _busy(office, 3)
    client = signed_in(office.officers[who])
    page = client.get("/desk").content.decode()
    tiles = TILE.findall(page)
    assert len(tiles) >= 3
    assert any(int(number) for _, number in tiles)
    for address, number in tiles:
        listed = client.get(address.replace("&amp;", "&"))
        assert listed.status_code == 200
        if address.startswith("/matters"):
            assert listed.context["totals"].count == int(number), address
        else:
            assert listed.context["page"].paginator.count == int(number), address


def test_what_the_clerk_sees(office, signed_in):
    _busy(office, 1)
    page = signed_in(office.clerk).get("/desk").content.decode()
    assert "超期 1 件" in page
    assert "已超期 12 个工作日" in page
    assert "待签批：" in page and "全市通报" in page
    assert "应办结 <strong>2</strong>" in page and "50.0%" in page


def test_an_empty_month_is_said_in_words(office, signed_in):
    page = signed_in(office.clerk).get("/desk").content.decode()
    assert "本月没有应办结事项" in page
    assert "没有超期的事项" in page
    assert "0.0%" not in page and "100.0%" not in page


def test_a_unit_sees_its_own_only(office, signed_in):
    _busy(office, 2)
    page = signed_in(office.liaison).get("/desk").content.decode()
    assert "超期0" in page and "超期1" not in page
    assert "本期得分" in page


def test_a_leader_sees_what_waits_for_their_signature(office, signed_in):
    _busy(office, 2)
    page = signed_in(office.leader).get("/desk").content.decode()
    assert "1 件</a>请您定" in page and " 同意</button>" in page
    assert "农业口" in page and "工业口" not in page
    assert "没有等我签批的" in signed_in(office.principal).get("/desk").content.decode()


@pytest.mark.parametrize("who", ["administrator", "auditor", "assessment", "discipline"])
def test_who_has_no_business_with_matters_meets_none(office, signed_in, who):
    _busy(office, 1)
    page = signed_in(office.officers[who]).get("/desk").content.decode()
    assert "超期0" not in page and "甲县" not in page


@pytest.mark.parametrize("regime", cast.REGIMES)
def test_every_regime_has_its_desks(db, regime, signed_in):
    office = cast.office(regime)
    _busy(office, 1)
    for officer in office.officers.values():
        assert signed_in(officer).get("/desk").status_code == 200


# What a desk asks after something was written, and when it is looked at again; the session and its officer are two of them.
# A unit's standing is counted on from the last one first, which reads the office's facts.
_ASKED = {
    "clerk": (10, 5),
    "office_head": (12, 7),
    "liaison": (30, 8),
    "leader": (10, 5),
    "principal": (10, 5),
    "inspector": (7, 4),
}


@pytest.mark.parametrize("who", _ASKED)
def test_a_desk_asks_little_and_less_where_nothing_was_written(office, signed_in, who):
    client = entering.entered(signed_in(office.officers[who]))
    asked = []
    for _ in range(2):
        stories.matter(office, due_on="2026-02-20", at=cast.at("2026-02-02 09:00"))
        asked = [_statements(client) for _ in range(2)]
    assert tuple(map(len, asked)) == _ASKED[who], asked[1]


def _statements(client):
    """Open the desk and return what it asked. Not by CaptureQueriesContext, for which everything that is held is forgotten."""
    asked = []

    def note(execute, sql, params, many, context):
        asked.append(sql[:160])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        assert client.get("/desk").status_code == 200
    return asked


def test_the_number_of_queries_does_not_grow(office, signed_in):
    counts = []
    for more in (2, 5):
        _busy(office, more)
        asked = {}
        for who in ("clerk", "liaison", "leader", "principal", "inspector"):
            client = entering.entered(signed_in(office.officers[who]))
            client.get("/desk")
            with CaptureQueriesContext(connection) as queries:
                client.get("/desk")
            asked[who] = len(queries)
        counts.append(asked)
    assert all(counts[1][who] <= counts[0][who] <= 17 for who in counts[0]), counts


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=6))
def test_percentages_add_to_a_hundred(counts):
    parts = [round(float(each) * 10) for each in desks.percentages(counts)]
    assert sum(parts) == (1000 if sum(counts) else 0)
    assert all(abs(part - count * 1000 / (sum(counts) or 1)) < 1 for part, count in zip(parts, counts, strict=True))


def test_a_unit_reads_the_same_number_of_late_matters_everywhere(office, signed_in):
    """What it only supports is not its own lateness: neither on the desk nor in the list."""
    for title, lead, support in (("配合的", office.units[1:2], office.units[:1]), ("牵头的", office.units[:1], ())):
        stories.matter(
            office, title=title, due_on="2026-03-20", at=cast.at("2026-03-02 09:00"), lead=lead, support=support
        )
    client = signed_in(office.liaison)
    desk = client.get("/desk").content.decode()
    ledger = client.get("/matters").content.decode()
    assert "超期 1 件" in desk and "已超期 1</a>" in ledger
    assert ledger.count("已超期 7 个工作日") == 1 and "牵头单位的期限" in ledger
    late = client.get("/matters?due=late").content.decode()
    assert "牵头的" in late and "配合的" not in late
    assert signed_in(office.other_liaison).get("/matters").content.decode().count("已超期 7 个工作日") == 1
    for matter in Matter.objects.all():
        stories.accept(office, matter, cast.at("2026-03-03 09:00"), unit=office.units[0])
    desk = client.get("/desk").content.decode()
    # In the row of what it leads, and among what is late.
    assert "超期 1 件" in desk and desk.count("已超期 7 个工作日") == 2 and desk.count("牵头单位的期限") == 1


def test_no_page_leads_the_administrator_to_what_they_may_not_read(office, signed_in):
    page = signed_in(office.admin).get("/desk").content.decode()
    assert 'href="/regime"' not in page and 'href="/matters"' not in page
    assert 'href="/regime"' in signed_in(office.clerk).get("/desk").content.decode()


def test_what_is_signed_and_waits_to_be_carried_out_is_counted_once(db, signed_in, at):
    county = cast.office("county-plan")
    made = stories.matter(county, due_on="2026-04-30", dispatched=False)
    asked = proposals.ask("start", of=made, reason="书记要求", by=By(county.clerk, at))
    assert desks.proposals_in(county.clerk, "going", at.date()) == 1
    stories.sign_as(asked, county.leader)
    counts = [desks.proposals_in(county.clerk, tab, at.date()) for tab in ("ready", "going")]
    assert counts == [1, 0]
    assert "没有进行中的报批" in signed_in(county.clerk).get("/proposals?tab=going").content.decode()


def test_no_ranking_is_missed_of_a_time_before_the_office_had_its_document(db):
    county = cast.office("county-plan")
    county.jurisdiction.document_since = since = datetime.date(2026, 3, 1)
    assert outstanding.unpublished(county.jurisdiction, since) == []
    found = outstanding.unpublished(county.jurisdiction, datetime.date(since.year + 1, 2, 1))
    assert [each.name for each in found] == ["2026年"]


def test_a_year_is_asked_for_only_where_one_may_be_published(db):
    quarterly = cast.office("gansu-county-2023").jurisdiction
    found = outstanding.unpublished(quarterly, datetime.date(2027, 1, 4))
    assert [each.name for each in found] == ["2026年第4季度"]


def test_a_year_that_is_over_is_on_the_desk_until_it_is_published(zhuoni, signed_in, settings):
    settings.PRESENT_DAY = "2027-01-04"
    year = {"kind": "year", "from_on": datetime.date(2026, 1, 1), "to_on": datetime.date(2026, 12, 31)}
    browser = signed_in(zhuoni.head)
    desk = browser.get("/desk").content.decode()
    assert "2026年12月还没有发布" in desk and "2026年还没有发布" in desk and "个工作日（暂定）" in desk
    by = By(zhuoni.head, cast.at("2027-01-04 09:00"))
    rankings.publish_ranking(jurisdiction=zhuoni.jurisdiction, by=by, **year)
    desk = browser.get("/desk").content.decode()
    assert "2026年12月还没有发布" in desk and "2026年还没有发布" not in desk


def test_a_unit_acts_in_its_rows_and_answers_there(office, signed_in, at):
    new = stories.matter(office, due_on="2026-04-30", title="待签的事")
    going = stories.matter(office, due_on="2026-04-15", title="在办的事")
    stories.accept(office, going, at)
    asked = questions.ask_question(matter=going, unit=office.units[0], text="卡在哪里？", by=By(office.leader, at))
    unit = signed_in(office.liaison)
    desk = unit.get("/desk").content.decode()
    assert "今天先做这 3 件" in desk and "卡在哪里？" in desk
    address = f"/matters/{new.no}/units/jia/acceptance"
    assert f'action="{address}"' in desk and f'hx-get="/matters/{going.no}/units/jia/reports?back=desk"' in desk
    assert unit.post(address, {"back": "desk", "form_key": "a"}).url == "/desk"
    answer = {"text": "正在停水。", "back": "desk", "form_key": "b"}
    assert unit.post(f"/questions/{asked.pk}/answer", answer).url == "/desk"
    desk = unit.get("/desk").content.decode()
    assert "今天先做这 2 件" in desk and "卡在哪里？" not in desk and address not in desk
    page = signed_in(office.leader).get(f"/matters/{going.no}").content.decode()
    assert "卡在哪里？" in page and "正在停水。" in page


def test_a_leader_says_a_word_where_the_late_ones_stand(office, signed_in):
    _busy(office, 1)
    leader = signed_in(office.leader)
    page = leader.get("/desk").content.decode()
    asks = re.search(r'href="(/matters/[^"]+/questions[?]unit=[^"]+)">问一句', page)[1].replace("&amp;", "&")
    assert re.search(r'href="/instructions/new[?]matter=[^"]+">批示', page)
    assert leader.post(asks, {"unit": "jia", "text": "卡在哪里？", "form_key": "a"}).url == "/desk"
    assert "问一句</a>" not in signed_in(office.liaison).get("/desk").content.decode()
