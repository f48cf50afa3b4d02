"""Taking back at once: a registration that was wrong, an order that has just gone out."""

from functools import partial

from django.http import HttpResponse
from django.urls import reverse

from duban.ledger import access, conditions
from duban.ledger.actions.matters import matters, take_backs
from duban.ledger.models import Matter
from duban.web.acting import act_by
from duban.web.forms.matters.matters import ReasonForm
from duban.web.http import Request
from duban.web.pages import form_page


@form_page("register_matter", access.matters.matter_for)
def revoke(request: Request, matter: Matter) -> HttpResponse:
    """Revoke a registration before it goes out."""
    return act_by(
        request,
        ReasonForm,
        partial(matters.revoke_matter, matter=matter, by=request.by),
        said=f"{matter.no} 已撤销",
        to=reverse("matter", args=[matter.no]),
        matter=matter,
        refusal=conditions.orders.revoking(matter),
        title="撤销登记",
        button="撤销",
        note="编号保留，台账上注明已撤销和理由，不再使用。",
        grave=True,
    )


@form_page("dispatch_matter", access.matters.matter_for)
def take_back(request: Request, matter: Matter) -> HttpResponse:
    """Take an order back that has just gone out."""
    return act_by(
        request,
        ReasonForm,
        partial(take_backs.take_back_dispatch, matter=matter, by=request.by),
        said=f"{matter.no} 的交办已撤回，可以修改后重新交办",
        to=reverse("matter", args=[matter.no]),
        matter=matter,
        refusal=conditions.orders.taking_back_dispatch(matter, request.at),
        title="即时撤回交办",
        button="撤回",
        note="刚交办、还没有单位签收的，可以直接撤回，不再签批；已发通知的文号保留，登记簿上注明撤回。",
    )
