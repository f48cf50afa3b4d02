"""How a page with one form becomes one act: shown, carried out once, or shown again with what stands against it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from duban.ledger.refusals import Refused
from duban.web.forms import Form
from duban.web.requests import Request
from duban.web.submitting import carry_out
from duban.web.views.errors import status_of


def act_by(
    request: Request,
    form: Form,
    perform: Callable[[dict[str, Any]], object],
    *,
    said: str,
    to: Callable[[], str] | str,
    template: str = "matters/act.html",
    **context: Any,
) -> HttpResponse:
    """Show the form; when it was filled in, carry out `perform` with what it says and lead to `to`.

    What the ledger refuses is shown at its field with clause and way out, and what was typed stays. `refusal` in the context says
    why the act is not possible at all just now.
    """
    status, refused = 200, None
    if request.method == "POST":
        status = 422
        if form.is_valid():

            def act() -> str:
                perform(form.cleaned_data)
                return to if isinstance(to, str) else to()

            try:
                return carry_out(request, act, said=said)
            except Refused as refusal:
                status, refused = status_of(refusal), refusal
                if refusal.field in form.fields:
                    form.add_error(refusal.field, refusal.why)
    return render(request, template, {**context, "form": form, "refused": refused}, status=status)
