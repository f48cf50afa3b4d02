"""Tags of the statistics: a sentence with its figures as links, a figure as a link, how dark a cell is."""

import re
from collections.abc import Sequence
from functools import cache
from html import escape

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from duban.ledger.queries.matters.statistics import Line, Mark

register = template.Library()
# Between a number and its measure no line is broken.
_MEASURED = re.compile(r"(?<=\d) (?=[天件家次])")


@register.simple_tag
def list_of(mark: Mark) -> SafeString:
    """Return a figure as a link to its list; a nought leads nowhere and stands softly."""
    return mark_safe(_figure(mark))  # nosec  # see there


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
        pieces.append(_MEASURED.sub("\u00a0", piece) if isinstance(piece, str) else _with_measure(piece))
    return format_html_join("", "{}", ((piece,) for piece in pieces))


@register.simple_tag
def cells(line: Line, most: int) -> SafeString:
    """Return the figures of a row as cells, those of a heat map (`most`: its largest figure) shaded, but for the last, which is the whole."""
    shaded = len(line.marks) - 1 if most and line.word != "合计" else 0
    told = "".join(
        f'<td class="{f"num {_shade(mark.count, most)}" if place < shaded else "num"}">{_figure(mark)}</td>'
        for place, mark in enumerate(line.marks)
    )
    return mark_safe(told) + format_html_join("", '<td class="num">{}</td>', ((text,) for text in line.texts))  # nosec


def _figure(mark: Mark) -> str:
    """Return a figure as markup, written by hand: a page has some fifteen hundred. A number, and an address and a text that are escaped here."""
    if not mark.count:
        return f'<span class="nought">{escape(mark.nought)}</span>'
    return f'<a class="figure" href="{escape(address_of(mark))}">{mark.count:d}</a>'


def _shade(count: int, most: int) -> str:
    """Return the class of a cell by its share of the largest: h0 for nought, h1 to h4."""
    return "h0" if not count else f"h{min(4, 1 + (count - 1) * 4 // max(most, 1))}"


def _with_measure(mark: Mark) -> SafeString:
    if not mark.count:
        return format_html("{} {}", 0, mark.measure)
    return format_html('<a class="figure" href="{}">{} {}</a>', address_of(mark), mark.count, mark.measure)


def address_of(mark: Mark) -> str:
    """Return the address of the list behind a figure."""
    return f"{_page(mark.page)}?{mark.asked.query}"


@cache
def _page(name: str) -> str:
    """Return the address of a page that takes no key, found once: a page of figures has a thousand links to the same list."""
    return reverse(name)
