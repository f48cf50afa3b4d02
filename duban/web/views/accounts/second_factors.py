"""One's own second factor: bind an authenticator app, give it up, print the recovery codes."""

from collections.abc import Callable
from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from duban.ledger import access
from duban.ledger.actions.accounts import second_factors as acts
from duban.ledger.refusals import Refused
from duban.people import lockouts, second_factors
from duban.people.models import SecondFactor
from duban.web import entrance
from duban.web.acting import said_of
from duban.web.forms import Form
from duban.web.forms.accounts.signing_in import CodeForm, OwnPasswordForm, ProofForm
from duban.web.http import Request
from duban.web.submitting import carry_out


@require_safe
def show(request: Request) -> HttpResponse:
    """Show whether it is on, and what can be done about it."""
    return _page(request)


@require_POST
@sensitive_post_parameters("password")
def start(request: Request) -> HttpResponse:
    """Make a secret for an app, after the password: a seat left open binds no stranger's phone."""
    form = OwnPasswordForm(request.POST, **entrance.owner(request))
    if not entrance.is_right(request, form):
        return _page(request, start=form)

    return carry_out(
        request,
        partial(acts.start_second_factor, officer=request.user.login, at=request.at),
        said="请用手机扫码",
        to=reverse("second_factor"),
    )


@require_POST
@sensitive_post_parameters("code")
def confirm(request: Request) -> HttpResponse:
    """Put the app in force by its first code; the recovery codes are on this answer alone."""
    form, codes = CodeForm(request.POST), []

    def act() -> str:
        codes.extend(
            acts.confirm_second_factor(
                officer=request.user.login,
                code=form.cleaned_data["code"],
                moment=timezone.now(),
                keep=request.session.session_key or "",
                at=request.at,
            )
        )
        return reverse("second_factor")

    return _with_codes(request, form, act, codes, "动态口令已启用", "confirm")


@require_POST
@sensitive_post_parameters("code", "password")
def renew(request: Request) -> HttpResponse:
    """Make new recovery codes; they are on this answer alone."""
    form, codes = ProofForm(request.POST, **entrance.owner(request)), []

    def act() -> str:
        code = form.cleaned_data["code"]
        codes.extend(
            acts.renew_recovery_codes(officer=request.user.login, code=code, moment=timezone.now(), at=request.at)
        )
        return reverse("second_factor")

    return _with_codes(request, form, act, codes, "恢复码已更换", "proof")


@require_POST
@sensitive_post_parameters("code", "password")
def remove(request: Request) -> HttpResponse:
    """Give the app up, after password and code."""
    form = ProofForm(request.POST, **entrance.owner(request))

    def act() -> str:
        code = form.cleaned_data["code"]
        acts.remove_second_factor(officer=request.user.login, code=code, moment=timezone.now(), at=request.at)
        return reverse("second_factor")

    if entrance.is_right(request, form):
        try:
            return carry_out(request, act, said="动态口令已停用")
        except Refused as refusal:
            _refuse(request, form, refusal)
    return _page(request, proof=form)


def _with_codes(
    request: Request, form: Form, act: Callable[[], str], codes: list[str], said: str, name: str
) -> HttpResponse:
    if entrance.is_right(request, form):
        try:
            answer = carry_out(request, act, said=said)
        except Refused as refusal:
            _refuse(request, form, refusal)
        else:
            entrance.mark_proven(request)
            # The same form sent twice changes nothing, and shows nothing a second time.
            words = {"codes": codes, "going": entrance.gone_on(request)}
            return render(request, "accounts/recovery_codes.html", words) if codes else answer
    return _page(request, **{name: form})


def _refuse(request: Request, form: Form, refusal: Refused) -> None:
    form.refuse(refusal)
    if refusal.field == "code":
        lockouts.count_failure(request, request.user.login.username)


def _page(request: Request, **forms: Form) -> HttpResponse:
    if not second_factors.is_offered():
        raise access.NotFound("本系统没有启用动态口令")
    factor = SecondFactor.objects.select_related("officer").filter(officer=request.user.login).first()
    is_on = factor is not None and factor.confirmed_at is not None
    officer = request.user
    context: dict[str, object] = {
        "factor": factor,
        "is_on": is_on,
        "is_required": second_factors.is_required(officer),
        "left": second_factors.codes_left(officer.login) if is_on else 0,
        "start": OwnPasswordForm(**entrance.owner(request)),
        "confirm": CodeForm(),
        "proof": ProofForm(**entrance.owner(request)),
        **forms,
    }
    if factor is not None and not is_on:
        context["picture"] = second_factors.picture_of(factor, "督办")
        context["secret"] = " ".join(factor.secret[start : start + 4] for start in range(0, len(factor.secret), 4))
    page = render(request, "accounts/second_factor.html", context, status=422 if forms else 200)
    for form in forms.values():
        said_of(form, page)
    return page
