"""Words as a page says them again: those of its address, and those that somebody wrote."""

from django import template
from django.http import HttpRequest

register = template.Library()


@register.filter
def given(request: HttpRequest) -> list[tuple[str, object]]:
    """Return the words of an address, each with its last value. A template that asks request.GET itself for its items meets a word of that name first."""
    return list(request.GET.items())


@register.filter
def sent(request: HttpRequest) -> str:
    """Return what an address asks for as it was sent."""
    return request.GET.urlencode()


@register.filter
def unstopped(text: str) -> str:
    """Return a text that somebody wrote without the stop at its end, for a sentence that puts its own there."""
    return (text or "").strip().rstrip("。；，、.;,")
