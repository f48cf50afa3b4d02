"""The ranking of a period: the published one as it was frozen, else the draft as it stands now."""

import datetime
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import QuerySet

from duban.engine.cases import Unit
from duban.engine.clauses import Regime
from duban.engine.scoring import Honour, Score
from duban.ledger import scores
from duban.ledger.governed import Governed
from duban.ledger.models import Ranking
from duban.ledger.queries.scoring.periods import Span
from duban.people.models import Group, Jurisdiction
from duban.people.prepared import Prepared

# What is said of a unit that no group of the document takes in.
OF_NO_GROUP = "不属于本办法的任何类别，不参加计分"


@dataclass(frozen=True)
class Row:
    """One unit: its place, how far it rose since the period before, and what makes up its total. `bars`: the minus side left and the plus side
    right of what it started with, in parts of 300, with the place of that.

    `pool`: the ranking in which it has its place, where the document ranks groups apart.
    """

    unit: str
    name: str
    total: Decimal | None
    rank: int | None
    moved: int | None
    grade: str | None
    start: Decimal
    plus: Decimal
    minus: Decimal
    bars: tuple[int, int, int]
    honours: tuple[str, ...]
    pool: str = ""

    @property
    def minus_from(self) -> int:
        """Return where the bar of the minus side begins: it ends where the plus side begins."""
        return self.bars[1] - self.bars[0]


@dataclass(frozen=True)
class Pool:
    """The units that are compared with each other."""

    group: str
    name: str
    count: int


@dataclass(frozen=True)
class Table:
    """A ranking as a page shows it. `regime`: the one to cite, empty where it is the one in force; `graded_by`: the clause that names grades by points."""

    span: Span
    regime: str
    ranking: Ranking | None
    board: scores.Board | None
    rows: list[Row]
    unranked: list[tuple[str, str, str]]
    pools: list[Pool]
    pool: str
    previous: Ranking | None
    why_empty: str = ""
    is_over: bool = False
    has_grades: bool = False
    graded_by: str = ""
    adds_sheets: bool = False
    bare: str = ""

    @property
    def start(self) -> Decimal | None:
        """Return what everybody starts with; None where it is computed for each."""
        starts = {row.start for row in self.rows}
        return starts.pop() if len(starts) == 1 else None

    @property
    def honours(self) -> list[Honour]:
        """Return who is named in the circular, and the clauses that name them."""
        return self.board.honours if self.board else []


def published(jurisdiction: Jurisdiction, span: Span) -> Ranking | None:
    """Return the published ranking of a period, of several corrections the last, which is in force; or None."""
    found = Ranking.objects.filter(
        jurisdiction=jurisdiction, kind=span.kind, from_on=span.first, to_on=span.last
    ).select_related("published_by", "jurisdiction")
    return found.order_by("-number").first()


def published_list(jurisdiction: Jurisdiction, limit: int = 24) -> list[Ranking]:
    """Return the latest published rankings that are in force."""
    found = Ranking.objects.filter(jurisdiction=jurisdiction, corrections__isnull=True)
    return list(found.order_by("-to_on", "-from_on", "-id")[:limit])


def table_for(
    jurisdiction: Jurisdiction, span: Span, today: datetime.date, *, pool: str = "", drafts: bool = True
) -> Table:
    """Return the ranking of a period: the frozen one where it was published, else (with `drafts`) what it would be now."""
    ranking = published(jurisdiction, span)
    if ranking is not None:
        return table_of(ranking, today, pool=pool)
    governed = Governed.of(jurisdiction, span.first)
    if not drafts:
        basis = scores.basis_of(governed.document, governed.choices)
        return _table(jurisdiction, span, None, None, governed.document, basis, today, pool)
    draft = scores.draft_board(jurisdiction, span.kind, span.first, span.last)
    table = _table(jurisdiction, span, None, draft, draft.document, draft.basis, today, pool)
    return (
        table if pool else replace(table, unranked=[*table.unranked, *((*each, OF_NO_GROUP) for each in draft.apart)])
    )


def table_of(ranking: Ranking, today: datetime.date, *, pool: str = "") -> Table:
    """Return a published ranking as it was published."""
    board = scores.board_of(ranking)
    span = Span.under(board.document, ranking.kind, ranking.from_on, ranking.to_on)
    return _table(ranking.jurisdiction, span, ranking, board, board.document, board.basis, today, pool)


def _table(
    jurisdiction: Jurisdiction,
    span: Span,
    ranking: Ranking | None,
    board: scores.Board | None,
    document: Regime,
    basis: scores.Basis,
    today: datetime.date,
    pool: str,
) -> Table:
    listed: Sequence[Unit] = board.units if board else ()
    units = {unit.unit: unit for unit in listed}
    pools = _pools(document, listed)
    pool = pool if pool in {each.group for each in pools} else ""
    shown = [score for score in (board.scores if board else ()) if not pool or units[score.unit].group == pool]
    previous: Ranking | None = _EARLIER.first(office=jurisdiction.pk, kind=span.kind, day=span.first)
    apart = apart_of(document, basis, listed)
    rows = _rows(shown, units, board, basis, previous, bool(pool), apart) if board else []
    placed = {row.unit for row in rows}
    unranked = [
        (score.unit, unit.name, f"{unit.to} 起撤并" if unit.to is not None else basis.why_unranked(score, span.kind))
        for score in shown
        if score.unit not in placed
        for unit in [units[score.unit]]
    ]
    return Table(
        span=span,
        regime="" if ranking is None or ranking.regime == jurisdiction.regime else ranking.regime,
        ranking=ranking,
        board=board,
        rows=rows,
        unranked=unranked,
        pools=pools,
        pool=pool,
        previous=previous,
        why_empty="" if rows else _why_empty(span, basis, any(score.is_pending for score in shown)),
        is_over=span.last < today,
        has_grades=basis.grades,
        graded_by=basis.graded_by(span.kind),
        adds_sheets=basis.adds_sheets,
        bare=_why_bare(span, rows, basis),
    )


def _rows(
    shown: Sequence[Score],
    units: Mapping[str, Unit],
    board: scores.Board,
    basis: scores.Basis,
    previous: Ranking | None,
    in_pool: bool,
    apart: Mapping[str, tuple[int, str]],
) -> list[Row]:
    # Where the document ranks groups apart, a place is one of its own ranking already.
    in_pool = in_pool and not apart
    places = _pool_places(_places(board.scores), units) if in_pool else {}
    before: dict[str, int] = {}
    if previous is not None:
        earlier = scores.board_of(previous)
        before = _places(earlier.scores)
        if in_pool:
            before = _pool_places(before, {unit.unit: unit for unit in earlier.units})
    honours: dict[str, list[str]] = {}
    for honour in board.honours:
        honours.setdefault(honour.unit, []).append(honour.clause)
    parts = {score.unit: board.parts[score.unit] for score in shown}
    drawn = _sides(list(parts.values()))
    rows = []
    for score in shown:
        code, rank, grade = score.unit, score.rank, score.grade
        if rank is None and grade is None:
            continue
        start, plus, minus = parts[code]
        now = places.get(code) if in_pool else rank
        rows.append(
            Row(
                unit=code,
                name=units[code].name,
                total=score.total,
                rank=now,
                moved=before[code] - now if now is not None and code in before else None,
                grade=grade,
                start=start,
                plus=plus,
                minus=minus,
                bars=drawn(plus, minus),
                honours=tuple(honours.get(code, ())),
                pool=apart.get(code, (0, ""))[1],
            )
        )
    scale = {grade: place for place, grade in enumerate(basis.scale)}
    order = {code: place for code, (place, _) in apart.items()}
    return sorted(rows, key=lambda row: (scale.get(row.grade or "", 0), order.get(row.unit, 0), row.rank or 0))


def apart_of(document: Regime, basis: scores.Basis, units: Sequence[Unit]) -> dict[str, tuple[int, str]]:
    """Return in which of the document's rankings each unit has its place, and what that one is called; empty where there is one for all."""
    found: dict[str, tuple[int, str]] = {}
    for place, groups in enumerate(basis.pools if len(basis.pools) > 1 else ()):
        name = "、".join(word_of(document, group) for group in groups)
        for unit in units:
            if unit.unit not in found and (not groups or set(groups) & {*document.words.chain(unit.group)}):
                found[unit.unit] = place, name
    return found


def _pools(document: Regime, units: Sequence[Unit]) -> list[Pool]:
    counts: dict[str, int] = {}
    for unit in units:
        counts[unit.group] = counts.get(unit.group, 0) + 1
    return [Pool(group, word_of(document, group), count) for group, count in counts.items()]


def word_of(document: Regime, group: str) -> str:
    """Return what a group is called in a document, else what it is called elsewhere."""
    return document.groups.get(group) or dict(Group.choices).get(group, "其他单位")


def _earlier(office: int, kind: str, day: datetime.date) -> QuerySet[Ranking]:
    found = Ranking.objects.filter(jurisdiction=office, kind=kind, to_on__lt=day).select_related("jurisdiction")
    return found.order_by("-to_on", "-number", "-id")[:1]


_EARLIER = Prepared(_earlier, office=987_654_321_230_001, kind="a kind of period", day=datetime.date(9876, 5, 1))


def _places(units: Sequence[Score]) -> dict[str, int]:
    return {score.unit: score.rank for score in units if score.rank is not None}


def _pool_places(places: Mapping[str, int], units: Mapping[str, Unit]) -> dict[str, int]:
    """Return each ranked unit's place among those of its own group."""
    groups: dict[str, list[tuple[str, int]]] = {}
    for code, rank in places.items():
        groups.setdefault(units[code].group, []).append((code, rank))
    found = {}
    for group in groups.values():
        ranks = sorted(rank for _, rank in group)
        found.update({code: 1 + bisect_left(ranks, rank) for code, rank in group})
    return found


def _sides(parts: Sequence[tuple[Decimal, Decimal, Decimal]]) -> Callable[[Decimal, Decimal], tuple[int, int, int]]:
    """Return what draws a plus and a minus to both sides of one line: the minus side, where the line stands, the plus side; on one scale for all."""
    left = max((-minus for _, _, minus in parts), default=Decimal(0))
    right = max((plus for _, plus, _ in parts), default=Decimal(0))
    wide = (left + right) or Decimal(1)
    line = int(left * 300 / wide) if left + right else 150
    return lambda plus, minus: (int(-minus * 300 / wide), line, int(plus * 300 / wide))


def _why_empty(span: Span, basis: scores.Basis, waits: bool) -> str:
    if waits:
        return f"{span.name}还有分数没有录入，录入以后才有排名。"
    if basis.grades:
        return f"{span.name}还没有评定等次。"
    if basis.adds_sheets:
        return f"{span.name}还没有登记评分表得分。"
    return f"{span.name}没有到期或办结的事项，没有可以排名的单位。"


def _why_bare(span: Span, rows: list[Row], basis: scores.Basis) -> str:
    """Say so where everybody shares the first place only because nothing happened."""
    quiet = basis.bases and len(rows) > 1 and not any(row.plus or row.minus for row in rows)
    is_bare = quiet and len({row.total for row in rows}) == 1
    return f"{span.name}没有计分的情况，各单位都只有基础分，名次并列。" if is_bare else ""
