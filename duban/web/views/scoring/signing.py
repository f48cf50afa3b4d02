"""Signing of rankings: what waits for a signature, the signature itself, and who has to give one."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from duban.ledger import access
from duban.ledger.actions.scoring import signing
from duban.ledger.governed import Governed
from duban.ledger.models import RankingRequest
from duban.ledger.queries.scoring import corrections, periods, rankings
from duban.people.models import Jurisdiction, Role
from duban.web.acting import act_by
from duban.web.forms.matters.matters import EmptyForm
from duban.web.forms.scoring.rankings import SignatureForm, SignersForm
from duban.web.http import Request
from duban.web.pages import form_page, form_taken, read_page

_SHOWN = "scoring/rankings/request.html"


@read_page("see_draft_ranking", access.scoring.ranking_request_for)
def show(request: Request, asked: RankingRequest) -> HttpResponse:
    """Show a ranking, or a correction, as it would be published, with the signature that it waits for."""
    return render(request, _SHOWN, _context(request, asked))


@form_taken("sign_ranking", access.scoring.ranking_request_for)
def sign(request: Request, asked: RankingRequest) -> HttpResponse:
    """Sign, and thereby publish, or send back."""

    def perform(**words: Any) -> RankingRequest:
        agree = words["decision"] == "agree"
        return signing.sign_ranking(request=asked, agree=agree, opinion=words["opinion"], by=request.by)

    def to(made: RankingRequest) -> str:
        if made.ranking_id:
            return reverse("ranking_published", args=[made.ranking_id])
        return reverse("ranking_request", args=[made.pk])

    context = _context(request, asked)
    agrees = request.POST.get("decision") == "agree"
    said = "已签发并发布" if agrees else "已退回"
    return act_by(request, SignatureForm(request.POST), perform, said=said, to=to, template=_SHOWN, **context)


@form_taken("publish_ranking", access.scoring.ranking_request_for)
def withdraw(request: Request, asked: RankingRequest) -> HttpResponse:
    """Take back what waits for a signature."""
    return act_by(
        request,
        EmptyForm(request.POST),
        partial(signing.withdraw_request, request=asked, by=request.by),
        said="已撤回",
        to=reverse("ranking_request", args=[asked.pk]),
        template=_SHOWN,
        **_context(request, asked),
    )


@form_page("choose_ranking_signers")
def choose(request: Request) -> HttpResponse:
    """Choose who signs a ranking, and a correction, before it is published."""
    jurisdiction = request.user.office
    form = SignersForm(
        request.POST if request.method == "POST" else None,
        signers=[(role.value, signer_word(jurisdiction, role)) for role in signing.SIGNERS],
        initial=jurisdiction.ranking_signers,
    )
    return act_by(
        request,
        form,
        partial(signing.choose_signers, jurisdiction=jurisdiction, by=request.by),
        said="已选定，以后的排名照此办理",
        to=reverse("rankings"),
        title="排名和办法由谁签发",
        button="选定",
        note="排名和更正发布以后不能改动；需要领导签发的，在这里选定。已经提请的不受影响。",
        back=reverse("rankings"),
    )


def signer_word(jurisdiction: Jurisdiction, role: str) -> str:
    """Return what a signer is called: by the document, else by the post."""
    return Governed.of(jurisdiction).document.roles.get(role) or str(Role(role).label)


def _context(request: Request, asked: RankingRequest) -> dict[str, Any]:
    span, is_waiting = corrections.span_of(asked), asked.outcome == RankingRequest.Outcome.WAITING
    signer = signing.signer_of(asked, request.user, request.today)
    context = {
        "asked": asked,
        "span": span,
        "called": periods.called(Governed.of(asked.jurisdiction, span.first)),
        "is_waiting": is_waiting,
        "signer": signer_word(asked.jurisdiction, asked.role),
        "may_sign": is_waiting and access.may(request.user, "sign_ranking") and signer is not None
        and not request.user.is_person_of(asked.asked_by_id),
        "may_withdraw": is_waiting and access.may(request.user, "publish_ranking"),
    }  # fmt: skip
    if is_waiting and asked.corrects is not None:
        context["changes"] = corrections.pending_of(asked.corrects)
    elif is_waiting:
        context |= {"table": rankings.table_for(asked.jurisdiction, span, request.today), "cards": None, "barred": {}}
    return context
