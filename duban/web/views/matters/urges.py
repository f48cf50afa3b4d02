"""Urging (催办): by phone, in writing, on the spot, in a meeting."""

import datetime
from functools import partial

from django.http import HttpResponse

from duban.engine.calendar import Calendar
from duban.engine.rules.durations import Count, end_of
from duban.engine.rules.steps import Step
from duban.ledger import access, conditions, ladders
from duban.ledger.actions.matters import urges
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment
from duban.ledger.queries.matters.deadlines import urging_words
from duban.web.forms.matters.matters import UrgeForm
from duban.web.http import Request
from duban.web.pages import form_page
from duban.web.views.matters.assignments import act_on

USUAL = "phone"
STEP_NOTE = "是逐级督办一步的，要限定完成日期。"
# The working days that are proposed where the document leaves it to the office.
_DAYS = 3


@form_page("urge", access.matters.assignment_for)
def urge(request: Request, assignment: Assignment) -> HttpResponse:
    """Urge a unit; where the regime's ladder has it as a step, this carries the step out."""
    due = ladders.open_step(assignment, request.today) if assignment.is_lead else None
    step = Governed.of(assignment.matter).step(due.step) if due else None
    if step is None or not ladders.is_urging(step):
        due, step = None, None
    governed, channel = Governed.of(assignment.matter), ladders.channel_of(step) if step else USUAL
    form = UrgeForm(request.POST or None, initial={"channel": channel})
    calendar = governed.calendar
    # A step that was carried out before may be carried out again, and sets a limit again.
    again = governed.step_carried_by("urged", {"channel": channel})
    form.preset("limit", *proposed_limit(step or again, request.today, calendar))
    form.preset("note", urging_words(assignment.due_on, on=request.today, calendar=calendar), "按期限拟出，可改")
    return act_on(
        request,
        assignment,
        form,
        partial(urges.urge_unit, assignment=assignment, by=request.by),
        conditions.matters.urging(assignment),
        title="催办",
        button="催办",
        said=f"已催办{assignment.unit}",
        note=f"书面催办同时制发文书。{STEP_NOTE if ladders.urging_may_be_step(Governed.of(assignment.matter)) else ''}",
        due=due,
    )


def proposed_limit(step: Step | None, on: datetime.date, calendar: Calendar) -> tuple[datetime.date | None, str]:
    """Return the day that is proposed for the step whose notice sets a limit, and where it comes from; None where nothing has to be set."""
    if step is None:
        return None, ""
    if isinstance(step.limit, Count):
        return end_of(step.limit, on, calendar), f"限 {step.limit.said_in_chinese}〔{step.clause}〕"
    return calendar.add_workdays(on, _DAYS), f"预填 {_DAYS} 个工作日，可改"
