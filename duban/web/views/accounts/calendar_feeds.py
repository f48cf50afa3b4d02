"""One's calendar feed: made, its address seen once, revoked; and what calendar programs are given."""

from functools import partial

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import parse_etags, quote_etag
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_safe

from duban.ledger.actions.accounts import calendar_feeds
from duban.ledger.queries.accounts import calendar_feeds as known
from duban.ledger.queries.accounts.tokens import digest_of
from duban.ledger.refusals import Refused
from duban.ledger.storage import idempotency
from duban.ledger.storage.rate_limits import TooMany
from duban.web import entrance
from duban.web.forms.accounts.signing_in import FeedForm
from duban.web.http import Request
from duban.web.pages import form_page, form_taken
from duban.web.submitting import carry_out


@sensitive_post_parameters("password")
@form_page("keep_feed")
def index(request: Request) -> HttpResponse:
    """Show one's feed, and make one; its address is on this answer alone."""
    form = FeedForm(request.POST or None, **entrance.owner(request))
    address, status = "", 200
    if request.method == "POST":
        status = 422
        if entrance.is_right(request, form):
            try:
                address, status = _make(request, form.cleaned_data["kinds"]), 200
                form = FeedForm(**entrance.owner(request))
            except Refused as refusal:
                form.refuse(refusal)
    context = {"feed": known.feed_of(request.user), "address": address, "form": form}
    return render(request, "accounts/calendar_feed.html", context, status=status)


@form_taken("keep_feed")
def revoke(request: Request) -> HttpResponse:
    """End one's feed at once."""
    act = partial(calendar_feeds.revoke_feeds, officer=request.user, actor=request.user, at=request.at)
    return carry_out(request, act, said="订阅地址已撤销，日历程序不再更新", to=reverse("calendar_feed"))


@login_not_required
@sensitive_variables("secret")
@require_safe
def show(request: Request, secret: str) -> HttpResponse:
    """Give a calendar program what stands on the calendar of the feed's officer; nothing new where nothing changed."""
    try:
        feed = calendar_feeds.ask_feed(secret=secret, at=request.at)
    except TooMany as refusal:
        return HttpResponse(
            str(refusal), status=429, content_type="text/plain; charset=utf-8", headers={"Retry-After": "3600"}
        )
    words = known.calendar_of(feed, request.today)
    etag = quote_etag(digest_of(words.decode()))
    seconds = int(known.AGAIN.total_seconds())
    headers = {"ETag": etag, "Cache-Control": f"private, max-age={seconds}"}
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return HttpResponseNotModified(headers=headers)
    return HttpResponse(words, content_type="text/calendar; charset=utf-8", headers=headers)


def _make(request: Request, kinds: list[str]) -> str:
    """Make the feed once for this form and return its address; sent again, the form makes no other."""
    key = request.POST.get("form_key", "")[:64]
    with transaction.atomic():
        claimed = idempotency.claim_submission(key=key, actor=request.user, at=request.at) if key else None
        _, secret = calendar_feeds.make_feed(officer=request.user, kinds=kinds, at=request.at)
        if claimed is not None:
            idempotency.settle_submission(claimed, reverse("calendar_feed"))
    path = reverse("feed", args=[secret])
    return f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else request.build_absolute_uri(path)
