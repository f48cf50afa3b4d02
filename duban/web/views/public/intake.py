"""The public entrance: write without signing in, get a number and a code, see how it stands, rate the answer. Opened by the office's head.

Nothing here tells whether a number exists, whose it is, or which unit deals with it by whose hand.
"""

import secrets
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from duban.ledger import access, conditions
from duban.ledger.actions.public import appeals, ratings
from duban.ledger.actions.public.appeals import Writing
from duban.ledger.governed import Governed
from duban.ledger.models import Appeal
from duban.ledger.models.ratings import Manner
from duban.ledger.refusals import Refused
from duban.ledger.storage import rate_limits
from duban.ledger.storage.idempotency import AlreadyDone
from duban.people import networks
from duban.people.models import Jurisdiction
from duban.web.acting import act_by
from duban.web.forms import Form
from duban.web.forms.matters.matters import EmptyForm
from duban.web.forms.public.appeals import CodeForm, PublicAppealForm, PublicRatingForm
from duban.web.http import Request
from duban.web.pages import form_page
from duban.web.views.errors import status_of

# Without letters and digits that look alike.
_SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # pragma: allowlist secret
_SHOWN_FOR, _COOKIE = 1800, "duban-receipt"


@login_not_required
@require_safe
def place(request: Request, place: str) -> HttpResponse:
    """Show the entrance of one jurisdiction."""
    return _render(request, access.public.open_place(place), "public/place.html", {"form": CodeForm()})


@login_not_required
@sensitive_post_parameters("text", "person", "contact")
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: Request, place: str) -> HttpResponse:
    """Take what somebody of the public writes, and lead to the receipt. The same form sent twice is one appeal."""
    where = access.public.open_place(place)
    form = PublicAppealForm(request.POST or None, initial={"kind": "complaint"})
    status, refused = 200, None
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _with_receipt(request, where, *_take(request, where, form.cleaned_data))
            except AlreadyDone:
                return HttpResponseRedirect(reverse("public_receipt", args=[place]))
            except Refused as refusal:
                status, refused = _status(refusal), refusal
                if refusal.field in form.fields:
                    form.add_error(refusal.field, refusal.why)
    return _render(request, where, "public/write.html", {"form": form, "refused": refused}, status)


@login_not_required
@require_safe
def receipt(request: Request, place: str) -> HttpResponse:
    """Show the number and the code once more to the browser that sent the appeal, for half an hour."""
    where = access.public.open_place(place)
    held = request.get_signed_cookie(_COOKIE, "", salt=place, max_age=_SHOWN_FOR) or ""
    number, _, code = held.partition(".")
    spaced = " ".join(code[start : start + 4] for start in range(0, len(code), 4))
    return _render(
        request, where, "public/receipt.html", {"receipt": {"number": number, "code": spaced} if code else None}
    )


@login_not_required
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def state(request: Request, place: str) -> HttpResponse:
    """Show a sender how their appeal stands. A wrong number and a wrong code read the same."""
    where = access.public.open_place(place)
    form = CodeForm(request.POST or None)
    context: dict[str, object] = {"form": form}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                appeal = _found(request, where, form)
                return _render(request, where, "public/state.html", _stand(appeal, form))
            except Refused as refusal:
                # 404 would be the same word for everybody; here the form stays.
                context["refused"], status = refusal, 429 if isinstance(refusal, rate_limits.TooMany) else 422
    return _render(request, where, "public/place.html", context, status)


@login_not_required
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: Request, place: str) -> HttpResponse:
    """Take what the sender says of the answer."""
    where = access.public.open_place(place)
    form = PublicRatingForm(request.POST or None)
    context: dict[str, object] = {"form": form}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                appeal = _found(request, where, form)
                _rate(appeal, form.cleaned_data, request)
                return _render(
                    request,
                    where,
                    "public/state.html",
                    {**_stand(appeal, form), "thanks": True, "note": form.cleaned_data["note"]},
                )
            except Refused as refusal:
                context["refused"], status = refusal, 429 if isinstance(refusal, rate_limits.TooMany) else 422
                if refusal.field in form.fields:
                    form.add_error(refusal.field, refusal.why)
    return _render(request, where, "public/rate.html", context, status)


@form_page("open_intake")
def switch(request: Request) -> HttpResponse:
    """Open the public entrance, or close it; the head of the office does."""
    where = request.user.office
    opens = not where.public_intake

    def perform(**words: Any) -> None:
        appeals.open_intake(jurisdiction=where, is_open=request.POST.get("opens") == "1", by=request.by)

    address = reverse("public_place", args=[where.slug])
    return act_by(
        request,
        EmptyForm,
        perform,
        said="公众入口已开放" if opens else "公众入口已关闭",
        to=reverse("intake"),
        template="public/switch.html",
        opens=opens,
        address=address,
        clauses=[clause for clause in [Governed.of(where).clause("public_intake")] if clause],
    )


def _take(request: Request, where: Jurisdiction, words: dict[str, Any]) -> tuple[str, str]:
    """Enter what was written and give its number and code. Raises Refused, and AlreadyDone for a form sent before."""
    if words["website"]:
        raise Refused("没有提交：请不要填写隐藏的栏目", possible="如果浏览器自动填写了，请清空后再交。")
    key = request.POST.get("form_key", "")[:64] or None
    rate_limits.count_knock(jurisdiction=where, what="send", who=_who(request), at=request.at)
    code = "".join(secrets.choice(_SIGNS) for _ in range(12))
    appeal = appeals.receive_appeal(
        jurisdiction=where,
        writing=Writing(
            channel="site",
            kind=words["kind"],
            received_on=request.today,
            text=words["text"],
            person=words["person"],
            contact=words["contact"],
        ),
        actor=None,
        at=request.at,
        code=access.public.digest_of(code),
        form_key=key,
    )
    return appeal.number, code


def _with_receipt(request: Request, where: Jurisdiction, number: str, code: str) -> HttpResponse:
    """Lead to the receipt. The code stays in the sender's own browser, for half an hour; here only its digest is kept."""
    answer = HttpResponseRedirect(reverse("public_receipt", args=[where.slug]))
    answer.set_signed_cookie(
        _COOKIE,
        f"{number}.{code}",
        salt=where.slug,
        max_age=_SHOWN_FOR,
        path=reverse("public_place", args=[where.slug]),
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return answer


def _found(request: Request, where: Jurisdiction, form: Form) -> Appeal:
    rate_limits.count_knock(jurisdiction=where, what="ask", who=_who(request), at=request.at)
    words = form.cleaned_data
    return access.public.appeal_of_sender(where, words["number"], words["code"])


def _rate(appeal: Appeal, words: dict[str, Any], request: Request) -> None:
    if appeal.matter is None or appeal.replied_on is None:
        raise Refused("办结并答复以后才能评价")
    ratings.rate_matter(
        matter=appeal.matter,
        appeal=appeal,
        satisfaction=words["satisfaction"],
        manner=Manner.ONLINE,
        note=words["note"],
        rated_on=request.today,
        actor=None,
        at=request.at,
    )


def _stand(appeal: Appeal, form: Form) -> dict[str, object]:
    words = form.cleaned_data
    rated = appeal.ratings.filter(is_current=True).first()
    may_rate = (
        appeal.matter is not None
        and appeal.replied_on is not None
        and conditions.public.rating(appeal.matter, appeal) is None
    )
    first = {"number": words["number"], "code": words["code"]}
    return {"appeal": appeal, "rated": rated, "rating_form": PublicRatingForm(initial=first) if may_rate else None}


def _render(
    request: Request, where: Jurisdiction, template: str, context: Mapping[str, object], status: int = 200
) -> HttpResponse:
    # Who is signed in keeps the frame of their own office.
    frame: dict[str, object] = {} if request.user.is_authenticated else {"jurisdiction": where}
    answer = render(request, template, {**frame, **context, "place": where}, status=status)
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _who(request: Request) -> str:
    """Give the digest of the day and of what stands for one client: its address, of IPv6 its /64."""
    client = networks.client_of(request.address)
    return salted_hmac("duban.knock", f"{request.today} {client}", algorithm="sha256").hexdigest()


def _status(refusal: Refused) -> int:
    return 429 if isinstance(refusal, rate_limits.TooMany) else status_of(refusal)
