"""Delegations: who signs for me while I am away, and for whom I sign."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from duban.ledger import access
from duban.ledger.actions.process import delegations
from duban.ledger.queries.process import delegations as known
from duban.web.acting import act_by
from duban.web.forms.matters.matters import EmptyForm
from duban.web.forms.process.process import DelegationForm
from duban.web.requests import Request


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: Request) -> HttpResponse:
    """Show the delegations that I gave and received, and appoint a stand-in."""
    access.require(request.user, "stand_in")
    appoints = access.may(request.user, "appoint_stand_in")
    if request.method == "POST":
        access.require(request.user, "appoint_stand_in")

    def perform(words: dict[str, Any]) -> None:
        delegations.appoint_stand_in(of=request.user, at=request.at, **words)

    stand_ins = known.stand_ins_for(request.user)
    form = DelegationForm(request.POST or None, stand_ins=stand_ins, initial={"from_on": request.today})
    rows = [(each, known.is_open(each, request.today)) for each in known.list_for(request.user, request.today)]
    return act_by(
        request, form, perform, said="已委托代理", to=reverse("delegations"), template="process/delegations/index.html",
        rows=rows, appoints=appoints,
    )  # fmt: skip


@require_POST
def end(request: Request, pk: int) -> HttpResponse:
    """End a delegation before its last day."""
    access.require(request.user, "stand_in")
    delegation = access.process.delegation_for(request.user, pk)

    def perform(words: dict[str, Any]) -> None:
        delegations.end_delegation(delegation=delegation, by=request.by)

    to = reverse("delegations")
    return act_by(
        request, EmptyForm(request.POST), perform, said="代理已结束", to=to, title="结束代理", button="结束", back=to
    )
