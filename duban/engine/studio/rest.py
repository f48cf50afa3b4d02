"""What an example leaves to the rest: every item that a person gives and the example does not tell is full."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from duban.engine.studio import reading
from duban.engine.studio.drafts import Content
from duban.engine.wording import plain

# The reason of a figure that stands for the rest; by it the rest is known again.
REASON = "其余满分"


def figures(
    content: Content, facts: Sequence[Mapping[str, Any]], units: Mapping[str, str], last: date
) -> list[dict[str, Any]]:
    """Return the figures of the rest, for each unit in its group: full, of the last day."""
    regime = reading.read(content).regime
    if regime is None:
        return []
    told = {(fact.get("unit"), fact.get("section")) for fact in facts if fact["kind"] == "sheet"}
    choices = regime.choices({})
    found = []
    for unit, group in units.items():
        groups = set(regime.words.chain(group))
        for section in regime.sections:
            reaches = not section.groups or groups & set(section.groups)
            if (
                section.typed
                and section.most is not None
                and reaches
                and section.holds(choices)
                and (unit, section.id) not in told
            ):
                fact = {"kind": "sheet", "day": last.isoformat(), "unit": unit, "section": section.id}
                found.append({**fact, "points": plain(section.most), "reason": REASON})
    return found


def is_of_rest(fact: Mapping[str, Any]) -> bool:
    """Say whether a fact is a figure of the rest."""
    return fact["kind"] == "sheet" and fact.get("reason") == REASON
