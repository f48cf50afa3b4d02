"""What one chooses for one's own letters: by which ways they come, what they leave out, and a test of each way."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from duban.ledger import access
from duban.ledger.actions.accounts import message_choices
from duban.ledger.queries.accounts import message_choices as known
from duban.ledger.refusals import Refused
from duban.web.forms import Form
from duban.web.forms.office.outbox import WaysForm
from duban.web.http import Request
from duban.web.submitting import carry_out


@require_safe
def show(request: Request) -> HttpResponse:
    """Show by which ways one's letters come, and what they speak of."""
    return _page(request)


@require_POST
@sensitive_post_parameters("robot", "robot_secret")
def choose_ways(request: Request) -> HttpResponse:
    """Set the ways."""
    form = _form(request, request.POST)
    if not form.is_valid():
        return _page(request, form)
    words = dict(form.cleaned_data)
    drops = words.pop("drop_robot", False)
    words["robot"] = "" if drops else words["robot"] or None
    act = partial(message_choices.choose_ways, officer=request.user, at=request.at, **words)
    try:
        return carry_out(request, act, said="已保存，可以发一条测试", to=reverse("message_choice"))
    except Refused as refusal:
        form.refuse(refusal)
        return _page(request, form)


@require_POST
def choose_topics(request: Request) -> HttpResponse:
    """Set of what one wants letters: what is not ticked is left out, of what may be."""
    ticked = set(request.POST.getlist("topic"))
    muted = [topic.key for topic in known.choosable(request.user) if topic.key not in ticked]
    act = partial(message_choices.choose_topics, officer=request.user, muted=muted, at=request.at)
    return carry_out(request, act, said="已保存", to=reverse("message_choice"))


@require_POST
def test(request: Request) -> HttpResponse:
    """Send oneself a test by one way and say what the other side answered."""
    channel = request.POST.get("channel", "")
    try:
        messages.success(request, message_choices.test_way(officer=request.user, channel=channel, at=request.at))
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("message_choice")


def _form(request: Request, given: Any = None) -> WaysForm:
    held = known.choice_of(request.user)
    return WaysForm(
        given,
        initial={"email": request.user.email, "wecom": held.wecom},
        has_application=held.has_application,
        has_mail=held.has_mail,
        has_robot=held.has_robot,
    )


def _page(request: Request, form: Form | None = None) -> HttpResponse:
    held = known.choice_of(request.user)
    context = {"form": form or _form(request), "held": held, "keeps_feed": access.may(request.user, "keep_feed")}
    return render(request, "accounts/message_choice.html", context, status=422 if form else 200)
