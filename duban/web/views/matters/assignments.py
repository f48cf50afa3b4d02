"""Assignments: sign, refuse, rule on a refusal, urge, take a result back; and facts recorded by hand."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from duban.ledger import access, conditions, ladders
from duban.ledger.actions.matters import assignments, matters, urges
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Matter
from duban.ledger.queries.public import ratings
from duban.ledger.refusals import Refused
from duban.web.acting import act_by
from duban.web.forms import Form
from duban.web.forms.matters.matters import AcceptanceForm, ReasonForm, RefusalForm, RulingForm, UrgeForm
from duban.web.requests import Request


@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: Request, no: str, unit: str) -> HttpResponse:
    """Sign for an assignment."""
    access.require(request.user, "accept_assignment")
    assignment = access.matters.assignment_for(request.user, no, unit)

    def perform(words: dict[str, Any]) -> None:
        assignments.accept_assignment(assignment=assignment, by=request.by, **words)

    return _act(
        request,
        assignment,
        AcceptanceForm(request.POST or None),
        perform,
        conditions.matters.acceptance(assignment),
        title="签收",
        button="签收",
        said="已签收，请按期办理",
        note=f"签收后由{assignment.unit}办理，期限 {assignment.due_on}。",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: Request, no: str, unit: str) -> HttpResponse:
    """Refuse to sign, with reasons."""
    access.require(request.user, "accept_assignment")
    assignment = access.matters.assignment_for(request.user, no, unit)

    def perform(words: dict[str, Any]) -> None:
        assignments.refuse_assignment(assignment=assignment, by=request.by, **words)

    form = RefusalForm(request.POST or None, jurisdiction=request.user.office)
    return _act(
        request,
        assignment,
        form,
        perform,
        conditions.matters.refusal(assignment, request.today),
        title="拒签",
        button="拒签并报督查室裁定",
        said="已报督查室裁定",
        note="裁定之前办理期限继续计算。",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: Request, no: str, unit: str) -> HttpResponse:
    """Rule on a refusal."""
    access.require(request.user, "rule_on_refusal")
    assignment = access.matters.assignment_for(request.user, no, unit)

    def perform(words: dict[str, Any]) -> None:
        to, reason = words["to"], words["reason"]
        act = {"assignment": assignment, "by": request.by, "reason": reason}
        if words["ruling"] == "upheld":
            assignments.uphold_refusal(to=to, **act)
        else:
            assignments.reject_refusal(**act)

    refused = assignment.matter.lines.filter(verb="assignment.refused", unit=assignment.unit).order_by("-seq").first()
    return _act(
        request,
        assignment,
        RulingForm(request.POST or None, jurisdiction=request.user.office),
        perform,
        conditions.matters.ruling(assignment),
        title="裁定拒签",
        button="作出裁定",
        said="已裁定",
        told=refused,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def urge(request: Request, no: str, unit: str) -> HttpResponse:
    """Urge a unit; where the regime's ladder has it as a step, this carries the step out."""
    access.require(request.user, "urge")
    assignment = access.matters.assignment_for(request.user, no, unit)

    def perform(words: dict[str, Any]) -> None:
        urges.urge_unit(assignment=assignment, by=request.by, **words)

    due = ladders.open_step(assignment, request.today) if assignment.is_lead else None
    step = Governed.of(assignment.matter).step(due.step) if due else None
    if step is None or step.carried_by is None:
        due, step = None, None
    return _act(
        request,
        assignment,
        UrgeForm(request.POST or None, initial={"channel": ladders.channel_of(step) if step else "phone"}),
        perform,
        conditions.matters.urging(assignment),
        title="催办",
        button="催办",
        said=f"已催办{assignment.unit}",
        note="书面催办同时制发文书；是逐级督办一步的，要限定完成日期。",
        due=due,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: Request, no: str, unit: str) -> HttpResponse:
    """Take back the acceptance of a result."""
    access.require(request.user, "close_matter")
    assignment = access.matters.assignment_for(request.user, no, unit)

    def perform(words: dict[str, Any]) -> None:
        matters.reopen_assignment(assignment=assignment, by=request.by, **words)

    return _act(
        request,
        assignment,
        ReasonForm(request.POST or None, initial={"reason": ratings.reason_of(assignment.matter)}),
        perform,
        conditions.matters.reopening(assignment),
        due=_cited(assignment.matter),
        title="重新办理",
        button="撤销办结，重新办理",
        said="已重新办理",
        note="办结认定被撤销并记入时间线；本期得分随之重算，已经发布的排名不变。",
    )


def _cited(matter: Matter) -> dict[str, str] | None:
    """Give the sentence with the clause by which what was not solved is done again; None where the document has none."""
    clause = Governed.of(matter).clause("reopening")
    return {"why": "没有解决好、群众不满意的，重新办理", "clause": clause} if clause else None


def _act(
    request: Request,
    assignment: Assignment,
    form: Form,
    perform: Callable[[dict[str, Any]], object],
    refusal: Refused | None,
    *,
    said: str,
    **context: Any,
) -> HttpResponse:
    return act_by(
        request,
        form,
        perform,
        said=said,
        to=reverse("matter", args=[assignment.matter.no]),
        matter=assignment.matter,
        assignment=assignment,
        refusal=refusal,
        **context,
    )
