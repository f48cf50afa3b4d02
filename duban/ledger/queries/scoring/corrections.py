"""Corrections of published rankings: what changed between two versions of a period, who moves and by which clause, which is in force."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from duban.engine import scoring
from duban.ledger import scores
from duban.ledger.models import Ranking, RankingRequest
from duban.ledger.queries.scoring import scorecards
from duban.ledger.queries.scoring.periods import Span
from duban.people.models import Jurisdiction
from duban.people.prepared import Prepared

ADDED, WITHDRAWN, EXCUSED, CORRECTED = "补记", "撤销", "认定不计分", "更正"
_HOW = {"added": ADDED, "withdrawn": WITHDRAWN, "excused": EXCUSED, "corrected": CORRECTED}


@dataclass(frozen=True)
class FactChange:
    """One record that is not as it was: how, of which unit, and what is known of it (None where nothing is kept)."""

    how: str
    unit: str
    evidence: scorecards.Evidence | None


@dataclass(frozen=True)
class ClauseChange:
    """What a unit has under one clause before and after."""

    clause: str
    before: Decimal
    after: Decimal

    @property
    def said(self) -> str:
        """Return −5 → −10."""
        return f"{_signed(self.before)} → {_signed(self.after)}"


@dataclass(frozen=True)
class Standing:
    """What a unit has in one version: total, rank, grade, the clauses that name it for praise; `between` while figures are missing."""

    total: str | None
    rank: int | None
    grade: str | None
    honours: tuple[str, ...]
    between: tuple[str, ...] | None = None

    @property
    def said(self) -> str:
        """Return 50.00分、第2名 with what the total is called, a grade that a person gave, or that it is not ranked."""
        if self.grade and self.total is None:
            return self.grade
        if self.between is not None:
            return f"待录入（{'至'.join(self.between)}分）" if self.between else "待录入"
        if self.total is None:
            return "未计分"
        place = f"、第{self.rank}名" if self.rank else "、不排名"
        return f"{self.total}分{place}" + (f"、{self.grade}" if self.grade else "")


@dataclass(frozen=True)
class Moved:
    """One unit whose total, place, grade or praise is another, and by which clauses."""

    unit: str
    name: str
    before: Standing
    after: Standing
    clauses: tuple[ClauseChange, ...]

    @property
    def praise(self) -> str:
        """Return that the unit is named now, or no longer; empty where that did not change."""
        if bool(self.before.honours) == bool(self.after.honours):
            return ""
        return "列入通报表扬" if self.after.honours else "不再列入通报表扬"


@dataclass(frozen=True)
class Changes:
    """What differs between two versions of a period."""

    facts: list[FactChange]
    moved: list[Moved]
    # A line, a reason or what is not counted may differ although nobody moves.
    is_same: bool


def chain_of(ranking: Ranking) -> list[Ranking]:
    """Return all versions of a ranking's period, the first publication first, without what they rest on."""
    return _CHAIN.ask(office=ranking.jurisdiction_id, kind=ranking.kind, from_on=ranking.from_on, to_on=ranking.to_on)


def _chain(office: int, kind: str, from_on: datetime.date, to_on: datetime.date) -> QuerySet[Ranking]:
    found = Ranking.objects.filter(jurisdiction=office, kind=kind, from_on=from_on, to_on=to_on)
    return found.select_related("published_by", "signed_by").order_by("number")


_CHAIN = Prepared(
    _chain,
    office=987_654_321_220_001,
    kind="a kind of period",
    from_on=datetime.date(9876, 5, 1),
    to_on=datetime.date(9876, 5, 31),
)


def changes_of(ranking: Ranking) -> Changes | None:
    """Return what a correction changed, from the two versions as they were published; None for a first publication."""
    before = ranking.corrects
    if before is None:
        return None
    old, new = scores.board_of(before), scores.board_of(ranking)
    return Changes(_facts_told(before, old.names, new.changed), *_moves_between(old, new))


def moved_since(ranking: Ranking, published: scores.Board | None = None) -> Changes:
    """Return who would move with the facts that are known now, as `pending_of` does; which records did it is not looked up.

    `published` is the ranking's own board, where it was read already.
    """
    board = published or scores.board_of(ranking)
    return Changes([], *_moves_between(board, scores.again_board(ranking, board)))


def pending_of(ranking: Ranking) -> Changes:
    """Return what the ranking would be otherwise with the facts that are known now, under its own document and readings."""
    case = scores.case_again(ranking)
    return changes_between(ranking, case, scores.score_case(case, scores.document_of(ranking)).as_json())


def changes_between(before: Ranking, case: Mapping[str, Any], result: Mapping[str, Any]) -> Changes:
    """Return what differs between a published ranking and another case and result of its period."""
    document = scores.document_of(before)
    changed = scores.facts_changed(document, before.kind, before.snapshot, case)
    names = {unit["unit"]: unit["name"] for unit in before.snapshot["units"]}
    told = _facts_told(before, names, changed)
    old, new = (
        scores.without_places(document, before.kind, before.snapshot, before.result),
        scores.without_places(document, before.kind, case, result),
    )
    return Changes(told, _moved(names, before.result, result), _digits(old) == _digits(new))


def _facts_told(
    ranking: Ranking, names: Mapping[str, str], changed: Sequence[tuple[str, str, str]]
) -> list[FactChange]:
    document = scores.document_of(ranking)
    known = scorecards.evidence_of(ranking.jurisdiction, document, {fact for _, _, fact in changed})
    return [FactChange(_HOW[how], names.get(unit, unit), known.get(fact)) for how, unit, fact in changed]


def _moves_between(old: scores.Board, new: scores.Board) -> tuple[list[Moved], bool]:
    """Return who has other points, another place, grade or other praise in one board than in the other, and whether nothing is otherwise."""
    before, after = ({score.unit: (score.rank, score.grade) for score in each.scores} for each in (old, new))
    marks, honours = (old.marks, new.marks), (_praise(old), _praise(new))
    codes = [
        code
        for code in old.names
        if any(one.get(code) != other.get(code) for one, other in (marks, honours, (before, after)))
    ]
    if not codes:
        return [], True
    told = []
    for board in (old, new):
        lines = board.of_units(codes)
        units = [scoring.unit_as_json(score, grades=True) for score in lines.values()]
        told.append({"units": units, "honours": [{"unit": each.unit, "clause": each.clause} for each in board.honours]})
    # What follows from places that the publication recorded moves nobody.
    is_same = bool(scores.placed_kinds(old.document)) and _digits(told[0]) == _digits(told[1])
    return _moved({code: old.names[code] for code in codes}, *told), is_same


def _praise(board: scores.Board) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for honour in board.honours:
        found.setdefault(honour.unit, []).append(honour.clause)
    return found


@dataclass(frozen=True)
class Touched:
    """A published ranking that would come out otherwise, with the facts that are known now: which period, and how."""

    ranking: Ranking
    changes: Changes

    @property
    def said(self) -> str:
        """Return in words which period it is and what would change; what was published stays."""
        name = span_of(self.ranking).name
        return f"{name}排名已经发布。按现有记录重新计算：{said_of(self.changes)}。已发布的结果不变"


def touched_on(jurisdiction: Jurisdiction, days: Collection[datetime.date], today: datetime.date) -> list[Touched]:
    """Return the published rankings that would come out otherwise, of the periods in which one of these days lies; what counts today touches none."""
    past = sorted(day for day in days if day < today)
    if not past:
        return []
    found = Ranking.objects.filter(jurisdiction=jurisdiction, corrections__isnull=True, from_on__lte=past[-1])
    found = found.filter(to_on__gte=past[0]).select_related("jurisdiction")
    meant = [each for each in found if any(each.from_on <= day <= each.to_on for day in past)]
    told = [
        Touched(each, moved_since(each))
        for each in sorted(meant, key=lambda each: (each.to_on - each.from_on, each.pk))
    ]
    return [each for each in told if not each.changes.is_same]


def span_of(of: Ranking | RankingRequest) -> Span:
    """Return the period of a ranking, or of what waits for a signature, in the words of its document."""
    ranking = of if isinstance(of, Ranking) else of.corrects
    if ranking is not None:
        return Span.under(scores.document_of(ranking), of.kind, of.from_on, of.to_on)
    return Span.named(of.jurisdiction, of.kind, of.from_on, of.to_on)


def waiting_of(jurisdiction: Jurisdiction, span: Span) -> RankingRequest | None:
    """Return what waits for a signature of a period, or None."""
    found = RankingRequest.objects.filter(
        jurisdiction=jurisdiction, kind=span.kind, from_on=span.first, to_on=span.last, outcome="waiting"
    )
    return found.select_related("asked_by").first()


def said_of(changes: Changes) -> str:
    """Return in one sentence who moves, and by which clauses; of many the first three, those before others whose own points are other ones."""
    own_first = sorted(changes.moved, key=lambda each: not each.clauses)
    told = [
        f"{each.name}由{each.before.said}变为{each.after.said}"
        + (f"（{'；'.join(f'{clause.clause}：{clause.said}' for clause in each.clauses)}）" if each.clauses else "")
        + (f"，{each.praise}" if each.praise else "")
        for each in own_first
    ]
    more = f"等{len(told)}个单位" if len(told) > 3 else ""
    return "；".join(told[:3]) + more if told else "得分明细有变化，各单位总分和名次不变"


def _moved(names: Mapping[str, str], before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Moved]:
    old, new = ({unit["unit"]: unit for unit in each["units"]} for each in (before, after))
    found = []
    for code, name in names.items():
        was, now = (_standing(code, units.get(code), told) for units, told in ((old, before), (new, after)))
        clauses = _clauses(old.get(code), new.get(code))
        if was != now or clauses:
            found.append(Moved(code, name, was, now, clauses))
    return sorted(found, key=lambda each: (each.after.rank is None, each.after.rank or 0, each.unit))


def standings_of(result: Mapping[str, Any]) -> dict[str, Standing]:
    """Return what each unit has in the result of a published ranking, by its code."""
    return {unit["unit"]: _standing(unit["unit"], unit, result) for unit in result["units"]}


def _standing(code: str, unit: Mapping[str, Any] | None, result: Mapping[str, Any]) -> Standing:
    honours = tuple(each["clause"] for each in result["honours"] if each["unit"] == code)
    if unit is None:
        return Standing(None, None, None, honours)
    between = tuple(unit["between"] or ()) if "between" in unit else None
    return Standing(unit["total"], unit["rank"], unit.get("grade"), honours, between)


def _clauses(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> tuple[ClauseChange, ...]:
    old, new = _by_clause(before), _by_clause(after)
    none = Decimal(0)
    found = [ClauseChange(each, old.get(each, none), new.get(each, none)) for each in dict.fromkeys([*old, *new])]
    return tuple(each for each in found if each.before != each.after)


def _by_clause(unit: Mapping[str, Any] | None) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for line in unit["lines"] if unit else ():
        sums[line["clause"]] = sums.get(line["clause"], Decimal(0)) + Decimal(line["points"])
    return sums


def _signed(points: Decimal) -> str:
    return f"{points}".replace("-", "−")


def _digits(content: Any) -> Any:
    """Return a result without its sentences and without what was not counted."""
    if isinstance(content, Mapping):
        return {name: _digits(value) for name, value in content.items() if name not in ("why", "ignored")}
    if isinstance(content, Sequence) and not isinstance(content, str):
        return [_digits(value) for value in content]
    return content
