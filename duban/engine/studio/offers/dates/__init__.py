"""Dates and what must be signed, as rules: 7个工作日内反馈, 每周五报送, 经分管领导同意, 只能延期一次."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from duban.engine.studio.blanks.names import Names
from duban.engine.studio.offers.dates.objections import OBJECTS
from duban.engine.studio.offers.dates.recurring import recurring_in
from duban.engine.studio.offers.dates.signatures import signatures_in
from duban.engine.studio.offers.dates.within import within_in
from duban.engine.studio.offers.found import Found

__all__ = ["dates_in", "signatures_in"]

# 批示有明确时限的，从其规定: the days of its sentence hold where none are stated.
_STATED = re.compile(
    r"有(?:明确|具体|特殊)[^,，。;；]{0,6}(?:时限|期限|时间)[^,，。;；]{0,6}[,，]?(?:从其规定|按[^,，。;；]{0,10}(?:时限|期限|时间|规定|要求)|以[^,，。;；]{1,8}为准)"
)


def dates_in(words: str, names: Names) -> Iterator[Found]:
    """Recognise dates by rule."""
    stated = [match.start() for match in _STATED.finditer(words)]
    for found in within_in(words, names):
        is_own = found.rule.get("owed_by") != "office" and not OBJECTS.search(str(found.rule["label"]))
        follows = any(
            not re.search(r"[。\n]", words[found.spans[-1][1] : at]) for at in stated if at > found.spans[0][0]
        )
        yield replace(found, rule={**found.rule, "default": True}) if is_own and follows else found
    yield from recurring_in(words, names)
