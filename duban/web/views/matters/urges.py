"""Urging (催办): by phone, in writing, on the spot, in a meeting."""

from functools import partial

from django.http import HttpResponse

from duban.ledger import access, conditions, ladders
from duban.ledger.actions.matters import urges
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment
from duban.web.forms.matters.matters import UrgeForm
from duban.web.http import Request
from duban.web.pages import form_page
from duban.web.views.matters.assignments import act_on


@form_page("urge", access.matters.assignment_for)
def urge(request: Request, assignment: Assignment) -> HttpResponse:
    """Urge a unit; where the regime's ladder has it as a step, this carries the step out."""
    due = ladders.open_step(assignment, request.today) if assignment.is_lead else None
    step = Governed.of(assignment.matter).step(due.step) if due else None
    if step is None or not ladders.is_urging(step):
        due, step = None, None
    return act_on(
        request,
        assignment,
        UrgeForm(request.POST or None, initial={"channel": ladders.channel_of(step) if step else "phone"}),
        partial(urges.urge_unit, assignment=assignment, by=request.by),
        conditions.matters.urging(assignment),
        title="催办",
        button="催办",
        said=f"已催办{assignment.unit}",
        note="书面催办同时制发文书；是逐级督办一步的，要限定完成日期。",
        due=due,
    )
