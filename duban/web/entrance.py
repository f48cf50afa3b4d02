"""Where an officer who proved who they are, by whatever way, comes into a session."""

import time

from django.contrib.auth import login
from django.http import HttpResponse, HttpResponseRedirect

from duban.people.models import Officer

_BACKEND = "django.contrib.auth.backends.ModelBackend"


def enter(request, officer: Officer, *, to: str = "/") -> HttpResponse:
    """Open a session for this officer and lead to `to`, an address of ours. Every way in ends here."""
    _open(request, officer)
    return HttpResponseRedirect(to)


def _open(request, officer: Officer) -> None:
    login(request, officer, backend=_BACKEND)
    request.session["began"] = request.session["seen"] = int(time.time())
    # What one needs to know one's own sessions apart.
    request.session["agent"] = request.META.get("HTTP_USER_AGENT", "")[:120]
    request.session["address"] = request.address
