"""What an operation is given: Django's request with what the middleware and the token have put on it."""

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja.operation import Operation
from ninja.renderers import JSONRenderer

from duban.ledger.by import By
from duban.ledger.models.audit_events import Result
from duban.people.models import Officer


class Request(HttpRequest):
    """A request whose token was right. It is never made: it gives names and types to what is there."""

    # Whose token it is.
    user: Officer
    # The present moment (aware), its day here, and both with the officer: the only clock that operations know.
    at: datetime.datetime
    today: datetime.date
    by: By
    # The client's own address; the number that logs and answers show; what went wrong, for the figures.
    address: str
    number: str
    failure: BaseException | None
    # Which operation answers it.
    operation: Operation
    # What the audit log is told once the answer is made: event, officer, target, details, result.
    audit_notes: list[tuple[str, Officer, str, str, Result]]


# What a middleware is given and returns: what answers the request.
GetResponse = Callable[[Request], HttpResponse]

# Chinese stands as it is: half the bytes, and who reads the answer can read it.
_PLAIN = {"ensure_ascii": False}


class Plain(JSONRenderer):
    """Writes what an operation returns."""

    json_dumps_params = _PLAIN


def answer(told: Mapping[str, Any], status: int = 200, headers: Mapping[str, str] | None = None) -> JsonResponse:
    """Return the answer of an operation that sets its own status or headers."""
    return JsonResponse(told, status=status, headers=dict(headers or {}), json_dumps_params=_PLAIN)
