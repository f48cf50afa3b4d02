"""What units are asked around inspections: self-inspections, look-backs, and inspections from above with what is to be ready."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from duban.engine import wording
from duban.engine.facts import AUTHORITIES
from duban.ledger import access, conditions
from duban.ledger.actions.inspections import look_backs, receptions, self_inspections
from duban.ledger.governed import Governed
from duban.ledger.models import Inspection, Preparation, SelfInspection
from duban.ledger.queries.inspections import inspection_desks
from duban.ledger.wordings import schemes
from duban.web.acting import act_by, act_here
from duban.web.forms.inspections.visits import (
    AnswerForm,
    LookBackForm,
    PreparationForm,
    ReceptionForm,
    SelfReportForm,
    SelfRequestForm,
    photos_of,
)
from duban.web.forms.matters.matters import EmptyForm
from duban.web.http import Request
from duban.web.pages import form_page, form_taken, read_page
from duban.web.printing import as_file


@read_page("see_inspections")
def tasks(request: Request) -> HttpResponse:
    """Show what is owed around inspections: a unit its own, the office everybody's."""
    found = access.inspections.self_inspections(request.user).filter(handed_in_on__isnull=True)
    context = {
        "owed": found.exclude(inspection__phase="cancelled")
        .select_related("inspection", "unit")
        .order_by("due_on", "id"),
        "to_prepare": inspection_desks.open_preparations(request.user),
        "may_finish": access.may(request.user, "finish_preparation"),
    }
    return render(request, "inspections/tasks.html", context)


@form_page("draft_inspection", access.inspections.inspection_for)
def ask(request: Request, inspection: Inspection) -> HttpResponse:
    """Ask units to check themselves first."""
    initial = {"due_on": inspection.from_on, "units": list(inspection.units.all())}
    form = SelfRequestForm(request.POST or None, inspection=inspection, initial=initial)
    to = reverse("inspection", args=[inspection.pk])
    clause = Governed.of(inspection.jurisdiction).clause("self_inspection")
    due = {"why": "被督查单位先自查，报送自查报告", "clause": clause} if clause else None
    return act_here(
        request,
        form,
        partial(self_inspections.request_self_inspections, inspection=inspection, by=request.by),
        to,
        "布置自查",
        said="已布置自查",
        button="布置",
        due=due,
    )


@form_page("see_inspections", access.inspections.self_inspection_for)
def hand_in(request: Request, row: SelfInspection) -> HttpResponse:
    """Show a self-inspection; hand it in, for the unit that owes it."""
    may = (
        access.may(request.user, "hand_in_self_inspection")
        and row.unit_id == request.user.unit_id
        and row.handed_in_on is None
    )
    files = access.findings.files(request.user).filter(inspection=row.inspection, finding=None, unit=row.unit)
    context = {"row": row, "inspection": row.inspection, "may": may, "files": files.order_by("id")}
    if request.method != "POST":
        return render(
            request, "inspections/self_inspection.html", {**context, "form": SelfReportForm() if may else None}
        )
    access.require(request.user, "hand_in_self_inspection")

    def perform(**words: Any) -> None:
        self_inspections.hand_in_self_inspection(
            self_inspection=row,
            text=words["text"],
            evidence=photos_of(words["evidence"]),
            by=request.by,
        )

    to = reverse("self_inspection", args=[row.pk])
    form = SelfReportForm(request.POST, request.FILES)
    return act_by(request, form, perform, said="已报送", to=to, template="inspections/self_inspection.html", **context)


@read_page("see_inspections")
def paper(request: Request, pk: int, form: str) -> HttpResponse:
    """Hand out a unit's report on its own check as a paper."""
    row = access.inspections.self_inspection_for(request.user, pk)
    return as_file(schemes.self_report_of(row), form, jurisdiction=row.inspection.jurisdiction)


@form_page("draft_inspection", access.inspections.inspection_for)
def look_back(request: Request, inspection: Inspection) -> HttpResponse:
    """Arrange a look-back on what was not struck off."""
    return act_by(
        request,
        LookBackForm(request.POST or None, initial={"from_on": request.today, "to_on": request.today}),
        partial(look_backs.arrange_look_back, inspection=inspection, by=request.by),
        said="已拟定回头看，未销号的问题都列为点位",
        to=lambda made: reverse("inspection", args=[made.pk]),
        back=reverse("inspection", args=[inspection.pk]),
        title=f"回头看：{inspection.title}",
        refusal=conditions.inspections.look_back(inspection),
        button="拟定",
        note="未销号的问题逐项列为点位，单位和事项一并带入；之后照常组成督查组、报批。",
    )


@form_page("draft_inspection")
def new(request: Request) -> HttpResponse:
    """Register that a superior inspects here."""
    jurisdiction = request.user.office

    form = ReceptionForm(
        request.POST or None,
        jurisdiction=jurisdiction,
        authorities=[(each, wording.VALUES["authority"][each]) for each in AUTHORITIES],
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
