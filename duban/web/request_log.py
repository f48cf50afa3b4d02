"""One line in the log for every request, and its figures: by route, never by address or person."""

import logging
import time

from django.conf import settings
from django.http import HttpResponse

from duban.web import metrics
from duban.web.http import GetResponse, Request

log = logging.getLogger("duban.access")
# What is no method of HTTP that we know is not repeated.
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"}


def note(get_response: GetResponse) -> GetResponse:
    """Write the access line with the number that the page of an error shows, and count the request."""

    def middleware(request: Request) -> HttpResponse:
        began = time.perf_counter()
        response = get_response(request)
        seconds = time.perf_counter() - began
        route, status = _route(request), response.status_code
        metrics.count(route, status, seconds, getattr(request, "failure", None))
        said = {
            "request": getattr(request, "number", ""),
            "method": request.method if request.method in _METHODS else "other",
            "route": route,
            "status": status,
            "ms": round(seconds * 1000),
        }
        log.info("answered", extra=said)
        return response

    return middleware


def _route(request: Request) -> str:
    """Return the name of the route, of the interface its pattern; empty for an address that there is not."""
    match = request.resolver_match
    if match is None:
        return "static" if request.path.startswith(settings.STATIC_URL) else ""
    return (match.url_name or "") if not match.route.startswith("api/") else match.route
