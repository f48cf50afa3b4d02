"""Access tokens: with which programs act in one's name; made, seen once, revoked."""

import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from duban.ledger import access
from duban.ledger.actions.accounts import tokens
from duban.ledger.refusals import Refused
from duban.ledger.storage import idempotency
from duban.web import entrance
from duban.web.forms.accounts.signing_in import TokenForm
from duban.web.http import Request
from duban.web.submitting import carry_out


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: Request) -> HttpResponse:
    """List one's tokens (the administrator: everybody's), and make one; its secret is on this answer alone."""
    may_make = access.may(request.user, "hold_token")
    form = TokenForm(request.POST or None, **entrance.owner(request))
    secret, status = "", 200
    if request.method == "POST":
        access.require(request.user, "hold_token")
        status = 422
        if entrance.is_right(request, form):
            try:
                secret, status = _make(request, form.cleaned_data), 200
                form = TokenForm(**entrance.owner(request))
            except Refused as refusal:
                form.refuse(refusal)
    rows = list(access.accounts.tokens(request.user)[:200])
    context = {"tokens": rows, "form": form, "secret": secret, "may_make": may_make}
    return render(request, "accounts/tokens.html", context, status=status)


@require_POST
def revoke(request: Request, pk: int) -> HttpResponse:
    """End a token at once: one's own, or for the administrator anybody's."""
    token = access.accounts.token_for(request.user, pk)

    return carry_out(
        request,
        partial(tokens.revoke_token, token=token, actor=request.user, at=request.at),
        said=f"密钥“{token.name}”已撤销",
        to=reverse("tokens"),
    )


def _make(request: Request, words: dict[str, Any]) -> str:
    """Make the token once for this form; sent again, the form makes no other, and the secret is not shown a second time."""
    key = request.POST.get("form_key", "")[:64]
    with transaction.atomic():
        claimed = idempotency.claim_submission(key=key, actor=request.user, at=request.at) if key else None
        _, secret = tokens.create_token(
            officer=request.user,
            name=words["name"],
            expires_on=request.today + datetime.timedelta(days=int(words["days"])),
            actor=request.user,
            at=request.at,
        )
        if claimed is not None:
            idempotency.settle_submission(claimed, reverse("tokens"))
    return secret
