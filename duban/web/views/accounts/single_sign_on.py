"""Single sign-on: out to the other server, and back with its proof."""

import logging
from importlib import import_module
from types import ModuleType

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from duban.ledger.models.audit_events import Result
from duban.web import audit, entrance, single_sign_on
from duban.web.entrance import wanted
from duban.web.forms.accounts.signing_in import LoginForm
from duban.web.http import Request
from duban.web.single_sign_on import NotSignedOn

log = logging.getLogger(__name__)


@login_not_required
@require_safe
def begin(request: Request, way: str) -> HttpResponse:
    """Lead to the other server; what must come back is kept in this browser."""
    module = _module(way)
    try:
        address, kept = module.begin(_return_of(request, way))
    except NotSignedOn as refused:
        return _refused(request, way, refused)
    response = HttpResponseRedirect(address)
    single_sign_on.set_out(response, request, way, wanted(request), **kept)
    return response


@login_not_required
@require_safe
def finish(request: Request, way: str, state: str = "") -> HttpResponse:
    """Let in whom the other server proves, once, in the browser that set out."""
    module, kept = _module(way), {}
    try:
        kept = single_sign_on.came_back(request, way, state or request.GET.get("state", ""))
        proof = module.finish(_return_of(request, way), request.GET.dict(), kept)
        officer = single_sign_on.officer_of(proof.name)
    except NotSignedOn as refused:
        return _refused(request, way, refused, kept.get("to", ""))
    response = entrance.enter(
        request, officer, to=wanted(request, kept["to"]), way=way, proven=single_sign_on.counts_second_factor(proof)
    )
    single_sign_on.forget(response)
    return response


def _refused(request: Request, way: str, refused: NotSignedOn, to: str | None = None) -> HttpResponse:
    log.warning("single sign-on by %s refused: %s", way, refused.log)
    audit.note(request, "login.failed", details=f"{way}：{refused.why}", result=Result.FAILED)
    form = LoginForm()
    context = {
        "form": form,
        "demos": [],
        "next": wanted(request, to, ""),
        "ways": single_sign_on.ways(),
        "refused": refused.why,
    }
    response = render(request, "accounts/login.html", context, status=401)
    single_sign_on.forget(response)
    return response


def _module(way: str) -> ModuleType:
    if way not in {each.name for each in single_sign_on.ways()}:
        raise Http404
    return import_module(f"duban.web.single_sign_on.{way}")


def _return_of(request: Request, way: str) -> str:
    return request.build_absolute_uri(reverse("sign_on_return", args=[way]))
