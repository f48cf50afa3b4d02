"""Which clause stands in which, by their numbers: 三(一)2 in 三(一) in 三, 第四条① in 第四条."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

_FURTHER = re.compile(r"[(（①-⑳]|\d|第.款| ")


def is_below(number: str, above: str) -> bool:
    """Say whether a clause stands in another."""
    stem = above.removesuffix(" 导语")
    rest = number.removeprefix(stem)
    if not stem or rest == number or rest in ("", " 导语") or not _FURTHER.match(rest):
        return False
    return not (stem[-1].isdigit() and rest[0].isdigit())


def above_in(sections: Sequence[Mapping[str, Any]], number: str) -> list[Mapping[str, Any]]:
    """Return the sections of the nearest clause in which another stands; none where no such clause has any."""
    above = [each for each in sections if is_below(number, str(each.get("clause") or ""))]
    nearest = max((len(str(each["clause"]).removesuffix(" 导语")) for each in above), default=0)
    return [each for each in above if len(str(each["clause"]).removesuffix(" 导语")) == nearest]
