"""Self-inspections (自查): asked of the units before the team comes, handed in by them, printed."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from duban.ledger import access, conditions
from duban.ledger.actions.inspections import self_inspections
from duban.ledger.governed import Governed
from duban.ledger.models import Inspection, SelfInspection
from duban.ledger.queries.inspections import inspection_desks
from duban.ledger.wordings import schemes
from duban.web.acting import act_by, act_here
from duban.web.forms.inspections.visits import (
    SelfReportForm,
    SelfRequestForm,
    photos_of,
)
from duban.web.http import Request
from duban.web.pages import form_page, read_page
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
    context = {
        "row": row,
        "inspection": row.inspection,
        "may": may,
        "files": files.select_related("added_by", "unit").order_by("id"),
    }
    context["may_return"] = (
        access.may(request.user, "draft_inspection") and conditions.inspections.returning_self_inspection(row) is None
    )
    if request.method != "POST":
        return render(
            request,
            "inspections/self_inspection.html",
            {**context, "form": SelfReportForm(initial={"text": row.text}) if may else None},
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
