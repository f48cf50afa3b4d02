"""The ledger as a calendar: what stands on which day and how, what has no room, the list of a day, the same filter as the list."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.ledger.models import Consequence, Deadline
from duban.ledger.queries.matters.calendar import KINDS
from duban.ledger.queries.matters.calendar_pages import pages, spans
from duban.ledger.queries.matters.filters import Filter
from tests import cast, rectifying, stories

pytestmark = pytest.mark.django_db
EARLY = cast.at("2026-03-02 09:00")
TODAY = datetime.date(2026, 3, 31)


def _text(response):
    return response.content.decode()


def _span(view="month", on="2026-03-31"):
    return spans.span_from({"view": view, "on": on}, TODAY)


def _page(officer, *, kinds=tuple(KINDS), base=None, today=TODAY, **more):
    return pages.page_of(officer, _span(**more), kinds, base or Filter(), today)


def _day(page, day):
    return next(each for week in page.weeks for each in week if f"{each.look.on:%m-%d}" == day)


def _lines(page, day):
    return [(line.words, line.below, line.standing) for line in _day(page, day).lines]


def _owed(made, what, on, *days, met=None):
    held = stories.held(made)
    for day in (on, *days):
        Deadline.objects.create(
            assignment=held, what=what, on=stories.day(day), set_on=TODAY, met_on=stories.day(met) if met else None
        )


def test_a_page_holds_whole_weeks_and_turns_to_the_next():
    month = _span()
    assert (f"{month.first:%m-%d}", f"{month.last:%m-%d}", month.title) == ("02-23", "04-05", "2026年3月")
    assert (month.before.month, month.after.month) == (2, 4)
    week = _span("week")
    assert (week.first, week.last) == (datetime.date(2026, 3, 30), datetime.date(2026, 4, 5))
    assert (week.title, week.after) == ("2026年3月30日至4月5日", datetime.date(2026, 4, 6))
    for words in ({"view": "year"}, {"on": "2026-13-01"}, {"on": "0001-01-01"}, {"view": "day", "on": "9999-12-31"}):
        assert spans.span_from(words, TODAY).days[0].year in (1996, 2026, 2100)


def test_each_thing_stands_on_its_day_as_it_is(office):
    late = stories.matter(office, due_on="2026-03-27", at=EARLY, title="入河排污口整治")
    stories.matter(office, due_on="2026-03-31", at=EARLY, lead=office.units[1:2], title="托位建设")
    _owed(late, "report", "2026-03-20", met="2026-03-20")
    Consequence.objects.create(
        jurisdiction=office.jurisdiction, unit=office.units[0], matter=late, kind="interview", clause="四(二)4",
        reason="逾期", imposed_on=TODAY, set_for=cast.at("2026-03-31 15:00"), place="三楼", recorded_by=office.clerk,
    )  # fmt: skip
    page = _page(office.clerk)
    unit, other = (str(each) for each in office.units[:2])
    assert _lines(page, "03-27") == [("入河排污口整治", unit, "late")]
    assert _lines(page, "03-20") == [("入河排污口整治", unit, "done")]
    assert _lines(page, "03-31")[:2] == [("托位建设", other, "today"), ("15:00 工作约谈", unit, "today")]
    assert page.today == _day(page, "03-31") and page.provisional == ""
    assert page.counts["due"] >= 2 and page.counts["interview"] == 1 and "其中 1 件已超期" in page.sentence
    # Of another unit's a unit reads nothing.
    assert _lines(_page(office.liaison), "03-31")[0][0] == "15:00 工作约谈"


def test_days_off_and_days_worked_at_the_weekend_say_so_and_a_year_not_announced_is_provisional(office):
    page = _page(office.clerk, on="2026-02-10")
    spring, worked = _day(page, "02-17"), _day(page, "02-14")
    assert (spring.look.mark, spring.said, spring.look.works) == ("休", "春节", False)
    assert (worked.look.mark, worked.said, worked.look.works) == ("班", "调休", True)
    stories.matter(office, due_on="2027-03-01", title="跨年的事项")
    page = _page(office.clerk, on="2027-03-01")
    assert _day(page, "03-01").lines[0].is_provisional and "2027年放假安排尚未公布" in page.provisional


def test_what_has_no_room_is_counted_and_reports_of_a_day_are_one_line(office):
    mades = [stories.matter(office, due_on="2026-04-30", at=EARLY, title=f"事项{n}") for n in range(6)]
    for made in mades[:3]:
        _owed(made, "report", "2026-04-30", met="2026-03-30" if made is mades[0] else None)
    page = _page(office.clerk, on="2026-04-01")
    day = _day(page, "04-30")
    assert sum(line.number for line in day.lines) + day.more == 9
    assert len(day.lines) <= 4 and day.more > 0
    only = _day(_page(office.clerk, on="2026-04-01", kinds=("report",)), "04-30")
    assert [(line.words, line.below, line.number) for line in only.lines] == [
        ("报送 3 份", "已报 1 份", 3)
    ] and not only.more
    assert page.sentence == "本月 6 件到期"
    # Reports left out, nothing is said of them, however many there are.
    others = _day(_page(office.clerk, on="2026-04-01", kinds=("due", "inspection")), "04-30")
    assert {line.kind for line in others.lines} == {"due"} and sum(
        line.number for line in others.lines
    ) + others.more == 6
    whole = pages.lines_of(office.clerk, _span("day", "2026-04-30"), tuple(KINDS), Filter(), TODAY)
    assert len(whole) == 9


def test_much_that_is_done_is_one_line(office):
    mades = [stories.matter(office, due_on="2026-04-30", at=EARLY, title=f"事项{n}") for n in range(6)]
    for n, made in enumerate(mades):
        _owed(made, "acceptance", "2026-04-10", met="2026-03-10" if n else None)
        _owed(made, "acceptance", "2026-04-13", met="2026-03-10" if n < 2 else None)
    page = _page(office.clerk, on="2026-04-01")
    assert (
        _lines(page, "04-10") == [("签收", "事项0", "ahead"), ("已完成 5 件", "", "done")]
        and not _day(page, "04-10").more
    )
    assert [line.standing for line in _day(page, "04-13").lines] == ["ahead"] * 3 and _day(page, "04-13").more == 3
    assert _lines(_page(office.clerk, on="2026-04-01", kinds=("report",)), "04-10") == []


def test_the_page_and_its_links(office, signed_in):
    made = stories.matter(office, due_on="2026-03-27", at=EARLY, title="入河排污口整治")
    stories.matter(office, due_on="2026-03-26", at=EARLY, lead=office.units[1:2], title="别家的")
    clerk = signed_in(office.clerk)
    page = _text(clerk.get("/matters/calendar?on=2026-03-01&unit=jia"))
    assert f'href="/matters/{made.no}"' in page and "入河排污口整治" in page and "别家的" not in page
    assert 'href="?view=month&amp;on=2026-04-01&amp;unit=jia"' in page and ">列表</a>" in page
    assert 'href="/matters?unit=jia"' in page
    # Leaving a kind out keeps everything else.
    toggled = (
        re.search(r'href="(\?[^"]*kind=report[^"]*)"[^>]*aria-pressed="true"', page).group(1).replace("&amp;", "&")
    )
    page = _text(clerk.get(f"/matters/calendar{toggled}"))
    assert "入河排污口整治" not in page and 'value="report"' in page and "unit=jia" in page
    day = _text(clerk.get("/matters/calendar?view=day&on=2026-03-27"))
    assert "共 1 件" in day and "入河排污口整治" in day and "已超期" in day
    assert "没有到期、报送、督查和约谈" in _text(clerk.get("/matters/calendar?view=day&on=2030-05-05"))
    assert clerk.get("/matters/calendar?view=week&on=x&unit=%00&kind=zz&portfolio=abc").status_code in (200, 400)
    # The list leads here with its filter.
    assert 'href="/matters/calendar?state=open"' in _text(clerk.get("/matters?state=open"))


def test_the_number_of_queries_does_not_grow(office, signed_in):
    clerk = signed_in(office.clerk)
    stories.matter(office, due_on="2026-03-27", at=EARLY)
    rectifying.finding(office, rectifying.inspection(office), progress="handed", rectify_by=datetime.date(2026, 3, 9))

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert clerk.get("/matters/calendar?on=2026-03-01").status_code == 200
        return len(queries)

    asked()
    once = asked()
    for n in range(5):
        _owed(stories.matter(office, due_on=f"2026-03-2{n}", at=EARLY, title=f"事项{n}"), "report", "2026-03-13")
    assert asked() == once
