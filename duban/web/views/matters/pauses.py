"""Pauses (中止): the clock of an assignment is stopped, and runs on."""

from functools import partial

from django.http import HttpResponse
from django.urls import reverse

from duban.ledger import access, conditions
from duban.ledger.actions.matters import pauses
from duban.ledger.models import Assignment
from duban.web.acting import act_by
from duban.web.forms.reports.recurrences import NoteForm, ReasonOf
from duban.web.http import Request
from duban.web.pages import form_page


@form_page("suspend_assignment", access.matters.assignment_for)
def suspend(request: Request, assignment: Assignment) -> HttpResponse:
    """Stop the clock of a unit."""
    return act_by(
        request,
        ReasonOf,
        partial(pauses.suspend_assignment, assignment=assignment, by=request.by),
        said="已中止，期限停止计算",
        to=reverse("matter", args=[assignment.matter.no]),
        matter=assignment.matter,
        assignment=assignment,
        refusal=conditions.matters.suspension(assignment),
        title="中止办理",
        button="中止",
        note="不是单位原因、暂时不能办理的才中止。中止期间不计时、不催办、不算迟误；恢复时剩余的工作日数不变。",
    )


@form_page("suspend_assignment", access.matters.assignment_for)
def resume(request: Request, assignment: Assignment) -> HttpResponse:
    """Let the clock run on."""
    return act_by(
        request,
        NoteForm,
        partial(pauses.resume_assignment, assignment=assignment, by=request.by),
        said="已恢复办理，期限按剩余工作日顺延",
        to=reverse("matter", args=[assignment.matter.no]),
        matter=assignment.matter,
        assignment=assignment,
        refusal=conditions.matters.resumption(assignment),
        title="恢复办理",
        button="恢复办理",
        note="从今天起继续计时，剩余的工作日数与中止时相同。",
    )
