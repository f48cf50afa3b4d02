"""The lines of a score: points under a clause, the facts behind them, and the sentence that says why."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from duban.engine import wording

START, EARNED, CUT, LIFT = range(4)


@dataclass(slots=True)
class Line:
    """Points under one clause; `stage` tells what a unit starts with, earns, and what is cut or lifted."""

    clause: str
    points: Decimal
    facts: tuple[str, ...]
    why: str
    stage: int = EARNED
    places: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Give the line as the interchange format has it."""
        points = wording.plain(self.points) if self.places is None else format(self.points, f".{self.places}f")
        return {"clause": self.clause, "points": points, "facts": list(self.facts), "why": self.why}
