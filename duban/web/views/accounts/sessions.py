"""Sessions: where one is signed in, and ending that."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from duban.ledger import access
from duban.ledger.actions.accounts import sessions
from duban.ledger.by import By
from duban.ledger.queries.accounts import sessions as known
from duban.people.models import Officer
from duban.web.http import Request
from duban.web.pages import form_taken
from duban.web.submitting import carry_out


@require_safe
def index(request: Request) -> HttpResponse:
    """Show where one is signed in."""
    # Sessions run by the real clock, also where a demonstration has another day.
    seats = known.seats_of(request.user, timezone.now(), request.session.session_key or "")
    return render(request, "accounts/sessions.html", {"seats": seats})


@require_POST
def end(request: Request, ref: str) -> HttpResponse:
    """End one of one's other sessions."""

    def act() -> str:
        sessions.end_sessions(
            officer=request.user, by=By(request.user, timezone.now()), ref=ref, keep=request.session.session_key or ""
        )
        return reverse("sessions")

    return carry_out(request, act, said="已结束那处登录")


@form_taken("manage_people")
def end_all(request: Request, pk: int) -> HttpResponse:
    """End all sessions of an officer, for the administrator."""
    officer = Officer.objects.filter(jurisdiction=request.user.office, pk=pk).select_related("jurisdiction").first()
    if officer is None:
        raise access.NotFound("没有这个人员，或者您无权查看")

    def act() -> str:
        keep = (request.session.session_key or "") if officer == request.user else ""
        sessions.end_sessions(officer=officer, by=By(request.user, timezone.now()), keep=keep)
        return reverse("officer", args=[pk])

    return carry_out(request, act, said=f"{officer} 的登录已全部结束")
