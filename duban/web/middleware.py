"""What surrounds every request: protecting headers, readable input, the session's limits, the present moment, refusals as pages."""

import datetime
import logging
import secrets
import time
from collections.abc import Callable
from typing import Any, cast
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from duban.ledger import access, failures, journal
from duban.ledger.by import By
from duban.ledger.queries.office import messages
from duban.ledger.queries.upkeep.clock import WITNESS
from duban.ledger.refusals import Refused
from duban.ledger.storage.idempotency import AlreadyDone
from duban.people import networks, passwords
from duban.web.entrance import WAY, back_to, is_told, owes_second_factor, remember_going
from duban.web.http import GetResponse, Request
from duban.web.views import errors

log = logging.getLogger(__name__)

POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
}


def know_address(get_response: GetResponse) -> GetResponse:
    """Set `request.address`, the client's own, which is what sessions, limits, lines and logs know; behind a proxy it is the proxy's word."""

    def middleware(request: Request) -> HttpResponse:
        request.address = networks.address_of(request.META, settings.PROXIES)
        origin = journal.ORIGIN.set(request.address)
        try:
            return get_response(request)
        finally:
            journal.ORIGIN.reset(origin)

    return middleware


def client_of(request: Request) -> str | None:
    """Return under what a client's failures at the entrance are counted: its address, of IPv6 its /64; None where it is not known."""
    return networks.client_of(getattr(request, "address", "")) or None


def guard_response(get_response: GetResponse) -> GetResponse:
    """Number the request, refuse what is not text or too large to be taken, and put the protecting headers on every answer."""

    def middleware(request: Request) -> HttpResponse:
        request.number = secrets.token_hex(4)
        failures.begin()
        why = _unreadable(request)
        if why:
            response = errors.bad_request(request, why=why)
        elif _is_too_large(request):
            response = errors.too_large(request)
        else:
            response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if settings.SECURE_HSTS_SECONDS and request.is_secure():
            # Also on what is refused before Django's own middleware could say it.
            response.headers.setdefault("Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}")
        response.headers["X-Request-ID"] = request.number
        if "Cache-Control" not in response.headers and not request.path.startswith(settings.STATIC_URL):
            # What one officer saw must not come out of the browser's store for the next one at the same desk.
            response.headers["Cache-Control"] = "no-store, private"
        return response

    return middleware


def readable_form(get_response: GetResponse) -> GetResponse:
    """Refuse form fields that are not UTF-8 or hold a NUL: they could not be stored faithfully."""

    def middleware(request: Request) -> HttpResponse:
        if request.method == "POST" and _garbled(request):
            why = "提交的内容不是有效的 UTF-8 文字，或含有不可保存的字符。请检查后重新填写。"
            return errors.bad_request(request, why=why)
        return get_response(request)

    return middleware


def time_of_day() -> datetime.time:
    """Return the hour and minute of a present day that is set."""
    return timezone.localtime().timetz()


def present_time(get_response: GetResponse) -> GetResponse:
    """Set `request.at` and `request.today`: the only clock that actions and queries know."""

    def middleware(request: Request) -> HttpResponse:
        request.at = timezone.now()
        if settings.PRESENT_DAY:
            day = datetime.date.fromisoformat(settings.PRESENT_DAY)
            request.at = datetime.datetime.combine(day, time_of_day())
        request.today = timezone.localdate(request.at)
        return get_response(request)

    return middleware


def acting(get_response: GetResponse) -> GetResponse:
    """Set `request.by`: the officer of the session, at the present time. Acts take it as it is."""

    def middleware(request: Request) -> HttpResponse:
        request.by = By(request.user, request.at)
        return get_response(request)

    return middleware


def limit_session(get_response: GetResponse) -> GetResponse:
    """End a session that was idle or lasted too long; hold an initial password until it is changed; read the frame's numbers."""

    def middleware(request: Request) -> HttpResponse:
        if request.user.is_authenticated:
            # The officer themselves: a page asks them for something a hundred thousand times, and each time the proxy would look first.
            request.user = getattr(request.user, "_wrapped", request.user)
            now = int(time.time())
            began, seen = request.session.get("began", now), request.session.get("seen", now)
            if now - seen > settings.SESSION_IDLE or now - began > settings.SESSION_COOKIE_AGE:
                to = back_to(request)
                logout(request)
                return go(request, to)
            # Noted once a minute: reading a page is no reason to write. A page that asks for itself is nobody who works.
            if "X-Poll" not in request.headers and (now - seen > 60 or "began" not in request.session):
                request.session["began"], request.session["seen"] = began, now
                _keep_quietly(request.session)
            if request.user.jurisdiction_id is not None and not hasattr(request.user, "unread"):
                request.user.jurisdiction = messages.jurisdiction_of(request.user)
            if request.method in ("GET", "HEAD"):
                access.delegations.remember(request.user)
            if _needs_new_password(request) and request.path not in _without_new_password():
                remember_going(request)
                return go(request, reverse("password"))
            if not _is_about_oneself(request) and owes_second_factor(request):
                remember_going(request)
                return go(request, reverse("second_factor"))
        return get_response(request)

    return middleware


def _keep_quietly(session: SessionBase) -> None:
    """Save when the officer was last seen; a full disk must not keep them from reading."""
    try:
        session.save()
    except (DatabaseError, UpdateError):
        log.warning("when an officer was last seen could not be noted", exc_info=True)
    session.modified = False


def believe_clock(get_response: GetResponse) -> GetResponse:
    """Write nothing while the clock is in doubt; reading, signing in and out, and confirming the clock go on."""

    def middleware(request: Request) -> HttpResponse:
        if (
            request.method not in ("GET", "HEAD", "OPTIONS")
            and not settings.PRESENT_DAY
            and not _is_before_clock(request)
        ):
            doubt = WITNESS.doubt(request.at)
            if doubt is not None:
                return errors.clock_doubted(request, doubt)
        return get_response(request)

    return middleware


class RequireLogin(LoginRequiredMiddleware):
    """Every page is for those who signed in, unless its view is marked `login_not_required`. The API answers for itself."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., Any],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        if request.path.startswith("/api/"):
            return None
        answer = super().process_view(request, view_func, view_args, view_kwargs)
        request = cast(Request, request)
        return go(request, back_to(request)) if answer is not None and is_told(request) else answer


def answer_refusals(get_response: GetResponse) -> GetResponse:
    """Turn what the ledger refuses into a page or a fragment that says why, by which clause, and what is possible."""

    def middleware(request: Request) -> HttpResponse:
        return get_response(request)

    def process_exception(request: Request, exception: Exception) -> HttpResponse | None:
        if request.path.startswith("/api/"):
            return None
        if isinstance(exception, Refused):
            return errors.refused(request, exception)
        if isinstance(exception, AlreadyDone):
            errors.say_already_done(request)
            return go(request, exception.went_to or reverse("home"))
        return None

    setattr(middleware, "process_exception", process_exception)  # noqa: B010  # where Django looks for it
    return middleware


def go(request: Request, to: str) -> HttpResponse:
    """Send the browser to an address of ours, whether it asked with htmx or not."""
    return HttpResponseClientRedirect(to) if request.htmx else HttpResponseRedirect(to)


def _needs_new_password(request: Request) -> bool:
    officer = request.user.login
    if request.session.get(WAY):
        # The password is kept elsewhere, and so are the rules for it.
        return False
    # Nobody has the password of an invented office.
    is_demo = officer.jurisdiction is not None and officer.jurisdiction.is_demo
    return officer.must_change_password or (not is_demo and passwords.is_due(officer, request.at))


def _without_new_password() -> set[str]:
    # The clock too: under a false one passwords look old, and a new one cannot be kept before the clock is confirmed.
    return {reverse("password"), reverse("logout"), reverse("health"), reverse("clock")}


def _is_before_clock(request: Request) -> bool:
    """Return whether this is done under any clock: to sign in, by whatever way, to sign out, and to confirm the clock."""
    entrance = reverse("login")
    return request.path in {entrance, reverse("logout"), reverse("clock")} or request.path.startswith(f"{entrance}/")


def _is_about_oneself(request: Request) -> bool:
    return request.path in _without_new_password() or request.path.startswith(reverse("second_factor"))


def _unreadable(request: Request) -> str:
    if "\0" in request.path:
        return "网址中含有不可用的字符。"
    try:
        query = unquote_to_bytes(request.META.get("QUERY_STRING", "").replace("+", " ")).decode()
    except (UnicodeDecodeError, UnicodeEncodeError):
        return "网址中的参数不是有效的 UTF-8 文字。"
    return "网址中含有不可用的字符。" if "\0" in query else ""


def _is_too_large(request: Request) -> bool:
    """Tell by what the request says of itself, before anybody reads it: files up to the limit, and the form around them."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    most = settings.UPLOAD_LIMIT + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return length.isascii() and length.isdigit() and int(length[:20]) > most


def _garbled(request: Request) -> bool:
    if request.content_type == "application/x-www-form-urlencoded":
        try:
            return "\0" in unquote_to_bytes(request.body).decode()
        except UnicodeDecodeError:
            return True
    # A multipart field that is not UTF-8 arrives with U+FFFD in place of its bytes.
    texts = [text for _, values in request.POST.lists() for text in values]
    names = [file.name or "" for _, files in request.FILES.lists() for file in files]
    return any(mark in each for each in (*texts, *names) for mark in ("\0", "\ufffd"))
