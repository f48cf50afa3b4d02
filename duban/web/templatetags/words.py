"""Words as a page says them again: those of its address, and those that somebody wrote."""

from urllib.parse import urlencode

from django import template
from django.http import HttpRequest
from django.urls import reverse

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
def begun(request: HttpRequest) -> str:
    """Return, for an address that already asks something, where an act was begun: the desk, or a list with its filter."""
    kept = {name: request.GET[name] for name in ("back", "list") if name in request.GET}
    return f"&{urlencode(kept)}" if kept.get("back") in ("desk", "ledger") else ""


@register.filter
def place(address: str) -> str:
    """Return what the page is called at which an act was begun."""
    return "工作台" if address == reverse("desk") else "台账"


@register.filter
def unstopped(text: str) -> str:
    """Return a text that somebody wrote without the stop at its end, for a sentence that puts its own there."""
    return (text or "").strip().rstrip("。；，、.;,")
