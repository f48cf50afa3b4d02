"""Proposals: ask for an extension, a write-off, another unit, a step; sign, take back, carry out."""

import datetime
from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.ledger import access, conditions, ladders
from duban.ledger.actions.requests import proposals, steps
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Matter, Proposal
from duban.ledger.models.proposals import Act, Outcome
from duban.ledger.queries.process import consequences as known
from duban.ledger.queries.process import delegations, objections
from duban.ledger.queries.requests import proposals as cards
from duban.ledger.refusals import Conflict, Refused
from duban.web.acting import act_by
from duban.web.forms import Form
from duban.web.forms.matters.matters import EmptyForm
from duban.web.forms.requests.proposals import (
    ExecutionForm,
    ExtensionForm,
    SignatureForm,
    StepForm,
    TransferForm,
    WriteOffForm,
)
from duban.web.requests import Request
from duban.web.views.requests import approvals


@require_safe
def index(request: Request) -> HttpResponse:
    """List the proposals: those that wait for me, those under way, those done."""
    access.require(request.user, "see_matters")
    tab = request.GET.get("tab", "")
    signs = delegations.signs(request.user, delegations.represented_by(request.user, request.today))
    if tab not in cards.TABS:
        tab = "waiting" if signs else "going"
    page = Paginator(cards.list_of(request.user, tab, request.today), 30).get_page(request.GET.get("page"))
    counts = cards.counts_of(request.user, request.today)
    context = {
        "tab": tab,
        "tabs": [(name, word, counts[name]) for name, word in cards.TABS.items() if name != "waiting" or signs],
        "page": page,
        "cards": cards.cards_of(request.user, page.object_list, request.today),
    }
    return render(request, "requests/proposals/index.html", context)


@require_safe
def show(request: Request, pk: int) -> HttpResponse:
    """Show one proposal: what is asked, what the rule says, who has signed."""
    access.require(request.user, "see_matters")
    return _show(request, access.requests.proposal_for(request.user, pk))


@require_POST
def sign(request: Request, pk: int) -> HttpResponse:
    """Agree or refuse."""
    access.require(request.user, "see_matters")
    proposal = access.requests.proposal_for(request.user, pk)
    if not delegations.signs(request.user, delegations.represented_by(request.user, request.today)):
        access.require(request.user, "sign")
    form = SignatureForm(request.POST)

    def perform(words: dict[str, Any]) -> None:
        agree = words["decision"] == "agree"
        proposals.sign_proposal(proposal=proposal, agree=agree, reason=words["reason"], by=request.by)

    return act_by(
        request,
        form,
        perform,
        said="已签批",
        to=reverse("proposals"),
        template="requests/proposals/show.html",
        **_context(request, proposal),
    )


@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Take a proposal back."""
    access.require(request.user, "see_matters")
    proposal = access.requests.proposal_for(request.user, pk)

    def perform(words: dict[str, Any]) -> None:
        proposals.withdraw_proposal(proposal=proposal, by=request.by)

    return act_by(
        request,
        EmptyForm(request.POST),
        perform,
        said="已撤回",
        to=reverse("matter", args=[proposal.assignment.matter.no]),
        template="requests/proposals/show.html",
        **_context(request, proposal),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def execute(request: Request, pk: int) -> HttpResponse:
    """Carry out an approved step."""
    access.require(request.user, "carry_out_step")
    proposal = access.requests.proposal_for(request.user, pk)
    if proposal.act in (Act.SANCTION, Act.EXPERIENCE):
        return approvals.execute_sanction(request, proposal)
    matter = proposal.assignment.matter
    governed = Governed.of(matter)
    step = governed.step(proposal.step) if proposal.act == Act.STEP else None
    form = ExecutionForm(
        request.POST or None,
        needs_limit=step is not None and (step.limit == "set" or step.carried_by is not None),
        needs_authority=step is not None and any(not each.get("authority") for each in step.also),
        following=known.following_of(proposal, step, request.today),
    )

    def perform(words: dict[str, Any]) -> None:
        steps.carry_out_step(proposal=proposal, by=request.by, **words)

    refusal = None
    if proposal.outcome != Outcome.APPROVED or step is None:
        refusal = Conflict("这项措施没有批准，或者已经实施")
    return act_by(
        request,
        form,
        perform,
        said=f"已实施：{step.name}" if step else "",
        to=reverse("matter", args=[matter.no]),
        template="requests/proposals/execution.html",
        card=cards.cards_of(request.user, [proposal], request.today)[0],
        follows=known.after_step(governed.document, step.step) if step else (),
        step=step,
        refusal=refusal,
        runs_until=_runs_until(matter, step, request.today),
        paper=next((each for each in governed.document.papers if step and each.id == step.paper), None),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def extend(request: Request, no: str, unit: str) -> HttpResponse:
    """Ask for a later due date."""
    access.require(request.user, "request_change")
    assignment = access.matters.assignment_for(request.user, no, unit)
    return _ask(
        request,
        assignment,
        ExtensionForm(request.POST or None),
        proposals.request_extension,
        Act.EXTENSION,
        title="申请延期",
        note=f"现在的期限是 {assignment.due_on}。",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def write_off(request: Request, no: str, unit: str) -> HttpResponse:
    """Ask that what cannot be done be struck off."""
    access.require(request.user, "request_change")
    assignment = access.matters.assignment_for(request.user, no, unit)
    form = WriteOffForm(request.POST or None)
    return _ask(
        request, assignment, form, proposals.request_write_off, Act.WRITE_OFF, title="申请销号", note="批准后不再办理。"
    )


@require_http_methods(["GET", "HEAD", "POST"])
def transfer(request: Request, no: str, unit: str) -> HttpResponse:
    """Ask that another unit take over."""
    access.require(request.user, "request_change")
    assignment = access.matters.assignment_for(request.user, no, unit)
    form = TransferForm(request.POST or None, jurisdiction=request.user.office)
    note = "批准前仍由本单位办理。"
    return _ask(
        request, assignment, form, proposals.request_transfer, Act.TRANSFER, title="申请变更责任单位", note=note
    )


@require_http_methods(["GET", "HEAD", "POST"])
def propose_step(request: Request, no: str, unit: str) -> HttpResponse:
    """Propose the ladder's next step."""
    access.require(request.user, "propose_step")
    assignment = access.matters.assignment_for(request.user, no, unit)
    due = ladders.open_step(assignment, request.today)

    def perform(words: dict[str, Any]) -> None:
        if due is None:
            raise Refused("目前没有可以进入的步骤")
        proposals.propose_step(
            assignment=assignment, step=due.step, actor=request.user, at=request.at, reason=words["reason"]
        )

    refusal = conditions.matters.step(due, due.step if due else "") or objections.hearing(assignment)
    step = Governed.of(assignment.matter).step(due.step) if due else None
    return act_by(
        request,
        StepForm(request.POST or None, initial={"reason": due.why if due else ""}),
        perform,
        said="已提请签批",
        to=reverse("matter", args=[no]),
        matter=assignment.matter,
        assignment=assignment,
        refusal=refusal,
        due=due,
        title=f"提请：{step.name}" if step else "督办措施",
        button="提请签批",
        signers=_signers(assignment, Act.STEP, due.step) if due else None,
    )


def _ask(
    request: Request,
    assignment: Assignment,
    form: Form,
    request_it: Callable[..., object],
    act: Act,
    *,
    title: str,
    note: str,
) -> HttpResponse:
    def perform(words: dict[str, Any]) -> None:
        request_it(assignment=assignment, actor=request.user, at=request.at, **words)

    going = list(assignment.proposals.filter(outcome__in=(Outcome.OPEN, Outcome.APPROVED)))
    refusal = conditions.matters.request(assignment) or conditions.matters.proposed_once(going, assignment, act)
    if refusal is None and act == Act.EXTENSION:
        refusal = conditions.matters.extension(assignment, ladders.facts_of(assignment))
    return act_by(
        request,
        form,
        perform,
        said="已提出，等待签批",
        to=reverse("matter", args=[assignment.matter.no]),
        matter=assignment.matter,
        assignment=assignment,
        refusal=refusal,
        title=title,
        button="提出申请",
        note=note,
        signers=_signers(assignment, act),
    )


def _signers(assignment: Assignment, act: Act, step: str = "") -> dict[str, object]:
    """Return who will sign, in order, in the document's words, with the clause."""
    governed = Governed.of(assignment.matter)
    approval = governed.signers(act, step)
    return {
        "names": [governed.document.roles.get(each) or cards.post(each) for each in approval.signers],
        "clause": approval.clause,
    }


def _runs_until(matter: Matter, step: Any, today: datetime.date) -> datetime.date | None:
    if step is None or step.carried_by is not None or step.limit in (None, "set"):
        return None
    return Governed.of(matter).limit(step, today, None)


def _show(request: Request, proposal: Proposal) -> HttpResponse:
    return render(request, "requests/proposals/show.html", _context(request, proposal))


def _context(request: Request, proposal: Proposal) -> dict[str, object]:
    card = cards.cards_of(request.user, [proposal], request.today)[0]
    refusal = None
    if proposal.outcome == Outcome.OPEN and proposal.act == Act.EXTENSION:
        rows = ladders.facts_of(proposal.assignment)
        refusal = conditions.matters.extension(proposal.assignment, rows, proposal.until)
    is_own = conditions.requests.is_own_side(proposal, request.user)
    open_still = proposal.outcome in (Outcome.OPEN, Outcome.APPROVED)
    return {
        "card": card,
        "proposal": proposal,
        "matter": proposal.assignment.matter,
        "refusal": refusal,
        "may_withdraw": open_still and (is_own or (proposal.act in proposals.OFFICE_ACTS and request.user.is_office)),
        "may_remind": card.turn is not None and (is_own or request.user.is_office) and not card.is_mine,
        "reminding": conditions.requests.reminding(card.turn, request.today) if card.turn else None,
        "may_execute": proposal.outcome == Outcome.APPROVED
        and proposal.act != Act.START
        and access.may(request.user, "carry_out_step"),
        "may_dispatch": proposal.outcome == Outcome.APPROVED
        and proposal.act == Act.START
        and access.may(request.user, "dispatch_matter"),
        "report": proposal.details.get("report"),
    }
