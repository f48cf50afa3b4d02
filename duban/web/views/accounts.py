"""Signing in and out, the password, and the one-click entrance to demonstrations."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.ledger.actions import people
from duban.ledger.refusals import Refused
from duban.people import passwords
from duban.people.models import Jurisdiction, Officer, Role
from duban.web.context import first_page
from duban.web.entrance import enter
from duban.web.forms.accounts import LoginForm, PasswordForm
from duban.web.submitting import carry_out

_WRONG = "账号或口令不对。连续输错 5 次，将锁定 30 分钟。"
_DEAD = "初始口令没有及时修改，已经失效。请找系统管理员重新发一个。"


@require_safe
def home(request):
    """Lead to the page that this officer sees first."""
    return redirect(first_page(request.user))


@login_not_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request):
    """Show the entrance, or sign in with account and password. A wrong account and a wrong password read the same."""
    if request.user.is_authenticated and request.method != "POST":
        return redirect("home")
    form = LoginForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        officer = authenticate(request, **form.cleaned_data)
        if officer is not None and not passwords.is_dead(officer, request.at):
            return enter(request, officer, to=_next(request))
        form.add_error(None, _DEAD if officer is not None else _WRONG)
        status = 401
    return render(
        request,
        "accounts/login.html",
        {"form": form, "demos": _demos(), "next": _next(request, "")},
        status=status,
    )


@require_POST
def sign_out(request):
    """End the session on the server."""
    logout(request)
    messages.info(request, "已退出登录")
    return redirect("login")


@sensitive_post_parameters("old", "new", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request):
    """Change one's own password; all other sessions of the account end."""
    form = PasswordForm(request.POST or None, officer=request.user)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            people.change_password(officer=request.user, password=form.cleaned_data["new"], at=request.at)
            return "/"

        try:
            answer = carry_out(request, act, said="口令已修改")
        except Refused as refusal:
            form.refuse(refusal)
        else:
            update_session_auth_hash(request, request.user)
            return answer
    status = 422 if form.is_bound else 200
    words = {"form": form, "is_due": passwords.is_due(request.user, request.at), "days": settings.PASSWORD_DAYS}
    return render(request, "accounts/password.html", words, status=status)


@login_not_required
@require_POST
def enter_demo(request, username: str):
    """Sign in as an officer of a demonstration, without a password. 404 wherever that is not a demonstration."""
    officer = Officer.objects.filter(username=username, jurisdiction__is_demo=True, is_active=True).first()
    if not settings.DEMO or officer is None:
        raise Http404
    return enter(request, officer)


def locked_out(request, response, credentials, *args):
    """Answer after too many wrong passwords: half an hour is to wait."""
    return render(
        request, "accounts/locked.html", {"minutes": int(settings.AXES_COOLOFF_TIME * 60)}, status=429
    )


def _next(request, otherwise: str = "/") -> str:
    to = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(to, {request.get_host()}, require_https=request.is_secure())
    return to if safe else otherwise


def _demos() -> list[tuple[Jurisdiction, list[Officer]]]:
    if not settings.DEMO:
        return []
    order = {role: place for place, role in enumerate(Role.values)}
    found: dict[Jurisdiction, dict[str, Officer]] = {}
    rows = Officer.objects.filter(jurisdiction__is_demo=True, is_active=True).select_related(
        "jurisdiction", "unit"
    )
    for officer in rows.order_by("jurisdiction_id", "id"):
        found.setdefault(officer.jurisdiction, {}).setdefault(officer.role, officer)
    return [
        (place, sorted(posts.values(), key=lambda who: order[who.role])) for place, posts in found.items()
    ]
