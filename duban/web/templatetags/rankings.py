"""The table of a ranking, held as long as every value in it is the same: a hundred rows cost more to write than all that is asked for them."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from duban.ledger.models import Consequence, Ranking, RankingRequest
from duban.ledger.queries.process.unit_outcomes import UnitOutcome
from duban.ledger.queries.scoring import corrections
from duban.ledger.queries.scoring.rankings import Row, Table

register = template.Library()


@register.filter
def period(of: Ranking | RankingRequest) -> str:
    """Return the period of a ranking, or of one that waits for its signature, as its document calls it: 2026年第3季度."""
    number = of.number if isinstance(of, Ranking) else 0
    return f"{corrections.span_of(of).name}{f'（第{number}次更正）' if number else ''}"


@register.filter
def why_graded(of: Table) -> list[tuple[str, str]]:
    """Return why units have another grade than their points reach, with the units' names: 甲局、乙局, 达到优秀的分数 …."""
    found = of.board.why_graded(of.span.kind) if of.board else {}
    return [("、".join(names), why) for why, names in found.items()]


# So many tables are held, each of them some two hundred kilobytes.
_MOST = 16


@dataclass(frozen=True)
class Shown:
    """All that the table shows: `cards` are the units whose score card may be opened (None: all), `barred` who lost eligibility, by which clause."""

    rows: tuple[Row, ...]
    start: Decimal | None
    has_grades: bool
    graded_by: str
    query: str
    regime: str
    cards: frozenset[str] | None
    barred: tuple[tuple[str, str], ...]

    @cached_property
    def clauses(self) -> dict[str, str]:
        """By which clause a unit lost eligibility."""
        return dict(self.barred)


@register.simple_tag
def ranking_rows(table: Table, cards: AbstractSet[str] | None, barred: Mapping[str, Consequence]) -> SafeString:
    """Return the table of a ranking; two pages with the same values in it have the same one."""
    units = {row.unit for row in table.rows}
    lost = tuple(sorted((unit, each.clause) for unit, each in barred.items() if unit in units))
    opened = None if cards is None else frozenset(cards)
    rows = tuple(table.rows)
    return _written(
        Shown(rows, table.start, table.has_grades, table.graded_by, table.span.query, table.regime, opened, lost)
    )


@register.filter
def waiting(outcomes: Iterable[UnitOutcome]) -> int:
    """Return how many consequences of places are still to be carried out."""
    return sum(each.handled is None for each in outcomes)


@lru_cache(maxsize=_MOST)
def _written(shown: Shown) -> SafeString:
    return render_to_string("scoring/rankings/rows.html", {"shown": shown})
