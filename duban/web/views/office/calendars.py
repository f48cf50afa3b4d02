"""The office's calendar: a year with its rest days and what is worked for them, the notices behind it, and the next one taken in."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from duban.ledger import access
from duban.ledger.actions.office import calendars as acts
from duban.ledger.governed import Governed
from duban.ledger.models import HolidayNotice
from duban.ledger.queries.office import calendars
from duban.ledger.refusals import Refused
from duban.web.acting import act_by
from duban.web.asked import leave_out
from duban.web.forms.office.calendars import NoticeForm, WithdrawalForm
from duban.web.http import Request
from duban.web.pages import form_page
from duban.web.submitting import carry_out

_MOST_MOVES = 200


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: Request) -> HttpResponse:
    """Show a year; take a notice in, after its reading and what it would move were shown."""
    access.require(request.user, "see_calendar" if request.method != "POST" else "keep_calendar")
    office = request.user.office
    form, look = NoticeForm(request.POST if request.method == "POST" else None), None
    if form.is_bound and form.is_valid():
        words = form.cleaned_data
        try:
            if request.POST.get("step") != "take":
                asked = {name: words[name] for name in ("text", "year", "number", "is_local")}
                look = _look(request, acts.read_text(office, **asked))
            else:

                def act() -> str:
                    made = acts.take_notice(
                        jurisdiction=office, actor=request.user, at=request.at, today=request.today, **words
                    )
                    return f"{reverse('calendar')}?year={made.year}"

                return carry_out(request, act, said="放假安排已录入，此后按它计算工作日")
        except Refused as refusal:
            form.refuse(refusal)
    year = look["year"] if look else _year(request)
    calendar = Governed.of(office).calendar if look is None else look["calendar"]
    context = {
        "year": year,
        "months": calendars.months_of(calendar, year),
        "announced": year in calendar.announced,
        "why_provisional": calendar.why_provisional(year),
        "notices": calendars.notices_of(office),
        "may_keep": access.may(request.user, "keep_calendar"),
        "form": form,
        "look": look,
    }
    return render(request, "office/calendar/show.html", context, status=422 if form.errors else 200)


@form_page("keep_calendar", access.office.holiday_notice_for)
def withdraw(request: Request, notice: HolidayNotice) -> HttpResponse:
    """Take back a notice that was entered wrongly."""

    def perform(reason: str) -> None:
        acts.withdraw_notice(notice=notice, reason=reason, actor=request.user, at=request.at, today=request.today)

    here = f"{reverse('calendar')}?year={notice.year}"
    return act_by(
        request,
        WithdrawalForm,
        perform,
        said="放假安排已撤销",
        to=here,
        back=here,
        title=f"撤销 {notice.number}",
        button="撤销",
        note="撤销后按其余安排计算工作日；已经顺延的期限不再提前。原录入和撤销都留在日志里。",
    )


def _look(request: Request, read: dict[str, Any]) -> dict[str, Any]:
    office = request.user.office
    content = read["content"]
    moves = acts.moves_with(office, content, request.today)
    return {
        "year": read["year"],
        "number": read["number"],
        "issued_on": read["issued_on"],
        "festivals": content["notices"][0]["festivals"],
        "calendar": calendars.calendar_after(office, [*office.holidays, content]),
        "later": [each for each in moves if each.moves][:_MOST_MOVES],
        "earlier": [each for each in moves if not each.moves][:_MOST_MOVES],
    }


def _year(request: Request) -> int:
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else request.today.year
    year = year if calendars.FIRST <= year <= calendars.LAST else request.today.year
    leave_out(request, *["year"] * (asked != str(year)))
    return year
