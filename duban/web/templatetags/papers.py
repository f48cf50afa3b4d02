"""Template tags of papers: `{{ text|figures:known }}` marks the numbers that the data gave and those that a person put in."""

import re

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from duban.ledger.wordings.figures import pieces_of

register = template.Library()


@register.filter
def is_number(words: str) -> bool:
    """Tell whether a cell is a number or a day, which no line breaks: 2026-12-31, 2026-2, 3.50."""
    return bool(re.fullmatch(r"[\d\-.:/%+]{1,16}", words.strip()))


@register.filter
def figures(text: str, known: object) -> SafeString | str:
    """Return the text with its numbers marked; as it is where nothing is known of figures."""
    if not isinstance(known, list | tuple | set | frozenset):
        return text
    return format_html_join("", "{}", ((_marked(words, is_known),) for words, is_known in pieces_of(text, known)))


def _marked(words: str, is_known: bool | None) -> SafeString | str:
    if is_known is None:
        return words
    if is_known:
        return format_html('<mark class="given-number" title="由数据算出">{}</mark>', words)
    return format_html('<mark class="own-number" title="不是数据给出的数字，请核对">{}</mark>', words)
