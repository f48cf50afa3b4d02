"""Places: today's for the inspector on the phone, arriving, what is seen and found; planning them, the files of what was found."""

from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.ledger import access, conditions
from duban.ledger.actions.inspections import visits as actions
from duban.ledger.governed import Governed
from duban.ledger.models import Visit
from duban.ledger.models.inspections import Phase
from duban.ledger.queries.inspections import inspection_desks
from duban.ledger.refusals import Forbidden
from duban.people.models import Officer
from duban.web.acting import act_by
from duban.web.forms.inspections.visits import FindingForm, RecordForm, VisitForm, photos_of
from duban.web.forms.matters.matters import EmptyForm
from duban.web.requests import Request
from duban.web.views.matters.attachments import handed_out


@require_safe
def today(request: Request) -> HttpResponse:
    """Show the places of the day, and those to come."""
    access.require(request.user, "go_out")
    context = {
        "places": inspection_desks.places_on(request.user, request.today),
        "coming": inspection_desks.coming_places(request.user, request.today)[:30],
        "own": inspection_desks.own_inspections(request.user),
    }
    return render(request, "inspections/today.html", context)


@require_safe
def show(request: Request, pk: int) -> HttpResponse:
    """Show one place with what was seen there, and the one form in which more is written down."""
    access.require(request.user, "see_inspections")
    visit = access.inspections.visit_for(request.user, pk)
    return render(request, "inspections/visit.html", _context(request, visit))


@require_POST
def arrive(request: Request, pk: int) -> HttpResponse:
    """Say that the team is there."""
    access.require(request.user, "go_out")
    visit = access.inspections.visit_for(request.user, pk)

    def perform(words: dict[str, Any]) -> None:
        actions.arrive(visit=visit, by=request.by)

    here = reverse("visit", args=[pk])
    context = {name: value for name, value in _context(request, visit).items() if name != "form"}
    return act_by(
        request,
        EmptyForm(request.POST),
        perform,
        said="已记录到场",
        to=here,
        template="inspections/visit.html",
        **context,
    )


@require_POST
def record(request: Request, pk: int) -> HttpResponse:
    """Write down what is seen and found."""
    access.require(request.user, "go_out")
    visit = access.inspections.visit_for(request.user, pk)
    form = RecordForm(request.POST, request.FILES, keep=pk)

    def perform(words: dict[str, Any]) -> None:
        actions.record_visit(
            visit=visit,
            seen=words["seen"],
            noted=form.noted(),
            photos=photos_of(words["photos"]),
            by=request.by,
        )

    here = reverse("visit", args=[pk])
    context = {name: value for name, value in _context(request, visit).items() if name != "form"}
    return act_by(request, form, perform, said="已记录", to=here, template="inspections/visit.html", **context)


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: Request, pk: int) -> HttpResponse:
    """Plan a place: the office, and the team itself when it goes further than was planned."""
    access.require(request.user, "go_out")
    inspection = access.inspections.inspection_for(request.user, pk)
    if not access.inspections.carries_out(request.user, inspection):
        raise Forbidden("由督查室或者督查组安排点位")

    def perform(words: dict[str, Any]) -> None:
        actions.plan_visit(inspection=inspection, by=request.by, **words)

    here = reverse("inspection", args=[pk])
    return act_by(
        request,
        VisitForm(request.POST or None, inspection=inspection, initial={"on": max(inspection.from_on, request.today)}),
        perform,
        said="已安排",
        to=here,
        back=here,
        title="安排点位",
        button="安排",
        note="到场前只有督查组、办公室和审批人看得到。"
        if inspection.unannounced
        else "做什么选“暗访”的点位，到场前不告诉被督查单位。",
    )


@require_POST
def drop(request: Request, pk: int) -> HttpResponse:
    """Take a place off the plan."""
    access.require(request.user, "keep_team")
    visit = access.inspections.visit_for(request.user, pk)

    def perform(words: dict[str, Any]) -> None:
        actions.drop_visit(visit=visit, by=request.by)

    to = reverse("inspection", args=[visit.inspection_id])
    return act_by(
        request,
        EmptyForm(request.POST),
        perform,
        said="已取消点位",
        to=to,
        back=to,
        title="取消点位",
        button="取消点位",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def find(request: Request, pk: int) -> HttpResponse:
    """Enter a finding without a place: what a superior found, or what the papers show."""
    access.require(request.user, "keep_team")
    inspection = access.inspections.inspection_for(request.user, pk)
    form = FindingForm(request.POST or None, request.FILES or None, inspection=inspection)

    def perform(words: dict[str, Any]) -> None:
        photos = photos_of(words["photos"])
        actions.note_finding(
            inspection=inspection,
            unit=words["unit"],
            noted=form.finding(),
            photos=photos,
            by=request.by,
        )

    here = reverse("inspection", args=[pk])
    return act_by(
        request, form, perform, said="已记录", to=here, back=here, title="记录问题", button="记录", uploads=True
    )


@require_safe
def file(request: Request, pk: int) -> FileResponse:
    """Hand out a photo or paper of an inspection, to be saved."""
    access.require(request.user, "see_inspections")
    return handed_out(access.findings.file_for(request.user, pk))


def _context(request: Request, visit: Visit) -> dict[str, object]:
    officer, inspection = request.user, visit.inspection
    works = access.inspections.carries_out(officer, inspection)
    files = access.findings.files(officer).filter(inspection=inspection)
    ready = works and inspection.phase == Phase.UNDER_WAY
    findings = access.findings.findings(officer).filter(visit=visit).prefetch_related("attachments").order_by("order")
    return {
        "visit": visit,
        "inspection": inspection,
        "sees_whole": access.inspections.sees_whole(officer, inspection),
        "works": works,
        "may_arrive": ready and visit.arrived_at is None and visit.on <= request.today,
        "may_record": ready and visit.arrived_at is not None,
        "findings": findings,
        "files": files.filter(finding=None, unit=None).order_by("id") if works else [],
        "form": RecordForm(keep=visit.pk),
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
