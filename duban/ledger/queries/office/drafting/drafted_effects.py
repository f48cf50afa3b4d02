"""What a draft would make of each period of a year so far, unit by unit: who rises, who falls, whose total alone would be another. Nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass

from duban.engine.what_if.comparing import Comparison
from duban.ledger.models import RegimeDraft
from duban.ledger.queries.office.drafting import regime_drafts
from duban.ledger.queries.scoring.periods import Span

# So many units are drawn, those that move most first.
_DRAWN = 40
# Who stands among the first of a period: a change there is told.
_FIRST = 3


@dataclass(frozen=True)
class Cell:
    """One unit in one period: by how many places it rises (falls: negative), and whether its total changes."""

    span: Span
    rise: int
    is_changed: bool

    @property
    def fell(self) -> int:
        """By how many places it falls; 0 where it does not."""
        return max(0, -self.rise)


@dataclass(frozen=True)
class Year:
    """The periods with their short names, a row a unit that moves, and the figures above the picture."""

    periods: Sequence[tuple[Span, str]]
    rows: Sequence[tuple[str, str, Sequence[Cell]]]
    # Units that keep their place in every period, and how many totals and places change; in how many periods the first three are others.
    others: int
    totals: int
    places: int
    first: int

    @property
    def name(self) -> str:
        """The first and the last period."""
        return f"{self.periods[0][0].name}至{self.periods[-1][1]}"


def year_of(draft: RegimeDraft, span: Span) -> Year | None:
    """Compare the periods of that kind from the beginning of the year to `span`; None where there are not two, or the draft is not sound."""
    spans = [span]
    while (before := spans[0].before()).first.year == span.first.year:
        spans.insert(0, before)
    if len(spans) < 2:
        return None
    found = [(each, effect) for each in spans if (effect := regime_drafts.effect(draft, each)) is not None]
    if len(found) < len(spans):
        return None
    names: dict[str, str] = {}
    cells: dict[str, dict[Span, Cell]] = {}
    for each, effect in found:
        for row in effect.rows:
            names.setdefault(row.unit, row.name)
            cells.setdefault(row.unit, {})[each] = Cell(each, row.rise or 0, bool(row.change))
    moving = sorted(
        (unit for unit in cells if any(cell.rise for cell in cells[unit].values())),
        key=lambda unit: -sum(abs(cell.rise) for cell in cells[unit].values()),
    )
    still = Cell(span, 0, False)
    rows = [(unit, names[unit], [cells[unit].get(each, still) for each in spans]) for unit in moving[:_DRAWN]]
    listed = [cell for row in cells.values() for cell in row.values()]
    return Year(
        [(each, _short(each)) for each in spans],
        rows,
        len(cells) - len(rows),
        sum(cell.is_changed for cell in listed),
        sum(bool(cell.rise) for cell in listed),
        sum(_first(effect) for _, effect in found),
    )


def _first(effect: Comparison) -> bool:
    """Whether others stand among the first."""
    sides = [
        {
            row.unit
            for row in effect.rows
            if (score := getattr(row, side)) is not None and (score.rank or _FIRST + 1) <= _FIRST
        }
        for side in ("before", "after")
    ]
    return sides[0] != sides[1]


def _short(span: Span) -> str:
    """A period's name without its year."""
    return span.name.partition("年")[2] or span.name
