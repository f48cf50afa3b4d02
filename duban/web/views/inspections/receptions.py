"""Inspections from above: registered, with what is to be ready by whom, and what came of them."""

from functools import partial

from django.http import HttpResponse
from django.urls import reverse

from duban.engine.recording import names
from duban.ledger import access
from duban.ledger.actions.inspections import receptions
from duban.ledger.governed import Governed
from duban.ledger.models import Inspection, Preparation
from duban.web.acting import act_by, act_here
from duban.web.forms.inspections.visits import (
    AnswerForm,
    PreparationForm,
    ReceptionForm,
)
from duban.web.forms.matters.matters import EmptyForm
from duban.web.http import Request
from duban.web.pages import form_page, form_taken


@form_page("draft_inspection")
def new(request: Request) -> HttpResponse:
    """Register that a superior inspects here."""
    jurisdiction = request.user.office

    form = ReceptionForm(
        request.POST or None,
        jurisdiction=jurisdiction,
        authorities=list(names.authorities(Governed.of(jurisdiction).document).items()),
        initial={"from_on": request.today, "to_on": request.today},
    )
    back = reverse("inspections")
    return act_by(
        request,
        form,
        partial(receptions.register_reception, jurisdiction=jurisdiction, by=request.by),
        said="已登记，请安排迎检准备",
        to=lambda made: reverse("inspection", args=[made.pk]),
        back=back,
        title="登记上级督查",
        button="登记",
    )


@form_page("draft_inspection", access.inspections.inspection_for)
def prepare(request: Request, inspection: Inspection) -> HttpResponse:
    """Put something on the list of what is to be ready."""
    form = PreparationForm(request.POST or None, jurisdiction=inspection.jurisdiction)
    to = reverse("inspection", args=[inspection.pk])
    return act_here(
        request,
        form,
        partial(receptions.ask_preparation, inspection=inspection, by=request.by),
        to,
        "迎检准备",
        said="已安排",
        button="安排",
    )


@form_taken("finish_preparation", access.inspections.preparation_for)
def finish(request: Request, row: Preparation) -> HttpResponse:
    """Say that something is ready."""
    to = reverse("inspection", args=[row.inspection_id])
    return act_here(
        request,
        EmptyForm(request.POST),
        partial(receptions.finish_preparation, preparation=row, by=request.by),
        to,
        "迎检准备",
        said="已完成",
        button="已完成",
    )


@form_page("draft_inspection", access.inspections.inspection_for)
def answer(request: Request, inspection: Inspection) -> HttpResponse:
    """Put on record what came of it."""
    initial = {"result": inspection.result, "result_on": inspection.result_on or request.today}
    form = AnswerForm(request.POST or None, initial=initial)
    to = reverse("inspection", args=[inspection.pk])
    return act_here(
        request,
        form,
        partial(receptions.answer_reception, inspection=inspection, by=request.by),
        to,
        "上级督查结果",
        said="已登记结果",
        button="登记",
    )
