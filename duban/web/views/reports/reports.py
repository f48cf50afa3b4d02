"""Reports: the order beside the form; the report beside the order, to be accepted or returned."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.ledger import access, acts, conditions
from duban.ledger.actions.matters import attachments
from duban.ledger.actions.reports import reports, taken_back_reports
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Report
from duban.ledger.models.assignments import OPEN_STAGES, Part, Stage
from duban.ledger.models.proposals import COMPLETION
from duban.ledger.models.reports import Ruling, What
from duban.ledger.queries.matters import timelines
from duban.ledger.queries.reports import pictures
from duban.ledger.queries.reports import reports as contents
from duban.ledger.situations import Situation
from duban.web.acting import act_by, led_back
from duban.web.asked import one_of
from duban.web.forms import Form
from duban.web.forms.matters.matters import ReasonForm
from duban.web.forms.reports.reports import AcceptForm, ReportForm, ReturnForm
from duban.web.http import Request
from duban.web.pages import form_page

# The working days that are proposed for a report to be done again.
_DAYS = 3
_TEXTS = ("done", "problems", "blocked", "next_steps", "visible_progress")


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: Request, no: str, unit: str) -> HttpResponse:
    """Report progress or the result, with the order beside the form."""
    access.require(request.user, "submit_report")
    assignment = access.matters.assignment_for(request.user, no, unit)
    earlier = _of(request, assignment)
    initial: dict[str, object] = {"version": assignment.version, "what": What.PROGRESS}
    waiting = assignment.reports.filter(ruling=Ruling.WAITING).order_by("id").last()
    follows = one_of(request, "follows", ("1",)) == "1" and waiting is not None
    if follows and waiting is not None:
        initial |= {"what": waiting.what, **{name: getattr(waiting, name) for name in _TEXTS}}
    if assignment.stage == Stage.RETURNED and earlier and earlier[0].ruling == Ruling.RETURNED:
        initial |= {"what": earlier[0].what, **{name: getattr(earlier[0], name) for name in _TEXTS}}
    if one_of(request, "from", ("last",)) and earlier:
        initial |= {name: getattr(earlier[0], name) for name in _TEXTS}
    form = ReportForm(
        request.POST or None,
        request.FILES or None,
        initial=initial,
        keep=f"report-{assignment.pk}-{assignment.version}",
        is_lead=assignment.is_lead,
        elements=conditions.reports.elements_of(assignment.matter),
        also=list(contents.also_answered(assignment)[:50]),
        word_limit=assignment.matter.word_limit,
        project=assignment.matter.project,
    )

    def perform(**words: Any) -> None:
        made = reports.submit_report(assignment=assignment, by=request.by, follows=follows, **form.told())
        for report in (made, *made.copies.select_related("assignment__matter")):
            for each in words["files"]:
                attachments.add_file(
                    jurisdiction=request.user.office,
                    name=each.name,
                    chunks=each.chunks(),
                    report=report,
                    by=request.by,
                )

    return act_by(
        request,
        form,
        perform,
        said="已报送，等待审核",
        to=led_back(request, reverse("matter", args=[no])),
        template="reports/write.html",
        matter=assignment.matter,
        assignment=assignment,
        milestones=assignment.matter.milestones.order_by("on", "id"),
        refusal=conditions.reports.following_up(assignment, waiting.what)
        if follows and waiting is not None
        else conditions.matters.reporting(assignment),
        follows=waiting if follows else None,
        earlier=earlier,
        answers=list(
            conditions.matters.owed_reports(assignment).filter(set_on__lte=request.today).select_related("recurrence")
        ),
        stale=_is_stale(request, assignment),
    )


@require_safe
def show(request: Request, pk: int) -> HttpResponse:
    """Show a report with its order and what was reported before; where it waits, the office's two answers."""
    access.require(request.user, "see_matters")
    return render(request, "reports/show.html", _context(request, access.reports.report_for(request.user, pk)))


@form_page("submit_report", access.reports.report_for)
def take_back(request: Request, report: Report) -> HttpResponse:
    """Take a report back that nobody has ruled on."""
    matter = report.assignment.matter
    return act_by(
        request,
        ReasonForm,
        partial(taken_back_reports.take_back_report, report=report, by=request.by),
        said="已撤回，可以修改后重新报送",
        to=reverse("matter", args=[matter.no]),
        matter=matter,
        assignment=report.assignment,
        refusal=conditions.reports.taking_back(report, request.user),
        title=f"撤回{report.get_what_display()}",
        button="撤回",
        note="撤回的反馈不计，它答复的期限重新计算；原件和撤回都保留。只需补充的，请用“补报”。",
    )


@require_POST
def accept(request: Request, pk: int) -> HttpResponse:
    """Accept a report."""
    access.require(request.user, "review_report")
    report = access.reports.report_for(request.user, pk)

    form = AcceptForm(request.POST)
    said = "已审核通过" if report.what == What.PROGRESS else "已认定办结"
    return _review(
        request, report, form, partial(reports.accept_report, report=report, by=request.by), said, accepting=form
    )


@require_POST
def send_back(request: Request, pk: int) -> HttpResponse:
    """Return a report to be done again."""
    access.require(request.user, "review_report")
    report = access.reports.report_for(request.user, pk)

    form = ReturnForm(request.POST)
    return _review(
        request, report, form, partial(reports.return_report, report=report, by=request.by), "已退回", returning=form
    )


def _review(
    request: Request, report: Report, form: Form, perform: Callable[..., object], said: str, **forms: Form
) -> HttpResponse:
    context = {**_context(request, report), **forms}
    return act_by(
        request,
        form,
        perform,
        said=said,
        to=led_back(request, reverse("matter", args=[report.assignment.matter.no])),
        template="reports/show.html",
        stale=_is_stale(request, report.assignment),
        **context,
    )


def _context(request: Request, report: Report) -> dict[str, object]:
    assignment = report.assignment
    matter = assignment.matter
    version = {"version": assignment.version}
    now = Situation(assignment, request.today, report=report)
    may_review = access.may(request.user, "review_report") and report.ruling == Ruling.WAITING
    return {
        "begun_at": led_back(request, ""),
        "report": report,
        "matter": assignment.matter,
        "assignment": assignment,
        "milestones": assignment.matter.milestones.order_by("on", "id"),
        "earlier": [each for each in _of(request, assignment) if each.pk < report.pk],
        "files": list(report.attachments.select_related("added_by", "unit").order_by("id")),
        "may_review": may_review,
        "completion": conditions.matters.completion(
            report, request.user, access.delegations.represented_by(request.user, request.today)
        )
        if may_review
        else None,
        "may_forward": may_review and acts.named(COMPLETION).refused(now) is None,
        "rulings": timelines.entries_of(conditions.reports.rulings_of(report)),
        "opinions": list(report.opinions.select_related("assignment__unit", "given_by").order_by("id")),
        "returned": contents.returns_of([assignment]).get(assignment.pk, 0),
        "beyond": Governed.of(matter).returns_counted,
        "may_judge": access.may(request.user, "rule_on_quality")
        and bool(conditions.reports.qualities_of(Governed.of(matter.jurisdiction))),
        "full": Governed.of(matter).full_value,
        "supported": may_review
        and assignment.is_lead
        and matter.assignments.filter(part=Part.SUPPORT, stage__in=OPEN_STAGES).exists(),
        "accepting": AcceptForm(initial=version),
        "returning": _returning(request, version),
    }


def _returning(request: Request, version: dict[str, int]) -> ReturnForm:
    """Return the form of a return, with a day by which it is usually done again."""
    form = ReturnForm(initial=version)
    calendar = Governed.of(request.user.office).calendar
    form.preset("redo_by", calendar.add_workdays(request.today, _DAYS), f"预填 {_DAYS} 个工作日，可改")
    return form


def _of(request: Request, assignment: Assignment) -> list[Report]:
    found = access.reports.reports(request.user).filter(assignment=assignment)
    return list(
        found.select_related("submitted_by", "reviewed_by").prefetch_related(pictures.PREFETCHED).order_by("-id")[:20]
    )


def _is_stale(request: Request, assignment: Assignment) -> bool:
    """Return whether the form that came in was made for another version than the one that stands now."""
    return request.method == "POST" and request.POST.get("version", "") not in ("", str(assignment.version))
