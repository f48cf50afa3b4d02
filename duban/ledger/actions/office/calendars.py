"""Holiday notices: taken in by people from the text of the notice, withdrawn where they were wrong; what was told to units never gets shorter."""

import datetime
from typing import Any

from django.db import transaction

from duban.engine.calendar import CalendarError
from duban.engine.holiday_notices import missing_of, read_notice
from duban.ledger import journal
from duban.ledger.actions.matters.moved_deadlines import postpone
from duban.ledger.models import HolidayNotice
from duban.ledger.queries.office import calendars
from duban.ledger.queries.office.calendars import FIRST, LAST, Move
from duban.ledger.refusals import Conflict, Refused
from duban.people.models import Jurisdiction, Officer

_LONGEST = 20000


def read_text(
    jurisdiction: Jurisdiction, *, text: str, year: int | None = None, number: str = "", is_local: bool = False
) -> dict[str, Any]:
    """Read a notice for an office: {year, number, issued_on, content}. Raises Refused, at its field, for what is not understood.

    The yearly notice of the State Council has to name all festivals; a later one for a year that is announced may name some.
    """
    if len(text) > _LONGEST:
        raise Refused(f"文字超过 {_LONGEST} 字", field="text")
    try:
        read = read_notice(text, year)
    except CalendarError as error:
        raise Refused(str(error), field="text") from None
    if not FIRST <= read["year"] <= LAST:
        raise Refused(f"年份应在 {FIRST} 至 {LAST} 之间", field="year")
    notice = read["notices"][0]
    notice["number"] = number.strip() or notice["number"]
    if not notice["number"]:
        raise Refused("请填写通知的文号：每一天都要有出处", field="number")
    if not is_local and read["year"] not in calendars.calendar_after(jurisdiction, jurisdiction.holidays).announced:
        lacking = missing_of(read)
        if lacking:
            raise Refused(f"全年安排缺少{'、'.join(lacking)}", possible="请粘贴通知全文。", field="text")
    content = {"notices": read["notices"]} if is_local else read
    return {"year": read["year"], "number": notice["number"], "issued_on": notice["issued_on"], "content": content}


def moves_with(jurisdiction: Jurisdiction, content: dict[str, Any], today: datetime.date) -> list[Move]:
    """Return the open dates that a notice would move. Raises Refused where it cannot stand beside the others."""
    calendar = calendars.calendar_after(jurisdiction, [*jurisdiction.holidays, content])
    return calendars.moves_of(jurisdiction, calendar, today)


@transaction.atomic
def take_notice(
    *,
    jurisdiction: Jurisdiction,
    text: str,
    actor: Officer | None,
    at: datetime.datetime,
    today: datetime.date,
    year: int | None = None,
    number: str = "",
    issued_on: datetime.date | None = None,
    is_local: bool = False,
) -> HolidayNotice:
    """Take a notice in: from now on all days are counted by it. Open dates that it counts later move there; earlier ones stay.

    Without an officer it is the machine's owner. Raises Refused as `read_text` does, without a date of the notice, and Conflict for the
    same number and year again.
    """
    jurisdiction = Jurisdiction.objects.select_for_update(no_key=True).get(pk=jurisdiction.pk)
    read = read_text(jurisdiction, text=text, year=year, number=number, is_local=is_local)
    day = issued_on or (datetime.date.fromisoformat(read["issued_on"]) if read["issued_on"] else None)
    if day is None:
        raise Refused("请填写通知的成文日期", field="issued_on")
    if day > today:
        raise Refused("通知的成文日期还没有到", field="issued_on")
    known = HolidayNotice.objects.filter(jurisdiction=jurisdiction, year=read["year"], withdrawn_on__isnull=True)
    if known.filter(number=read["number"]).exists():
        raise Conflict(f"{read['number']}已经录入", possible="有错的，请先撤销原来的录入。")
    read["content"]["notices"][0]["issued_on"] = day.isoformat()
    moved = moves_with(jurisdiction, read["content"], today)
    made = HolidayNotice.objects.create(
        jurisdiction=jurisdiction,
        year=read["year"],
        is_local=is_local,
        number=read["number"],
        issued_on=day,
        text=text,
        content=read["content"],
        entered_by=actor,
        entered_on=today,
    )
    jurisdiction.holidays = [*jurisdiction.holidays, read["content"]]
    jurisdiction.save(update_fields=["holidays"])
    data = {"said": str(made), "moved": sum(each.moves for each in moved)}
    journal.record("calendar.taken", jurisdiction=jurisdiction, of=made, actor=actor, at=at, data=data)
    _carry_out(moved, made, actor, at)
    return made


@transaction.atomic
def withdraw_notice(
    *, notice: HolidayNotice, reason: str, actor: Officer | None, at: datetime.datetime, today: datetime.date
) -> HolidayNotice:
    """Take back a notice that was entered wrongly: days are counted without it. Dates that it had moved later stay where they are.

    Raises Refused without a reason and where it was withdrawn already.
    """
    jurisdiction = Jurisdiction.objects.select_for_update(no_key=True).get(pk=notice.jurisdiction_id)
    notice = HolidayNotice.objects.get(pk=notice.pk)
    if notice.withdrawn_on is not None:
        raise Refused(f"这份安排已于 {notice.withdrawn_on} 撤销")
    if not reason.strip():
        raise Refused("请写明撤销的原因", field="reason")
    left = [each for each in jurisdiction.holidays if each != notice.content]
    moved = calendars.moves_of(jurisdiction, calendars.calendar_after(jurisdiction, left), today)
    notice.withdrawn_on, notice.withdrawn_reason = today, reason.strip()
    notice.save(update_fields=["withdrawn_on", "withdrawn_reason"])
    jurisdiction.holidays = left
    jurisdiction.save(update_fields=["holidays"])
    data = {"said": str(notice), "reason": reason, "moved": sum(each.moves for each in moved)}
    journal.record("calendar.withdrawn", jurisdiction=jurisdiction, of=notice, actor=actor, at=at, data=data)
    _carry_out(moved, notice, actor, at)
    return notice


def _carry_out(moved: list[Move], notice: HolidayNotice, actor: Officer | None, at: datetime.datetime) -> None:
    why = f"按放假安排 {notice.number} 重新计算"
    for each in moved:
        if each.moves and each.row is not None:
            taken = each.assignment.deadlines.filter(what=each.row.what, on=each.after).exists()
            if not taken:
                each.row.on = each.after
                each.row.save(update_fields=["on"])
        elif each.moves:
            postpone(each.assignment, each.after, why, actor, at)
