"""`{% url %}` in every template: the address of a route is looked up once, and keys are filled in from then on.

Django looks for the route at each link, which a page with a hundred links does a hundred times. What is not a plain key is left to Django.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from django import template
from django.template import Context, Node
from django.template.base import Parser, Token
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as djangos
from django.urls import NoReverseMatch, reverse

register = template.Library()
# What stands in an address as it is, whichever route takes it.
_PLAIN = re.compile(r"[A-Za-z0-9_-]+")


@register.tag
def url(parser: Parser, token: Token) -> Node:
    """Write the address of a route, as Django's tag of that name does."""
    node: URLNode = djangos(parser, token)
    return node if node.kwargs or not node.args else _Filled(node.view_name, node.args, node.kwargs, node.asvar)


class _Filled(URLNode):
    def render(self, context: Context) -> str:
        address = filled(self.view_name.resolve(context), [each.resolve(context) for each in self.args])
        if address is None:
            return str(super().render(context))
        if self.asvar:
            context[self.asvar] = address
            return ""
        return address


def filled(route: str, keys: Sequence[Any]) -> str | None:
    """Return the address of a route with these keys, as `reverse` does; None where a key is not plain or the route takes none such."""
    if not all(
        (type(each) is int and each >= 0) or (isinstance(each, str) and _PLAIN.fullmatch(each)) for each in keys
    ):
        return None
    pattern = _pattern(route, tuple(type(each) is int for each in keys))
    return None if pattern is None else pattern % tuple(keys)


@cache
def _pattern(route: str, are_numbers: tuple[bool, ...]) -> str | None:
    """Return an address with a mark for each key: found with a number or a word in its place, which nothing else in it is."""
    marks = [f"{98765432100 + place}" if is_number else f"key-{98765432100 + place}" for place, is_number in enumerate(are_numbers)]  # fmt: skip
    try:
        address = reverse(route, args=marks)
    except NoReverseMatch:
        return None
    if not re.fullmatch(r"[A-Za-z0-9_/.-]+", address) or any(address.count(mark) != 1 for mark in marks):
        return None
    for mark in marks:
        address = address.replace(mark, "%s")
    return address
