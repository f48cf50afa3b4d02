"""Inspections: the list, one inspection, its filing with the office above, setting out, calling off, closing."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import render

from duban.ledger import access, conditions, scored_facts
from duban.ledger.actions.inspections import inspections as actions
from duban.ledger.governed import Governed
from duban.ledger.models import Inspection
from duban.ledger.models.inspections import BEFORE, Phase
from duban.ledger.queries.inspections import inspections
from duban.ledger.wordings import schemes
from duban.people.models import Unit
from duban.web.asked import one_of, unit_asked
from duban.web.forms.inspections.inspections import (
    FilingForm,
)
from duban.web.forms.matters.matters import EmptyForm, ReasonForm
from duban.web.http import Request
from duban.web.pages import form_page, page_of, read_page
from duban.web.views.inspections import inspection_papers
from duban.web.views.inspections.acts import act_on


@read_page("see_inspections")
def index(request: Request) -> HttpResponse:
    """List the inspections of which the officer may know."""
    show = one_of(request, "show", {*inspections.SHOWS, "to_sign"})
    unit, q = unit_asked(request), request.GET.get("q", "").strip()[:40]
    found = inspections.list_of(request.user, show=show, unit=unit, q=q)
    found = inspections.to_sign(request.user, request.today) if show == "to_sign" else found
    page = page_of(request, found, 30)
    regime = Governed.of(request.user.office).document
    context = {
        "page": page,
        "shows": [(name, word) for name, (word, _) in inspections.SHOWS.items()],
        "show": show,
        "unit": unit,
        "q": q,
        "units": []
        if request.user.is_unit
        else Unit.objects.filter(jurisdiction=request.user.office).order_by("order", "id"),
        "may_draft": access.may(request.user, "draft_inspection"),
        "may_plan": access.may(request.user, "see_annual_plan"),
        "clause": conditions.inspections.clause_on(regime, "inspections"),
    }
    return render(request, "inspections/index.html", context)


@read_page("see_inspections", access.inspections.inspection_for)
def show(request: Request, inspection: Inspection) -> HttpResponse:
    """Show one inspection as far as the officer may see it."""
    return render(request, "inspections/show.html", context_of(request, inspection))


@form_page("draft_inspection", access.inspections.inspection_for)
def file(request: Request, inspection: Inspection) -> HttpResponse:
    """Put on record that it was filed."""
    bodies = "、".join(Governed.of(inspection.jurisdiction).words("plan_filing"))
    form = FilingForm(request.POST or None, initial={"filed_on": request.today, "filed_with": bodies})
    return act_on(
        request,
        inspection,
        form,
        partial(actions.file_inspection, inspection=inspection, by=request.by),
        "已登记备案",
        "登记备案",
        "登记",
    )


@form_page("draft_inspection", access.inspections.inspection_for)
def start(request: Request, inspection: Inspection) -> HttpResponse:
    """Let the team set out; other inspections of the same units are shown before."""
    return act_on(
        request,
        inspection,
        EmptyForm(request.POST or None),
        partial(actions.start_inspection, inspection=inspection, by=request.by),
        "督查已经开始",
        "开始督查",
        "开始",
        template="inspections/start.html",
        refusal=conditions.inspections.start(inspection, request.today),
        **_frequency(request, inspection),
    )


@form_page("draft_inspection", access.inspections.inspection_for)
def cancel(request: Request, inspection: Inspection) -> HttpResponse:
    """Call it off before it began."""
    refusal = conditions.inspections.cancelling(inspection)
    return act_on(
        request,
        inspection,
        ReasonForm(request.POST or None),
        partial(actions.cancel_inspection, inspection=inspection, by=request.by),
        "已取消",
        "取消督查",
        "取消督查",
        refusal=refusal,
        grave=True,
    )


@form_page("draft_inspection", access.inspections.inspection_for)
def close(request: Request, inspection: Inspection) -> HttpResponse:
    """File it away."""
    form = EmptyForm(request.POST or None)
    return act_on(
        request,
        inspection,
        form,
        partial(actions.close_inspection, inspection=inspection, by=request.by),
        "已归档",
        "督查归档",
        "归档",
        refusal=conditions.inspections.closing(inspection),
    )


def context_of(request: Request, inspection: Inspection) -> dict[str, object]:
    """Return what the page of an inspection shows this officer."""
    officer = request.user
    sees_whole = access.inspections.sees_whole(officer, inspection)
    context = {
        "inspection": inspection,
        "sees_whole": sees_whole,
        "units": inspection.units.order_by("order", "id") if sees_whole else [officer.unit],
        "conclusions": access.findings.conclusions(officer)
        .filter(inspection=inspection)
        .select_related("unit")
        .order_by("id"),
        "clauses": inspections.clauses_of(inspection),
        "sheets": schemes.sheets_of(Governed.of(inspection.jurisdiction).document),
        "visits": access.inspections.visits(officer)
        .filter(inspection=inspection)
        .select_related("unit")
        .order_by("on", "id"),
        "selves": access.inspections.self_inspections(officer)
        .filter(inspection=inspection)
        .select_related("unit")
        .order_by("due_on", "id"),
        "preparations": access.inspections.preparations(officer)
        .filter(inspection=inspection)
        .select_related("unit")
        .order_by("order"),
        "may_finish": access.may(officer, "finish_preparation"),
    }
    if sees_whole:
        context |= {
            "matters": inspection.matters.order_by("id"),
            "members": inspection.members.select_related("officer").order_by("-capacity", "id"),
            "draws": access.inspections.draws(officer).filter(inspection=inspection).order_by("id"),
            "look_backs": access.inspections.inspections(officer).filter(after=inspection).order_by("id"),
            "is_before": inspection.phase in BEFORE,
            "may_keep": access.may(officer, "keep_team") and inspection.phase not in (Phase.CLOSED, Phase.CANCELLED),
            "files": access.findings.files(officer)
            .filter(inspection=inspection, finding=None, unit=None)
            .select_related("added_by", "unit")
            .order_by("id"),
            "excellent": inspection.is_received
            and inspection.result_on
            and access.may(officer, "record_fact")
            and "inspection_excellent" in scored_facts.kinds_of(inspection.jurisdiction),
            "options": inspections.options_of(officer, inspection, request.today),
            "owes_filing": conditions.inspections.owes_filing(inspection),
        }
    return context | inspection_papers.further(request, inspection, sees_whole)


def _frequency(request: Request, inspection: Inspection) -> dict[str, object]:
    return {
        "clashes": inspections.clashes(request.user, inspection),
        "times": inspections.times_this_year(request.user, inspection),
        "back_days": inspections.BACK,
    }
