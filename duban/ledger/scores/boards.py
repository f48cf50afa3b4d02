"""What is asked of scores: the board of a period without the lines behind it, one unit with its lines, or all of it; drafts and published rankings alike."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, partial

from django.core.cache import cache

from duban.engine import cases, scoring
from duban.engine.clauses import Regime
from duban.engine.evaluation.results import Proposal
from duban.engine.evaluation.tallies import Aside, Tallies, Tally, left_out
from duban.engine.scoring import Honour, Result, Score
from duban.ledger.governed import Governed
from duban.ledger.models import Ranking
from duban.ledger.models import Tally as TallyRow
from duban.ledger.reorganised.changes import units_of
from duban.ledger.scores import counting, stored
from duban.ledger.scores.asked import VERSION, Asked
from duban.ledger.scores.bases import Basis, basis_of
from duban.ledger.scores.counting import Counted
from duban.ledger.scores.published import digest_of, document_of, facts_changed, result_of
from duban.people.models import Jurisdiction

# A page that everybody opens all the time may show what stood so many seconds ago.
_LATELY = 120
# Lines of a journal from which on it does: a shorter one is counted at once.
_LONG = 50_000


@dataclass(frozen=True)
class UnitScore:
    """What one unit has, with its lines; what was left out of its facts, and what the document attaches to what it reached."""

    score: Score
    asides: Sequence[Aside]
    proposals: Sequence[Proposal]


class Board:
    """What a period comes to, for every unit; lines are read for the units that are asked for."""

    def __init__(
        self, found: Counted, document: Regime, choices: Mapping[str, str], apart: Sequence[tuple[str, str]] = ()
    ) -> None:
        self.found, self.document, self.choices, self.apart = found, document, choices, apart

    @cached_property
    def units(self) -> Sequence[cases.Unit]:
        """The units that take part."""
        return cases.units_from(self.found.board["units"], self.document.words)

    @cached_property
    def scores(self) -> list[Score]:
        """What each unit has, with its place and without its lines."""
        return stored.scores_of(self.found.board)

    @cached_property
    def parts(self) -> dict[str, tuple[Decimal, Decimal, Decimal]]:
        """By unit, what it started with, earned and lost."""
        return stored.parts_of(self.found.board)

    @cached_property
    def honours(self) -> list[Honour]:
        """Who is named in the circular, and the clauses that name them."""
        return stored.honours_of(self.found.board)

    @cached_property
    def basis(self) -> Basis:
        """By what the document scores."""
        return basis_of(self.document, self.choices)

    @property
    def names(self) -> dict[str, str]:
        """The names of the units by their codes, in their order."""
        return {unit["unit"]: unit["name"] for unit in self.found.board["units"]}

    @property
    def facts(self) -> int:
        """Of a published ranking: how many facts it rests on."""
        return int(self.found.board["facts"])

    @property
    def changed(self) -> list[tuple[str, str, str]]:
        """Of a correction: the facts that are not as they were in what it corrects, as `facts_changed` gives them."""
        return [(how, unit, fact) for how, unit, fact in self.found.board["changed"]]

    @property
    def marks(self) -> dict[str, str]:
        """By unit, a digest of its figures: equal where a unit has the same points by the same clauses for the same facts."""
        return {each["unit"]: each["mark"] for each in self.found.board["tallies"]}

    def why_graded(self, kind: str) -> dict[str, list[str]]:
        """By the reason why a total is not called what its points reach (a share of the units, figures that are missing), the names of those units."""
        found: dict[str, list[str]] = {}
        for score in self.scores:
            why, _ = self.basis.why_graded(score, kind)
            if why:
                found.setdefault(why, []).append(self.names[score.unit])
        return found

    def score(self, unit: str) -> Score | None:
        """Return what a unit has, without its lines; None where it takes no part."""
        return next((each for each in self.scores if each.unit == unit), None)

    def unit(self, code: str) -> UnitScore | None:
        """Return what a unit has with its lines; None where it takes no part."""
        contents = self.found.contents([code])
        found = stored.tallies_from(self.found.board, contents).units
        if code not in found or (score := found[code].score) is None:
            return None
        asides = [aside for aside in left_out(found.values()) if aside.unit == code]
        return UnitScore(score, asides, found[code].proposals)

    def proposals_of(self, codes: Sequence[str]) -> list[Proposal]:
        """Return what the document attaches to what some units reached, in one query."""
        found = stored.tallies_from(self.found.board, self.found.contents(codes)).units
        return [proposal for code in codes if code in found for proposal in found[code].proposals]

    def of_units(self, codes: Sequence[str]) -> dict[str, Score]:
        """Return what some units have, with their lines, in one query."""
        contents = self.found.contents(codes)
        found = stored.tallies_from(self.found.board, contents).units
        return {code: score for code in codes if code in found and (score := found[code].score) is not None}


def draft_board(jurisdiction: Jurisdiction, kind: str, from_on: datetime.date, to_on: datetime.date) -> Board:
    """Return what a period comes to as it stands now."""
    asked = draft_asked(jurisdiction, kind, from_on, to_on)
    return Board(counting.counted(asked), asked.document, asked.choices, asked.apart)


def lately_board(jurisdiction: Jurisdiction, kind: str, from_on: datetime.date, to_on: datetime.date) -> Board:
    """Return a period's draft for a page that everybody opens all the time: with a long journal it may be two minutes old."""
    asked = draft_asked(jurisdiction, kind, from_on, to_on)
    key = f"scores-lately:{jurisdiction.pk}:{asked.name}"
    found = counting.counted(asked, lambda row: row.seq > _LONG and cache.get(key) is not None)
    if cache.get(key) is None:
        cache.set(key, "counted", _LATELY)
    return Board(found, asked.document, asked.choices, asked.apart)


@dataclass(frozen=True)
class Scored:
    """The whole answer to a period: the units, whose the ignored facts are, and by code and name who is of no group of the document."""

    units: Sequence[cases.Unit]
    result: Result
    owners: dict[str, str]
    apart: Sequence[tuple[str, str]] = ()

    def score(self, unit: str) -> Score | None:
        """Return what a unit has, by its code; None where it takes no part."""
        return next((each for each in self.result.units if each.unit == unit), None)


def draft_of(jurisdiction: Jurisdiction, kind: str, from_on: datetime.date, to_on: datetime.date) -> Scored:
    """Return the whole answer of a period as it stands now, every line of every unit."""
    asked = draft_asked(jurisdiction, kind, from_on, to_on)
    found = counting.counted(asked)
    contents = found.contents()
    made = stored.tallies_from(found.board, contents)
    result = scoring.compared(asked.plan, made, asked.members, asked.period)
    owners = {aside.fact: aside.unit for aside in left_out(made.units.values())}
    return Scored(asked.members, result, owners, asked.apart)


def board_of(ranking: Ranking) -> Board:
    """Return a published ranking as pages show it; made of what was published where it was not kept yet."""
    name, document = f"published:{ranking.pk}", document_of(ranking)
    row = counting.tally_of(ranking.jurisdiction_id, name)
    if row is not None and row.basis == basis_of_published(ranking):
        found = _published_as_kept(ranking, row)
    else:
        found = published_tally(ranking)
        counting.keep_as(ranking.jurisdiction, name, basis_of_published(ranking), found)
    return Board(found, document, found.board["choices"])


def boards_of(rankings: Sequence[Ranking]) -> dict[int, Board]:
    """Return published rankings as pages show them, by their keys, in one query where all were kept before."""
    names = {f"published:{each.pk}": each for each in rankings}
    rows = TallyRow.objects.filter(name__in=names, jurisdiction__in={each.jurisdiction_id for each in rankings})
    found = {}
    for row in rows:
        ranking = names[row.name]
        if row.basis == basis_of_published(ranking):
            document = document_of(ranking)
            found[ranking.pk] = Board(_published_as_kept(ranking, row), document, row.board["choices"])
    return {each.pk: found.get(each.pk) or board_of(each) for each in rankings}


def _published_as_kept(ranking: Ranking, row: TallyRow) -> Counted:
    return Counted(row.board, row.seq, row.pk, kept=row.seq, anew=partial(published_tally, ranking))


def published_tally(ranking: Ranking) -> Counted:
    """Make of what was published what pages show of it; the answer is not computed again."""
    document, case, result = document_of(ranking), ranking.snapshot, result_of(ranking)
    facts = {each["id"]: (each["on"], each["unit"]) for each in case["facts"]}
    made = {each.unit: Tally(each.unit, each, [], []) for each in result.units}
    for entry in result.ignored:
        on, unit = facts[entry.fact]
        made.setdefault(unit, Tally(unit, None, [], [])).asides.append(
            Aside(entry.fact, datetime.date.fromisoformat(on), unit, entry.why)
        )
    for each in ranking.result.get("proposals", ()):
        made.setdefault(each["unit"], Tally(each["unit"], None, [], [])).proposals.append(stored.proposal_from(each))
    basis = basis_of(document, case["choices"])
    board = stored.board_from(Tallies(made, {}), case["units"], result.honours, basis)
    board |= {"choices": case["choices"], "facts": len(case["facts"]), "changed": []}
    if ranking.corrects is not None:
        board["changed"] = facts_changed(document, ranking.kind, ranking.corrects.snapshot, case)
    return Counted(board, ranking.seq, None, {name: stored.content_of(each) for name, each in made.items()})


def again_board(ranking: Ranking, published: Board | None = None) -> Board:
    """Return what a published period comes to with the facts that are known now; `published` is its own board, where that was read already."""
    asked = again_asked(ranking, published or board_of(ranking))
    return Board(counting.counted(asked), asked.document, asked.choices)


def again_asked(ranking: Ranking, published: Board) -> Asked:
    """Return what is counted of a published period anew: by its own document, readings and units."""
    held = Governed.of(ranking.jurisdiction, ranking.from_on).held
    changes = units_of(ranking.jurisdiction, held, ranking.from_on, ranking.to_on).changes
    return Asked(
        ranking.jurisdiction, f"again:{ranking.pk}", published.document, ranking.document_id or "", published.choices,
        ranking.kind, ranking.from_on, ranking.to_on, published.found.board["units"], changes,
    )  # fmt: skip


def draft_asked(jurisdiction: Jurisdiction, kind: str, from_on: datetime.date, to_on: datetime.date) -> Asked:
    """Return what is counted for a period's draft: by what governs its first day, with the units of the period."""
    governed = Governed.of(jurisdiction, from_on)
    members = units_of(jurisdiction, governed.held, from_on, to_on)
    return Asked(
        jurisdiction, f"draft:{kind}:{from_on}:{to_on}", governed.document, governed.held.digest, governed.choices,
        kind, from_on, to_on, members.units, members.changes, members.apart,
    )  # fmt: skip


def basis_of_published(ranking: Ranking) -> str:
    """Return the digest of what the tally of a published ranking hangs on."""
    return digest_of({"basis": [VERSION, ranking.digest, ranking.document_id]})
