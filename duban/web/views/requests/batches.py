"""Many at once: put the start of many matters up for approval; sign many proposals with one signature."""

import datetime

from django.http import Http404, HttpResponse
from django.urls import reverse

from duban.ledger import access
from duban.ledger.actions.requests import batches as acts
from duban.ledger.governed import Governed
from duban.ledger.models.proposals import WORDS
from duban.ledger.queries.process import delegations
from duban.ledger.queries.requests import batches
from duban.ledger.wordings import sheets
from duban.web.acting import act_by, led_back
from duban.web.asked import numbers_of
from duban.web.forms.requests.proposals import SignatureForm, StartsForm
from duban.web.http import Request
from duban.web.pages import form_page, read_page
from duban.web.printing import as_file
from duban.web.views.requests.proposals import after_deciding


@form_page("request_start")
def propose_starts(request: Request) -> HttpResponse:
    """Put the start of the matters chosen in the ledger up for approval."""
    lines = batches.starting(request.user, numbers_of(request), request.today)
    ready = [line.matter for line in lines if line.refusal is None]

    def perform(**words: str) -> None:
        acts.ask_starts(matters=ready, reason=words["reason"], by=request.by)

    return act_by(
        request,
        StartsForm(request.POST or None),
        perform,
        said=f"已提请立项审批 {len(ready)} 件",
        to=led_back(request, f"{reverse('proposals')}?tab=going"),
        template="requests/proposals/starts.html",
        lines=lines,
        ready=ready,
        approval=Governed.of(request.user.office).approval("start"),
    )


@form_page("see_matters")
def sign_together(request: Request, act: str) -> HttpResponse:
    """Sign what waits of one act, as far as it is ticked, with one signature; all of it or none."""
    if not delegations.signs(request.user, access.delegations.represented_by(request.user, request.today)):
        access.require(request.user, "sign")
    if not batches.is_signed_together(act):
        raise Http404
    cards = batches.signable(request.user, act, request.today)
    ticked = set(request.POST.getlist("of"))
    chosen = [card.proposal for card in cards if str(card.proposal.pk) in ticked]

    def perform(**words: str) -> None:
        agree = words["decision"] == "agree"
        acts.sign_each(chosen=chosen, agree=agree, reason=words["reason"], by=request.by)

    return act_by(
        request,
        SignatureForm(request.POST or None),
        perform,
        said="",
        to=after_deciding(request),
        template="requests/proposals/together.html",
        cards=cards,
        ticked=ticked,
        word=WORDS[act],
        act=act,
    )


@read_page("see_start_register")
def print_starts(request: Request, on: str, form: str) -> HttpResponse:
    """Hand out the sheet of all matters whose start was put up on a day, as an annexed list."""
    try:
        day = datetime.date.fromisoformat(on)
    except ValueError:
        raise Http404 from None
    paper = sheets.starts_of(request.user, day)
    return as_file(paper, form, jurisdiction=request.user.office)
