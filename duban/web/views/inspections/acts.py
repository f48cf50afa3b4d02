"""How an act on one inspection is shown or carried out, and leads back to its page."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from duban.ledger.models import Inspection
from duban.web.acting import act_here
from duban.web.forms import Form
from duban.web.http import Request


def act_on(
    request: Request,
    inspection: Inspection,
    form: Form,
    perform: Callable[..., object],
    said: str,
    title: str,
    button: str,
    **context: Any,
) -> HttpResponse:
    """Show or carry out an act on one inspection, and lead back to it."""
    here = reverse("inspection", args=[inspection.pk])
    return act_here(request, form, perform, here, title, said=said, button=button, inspection=inspection, **context)
