"""The office's calendar: a year, what stands on it, holiday notices taken in and withdrawn."""

import datetime
from typing import Any

from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field

from duban.api import acting
from duban.api.http import Request
from duban.api.schemas.calendars import AskedEntries, NewHolidayNotice, Withdrawal
from duban.ledger import access
from duban.ledger.actions.office import calendars as acts
from duban.ledger.governed import Governed
from duban.ledger.models import HolidayNotice
from duban.ledger.queries.matters import calendar as standing
from duban.ledger.queries.matters.filters import filter_from
from duban.ledger.queries.office import calendars
from duban.ledger.refusals import Refused

router = Router(tags=["calendar"])


class AskedYear(Schema):
    """The year; without it the present one."""

    model_config = ConfigDict(extra="forbid")
    year: int | None = Field(None, ge=calendars.FIRST, le=calendars.LAST)


@router.get("/calendar", operation_id="show_calendar", summary="工作日历")
def show(request: Request, asked: Query[AskedYear]) -> dict[str, Any]:
    """Show a year with its rest days, what is worked for them, and the notices that were taken in."""
    access.require(request.user, "see_calendar")
    year, calendar = asked.year or request.today.year, Governed.of(request.user.office).calendar
    days = [day for month in calendars.months_of(calendar, year) for day in month.days]
    announced = year in calendar.announced
    return {
        "year": year,
        "announced": announced,
        "why": "" if announced else calendar.why_provisional(year),
        "rest": [each.on for each in days if not each.works and each.on.weekday() < 5],
        "work": [each.on for each in days if each.works and each.on.weekday() >= 5],
        "notices": [_told(each) for each in calendars.notices_of(request.user.office) if each.year == year],
    }


@router.get("/calendar/entries", operation_id="show_calendar_entries", summary="日历上的事项")
def entries(request: Request, asked: Query[AskedEntries]) -> dict[str, Any]:
    """Show what stands on the calendar between two days: deadlines, reports, inspections and interviews, as one may see them."""
    access.require(request.user, "keep_feed")
    if not asked.first <= asked.last <= asked.first + datetime.timedelta(days=366):
        raise Refused("结束日应在开始日之后，最多一年", field="last")
    base = filter_from({"unit": asked.unit, "leader": asked.leader})
    found = standing.entries(
        request.user, standing.Asked(asked.first, asked.last, tuple(asked.kinds), base), today=request.today
    )
    same = ("kind", "key", "about", "on", "until", "at", "what", "title", "unit", "place", "standing")
    return {
        "entries": [
            {name: getattr(each, name) for name in same} | {"provisional": each.is_provisional, "final": each.is_final}
            for each in found
        ]
    }


@router.post("/calendar/notices", operation_id="take_holiday_notice", summary="录入放假安排")
def take(request: Request, given: NewHolidayNotice) -> dict[str, Any]:
    """Take a notice in, or with `only_check` say what it would move."""
    access.require(request.user, "keep_calendar")
    office, words = request.user.office, given.dict(exclude={"only_check"})
    read = acts.read_text(office, **{name: words[name] for name in ("text", "year", "number", "is_local")})
    moves = acts.moves_with(office, read["content"], request.today)
    made = None
    if not given.only_check:
        made = acts.take_notice(jurisdiction=office, actor=request.user, at=request.at, today=request.today, **words)
    return {
        "taken": made.pk if made else None,
        "year": read["year"],
        "number": read["number"],
        "moves": [
            {
                "what": each.what,
                "matter": each.assignment.matter.no,
                "unit": each.assignment.unit.code,
                "before": each.before,
                "after": each.after,
                "moves": each.moves,
            }
            for each in moves
        ],
    }


@router.post("/calendar/notices/{pk}/withdrawal", operation_id="withdraw_holiday_notice", summary="撤销放假安排")
def withdraw(request: Request, pk: int, given: Withdrawal) -> dict[str, Any]:
    """Take back a notice that was entered wrongly."""
    access.require(request.user, "keep_calendar")
    notice = access.office.holiday_notice_for(request.user, acting.key(pk))
    return _told(
        acts.withdraw_notice(notice=notice, reason=given.reason, actor=request.user, at=request.at, today=request.today)
    )


def _told(found: HolidayNotice) -> dict[str, Any]:
    names = ("year", "number", "issued_on", "is_local", "entered_on", "withdrawn_on", "withdrawn_reason")
    return {"id": found.pk, **{name: getattr(found, name) for name in names}}
