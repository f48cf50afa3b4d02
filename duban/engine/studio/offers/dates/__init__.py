"""Dates and what must be signed, as rules: 7个工作日内反馈, 每周五报送, 经分管领导同意, 只能延期一次."""

from __future__ import annotations

from collections.abc import Iterator

from duban.engine.studio.blanks.names import Names
from duban.engine.studio.offers.dates.recurring import recurring_in
from duban.engine.studio.offers.dates.signatures import signatures_in
from duban.engine.studio.offers.dates.within import within_in
from duban.engine.studio.offers.found import Found

__all__ = ["dates_in", "signatures_in"]


def dates_in(words: str, names: Names) -> Iterator[Found]:
    """Recognise dates by rule."""
    yield from within_in(words, names)
    yield from recurring_in(words, names)
