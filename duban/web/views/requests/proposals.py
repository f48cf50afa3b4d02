"""Proposals: what waits for signatures; sign, take back, remind, carry out."""

import datetime
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from duban.engine.recording import names
from duban.ledger import access, acts, conditions
from duban.ledger.actions.process import interviews
from duban.ledger.actions.requests import proposals, undoing
from duban.ledger.governed import Governed
from duban.ledger.models import Matter, Proposal
from duban.ledger.models.proposals import START, STEP, Outcome
from duban.ledger.queries.matters import rest_days
from duban.ledger.queries.process import consequences as known
from duban.ledger.queries.process import delegations
from duban.ledger.queries.requests import batches
from duban.ledger.queries.requests import proposals as cards
from duban.ledger.queries.requests.undoing import just_decided
from duban.web.acting import act_by, led_back
from duban.web.asked import one_of
from duban.web.forms.matters.matters import EmptyForm
from duban.web.forms.requests.fields import form_of
from duban.web.forms.requests.proposals import ExecutionForm, SignatureForm, SummonsForm
from duban.web.http import Request
from duban.web.pages import form_page, form_taken, page_of, read_page
from duban.web.submitting import carry_out
from duban.web.views.matters.urges import proposed_limit


@read_page("see_matters")
def index(request: Request) -> HttpResponse:
    """List the proposals: those that wait for me, those under way, those done."""
    tab = one_of(request, "tab", cards.TABS)
    signs = delegations.signs(request.user, access.delegations.represented_by(request.user, request.today))
    if tab not in cards.TABS:
        tab = "waiting" if signs else "going"
    page = page_of(request, cards.list_of(request.user, tab, request.today), 30)
    counts = cards.counts_of(request.user, request.today)
    context = {
        "tab": tab,
        "tabs": [(name, word, counts[name]) for name, word in cards.TABS.items() if name != "waiting" or signs],
        "page": page,
        "cards": cards.cards_of(request.user, page.object_list, request.today),
        "together": batches.together(request.user, request.today) if tab == "waiting" else [],
        "decided": just_decided(request.user, request.at) if signs else None,
        "back": "proposals",
    }
    return render(request, "requests/proposals/index.html", context)


@read_page("see_matters", access.requests.proposal_for)
def show(request: Request, proposal: Proposal) -> HttpResponse:
    """Show one proposal: what is asked, what the rule says, who has signed."""
    return render(request, "requests/proposals/show.html", _context(request, proposal))


@form_taken("see_matters", access.requests.proposal_for)
def sign(request: Request, proposal: Proposal) -> HttpResponse:
    """Agree or refuse."""
    if not delegations.signs(request.user, access.delegations.represented_by(request.user, request.today)):
        access.require(request.user, "sign")
    form = SignatureForm(request.POST)

    def perform(**words: Any) -> None:
        agree = words["decision"] == "agree"
        proposals.sign_proposal(proposal=proposal, agree=agree, reason=words["reason"], by=request.by)

    return act_by(
        request,
        form,
        perform,
        said="",
        to=after_deciding(request),
        template="requests/proposals/show.html",
        **_context(request, proposal),
    )


@form_taken("see_matters")
def undo(request: Request) -> HttpResponse:
    """Undo what was decided a moment ago, on one request or on those that were signed together."""
    keys = [int(each) for each in request.POST.getlist("of")[: batches.MOST] if each.isdecimal() and len(each) < 10]
    found = access.requests.proposals(request.user).filter(pk__in=keys)
    chosen = list(found.select_related("assignment__matter__jurisdiction"))
    act = partial(undoing.undo_decisions, proposals=chosen, by=request.by)
    return carry_out(request, act, said="已撤销，请重新签批", to=after_deciding(request))


@form_taken("see_matters", access.requests.proposal_for)
def withdraw(request: Request, proposal: Proposal) -> HttpResponse:
    """Take a proposal back."""
    return act_by(
        request,
        EmptyForm(request.POST),
        partial(proposals.withdraw_proposal, proposal=proposal, by=request.by),
        said="已撤回",
        to=reverse("matter", args=[proposal.assignment.matter.no]),
        template="requests/proposals/show.html",
        **_context(request, proposal),
    )


@form_taken("see_matters", access.requests.proposal_for)
def remind(request: Request, proposal: Proposal) -> HttpResponse:
    """Remind the signer whose turn it is."""
    if not (request.user.is_office or conditions.requests.is_own_side(proposal, request.user)):
        access.require(request.user, "dispatch_matter")

    here = reverse("proposal", args=[proposal.pk])
    return act_by(
        request, EmptyForm(request.POST), partial(proposals.remind_signer, proposal=proposal, by=request.by), said="已提醒", to=here, title="提醒签批", button="提醒",
        matter=proposal.assignment.matter, assignment=proposal.assignment,
    )  # fmt: skip


@form_page("carry_out_step", access.requests.proposal_for)
def execute(request: Request, proposal: Proposal) -> HttpResponse:
    """Carry out what was approved."""
    if proposal.act == STEP:
        return _execute_step(request, proposal)
    act, assignment = acts.of(proposal), proposal.assignment
    refusal = conditions.requests.execution(proposal)

    return act_by(
        request,
        form_of(act.execution_fields(proposal), request.POST or None, jurisdiction=request.user.office),
        partial(proposals.carry_out, proposal=proposal, by=request.by),
        said="已实施",
        to=led_back(request, reverse("matter", args=[assignment.matter.no])),
        refusal=refusal,
        matter=assignment.matter,
        assignment=assignment,
        title=act.execution_title,
        button="实施",
        note=_card(request, proposal).asked,
        grave=True,
    )


@form_page("carry_out_step", access.requests.proposal_for)
def summon(request: Request, proposal: Proposal) -> HttpResponse:
    """Summon the unit to the interview of an approved step, or put the interview off."""
    refusal = conditions.process.summoning(proposal)
    step = Governed.of(proposal.assignment.matter).step(proposal.step) if refusal is None else None
    following = known.following_of(proposal, step, request.today)
    return act_by(
        request,
        SummonsForm(request.POST or None, following=following),
        partial(interviews.summon, proposal=proposal, by=request.by),
        said="约谈通知已制发",
        to=reverse("proposal", args=[proposal.pk]),
        refusal=refusal,
        matter=proposal.assignment.matter,
        assignment=proposal.assignment,
        title="约谈改期" if following and following.talk else "制发约谈通知",
        button="制发",
        note="通知编号后送达单位，时间地点写在通知里；约谈进行以后，在“实施”里写明进行日期，期限从那一天起算。",
    )


def after_deciding(request: Request) -> str:
    """Return where the next card is: the desk, where the decision was made there, else the list of what waits."""
    return led_back(request, f"{reverse('proposals')}?tab=waiting")


def _execute_step(request: Request, proposal: Proposal) -> HttpResponse:
    matter = proposal.assignment.matter
    step = Governed.of(matter).step(proposal.step)
    form = ExecutionForm(
        request.POST or None,
        needs_limit=step.limit == "set" or step.carried_by is not None,
        needs_day=step.held_on is not None,
        authorities=names.authorities(Governed.of(matter).document)
        if any(not each.get("authority") for each in step.also)
        else {},
        following=known.following_of(proposal, step, request.today),
    )
    if "limit" in form.fields:
        form.preset("limit", *proposed_limit(step, request.today, Governed.of(matter).calendar))

    return act_by(
        request,
        form,
        partial(proposals.carry_out, proposal=proposal, by=request.by),
        said=f"已实施：{step.name}",
        to=led_back(request, reverse("matter", args=[matter.no])),
        template="requests/proposals/execution.html",
        card=_card(request, proposal),
        follows=known.after_step(Governed.of(matter).document, step.step),
        step=step,
        refusal=conditions.requests.execution(proposal),
        runs_until=_runs_until(matter, step, request.today),
        paper=next((each for each in Governed.of(matter).document.papers if each.id == step.paper), None),
        is_talk=known.holds_interview(step),
    )


def _runs_until(matter: Matter, step: Any, today: datetime.date) -> datetime.date | None:
    if step.carried_by is not None or step.limit in (None, "set") or step.held_on is not None:
        return None
    return Governed.of(matter).limit(step, today, None)


def _card(request: Request, proposal: Proposal) -> cards.Card:
    return cards.cards_of(request.user, [proposal], request.today)[0]


def _context(request: Request, proposal: Proposal) -> dict[str, object]:
    officer, card, act = request.user, _card(request, proposal), acts.of(proposal)
    side = acts.is_of_the_side(proposal, officer)
    may_remind = conditions.requests.is_own_side(proposal, officer) or officer.is_office
    executable = conditions.requests.execution(proposal) is None
    talks = conditions.process.summoning(proposal) is None and access.may(officer, "carry_out_step")
    return {
        "talks": talks,
        "talk": known.summons_of(proposal) if talks else None,
        "card": card,
        "proposal": proposal,
        "matter": proposal.assignment.matter,
        "refusal": act.hindered(proposal) if proposal.outcome == Outcome.OPEN else None,
        "may_withdraw": side and proposal.is_going,
        "may_remind": card.turn is not None and may_remind and not card.is_mine,
        "reminding": conditions.requests.reminding(card.turn, request.today) if card.turn else None,
        "may_execute": executable and access.may(officer, "carry_out_step"),
        "may_dispatch": proposal.outcome == Outcome.APPROVED
        and proposal.act == START
        and access.may(officer, "dispatch_matter"),
        "report": proposal.details.get("report"),
        "rest_day": rest_days.remark_on(proposal.until, Governed.of(proposal.jurisdiction).calendar),
    }
