"""Assignments: sign, refuse, rule on a refusal, take a result back."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from duban.ledger import access, conditions
from duban.ledger.actions.matters import assignments, matters
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Matter
from duban.ledger.models.assignments import Part, Stage
from duban.ledger.queries.public import ratings
from duban.ledger.refusals import Refused
from duban.web.acting import act_by, led_back
from duban.web.forms import Form
from duban.web.forms.matters.matters import AcceptanceForm, ReceiptForm, RefusalForm, RulingForm
from duban.web.forms.matters.reopening import ReopeningForm
from duban.web.http import Request
from duban.web.pages import form_page


@form_page("accept_assignment", access.matters.assignment_for)
def accept(request: Request, assignment: Assignment) -> HttpResponse:
    """Sign for an assignment."""
    return act_on(
        request,
        assignment,
        AcceptanceForm(request.POST or None),
        partial(assignments.accept_assignment, assignment=assignment, by=request.by),
        conditions.matters.acceptance(assignment),
        title="签收",
        button="签收",
        said="已签收，请按期办理",
        note=f"签收后由{assignment.unit}办理，期限 {assignment.due_on or '长期'}。",
    )


@form_page("record_receipt", access.matters.assignment_for)
def receive(request: Request, assignment: Assignment) -> HttpResponse:
    """Note that a unit without an account signed on paper."""
    return act_on(
        request,
        assignment,
        ReceiptForm(request.POST or None, initial={"received_on": request.today}),
        partial(assignments.record_receipt, assignment=assignment, by=request.by),
        conditions.matters.acceptance(assignment) or conditions.office.receipt_on_paper(assignment.unit),
        title="登记纸质签收",
        button="登记",
        said="已登记纸质签收",
        note=f"{assignment.unit}没有可以签收的账号：通知单以纸质送达，由督查室照签收单登记。",
    )


@form_page("accept_assignment", access.matters.assignment_for)
def refuse(request: Request, assignment: Assignment) -> HttpResponse:
    """Refuse to sign, with reasons."""
    form = RefusalForm(request.POST or None, jurisdiction=request.user.office)
    clause, by = Governed.of(assignment.matter).objection_clause, assignment.accept_by
    is_late = bool(clause and by and request.today > by)
    note = f"提出书面异议的期限（{by}）已过，现在提出的按〔{clause}〕记逾期。" if is_late else ""
    is_signed = assignment.stage == Stage.IN_HAND
    return act_on(
        request,
        assignment,
        form,
        partial(assignments.refuse_assignment, assignment=assignment, by=request.by),
        conditions.matters.refusal(assignment, request.today),
        title="对任务提出书面异议" if is_signed else "拒签",
        button="提出并报督查室裁定" if is_signed else "拒签并报督查室裁定",
        said="已报督查室裁定",
        note=f"{note}裁定之前办理期限继续计算。",
    )


@form_page("rule_on_refusal", access.matters.assignment_for)
def rule(request: Request, assignment: Assignment) -> HttpResponse:
    """Rule on a refusal."""

    def perform(**words: Any) -> None:
        to, reason = words["to"], words["reason"]
        act = {"assignment": assignment, "by": request.by, "reason": reason}
        if words["ruling"] == "upheld":
            assignments.uphold_refusal(to=to, **act)
        else:
            assignments.reject_refusal(**act)

    refused = assignment.matter.lines.filter(verb="assignment.refused", unit=assignment.unit).order_by("-seq").first()
    return act_on(
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


@form_page("close_matter", access.matters.assignment_for)
def reopen(request: Request, assignment: Assignment) -> HttpResponse:
    """Take back the acceptance of a result."""
    return act_on(
        request,
        assignment,
        ReopeningForm(
            request.POST or None,
            initial={"reason": ratings.reason_of(assignment.matter)},
            has_support=assignment.matter.assignments.filter(part=Part.SUPPORT, stage=Stage.COMPLETED).exists(),
        ),
        partial(matters.reopen_assignment, assignment=assignment, by=request.by),
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


def act_on(
    request: Request,
    assignment: Assignment,
    form: Form,
    perform: Callable[..., object],
    refusal: Refused | None,
    *,
    said: str,
    **context: Any,
) -> HttpResponse:
    """Show or carry out an act on one assignment, and lead back to its matter; `refusal` says why it is not possible just now."""
    return act_by(
        request,
        form,
        perform,
        said=said,
        to=led_back(request, reverse("matter", args=[assignment.matter.no])),
        matter=assignment.matter,
        assignment=assignment,
        refusal=refusal,
        **context,
    )
