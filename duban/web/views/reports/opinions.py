"""What units say of one another, and what the office rules: opinions of a result, complaints, the quality of reports."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from duban.ledger import access, conditions
from duban.ledger.actions.matters import attachments
from duban.ledger.actions.reports import opinions
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Opinion
from duban.ledger.models.opinions import Finding
from duban.web.acting import act_by
from duban.web.forms.reports.opinions import ComplaintForm, FindingForm, OpinionForm
from duban.web.http import Request
from duban.web.pages import form_page, page_of, read_page


@read_page("give_opinion")
def index(request: Request) -> HttpResponse:
    """Show the results for which the unit's opinion is asked."""
    page = page_of(request, access.reports.opinions_waiting(request.user), 50)
    return render(request, "reports/opinions.html", {"page": page})


@read_page("rule_on_complaint")
def complaints(request: Request) -> HttpResponse:
    """Show the complaints on which the office has to rule."""
    found = access.reports.complaints(request.user).filter(finding=Finding.OPEN).order_by("made_on", "id")
    related = ("assignment__unit", "assignment__matter", "against__unit")
    page = page_of(request, found.select_related(*related), 50)
    return render(request, "reports/complaints.html", {"page": page})


@form_page("give_opinion", access.reports.opinion_for)
def give(request: Request, opinion: Opinion) -> HttpResponse:
    """Give the unit's opinion of a result."""
    matter = opinion.report.assignment.matter
    return act_by(
        request,
        OpinionForm,
        partial(opinions.give_opinion, opinion=opinion, by=request.by),
        said="已会签",
        to=_plan(matter.no),
        template="reports/opinion.html",
        matter=matter,
        report=opinion.report,
        refusal=conditions.matters.opinion(opinion),
    )


@form_page("make_complaint", access.matters.assignment_for)
def complain(request: Request, assignment: Assignment) -> HttpResponse:
    """Report that a cooperating unit does not cooperate."""
    helping = {each.unit.code: each for each in conditions.matters.supporters(assignment.matter)}
    form = ComplaintForm(request.POST or None, request.FILES or None, supporters=helping.values())

    def perform(**words: Any) -> None:
        file = None
        if words["file"]:
            file = attachments.add_file(
                jurisdiction=request.user.office,
                name=words["file"].name,
                chunks=words["file"].chunks(),
                matter=assignment.matter,
                by=request.by,
            )
        opinions.make_complaint(
            assignment=assignment,
            against=helping[words["against"]],
            text=words["text"],
            file=file,
            by=request.by,
        )

    clause = Governed.of(assignment.matter).clause("support_complaint")
    basis = {"why": "配合单位不予配合的，由牵头单位书面报告", "clause": clause}
    return act_by(
        request,
        form,
        perform,
        said="已报督查室，等待裁定",
        to=_plan(assignment.matter.no),
        matter=assignment.matter,
        assignment=assignment,
        refusal=conditions.matters.complaint(assignment),
        due=basis if clause else None,
        title="报告配合单位不予配合",
        button="报督查室",
        note="督查室认定后才记入该单位的考核；不认定的不影响任何单位。",
        uploads=True,
    )


@read_page("see_matters")
def complaint(request: Request, pk: int) -> HttpResponse:
    """Show a complaint; while it is open, the office's ruling."""
    return render(request, "reports/complaint.html", _complaint(request, pk))


@require_http_methods(["POST"])
def rule(request: Request, pk: int) -> HttpResponse:
    """Rule on a complaint."""
    access.require(request.user, "rule_on_complaint")
    context = _complaint(request, pk)
    form = FindingForm(request.POST)

    def perform(**words: Any) -> None:
        opinions.rule_on_complaint(complaint=context["complaint"], by=request.by, **words)

    context.pop("form")
    return act_by(
        request,
        form,
        perform,
        said="已裁定",
        to=reverse("complaint", args=[pk]),
        template="reports/complaint.html",
        **context,
    )


def _complaint(request: Request, pk: int) -> dict[str, Any]:
    found = access.reports.complaint_for(request.user, pk)
    may_rule = access.may(request.user, "rule_on_complaint") and found.finding == Finding.OPEN
    matter = found.assignment.matter
    return {
        "complaint": found,
        "matter": matter,
        "clause": Governed.of(matter).clause("support_complaint"),
        "form": FindingForm() if may_rule else None,
        "may_rule": may_rule,
    }


def _plan(no: str) -> str:
    return f"{reverse('matter', args=[no])}?tab=plan#tabs"
