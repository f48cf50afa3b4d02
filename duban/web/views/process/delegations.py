"""Delegations: who signs for me while I am away, and for whom I sign."""

from functools import partial

from django.http import HttpResponse
from django.urls import reverse

from duban.ledger import access
from duban.ledger.actions.process import delegations
from duban.ledger.queries.process import delegations as known
from duban.web.acting import act_by, act_here
from duban.web.forms.matters.matters import EmptyForm
from duban.web.forms.process.process import DelegationForm
from duban.web.http import Request
from duban.web.pages import form_page, form_taken


@form_page("stand_in")
def index(request: Request) -> HttpResponse:
    """Show the delegations that I gave and received, and appoint a stand-in."""
    appoints = access.may(request.user, "appoint_stand_in")
    if request.method == "POST":
        access.require(request.user, "appoint_stand_in")

    stand_ins = known.stand_ins_for(request.user)
    form = DelegationForm(request.POST or None, stand_ins=stand_ins, initial={"from_on": request.today})
    rows = [(each, known.is_open(each, request.today)) for each in known.list_for(request.user, request.today)]
    return act_by(
        request, form, partial(delegations.appoint_stand_in, of=request.user, at=request.at), said="已委托代理", to=reverse("delegations"), template="process/delegations/index.html",
        rows=rows, appoints=appoints,
    )  # fmt: skip


@form_taken("stand_in")
def end(request: Request, pk: int) -> HttpResponse:
    """End a delegation before its last day."""
    delegation = access.process.delegation_for(request.user, pk)

    to = reverse("delegations")
    return act_here(
        request,
        EmptyForm(request.POST),
        partial(delegations.end_delegation, delegation=delegation, by=request.by),
        to,
        "结束代理",
        said="代理已结束",
        button="结束",
    )
