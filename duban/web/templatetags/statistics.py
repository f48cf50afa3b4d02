"""Tags of the statistics: a sentence with its figures as links, a figure as a link, how dark a cell is."""

from collections.abc import Sequence

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from duban.ledger.queries.matters.statistics import Mark

register = template.Library()


@register.simple_tag
def list_of(mark: Mark) -> SafeString:
    """Return a figure as a link to its list; a nought leads nowhere and stands softly."""
    if not mark.count:
        return format_html('<span class="nought">{}</span>', 0)
    return format_html('<a class="figure" href="{}?{}">{}</a>', reverse("matters"), mark.asked.query, mark.count)


@register.simple_tag
def count_of(mark: Mark) -> SafeString:
    """Return a figure with its measure as a link to its list."""
    return _with_measure(mark)


@register.simple_tag
def sentence(said: Sequence[str | Mark]) -> SafeString:
    """Return a sentence whose figures are links, each with its measure."""
    pieces: list[SafeString | str] = []
    for piece in said:
        # A figure stands off from a word, not from a bracket or a comma.
        if not isinstance(piece, str) and pieces and str(pieces[-1])[-1:] not in "（，；、":
            pieces.append(" ")
        pieces.append(piece if isinstance(piece, str) else _with_measure(piece))
    return format_html_join("", "{}", ((piece,) for piece in pieces))


@register.simple_tag
def shade(count: int, most: int) -> str:
    """Return the class of a cell by its share of the largest: h0 for nought, h1 to h4."""
    return "h0" if not count else f"h{min(4, 1 + (count - 1) * 4 // max(most, 1))}"


def _with_measure(mark: Mark) -> SafeString:
    if not mark.count:
        return format_html("{} 件", 0)
    return format_html('<a class="figure" href="{}?{}">{} 件</a>', reverse("matters"), mark.asked.query, mark.count)
