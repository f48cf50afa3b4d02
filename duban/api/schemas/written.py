"""Values as they must be written: what could only be guessed, or cannot be kept, is refused."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import AwareDatetime
from pydantic_core import PydanticCustomError

from duban.papers.reading.texts.folding import folded, on_one_line

# What lies outside is a slip of the hand, and no calendar could count from it; the pages refuse it as well.
_FIRST, _LAST = date(1990, 1, 1), date(2199, 12, 31)
# A text of so many characters at the most has no second line.
_LONGEST_LINE = 200
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# A number in words: no underscore, no exponent, no full-width digit, which some programs take and others do not.
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)
_AS_WRITTEN: tuple[tuple[Any, str, Callable[[Any], bool]], ...] = (
    (AwareDatetime, "datetime", lambda value: isinstance(value, datetime | str)),
    (datetime, "datetime", lambda value: isinstance(value, datetime | str)),
    (date, "date", lambda value: isinstance(value, date) or (isinstance(value, str) and bool(_DAY.fullmatch(value)))),
    (bool, "bool", lambda value: isinstance(value, bool)),
    (int, "int", lambda value: isinstance(value, int) and not isinstance(value, bool)),
    (Decimal, "decimal", lambda value: _is_number(value)),
)


def as_written(annotation: Any, value: Any) -> Any:
    """Return a value of a member of that type as it is.

    Raises PydanticCustomError for what could only be guessed: 1 for a yes, a number for a date, words for a number; and for a day before 1990 or after 2199.
    """
    wanted = _types(annotation)
    if value is None or str in wanted:
        return value
    for kind, name, is_so in _AS_WRITTEN:
        if kind in wanted and not is_so(value):
            raise PydanticCustomError(f"{name}_as_written", "not written as {kind}", {"kind": name})
    if date in wanted and datetime not in wanted and not _FIRST.isoformat() <= str(value) <= _LAST.isoformat():
        raise PydanticCustomError("date_out_of_years", "not within the years", {})
    if Decimal in wanted and Decimal(value) == 0:
        # Nothing is nothing, and is written so: there is no −0 of points.
        return Decimal(0)
    return value


def _is_number(value: Any) -> bool:
    if isinstance(value, str):
        return bool(_NUMBER.fullmatch(value))
    return isinstance(value, Decimal | int) and not isinstance(value, bool)


def is_line(metadata: Iterable[Any]) -> bool:
    """Return whether a text with these bounds stands on one line on the pages."""
    return any(getattr(each, "max_length", _LONGEST_LINE + 1) <= _LONGEST_LINE for each in metadata)


def with_plain_signs(value: Any, one_line: bool) -> Any:
    """Return a text, or what holds texts, with full-width digits and letters narrow, odd spaces plain, and without signs that nobody sees."""
    if isinstance(value, str):
        return on_one_line(value) if one_line else folded(value)
    if isinstance(value, list):
        return [with_plain_signs(each, False) for each in value]
    if isinstance(value, dict):
        return {name: with_plain_signs(each, False) for name, each in value.items()}
    return value


def garbled(node: Any) -> bool:
    """Return whether a text in it holds what no database keeps: NUL, or half of a character."""
    if isinstance(node, str):
        return "\0" in node or any("\ud800" <= char <= "\udfff" for char in node)
    if isinstance(node, dict):
        return any(garbled(key) or garbled(value) for key, value in node.items())
    return isinstance(node, list) and any(garbled(each) for each in node)


def _types(annotation: Any) -> frozenset[Any]:
    """Return the plain types that a member may have, those inside a union too; none of what stands in a list or an object."""
    if get_origin(annotation) in (Union, UnionType):
        return frozenset().union(*(_types(each) for each in get_args(annotation)))
    if get_origin(annotation) is Annotated:
        return _types(get_args(annotation)[0])
    return frozenset({annotation})
