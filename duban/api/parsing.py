"""How a body is read: JSON that can be stored faithfully."""

import json
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

from duban.api.schemas.written import garbled


class Unreadable(ValueError):
    """The body is no JSON, holds what no database can keep, or says a member twice, which is then named."""

    def __init__(self, twice: str = "") -> None:
        super().__init__(twice)
        self.twice = twice


class StrictParser(Parser):
    """JSON as the standard has it: no NaN, no NUL, no lone surrogates, and no member twice in one object."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return what the body says. Raises Unreadable."""
        try:
            found = json.loads(
                request.body.decode(), parse_constant=_no_number, parse_float=Decimal, object_pairs_hook=_once
            )
        except Unreadable:
            raise
        except (ValueError, RecursionError):
            raise Unreadable from None
        if not isinstance(found, dict) or garbled(found):
            raise Unreadable
        return found


def _no_number(text: str) -> None:
    raise ValueError(text)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object; which of two members of one name was meant, nobody can know."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise Unreadable("内容" if garbled(name) else name[:60])
        found[name] = value
    return found
