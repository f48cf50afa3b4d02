"""What a view is given: Django's request with what the middleware has put on it."""

import datetime
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails

from duban.ledger.by import By
from duban.people.models import Officer


class Request(HttpRequest):
    """A request that has come through the middleware. It is never made: it gives names and types to what is there.

    `user` is the officer who signed in: every view may count on that, save those marked `login_not_required`, where nobody may have
    signed in yet and `user.is_authenticated` says so.
    """

    user: Officer
    # The present moment (aware), its day here, and both with the officer: the only clock that views know.
    at: datetime.datetime
    today: datetime.date
    by: By
    # The client's own address; the number that logs and the page of an error show.
    address: str
    number: str
    htmx: HtmxDetails
    # What went wrong, for the figures; whether a form was refused, for the audit log; whether the entrance is closed.
    failure: BaseException | None
    form_refused: bool
    axes_locked_out: bool


# What a middleware is given and returns: what answers the request.
GetResponse = Callable[[Request], HttpResponse]
