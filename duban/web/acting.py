"""How a page with one form becomes one act: shown, carried out once, or shown again with what stands against it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from duban.ledger.refusals import Refused
from duban.web.forms import Form
from duban.web.forms.faults import faults_of
from duban.web.http import Request
from duban.web.submitting import carry_out
from duban.web.views.errors import status_of


def act_by(
    request: Request,
    form: Form | type[Form],
    perform: Callable[..., Any],
    *,
    said: str,
    to: Callable[[Any], str] | str,
    template: str = "matters/act.html",
    **context: Any,
) -> HttpResponse:
    """Show the form; when it was filled in, carry out `perform` with its fields and lead to `to`, or to what `to` makes of the result.

    A form that needs nothing but what was sent may be given as its class. What the ledger refuses is shown at its field with clause
    and way out, and what was typed stays. `refusal` in the context says why the act is not possible at all just now.
    """
    if isinstance(form, type):
        form = form(request.POST or None)
    status, refused = 200, None
    if request.method == "POST":
        status = 422
        if form.is_valid():
            words = form.cleaned_data

            def act() -> str:
                made = perform(**words)
                return to if isinstance(to, str) else to(made)

            try:
                return carry_out(request, act, said=said)
            except Refused as refusal:
                status, refused = status_of(refusal), refusal
                if refusal.field in form.fields:
                    form.refuse(refusal)
    context = {"begun_at": led_back(request, ""), **context, "form": form, "refused": refused}
    return said_of(form, render(request, template, context, status=status))


def said_of(form: Form, page: HttpResponse) -> HttpResponse:
    """Return the page, where it says what is wrong with the form that came back.

    Where it does not, since the form is not on it any more or not for this reader, raises Refused with what is wrong: nothing is refused
    without a word.
    """
    if form.is_bound and form.errors and not getattr(form, "is_said", False):
        words = "；".join(fault.words for fault in faults_of(form))
        raise Refused(words, possible="页面上现在没有这张表单，可能刚刚改动过，请重新打开看看。")
    return page


def led_back(request: Request, otherwise: str) -> str:
    """Return where an act leads: to the desk or the list where it was begun (`back=desk`, `back=ledger` with its `list`, in the form or in its address), else to `otherwise`."""
    said = {request.POST.get("back"), request.GET.get("back")}
    if "ledger" in said:
        listed = QueryDict(request.POST.get("list") or request.GET.get("list", "")).urlencode()
        return f"{reverse('matters')}?{listed}" if listed else reverse("matters")
    return reverse("desk") if "desk" in said else otherwise


def act_here(
    request: Request, form: Form | type[Form], perform: Callable[..., Any], here: str, title: str, **context: Any
) -> HttpResponse:
    """Show the form of an act that begins and ends on the page `here`; the button says what the title says, where nothing else is given."""
    return act_by(request, form, perform, to=here, back=here, title=title, **{"button": title, **context})
