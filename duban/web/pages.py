"""What stands above every view: who may open the page, and the record that it is about, obtained through access."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods

from duban.ledger import access
from duban.web.http import Request

View = Callable[..., HttpResponseBase]


def read_page(verb: str, find: Callable[..., Any] | None = None) -> Callable[[View], View]:
    """Let a view be read by those who may do `verb`; it is given what `find` finds for the officer by the words of the address."""
    return _guarded(["GET", "HEAD"], verb, find)


def form_page(verb: str, find: Callable[..., Any] | None = None) -> Callable[[View], View]:
    """Let a view show a form and take it, as `read_page` does."""
    return _guarded(["GET", "HEAD", "POST"], verb, find)


def form_taken(verb: str, find: Callable[..., Any] | None = None) -> Callable[[View], View]:
    """Let a view take a form that stands on another page, as `read_page` does."""
    return _guarded(["POST"], verb, find)


def _guarded(methods: list[str], verb: str, find: Callable[..., Any] | None) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @require_http_methods(methods)
        @wraps(view)
        def guarded(request: Request, **asked: Any) -> HttpResponseBase:
            access.require(request.user, verb)
            if find is None:
                return view(request, **asked)
            return view(request, find(request.user, *asked.values()))

        return guarded

    return decorate
