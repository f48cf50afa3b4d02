"""The inbox: what one should know; and the links of letters."""

from functools import partial

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from duban.ledger import access
from duban.ledger.actions.office import messages
from duban.ledger.queries.office import messages as known
from duban.web.addresses import page_of, record_page
from duban.web.asked import one_of
from duban.web.http import Request
from duban.web.pages import page_of as rows_page
from duban.web.submitting import carry_out


@require_safe
def index(request: Request) -> HttpResponse:
    """Show one's own messages, unread ones first."""
    only = one_of(request, "unread", ("1",)) == "1"
    page = rows_page(request, known.inbox(request.user, unread_only=only), 50)
    return render(request, "office/inbox/index.html", {"page": page, "only": only})


@require_POST
def read(request: Request, pk: int) -> HttpResponse:
    """Mark one of one's messages as read and go to what it is about."""
    message = get_object_or_404(known.inbox(request.user), pk=pk)
    messages.mark_read(officer=request.user, message=message, at=request.at)
    return HttpResponseRedirect(page_of(message))


@require_safe
def opened(request: Request, pk: int, about: str) -> HttpResponse:
    """Lead from a letter's link to the page of what it is about; where it was told to another post of the same person, or in its office, that post is offered first."""
    page = record_page(about)
    if not page:
        raise Http404
    post = access.accounts.post_of_link(request.user, pk, request.GET.get("office", ""))
    if post is not None:
        return render(request, "office/inbox/other_post.html", {"post": post, "page": page})
    return HttpResponseRedirect(page)


@require_POST
def read_all(request: Request) -> HttpResponse:
    """Mark all of one's messages as read."""

    return carry_out(
        request,
        partial(messages.mark_read, officer=request.user, at=request.at),
        said="已全部标为已读",
        to=reverse("inbox"),
    )
