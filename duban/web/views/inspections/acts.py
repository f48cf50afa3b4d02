"""How an act on one inspection is shown or carried out, and leads back to its page."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from duban.ledger.models import Inspection
from duban.web.acting import act_by
from duban.web.forms import Form
from duban.web.requests import Request


def act_on(
    request: Request,
    inspection: Inspection,
    form: Form,
    perform: Callable[[dict[str, Any]], object],
    said: str,
    title: str,
    button: str,
    **context: Any,
) -> HttpResponse:
    """Show or carry out an act on one inspection, and lead back to it."""
    here = reverse("inspection", args=[inspection.pk])
    return act_by(
        request,
        form,
        perform,
        said=said,
        to=here,
        back=here,
        title=title,
        button=button,
        inspection=inspection,
        **context,
    )
