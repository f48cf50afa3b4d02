"""A rule that words say, before the draft gives it names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from duban.engine.studio.offers.words import Span

# Stands for the clause itself where a rule replaces another of the same clause.
OWN = "本条"


@dataclass(frozen=True, slots=True)
class Found:
    """A rule that words say, with the places that say so and why.

    What it needs and the document has not yet: `events` and `quantities` as (id, entry), `sections` without id, the first of them its own.
    """

    rule: dict[str, Any]
    spans: tuple[Span, ...]
    because: str
    events: tuple[tuple[str, dict[str, Any]], ...] = ()
    quantities: tuple[tuple[str, dict[str, Any]], ...] = ()
    sections: tuple[dict[str, Any], ...] = ()
