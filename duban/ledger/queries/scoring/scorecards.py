"""The score card of one unit: every point with its clause, its sentence, its facts, the evidence and who ruled."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from duban.engine import wording
from duban.engine.clauses import Ambiguity, Regime
from duban.engine.evaluation.results import Proposal
from duban.engine.lines import CUT, LIFT, START, Line
from duban.engine.recording import telling
from duban.engine.scoring import Score
from duban.ledger import conditions, documents, scores
from duban.ledger.governed import Governed
from duban.ledger.models import Attachment, JournalLine, Ranking
from duban.ledger.models.objections import Ground
from duban.ledger.queries.office import reorganisations
from duban.ledger.queries.process.objection_limits import Limits
from duban.ledger.queries.scoring import rankings, waterfalls
from duban.ledger.queries.scoring.periods import Span
from duban.ledger.verbs import VERBS
from duban.people.models import Jurisdiction, Unit

# How many points a line is worth, at the end of its reason: they stand beside it.
# What each sentence of a line ends with: ，每次−1.5分.
_FIGURES = re.compile(r"[，,]?(?:计\d+次，)?(?:每次|每件|共)?[+＋−-][0-9.]+分(?=；|$)")
# The id under which the engine knows a line of the journal.
_FACT = re.compile(r"(?<![A-Za-z0-9])j[0-9]+(?![A-Za-z0-9])", re.ASCII)


@dataclass(frozen=True)
class Evidence:
    """One fact behind a line: what happened, when, on which matter, by whose act, with which file."""

    fact: str
    what: str
    on: Any
    matter: Any
    who: str
    at: Any
    reason: str
    attachment: Attachment | None
    amended: str
    # Which way is open to the unit where it cannot object to the line; empty where it can.
    other_way: str = ""


@dataclass(frozen=True)
class CardLine:
    """Points under one clause."""

    clause: str
    points: Decimal
    why: str
    evidence: list[Evidence]
    is_cut: bool
    # Where it stands in the picture, and the total after it; None where there is no total.
    bar: waterfalls.Bar | None = None
    # What the score starts with, whether given to all or computed.
    is_start: bool = False

    @property
    def tone(self) -> str:
        """Return how the line is drawn: start, plus, minus, or what a cap or a floor cut."""
        if self.is_cut:
            return "cut"
        if self.is_start:
            return "start"
        return "minus" if self.points < 0 else "plus"

    @property
    def said(self) -> str:
        """Return the points with a sign that cannot be overlooked."""
        return waterfalls.hundredths(self.points, signed=not self.is_start)


@dataclass(frozen=True)
class Reading:
    """A reading that bears on this card, and whether the jurisdiction chose it itself."""

    ambiguity: Ambiguity
    reading: str
    words: str
    is_own: bool


@dataclass(frozen=True)
class Card:
    """The score card as a page shows it."""

    unit: Unit
    span: Span
    ranking: Ranking | None
    total: Decimal | None
    rank: int | None
    grade: str | None
    # Why the total has its grade, where that is not plain, and the clause; empty where totals have none.
    graded: tuple[str, str]
    of: int
    formulas: list[str]
    sum: str
    # Start, plus and minus with their figures, and the axis of the picture; None where there is no total.
    made_of: str
    axis: waterfalls.Waterfall | None
    # The document by which it is scored: name, version, digest (empty before any was adopted).
    document: tuple[str, str, str]
    lines: list[CardLine]
    ignored: list[tuple[str, Evidence | None]]
    readings: list[Reading]
    why_unranked: str
    is_pending: bool
    honours: list[str]
    # What the document attaches to what the unit reached; and of this, what it attaches to a matter: the name, the clause, since when, which.
    proposals: list[Proposal]
    outcomes: list[tuple[str, str, str, str]]
    cite_of: str
    # Of units that were merged, split or abolished in the period: whose the points are.
    reorganised: list[str]

    @property
    def lost(self) -> str:
        """Return by what most points were lost, in a sentence; empty where there is no total."""
        minus = [line for line in self.lines if line.tone == "minus"]
        if self.axis is None:
            return ""
        if not minus:
            return "没有减分。"
        most = min(minus, key=lambda line: line.points)
        return f"失分最多的是“{_FIGURES.sub('', most.why)}”，{waterfalls.hundredths(most.points)} 分。"


def card_for(jurisdiction: Jurisdiction, unit: Unit, span: Span, on: datetime.date | None = None) -> Card | None:
    """Return a unit's card for a period, frozen where it was published, None without a part; with `on` lines say where an objection is too late then."""
    ranking = rankings.published(jurisdiction, span)
    if ranking is not None:
        board = scores.board_of(ranking)
    else:
        board = scores.draft_board(jurisdiction, span.kind, span.first, span.last)
    found = board.unit(unit.code)
    if found is None:
        return None
    score, ignored, regime, basis = found.score, found.asides, board.document, board.basis
    apart = rankings.apart_of(regime, basis, board.units)
    named = {each for line in score.lines for each in (*line.facts, *_FACT.findall(line.why))}
    heard = None if on is None else (on, Limits(Governed.of(jurisdiction, span.first), span.first, span.last))
    known = evidence_of(jurisdiction, regime, {*named, *(entry.fact for entry in ignored)}, heard)
    lines = [
        CardLine(
            clause=line.clause,
            points=scores.written(line),
            why=_in_words(line.why, known),
            evidence=[known[fact] for fact in line.facts if fact in known],
            is_cut=line.stage in (CUT, LIFT),
        )
        for line in score.lines
    ]
    total = score.total
    lines, axis = _drawn(lines, total, starts=bool(lines) and _is_start(score.lines[0], basis))
    digest = ranking.document_id if ranking else documents.digest_governing(jurisdiction, span.first)
    return Card(
        unit=unit,
        span=span,
        ranking=ranking,
        total=total,
        rank=score.rank,
        grade=score.grade,
        graded=basis.why_graded(score, span.kind),
        of=sum(each.rank is not None and apart.get(each.unit) == apart.get(unit.code) for each in board.scores),
        formulas=[line.why for line in lines if line.clause in basis.figures and "＝" in line.why],
        sum=waterfalls.sum_of([line.points for line in lines], total),
        made_of=waterfalls.made_of(total, basis.parts_of(score)),
        axis=axis,
        document=(regime.name, regime.version, digest or ""),
        lines=lines,
        ignored=[(entry.why, known.get(entry.fact)) for entry in ignored],
        readings=_readings(regime, board.choices, {line.clause for line in lines}),
        why_unranked="" if total is not None or score.grade else _why_unranked(board, score, span),
        is_pending=score.is_pending,
        honours=[honour.clause for honour in board.honours if honour.unit == unit.code],
        proposals=list(found.proposals),
        outcomes=[
            (each.name, each.clause, "" if ranking is None and each.on == span.last else str(each.on), each.matter)
            for each in found.proposals
            if each.matter is not None
        ],
        cite_of="" if regime.id == jurisdiction.regime else regime.id,
        reorganised=reorganisations.notes_on(jurisdiction, unit, span.first, span.last),
    )


def _why_unranked(board: scores.Board, score: Score, span: Span) -> str:
    left = next(each.to for each in board.units if each.unit == score.unit)
    return f"{left} 起撤并" if left is not None else board.basis.why_unranked(score, span.kind)


def evidence_of(
    jurisdiction: Jurisdiction, regime: Regime, ids: set[str], heard: tuple[datetime.date, Limits] | None = None
) -> dict[str, Evidence]:
    """Return the journal lines behind facts, by the facts' ids, in a number of queries that does not grow with them.

    `heard` is the day on which somebody would object to one, and until when that may be.
    """
    seqs = [int(each[1:]) for each in ids if re.fullmatch(r"j\d+", each)]
    lines = list(
        JournalLine.objects.filter(jurisdiction=jurisdiction, seq__in=seqs)
        .select_related("actor", "matter")
        .prefetch_related("amendments__actor", "objections")
    )
    keys = {key for line in lines if (key := line.key_of("attachment")) is not None}
    files = Attachment.objects.in_bulk(keys)
    found = {}
    for line in lines:
        line.jurisdiction, fact = jurisdiction, line.data["fact"]
        amendments = [
            f"{each.on} {each.actor or '系统'}{VERBS[each.verb]}：{each.data.get('reason', '')}"
            for each in line.amendments.all()
        ]
        found[line.fact_id] = Evidence(
            fact=line.fact_id,
            what=_what(regime, line.kind, fact),
            on=line.on,
            matter=line.matter,
            who=str(line.actor) if line.actor else "系统按期限推定",
            at=line.at,
            reason=line.data.get("reason", ""),
            attachment=files.get(line.key_of("attachment") or 0),
            amended="；".join(amendments),
            other_way=_other_way(line, regime, heard),
        )
    return found


def _other_way(line: JournalLine, regime: Regime, heard: tuple[datetime.date, Limits] | None) -> str:
    on, until = (line.on, None) if heard is None else (heard[0], heard[1].until(line))
    refusal = conditions.process.objecting(line, Ground.DISPUTE, regime, on=on, until=until)
    if refusal is not None and until is not None and refusal.clause == until.clause and on > until.due:
        return refusal.why
    return "" if refusal is None else refusal.possible or refusal.why


def _in_words(why: str, known: dict[str, Evidence]) -> str:
    """Return the reason of a line with what happened, and when, in the place of the facts' ids."""
    return _FACT.sub(lambda found: _named(known[found[0]]) if found[0] in known else found[0], why)


def _named(evidence: Evidence) -> str:
    return f"{evidence.on} {evidence.what}"


def _what(regime: Regime, kind: str, fact: dict[str, Any]) -> str:
    words = {"assigned": "交办", "completed": "认定办结", "reported": "报送反馈"}
    is_plain = kind in words and not telling.has_own_label(regime, kind)
    said = words[kind] if is_plain else telling.name_of(regime, kind, fact)
    declared = telling.covered(regime, kind)
    extra = telling.phrases_of(regime, kind, fact)
    plain = [name for name in ("section", "grade", "defect", "occasion") if fact.get(name) and name not in declared]
    # The circular of a step has no occasion but that step.
    extra += [str(fact[name]) for name in plain if not str(fact[name]).startswith("step-")]
    if fact.get("due") and "due" not in declared:
        extra.append(f"期限 {wording.until(fact['due'])}")
    if fact.get("points") and "points" not in declared:
        extra.append(f"{fact['points']} 分")
    return said + (f"（{'，'.join(extra)}）" if extra else "")


def _is_start(line: Line, basis: scores.Basis) -> bool:
    return line.stage == START or line.clause in basis.figures


def _drawn(
    lines: list[CardLine], total: Decimal | None, *, starts: bool
) -> tuple[list[CardLine], waterfalls.Waterfall | None]:
    """Return the lines with their places in the picture, and its axis; without a picture where there is no total."""
    if total is None or not lines:
        return lines, None
    picture = waterfalls.waterfall_of([line.points for line in lines], starts=starts)
    placed = [
        replace(line, bar=bar, is_start=starts and place == 0)
        for place, (line, bar) in enumerate(zip(lines, picture.bars, strict=True))
    ]
    return placed, picture


def _readings(regime: Regime, choices: Mapping[str, str], clauses: set[str]) -> list[Reading]:
    complete = regime.choices(choices)
    return [
        Reading(each, complete[each.id], each.readings[complete[each.id]], each.id in choices)
        for each in regime.readings
        if clauses & set(each.clauses)
    ]
