"""A score as a picture of steps: where each line begins and ends on the axis, and what the total is after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

# How wide the picture is, in units of the drawing.
_WIDE = 300
_TEN = Decimal(10)


@dataclass(frozen=True)
class Bar:
    """One line: from where and how wide it is drawn, where the total stood before it and stands after it, and that total."""

    x: int
    width: int
    after: Decimal
    begins: int = 0
    ends: int = 0

    @property
    def said(self) -> str:
        """Return the total after the line, with a minus that cannot be overlooked."""
        return hundredths(self.after)


@dataclass(frozen=True)
class Waterfall:
    """The lines in order; the axis goes from `low` to `high`, in points, and need not begin at 0."""

    low: Decimal
    high: Decimal
    bars: list[Bar]

    @property
    def ticks(self) -> list[tuple[int, str]]:
        """Return the round figures of the axis with their places: by tens, or by so many tens that there are at most seven."""
        tens = int((self.high - self.low) / _TEN)
        step = _TEN * -(-tens // 6)
        marks = [self.low + step * place for place in range(int((self.high - self.low) / step) + 1)]
        return [
            (int((each - self.low) * _WIDE / (self.high - self.low)), f"{each:f}".replace("-", "−")) for each in marks
        ]

    @property
    def whole(self) -> Bar | None:
        """Return the bar of the total: from the axis' edge, or from nought where the axis holds it."""
        if not self.bars:
            return None
        last = self.bars[-1]
        nought = max(0, int((Decimal(0) - self.low) * _WIDE / (self.high - self.low)))
        left, right = sorted((nought, last.ends))
        return Bar(left, max(1, right - left), last.after, last.ends, last.ends)


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
        x, end = (int((each - low) * _WIDE / (high - low)) for each in (left, right))
        begins, ends_at = (x, end) if before <= after else (end, x)
        bars.append(Bar(x, max(1, end - x), after, begins, ends_at))
        before = after
    return Waterfall(low, high, bars)


def made_of(total: Decimal | None, parts: tuple[Decimal, Decimal, Decimal]) -> str:
    """Return 88.00 ＝ 100.00 基础 ＋ 10.00 加分 − 22.00 减分."""
    start, plus, minus = parts
    if total is None or not (plus or minus):
        return ""
    said = f"{total:.2f} ＝ {start:.2f} 基础"
    if plus:
        said += f" ＋ {plus:.2f} 加分"
    if minus:
        said += f" − {-minus:.2f} 减分"
    return said.replace("-", "−")


def sum_of(points: Sequence[Decimal], total: Decimal | None) -> str:
    """Return 88.00 = 100 + 5 − 17, the lines in their order; empty where there is but one, or no total."""
    if total is None or len(points) < 2:
        return ""
    said = " ".join(
        f"{'−' if each < 0 else '+'} {abs(each)}" if place else f"{each}".replace("-", "−")
        for place, each in enumerate(points)
    )
    return f"{total} = {said}".replace("-", "−")


def hundredths(points: Decimal, *, signed: bool = False) -> str:
    """Return points with two places, or with as many as they have, and a minus that cannot be overlooked; `signed`: with a plus too."""
    places = max(2, -int(points.normalize().as_tuple().exponent))
    said = f"{points:.{places}f}"
    return (f"＋{said}" if signed and points > 0 else said).replace("-", "−")


def _tens(value: Decimal, how: str) -> Decimal:
    return (value / _TEN).to_integral_value(how) * _TEN
