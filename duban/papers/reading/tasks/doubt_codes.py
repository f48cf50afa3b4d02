"""Which doubt a sentence is, and the words that it is about."""

from __future__ import annotations

import re
from functools import cache

from duban.papers.reading.tasks.doubts import DOUBTS

# What a person settles by naming a day.
OF_DAYS = frozenset(
    [
        "no_such_date",
        "no_year",
        "vague_date",
        "relative_date",
        "event",
        "immediate",
        "span_of_time",
        "unread_date",
        "part_only",
        "past",
        "before_paper",
        "order",
        "strange_year",
    ]
)


def code_of(sentence: str) -> tuple[str, str]:
    """Give the code of a doubt and what stands in its blank; two empty strings for a sentence that is none."""
    for code, pattern in _patterns().items():
        found = pattern.fullmatch(sentence)
        if found:
            return code, (found.groups() or ("",))[0]
    return "", ""


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {code: re.compile(re.escape(words).replace(r"\{\}", "(.*)"), re.DOTALL) for code, words in DOUBTS.items()}
