"""Signing in and out, the password, and the one-click entrance to demonstrations."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.ledger.actions.accounts import second_factors
from duban.ledger.actions.office import officers
from duban.ledger.refusals import Refused
from duban.people import lockouts, passwords
from duban.people.models import Jurisdiction, Officer, Role
from duban.web import audit, entrance, single_sign_on
from duban.web.context import first_page
from duban.web.forms.accounts.signing_in import CodeForm, LoginForm, PasswordForm
from duban.web.http import Request
from duban.web.submitting import carry_out

_WRONG = "账号或口令不对。连续输错 5 次，将锁定 30 分钟。"
_AWAY = "账号或口令不对，或者单位的统一认证服务器暂时没有回应，请稍后再试。"


@require_safe
def home(request: Request) -> HttpResponse:
    """Lead to the page that this officer sees first."""
    return redirect(first_page(request.user))


@login_not_required
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: Request) -> HttpResponse:
    """Show the entrance, or sign in with account and password, then with the code of who has a second factor.

    A wrong account and a wrong password read the same.
    """
    if request.user.is_authenticated and request.method != "POST":
        return redirect(entrance.wanted(request))
    if request.method == "POST" and "again" in request.POST:
        to = entrance.forget(request)
        return redirect(f"{reverse('login')}?{urlencode({'next': to})}" if to != "/" else "login")
    known = entrance.waiting(request) if "username" not in request.POST else None
    if known is not None:
        return _take_code(request, known)
    form = LoginForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        officer = authenticate(request, **form.cleaned_data)
        why = _why_not(request, officer)
        if officer is not None and not why:
            return entrance.enter(request, officer, to=entrance.wanted(request), way=entrance.way_of(officer))
        if officer is not None:
            lockouts.release(request, officer.username)
        form.add_error(None, why)
        status = 401
    return render(
        request,
        "accounts/login.html",
        {
            "form": form,
            "demos": _demos(),
            "next": entrance.wanted(request, otherwise=""),
            "ways": single_sign_on.ways(),
            "leave": _leave(request),
        },
        status=status,
    )


@require_POST
def sign_out(request: Request) -> HttpResponse:
    """End the session on the server; who came by another server's word is offered to end theirs there too."""
    way = request.session.get(entrance.WAY, "")
    audit.note(request, "login.ended", officer=request.user)
    logout(request)
    messages.info(request, "已退出登录")
    return redirect(f"{reverse('login')}?left={way}" if way else "login")


@sensitive_post_parameters("old", "new", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: Request) -> HttpResponse:
    """Change one's own password; all other sessions of the account end."""
    form = PasswordForm(request.POST or None, officer=request.user.login)
    if request.method == "POST" and entrance.is_right(request, form):

        def act() -> str:
            if "code" in form.fields:
                code = form.cleaned_data["code"]
                second_factors.require_code(officer=request.user.login, code=code, moment=timezone.now(), at=request.at)
            officers.change_password(
                officer=request.user.login,
                password=form.cleaned_data["new"],
                keep=request.session.session_key or "",
                at=request.at,
            )
            return entrance.gone_on(request)

        try:
            answer = carry_out(request, act, said="口令已修改")
        except Refused as refusal:
            form.refuse(refusal)
        else:
            update_session_auth_hash(request, request.user)
            return answer
    status = 422 if form.is_bound else 200
    words = {"form": form, "is_due": passwords.is_due(request.user.login, request.at), "days": settings.PASSWORD_DAYS}
    return render(request, "accounts/password.html", words, status=status)


@login_not_required
@require_POST
def enter_demo(request: Request, username: str) -> HttpResponse:
    """Sign in as an officer of a demonstration, without a password. 404 wherever that is not a demonstration."""
    officer = Officer.objects.filter(username=username, jurisdiction__is_demo=True, is_active=True).first()
    if not settings.DEMO or officer is None:
        raise Http404
    entrance.open_session(request, officer)
    return redirect(entrance.wanted(request))


def locked_out(
    request: Request, response: HttpResponse | None, credentials: Mapping[str, Any] | None, *args: Any
) -> HttpResponse:
    """Answer after too many wrong passwords: half an hour is to wait."""
    return render(request, "accounts/locked.html", {"minutes": int(settings.AXES_COOLOFF_TIME * 60)}, status=429)


def _take_code(request: Request, officer: Officer) -> HttpResponse:
    """Show the page of the code to who gave the password, or take the code; a wrong one counts as a wrong password does."""
    form = CodeForm(request.POST or None)
    if form.is_valid():
        if not lockouts.is_open(request, officer.username):
            return locked_out(request, None, None)
        code = form.cleaned_data["code"]
        if second_factors.prove(officer=officer.login, code=code, moment=timezone.now(), at=request.at):
            return entrance.let_in(request, officer)
        lockouts.count_failure(request, officer.username)
        form.add_error("code", "动态口令不对，或者已经用过。请等下一个数字。")
    return render(request, "accounts/code.html", {"form": form}, status=401 if form.is_bound else 200)


def _why_not(request: Request, officer: Officer | None) -> str:
    """Return why the form opens nothing; empty where it does. A wrong account and a wrong password read the same."""
    if officer is None:
        return _AWAY if getattr(request, "directory_away", False) else _WRONG
    return entrance.why_closed(request, officer)


def _leave(request: Request) -> str:
    """Return where the session at the other server is ended, for who has just left; empty where there is nothing to end."""
    way = request.GET.get("left", "")
    if way not in {each.name for each in single_sign_on.ways()}:
        return ""
    try:
        return import_module(f"duban.web.single_sign_on.{way}").leave(request.build_absolute_uri(reverse("login")))
    except single_sign_on.NotSignedOn:
        return ""


def _demos() -> list[tuple[Jurisdiction, list[Officer]]]:
    if not settings.DEMO:
        return []
    order = {role: place for place, role in enumerate(Role.values)}
    found: dict[Jurisdiction, dict[str, Officer]] = {}
    rows = Officer.objects.filter(jurisdiction__is_demo=True, is_active=True).select_related("jurisdiction", "unit")
    for officer in rows.order_by("jurisdiction_id", "id"):
        found.setdefault(officer.office, {}).setdefault(officer.role, officer)
    return [(place, sorted(posts.values(), key=lambda who: order[who.role])) for place, posts in found.items()]
