"""What surrounds every request to the interface: bodies that can be taken at all, and one shape for every error."""

from django.conf import settings
from django.http import HttpResponse

from duban.api.errors import error, too_large
from duban.api.http import GetResponse, Request

PREFIX = "/api/"
# The documentation is a page for people, and answers as pages do.
PAGE = "/api/docs"
# What describes the interface is only read; by itself it would answer every method.
_DESCRIPTION = "/api/openapi.json"
_BODIES = ("POST", "PUT", "PATCH", "DELETE")


def keep_shape(get_response: GetResponse) -> GetResponse:
    """Turn the pages and redirections with which others answer into errors of the one shape, keeping their other headers."""

    def middleware(request: Request) -> HttpResponse:
        response = get_response(request)
        status = response.status_code
        is_json = response.headers.get("Content-Type", "").startswith("application/json")
        if not _is_ours(request) or is_json or status < 300 or status == 304:
            return response
        # A page that leads to the login or to a new password is no answer for a program.
        shaped = too_large() if status == 413 else error(401 if status < 400 else status, getattr(response, "why", ""))
        for name, value in response.headers.items():
            if not name.lower().startswith("content-") and name.lower() != "location":
                shaped.headers[name] = value
        shaped.headers["Content-Security-Policy"] = response.headers.get(
            "Content-Security-Policy", "default-src 'none'"
        )
        return shaped

    return middleware


def take_bodies(get_response: GetResponse) -> GetResponse:
    """Refuse bodies that are too large or no JSON before anybody reads them."""

    def middleware(request: Request) -> HttpResponse:
        if request.path_info == _DESCRIPTION and request.method not in ("GET", "HEAD"):
            refused = error(405)
            refused.headers["Allow"] = "GET, HEAD"
            return refused
        if _is_ours(request) and request.method in _BODIES:
            untakable = _untakable(request)
            if untakable is not None:
                return untakable
        return get_response(request)

    return middleware


def _is_ours(request: Request) -> bool:
    return request.path_info.startswith(PREFIX) and request.path_info != PAGE


def _untakable(request: Request) -> HttpResponse | None:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isascii() or not length.isdigit():
        return error(400)
    if int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        return too_large()
    return None if int(length) == 0 or request.content_type == "application/json" else error(415)
