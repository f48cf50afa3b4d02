"""Rows of the ledger, of which a page has up to a hundred: their act, written without a template of its own, and their look, kept."""

import functools
from collections.abc import Mapping
from urllib.parse import quote

from django import template
from django.template import Context, Node, NodeList
from django.template.base import FilterExpression, Parser, Token
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import RFC3986_SUBDELIMS
from django.utils.safestring import SafeString

from duban.ledger.queries.matters.listing.row_acts import RowAct
from duban.ledger.queries.matters.listing.rows import Brief
from duban.people.keeping import Kept
from duban.web.addresses import ROUTES

register = template.Library()

# Pages for many matters, which take one too.
_MANY = {"dispatch": "dispatches", "starts": "start_proposals", "urgings": "urgings"}
# What of an act's page unfolds below the row where there are scripts (ledger.js), as on the desk; the others lead to it.
_PARTS = {"review": ".write", "report": ".write", "urge": ".side"}
# Stand in an address for a matter's number, a unit's code and a record's key.
_NO, _UNIT, _KEY = "0-number-0", "0-unit-0", 987_654_321


# So many rows are kept in a worker, some 4 kB each with what they were made of.
_LOOKS = Kept[SafeString](500)


@register.tag
def kept(parser: Parser, token: Token) -> Node:
    """Write what stands between `{% kept key … %}` and `{% endkept %}` as it was written last of the same keys, which must name all that it shows."""
    keys = [parser.compile_filter(each) for each in token.split_contents()[1:]]
    if not keys:
        raise template.TemplateSyntaxError("kept needs to know of what the row is made")
    inner = parser.parse(("endkept",))
    parser.delete_first_token()
    return _Kept(keys, inner)


class _Kept(Node):
    def __init__(self, keys: list[FilterExpression], nodelist: NodeList) -> None:
        self.keys, self.nodelist = keys, nodelist

    def render(self, context: Context) -> SafeString:
        key = tuple(each.resolve(context) for each in self.keys)
        return _LOOKS.get(key, lambda: self.nodelist.render(context))


@register.simple_tag
def row_act(acts: Mapping[int, RowAct], matter: Brief, here: str) -> SafeString | str:
    """Return the button or link of what is done next with a matter of the list; `here` is the list's own query, to which it leads back."""
    act = acts.get(matter.pk)
    if act is None:
        return ""
    if act.name == "acceptance":
        return format_html('<button class="btn btn-sm" type="submit" form="row-{}">{}</button>', matter.no, act.word)
    address = f"{_address(act, matter.no)}back=ledger&list={here}"
    part = _PARTS.get(act.name)
    if part is None:
        return format_html('<a class="btn btn-sm" href="{}">{}</a>', address, act.word)
    return format_html('<a class="btn btn-sm" data-part="{}" href="{}">{}</a>', part, address, act.word)


def _address(act: RowAct, no: str) -> str:
    if act.name in _MANY:
        return f"{_pattern(_MANY[act.name])}?no={_quoted(no)}&"
    if act.name == "review":
        return f"{_pattern('report', _KEY).replace(str(_KEY), str(act.report))}?"
    pattern = _pattern(ROUTES[act.name], _NO, _UNIT)
    return f"{pattern.replace(_NO, _quoted(no)).replace(_UNIT, _quoted(act.unit))}?"


@functools.cache
def _pattern(route: str, *words: str | int) -> str:
    """Return a route's address once: to look it up for each row would take as long as the row."""
    return reverse(route, args=words)


def _quoted(word: str) -> str:
    return quote(word, safe=RFC3986_SUBDELIMS + "/~:@")
