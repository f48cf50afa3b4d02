"""What stands above every view: who may open the page, and the record that it is about, obtained through access."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods

from duban.ledger import access
from duban.web.asked import page_number
from duban.web.http import Request

View = Callable[..., HttpResponseBase]
# How many rows a list has at most where it is to be printed whole.
PRINTED = 2000


def read_page(verb: str, find: Callable[..., Any] | None = None) -> Callable[[View], View]:
    """Let a view be read by those who may do `verb`; it is given what `find` finds for the officer by the words of the address."""
    return _guarded(["GET", "HEAD"], verb, find)


def form_page(verb: str, find: Callable[..., Any] | None = None) -> Callable[[View], View]:
    """Let a view show a form and take it, as `read_page` does."""
    return _guarded(["GET", "HEAD", "POST"], verb, find)


def form_taken(verb: str, find: Callable[..., Any] | None = None) -> Callable[[View], View]:
    """Let a view take a form that stands on another page, as `read_page` does."""
    return _guarded(["POST"], verb, find)


def verb_of(view: Callable[..., Any]) -> str | None:
    """Return the verb that a page asks for; None where it asks for none, so that whoever signed in may open it."""
    return getattr(view, "verb", None)


def per_page(request: Request, usual: int) -> int:
    """Return how many rows a page of a list has: as usual, or all of them where the list is to be printed (`?print=all`)."""
    return PRINTED if request.GET.get("print") == "all" else usual


def page_of(request: Request, found: Sequence[Any] | QuerySet[Any], usual: int) -> Page[Any]:
    """Return the page of a list that the address asks for."""
    pages = Paginator(found, per_page(request, usual))
    return pages.get_page(page_number(request, pages))


def _guarded(methods: list[str], verb: str, find: Callable[..., Any] | None) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @require_http_methods(methods)
        @wraps(view)
        def guarded(request: Request, **asked: Any) -> HttpResponseBase:
            access.require(request.user, verb)
            if find is None:
                return view(request, **asked)
            return view(request, find(request.user, *asked.values()))

        guarded.verb = verb  # type: ignore[attr-defined]
        return guarded

    return decorate
