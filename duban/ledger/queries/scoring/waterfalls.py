"""A score as a picture of steps: where each line begins and ends on the axis, and what the total is after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from duban.engine import wording

# How wide the picture is, in units of the drawing.
_WIDE = 300
_TEN = Decimal(10)


@dataclass(frozen=True)
class Bar:
    """One line: from where and how wide it is drawn, and the total after it."""

    x: int
    width: int
    after: Decimal

    @property
    def said(self) -> str:
        """Return the total after the line, with a minus that cannot be overlooked."""
        return wording.plain(self.after).replace("-", "−")


@dataclass(frozen=True)
class Waterfall:
    """The lines in order; the axis goes from `low` to `high`, in points, and need not begin at 0."""

    low: Decimal
    high: Decimal
    bars: list[Bar]


def waterfall_of(points: Sequence[Decimal], *, starts: bool) -> Waterfall:
    """Return the picture of lines that add up, in their order; `starts`: the first is what the score starts with, drawn from the axis' edge."""
    ends, total = [], Decimal(0)
    for each in points:
        total += each
        ends.append(total)
    reached = ends if starts and ends and min(ends) > 0 else [Decimal(0), *ends]
    low = _tens(min(reached, default=Decimal(0)), ROUND_FLOOR)
    # What the score starts with needs room to be seen.
    if starts and ends and 0 < low == ends[0]:
        low -= _TEN
    high = max(_tens(max(reached, default=Decimal(0)), ROUND_CEILING), low + _TEN)
    bars, before = [], low if starts and ends and low > 0 else Decimal(0)
    for after in ends:
        left, right = sorted((before, after))
        x = int((left - low) * _WIDE / (high - low))
        bars.append(Bar(x, max(1, int((right - low) * _WIDE / (high - low)) - x), after))
        before = after
    return Waterfall(low, high, bars)


def _tens(value: Decimal, how: str) -> Decimal:
    return (value / _TEN).to_integral_value(how) * _TEN
