"""The wall (大屏): by its address without signing in, or for who signed in; its address made and withdrawn."""

from functools import partial

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from duban.ledger import access
from duban.ledger.actions.accounts import walls
from duban.ledger.queries.accounts.tokens import digest_of
from duban.ledger.queries.office.walls import wall_of
from duban.people.models import Jurisdiction
from duban.web.http import Request
from duban.web.pages import form_page, form_taken, read_page
from duban.web.submitting import carry_out


@read_page("see_matters")
def wall(request: Request) -> HttpResponse:
    """Show the wall to who signed in."""
    return _hung(request, request.user.office)


@login_not_required
@sensitive_variables("secret")
@require_safe
def hang(request: Request, secret: str) -> HttpResponse:
    """Show the wall by its address: no session, so that it hangs for weeks."""
    return _hung(request, access.accounts.place_of_wall(digest_of(secret)))


@form_page("keep_wall")
def settings_of(request: Request) -> HttpResponse:
    """Show whether the wall has an address, and make one; it is on this answer alone."""
    address = ""
    if request.method == "POST":
        path = reverse("wall_hung", args=[walls.open_wall(jurisdiction=request.user.office, by=request.by)])
        address = f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else request.build_absolute_uri(path)
    has_address = bool(address or request.user.office.wall)
    return render(request, "accounts/wall_settings.html", {"address": address, "has_address": has_address})


@form_taken("keep_wall")
def close(request: Request) -> HttpResponse:
    """Withdraw the wall's address at once."""
    act = partial(walls.close_wall, jurisdiction=request.user.office, by=request.by)
    return carry_out(request, act, said="大屏地址已停用", to=reverse("wall_settings"))


def _hung(request: Request, place: Jurisdiction) -> HttpResponse:
    context = {"wall": wall_of(place, request.today), "at": timezone.localtime(request.at)}
    answer = render(request, "accounts/wall.html", context)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
