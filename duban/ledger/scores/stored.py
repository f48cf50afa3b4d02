"""Tallies as they are kept: a board with what there is to say of every unit, and the lines of each unit apart from it."""

import datetime
import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from duban.engine import scoring
from duban.engine.evaluation.results import Proposal
from duban.engine.evaluation.tallies import Across, Aside, Tallies, Tally
from duban.engine.lines import Line
from duban.engine.rules.formulas import Figure, State
from duban.engine.scoring import Honour, Score
from duban.ledger.models.rankings import packed, unpacked
from duban.ledger.scores.bases import Basis

Kept = dict[str, Any]


def board_from(
    tallies: Tallies,
    units: Sequence[Mapping[str, str]],
    honours: Sequence[Honour],
    basis: Basis,
    counted: Collection[str] | None = None,
    before: Kept | None = None,
) -> Kept:
    """Return the board of tallies whose scores have their places; with `counted` the other units stand as they stood `before`."""
    held = {each["unit"]: each for each in before["tallies"]} if before else {}
    told = []
    for name, each in tallies.units.items():
        # What it has beside others: its place, and the grade that its place leaves it.
        beside = {"rank": each.score.rank, "grade": each.score.grade} if each.score is not None else {"rank": None}
        told.append(
            {**(held[name] if counted is not None and name not in counted else _summary(each, basis)), **beside}
        )
    return {
        "units": list(units),
        "tallies": told,
        "across": [[*key, _figure(value)] for key, value in tallies.across.items()],
        "honours": [[each.unit, each.clause] for each in honours],
    }


def content_of(tally: Tally) -> bytes:
    """Return what is kept of one unit beside the board."""
    score = tally.score
    return packed(
        {
            "lines": [_line(line) for line in score.lines] if score is not None else [],
            "asides": [_aside(aside) for aside in tally.asides],
            "proposals": [each.as_json() for each in tally.proposals],
        }
    )


def tallies_from(board: Kept, contents: Mapping[str, bytes] | None = None) -> Tallies:
    """Return the tallies that a board holds, whole for the units whose content is given; of the others what is compared."""
    found: dict[str, Tally] = {}
    for each in board["tallies"]:
        name, given = each["unit"], (contents or {}).get(each["unit"])
        content = {"lines": (), "asides": each["strays"], "proposals": ()} if given is None else unpacked(given)
        found[name] = Tally(
            name,
            _score(each, [_line_from(line) for line in content["lines"]]),
            [_aside_from(aside) for aside in content["asides"]],
            [proposal_from(proposal) for proposal in content["proposals"]],
            tuple(each["meets"]),
            each["in_hand"],
            each["has_minus"],
            {quantity: _figure_from(value) for quantity, value in each["figures"].items()},
            each["is_looked_at"],
        )
    across: Across = {(what, of, pool): _figure_from(value) for what, of, pool, value in board["across"]}
    return Tallies(found, across)


def scores_of(board: Kept) -> list[Score]:
    """Return what each unit has, with its place and without its lines; in the order of the units."""
    return [score for each in board["tallies"] if (score := _score(each, [])) is not None]


def parts_of(board: Kept) -> dict[str, tuple[Decimal, Decimal, Decimal]]:
    """Return by unit what it started with, earned and lost."""
    found = {}
    for each in board["tallies"]:
        start, plus, minus = each["parts"]
        found[each["unit"]] = Decimal(start), Decimal(plus), Decimal(minus)
    return found


def honours_of(board: Kept) -> list[Honour]:
    """Return who is named in the circular, and the clauses that name them."""
    return [Honour(unit, clause) for unit, clause in board["honours"]]


def _summary(tally: Tally, basis: Basis) -> Kept:
    score = tally.score
    told: Kept = {
        "unit": tally.unit,
        "meets": list(tally.meets),
        "in_hand": tally.in_hand,
        "has_minus": tally.has_minus,
        "figures": {name: _figure(value) for name, value in tally.figures.items()},
        "is_looked_at": tally.is_looked_at,
        "strays": [_aside(aside) for aside in tally.asides if aside.unit != tally.unit],
        "is_scored": score is not None,
        "parts": ["0", "0", "0"],
        "mark": _mark(tally),
    }
    if score is None:
        return told
    return told | {
        "total": None if score.total is None else str(score.total),
        "grade": score.grade,
        "between": None if score.between is None else [str(end) for end in score.between],
        "is_pending": score.is_pending,
        "parts": [str(part) for part in basis.parts_of(score)],
    }


def _score(told: Kept, listed: list[Line]) -> Score | None:
    if not told["is_scored"]:
        return None
    between, total = told["between"], told["total"]
    return Score(
        told["unit"],
        None if total is None else Decimal(total),
        told.get("rank"),
        listed,
        told["grade"],
        None if between is None else (Decimal(between[0]), Decimal(between[1])),
        told["is_pending"],
    )


def _mark(tally: Tally) -> str:
    """Return a digest of all figures of a unit, without its place and without the sentences that explain them."""
    told = None
    if tally.score is not None:
        told = scoring.unit_as_json(tally.score, grades=True)
        del told["rank"]
        if tally.score.total is not None:
            del told["grade"]  # Its points come to it, beside those of others.
        for line in told["lines"]:
            del line["why"]
    text = json.dumps([told, [each.as_json() for each in tally.proposals]], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _line(line: Line) -> list[Any]:
    return [line.clause, str(line.points), list(line.facts), line.why, line.stage, line.places]


def _line_from(kept: list[Any]) -> Line:
    clause, points, facts, why, stage, places = kept
    return Line(clause, Decimal(points), tuple(facts), why, stage, places)


def _aside(aside: Aside) -> list[Any]:
    return [aside.fact, aside.on.isoformat(), aside.unit, aside.why, aside.stage]


def _aside_from(kept: list[Any]) -> Aside:
    fact, on, unit, why, stage = kept
    return Aside(fact, datetime.date.fromisoformat(on), unit, why, stage)


def proposal_from(kept: Kept) -> Proposal:
    """Return a proposal from its JSON."""
    on = datetime.date.fromisoformat(kept["on"])
    return Proposal(
        kept["unit"], kept["clause"], kept["name"], on, kept.get("matter"), kept.get("paper"), tuple(kept["facts"])
    )


def _figure(value: Figure) -> Any:
    return int(value) if isinstance(value, State) else list(value)


def _figure_from(kept: Any) -> Figure:
    return State(kept) if isinstance(kept, int) else (kept[0], kept[1])
