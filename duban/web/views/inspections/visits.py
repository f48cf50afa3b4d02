"""Places: today's for the inspector on the phone, arriving, what is seen and found; planning them, the files of what was found."""

from functools import partial
from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from duban.ledger import access, conditions
from duban.ledger.actions.inspections import visits as actions
from duban.ledger.governed import Governed
from duban.ledger.models import Inspection, Visit
from duban.ledger.models.inspections import Phase
from duban.ledger.queries.inspections import inspection_desks
from duban.ledger.queries.reports import pictures
from duban.ledger.refusals import Forbidden
from duban.people.models import Officer
from duban.web.acting import act_by, act_here
from duban.web.forms.inspections.visits import FindingForm, RecordForm, VisitForm, photos_of
from duban.web.forms.matters.matters import EmptyForm
from duban.web.http import Request
from duban.web.pages import form_page, form_taken, read_page
from duban.web.views.matters.attachments import handed_out


@read_page("go_out")
def today(request: Request) -> HttpResponse:
    """Show the places of the day, and those to come."""
    context = {
        "places": inspection_desks.places_on(request.user, request.today),
        "coming": inspection_desks.coming_places(request.user, request.today)[:30],
        "own": inspection_desks.own_inspections(request.user),
    }
    return render(request, "inspections/today.html", context)


@read_page("see_inspections", access.inspections.visit_for)
def show(request: Request, visit: Visit) -> HttpResponse:
    """Show one place with what was seen there, and the one form in which more is written down."""
    return render(request, "inspections/visit.html", _context(request, visit))


@form_taken("go_out", access.inspections.visit_for)
def arrive(request: Request, visit: Visit) -> HttpResponse:
    """Say that the team is there."""
    here = reverse("visit", args=[visit.pk])
    context = {name: value for name, value in _context(request, visit).items() if name != "form"}
    return act_by(
        request,
        EmptyForm(request.POST),
        partial(actions.arrive, visit=visit, by=request.by),
        said="已记录到场",
        to=here,
        template="inspections/visit.html",
        **context,
    )


@form_taken("go_out", access.inspections.visit_for)
def record(request: Request, visit: Visit) -> HttpResponse:
    """Write down what is seen and found."""
    form = RecordForm(request.POST, request.FILES, keep=visit.pk, aspects=_aspects(visit))

    def perform(**words: Any) -> None:
        actions.record_visit(
            visit=visit,
            seen=words["seen"],
            noted=form.noted(),
            photos=photos_of(words["photos"]),
            by=request.by,
        )

    here = reverse("visit", args=[visit.pk])
    context = {name: value for name, value in _context(request, visit).items() if name != "form"}
    return act_by(request, form, perform, said="已记录", to=here, template="inspections/visit.html", **context)


@form_page("go_out", access.inspections.inspection_for)
def plan(request: Request, inspection: Inspection) -> HttpResponse:
    """Plan a place: the office, and the team itself when it goes further than was planned."""
    if not access.inspections.carries_out(request.user, inspection):
        raise Forbidden("由督查室或者督查组安排点位")

    here = reverse("inspection", args=[inspection.pk])
    return act_here(
        request,
        VisitForm(request.POST or None, inspection=inspection, initial={"on": max(inspection.from_on, request.today)}),
        partial(actions.plan_visit, inspection=inspection, by=request.by),
        here,
        "安排点位",
        said="已安排",
        button="安排",
        note="到场前只有督查组、办公室和审批人看得到。"
        if inspection.unannounced
        else "做什么选“暗访”的点位，到场前不告诉被督查单位。",
    )


@form_taken("keep_team", access.inspections.visit_for)
def drop(request: Request, visit: Visit) -> HttpResponse:
    """Take a place off the plan."""
    to = reverse("inspection", args=[visit.inspection_id])
    return act_here(
        request,
        EmptyForm(request.POST),
        partial(actions.drop_visit, visit=visit, by=request.by),
        to,
        "取消点位",
        said="已取消点位",
    )


@form_page("keep_team", access.inspections.inspection_for)
def find(request: Request, inspection: Inspection) -> HttpResponse:
    """Enter a finding without a place: what a superior found, or what the papers show."""
    form = FindingForm(request.POST or None, request.FILES or None, inspection=inspection)

    def perform(**words: Any) -> None:
        photos = photos_of(words["photos"])
        actions.note_finding(
            inspection=inspection,
            unit=words["unit"],
            noted=form.finding(),
            photos=photos,
            by=request.by,
        )

    here = reverse("inspection", args=[inspection.pk])
    return act_here(request, form, perform, here, "记录问题", said="已记录", button="记录", uploads=True)


@read_page("see_inspections")
def file(request: Request, pk: int) -> FileResponse:
    """Hand out a photo or paper of an inspection, to be saved."""
    return handed_out(access.findings.file_for(request.user, pk))


def _context(request: Request, visit: Visit) -> dict[str, object]:
    officer, inspection = request.user, visit.inspection
    works = access.inspections.carries_out(officer, inspection)
    files = access.findings.files(officer).filter(inspection=inspection)
    ready = works and inspection.phase == Phase.UNDER_WAY
    findings = (
        access.findings.findings(officer).filter(visit=visit).prefetch_related(pictures.PREFETCHED).order_by("order")
    )
    return {
        "visit": visit,
        "inspection": inspection,
        "sees_whole": access.inspections.sees_whole(officer, inspection),
        "works": works,
        "may_arrive": ready and visit.arrived_at is None and visit.on <= request.today,
        "may_take_back": works and conditions.inspections.taking_back_arrival(visit) is None,
        "may_record": ready and visit.arrived_at is not None,
        "findings": findings,
        "files": files.filter(finding=None, unit=None).select_related("added_by", "unit").order_by("id")
        if works
        else [],
        "form": RecordForm(keep=visit.pk, aspects=_aspects(visit)),
        "clause": conditions.inspections.clause_on(
            Governed.of(inspection.jurisdiction).document,
            "unannounced" if visit.how == visit.How.UNANNOUNCED else "inspections",
        ),
        "step": _step(officer, visit),
    }


def _step(officer: Officer, visit: Visit) -> dict[str, object] | None:
    """Return the route of the urging on the spot that this visit may carry out for its matter, for who urges; else None."""
    if visit.matter is None or visit.arrived_at is None or not access.may(officer, "urge"):
        return None
    held = (
        access.matters.assignments(officer)
        .filter(matter=visit.matter, unit=visit.unit)
        .select_related("matter", "unit")
        .last()
    )
    if held is None or not held.is_open:
        return None
    rule = Governed.of(visit.matter).step_carried_by("urged", {"channel": "on_site"})
    return {
        "matter": visit.matter.no,
        "unit": visit.unit.code,
        "clause": rule.clause if rule else "",
        "name": rule.name if rule else "现场催办",
    }


def _aspects(visit: Visit) -> tuple[str, ...]:
    return Governed.of(visit.inspection.jurisdiction).words("aspects")
