"""The desk: what needs this officer today. Every number is made by the query of the list that it leads to."""

import datetime
from collections import Counter
from collections.abc import Container
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case, Exists, F, IntegerField, Model, OuterRef, QuerySet, When

from duban.ledger import access, scores
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Inspection, JournalLine, Matter, Proposal
from duban.ledger.models.assignments import OPEN_STAGES, Part, Stage
from duban.ledger.models.matters import DONE_STATES, OPEN_STATES
from duban.ledger.models.proposals import EXTENSION, GOING
from duban.ledger.queries import block_counts, held_counts
from duban.ledger.queries.block_counts import Among, block_of
from duban.ledger.queries.matters import fates, matters, timelines
from duban.ledger.queries.matters.filters import Filter
from duban.ledger.queries.matters.listing import counts
from duban.ledger.queries.requests import proposals
from duban.ledger.queries.scoring.periods import Span, kinds_of, span_of
from duban.ledger.verbs import VERBS
from duban.people.models import Officer, Portfolio, Role, Unit
from duban.people.prepared import PreparedFor

# What the office need not be told of its own housekeeping.
_QUIET = (
    "conclusion.opened",
    "file.added",
    "proposal.opened",
    "notice.issued",
    "draft.corrected",
    "draft.registered",
    "draft.dropped",
)
# Nothing is asked of tables that are not among these, as `presences` has them; None: all are asked.
_Filled = Container[type[Model]] | None
_PEOPLE = ("officer.", "unit.added", "unit.edited", "portfolio.")


@dataclass(frozen=True)
class Tile:
    """A number of matters and the filter of exactly that list."""

    word: str
    count: int
    asked: Filter


@dataclass(frozen=True)
class Month:
    """The month: what falls due, what of it is done, and the rate in tenths of a percent; None where nothing falls due."""

    due: Tile
    done: Tile
    rate: str | None
    workdays_left: int
    is_provisional: bool


@dataclass(frozen=True)
class Share:
    """One part of a picture: its word, number, link, and its percentage; the percentages of a picture add to 100.0."""

    word: str
    key: str
    count: int
    percent: str
    start: float
    width: float


@dataclass(frozen=True)
class Picture:
    """One portfolio: matters done, in time and late."""

    name: str
    total: int
    shares: list[Share]
    tiles: list[Tile]


@dataclass(frozen=True)
class Standing:
    """A unit's points in the period as they stand now."""

    span: Span
    total: Decimal | None
    rank: int | None
    grade: str | None
    why: str


@dataclass(frozen=True)
class Line:
    """One thing that happened, as the desk tells it."""

    line: JournalLine
    said: str
    who: str


def tile(officer: Officer, word: str, asked: Filter, today: datetime.date) -> Tile:
    """Return the number of matters that a filter names for this officer."""
    return Tile(word, counts.number_of(officer, asked, today=today), asked)


def tiles(officer: Officer, wanted: list[tuple[str, Filter]], today: datetime.date) -> list[Tile]:
    """Return a tile for each word and filter, counted in one question."""
    numbers = counts.numbers_of(officer, [asked for _, asked in wanted], today=today)
    return [Tile(word, number, asked) for (word, asked), number in zip(wanted, numbers, strict=True)]


OF_MONTH = [("应办结", Filter(due="month")), ("已办结", Filter(due="month", state="done"))]


def month_of(officer: Officer, today: datetime.date) -> Month:
    """Return how the month stands: due, done, and in words nothing where nothing falls due."""
    due, done = tiles(officer, OF_MONTH, today)
    rate = percentages([done.count, due.count - done.count])[0] if due.count else None
    end = span_of("month", today).last
    calendar = Governed.of(officer.office).calendar
    return Month(due, done, rate, calendar.workdays_between(today, end), calendar.touches_provisional(today, end))


def recent(officer: Officer, *, most: int, unit: str = "", filled: _Filled = None) -> list[Line]:
    """Return what happened last in the jurisdiction, people's accounts left out; of one unit where its code is given."""
    if filled is None or Inspection in filled:
        found = list(_recent(officer, most, unit, None))
    else:
        found = _RECENT.ask_for(officer, most, "", False) if not unit else list(_recent(officer, most, unit, False))
    return [Line(each, VERBS.get(each.verb, each.verb), str(each.actor or "系统")) for each in found]


def cards(officer: Officer, today: datetime.date, most: int = 20) -> list[proposals.Card]:
    """Return the proposals that wait for this officer's signature, oldest first, as cards."""
    return proposals.cards_of(officer, proposals.list_of(officer, "waiting", today)[:most], today)


def proposals_in(officer: Officer, tab: str, today: datetime.date) -> int:
    """Return how many proposals a tab of their list holds."""
    return proposals.list_of(officer, tab, today).order_by().count()


def pictures(officer: Officer, today: datetime.date) -> list[Picture]:
    """Return a picture of each portfolio: a leader's own, all of them for who leads all."""
    found = Portfolio.objects.filter(jurisdiction=officer.office).order_by("id")
    portfolios = list(found.filter(leader=officer) if officer.role == Role.LEADER else found)
    counted = by_portfolio(officer, portfolios, today)
    return [_picture(each, counted.get(each.pk, Counter())) for each in portfolios]


def by_portfolio(officer: Officer, portfolios: list[Portfolio], today: datetime.date) -> dict[int, Counter[str]]:
    """Return, by the key of a portfolio, how many matters its units lead that are done, open, and open and late; counted anew once something was written."""
    keys = tuple(sorted(each.pk for each in portfolios))
    return held_counts.seen_by(officer, today, keys, lambda: _count_by_portfolio(officer, keys, today))


def own_assignments(officer: Officer, stage: Stage, most: int = 5) -> list[Assignment]:
    """Return a unit's assignments in one stage, the nearest deadline first; `asks_for_time` where an extension is on its way."""
    return _OWN.ask_for(officer, most, stage=stage.value)


def own_due(officer: Officer, asked: Filter, today: datetime.date, most: int = 5) -> list[Matter]:
    """Return the first matters of a filter, the nearest deadline first."""
    return list(matters.found(officer, asked, today=today).order_by(F("due_on").asc(nulls_last=True), "id")[:most])


def standing_of(officer: Officer, today: datetime.date) -> Standing | None:
    """Return the points of the officer's unit in the current period; None where the unit takes no part."""
    if officer.unit is None or not officer.unit.ranked:
        return None
    place = officer.office
    regime = Governed.of(place).document
    span = span_of(next(iter(kinds_of(regime))), today, regime)
    draft = scores.lately_board(place, span.kind, span.first, span.last)
    score = draft.score(officer.unit.code)
    if score is None:
        return None
    why = draft.basis.why_unranked(score, span.kind)
    return Standing(span, score.total, score.rank, score.grade, why)


def units_of(officer: Officer, today: datetime.date) -> list[tuple[str, str]]:
    """Return codes and names of the units of the officer's office, in their order; read anew once something was written."""
    return held_counts.until_written(officer.jurisdiction, today, "units", lambda: _UNITS.ask_for(officer))


def percentages(counts: list[int]) -> list[str]:
    """Return the parts of a whole in percent with one place, so rounded that they add to 100.0; all 0.0 where there is nothing."""
    whole = sum(counts)
    if not whole:
        return ["0.0"] * len(counts)
    tenths = [count * 1000 // whole for count in counts]
    rests = sorted(range(len(counts)), key=lambda place: (-(counts[place] * 1000 % whole), place))
    for place in rests[: 1000 - sum(tenths)]:
        tenths[place] += 1
    return [f"{each // 10}.{each % 10}" for each in tenths]


def _units(officer: Officer) -> QuerySet[Unit, Any]:
    found = Unit.objects.filter(jurisdiction=officer.jurisdiction_id or 0)
    return found.order_by("order", "id").values_list("code", "name")


def _recent(officer: Officer, most: int, unit: str, has_unannounced: bool | None) -> QuerySet[JournalLine]:
    lines = JournalLine.objects.filter(jurisdiction=officer.jurisdiction_id or 0).exclude(verb__in=_QUIET)
    for prefix in _PEOPLE:
        lines = lines.exclude(verb__startswith=prefix)
    # Totals and places that a publication records are in it: one line says that it was published.
    lines = lines.exclude(verb="fact.recorded", of__startswith="ranking:")
    # Lines of an unannounced inspection: they name nothing, and even that they are there is nobody's news.
    lines = lines.exclude(data__has_key="secret")
    lines = access.inspections.known_lines(officer, lines, has_unannounced=has_unannounced)
    if officer.is_unit:
        lines = timelines.seen_by_units(lines.filter(unit=officer.unit_id or 0))
    elif unit:
        lines = lines.filter(unit__code=unit)
    shown = ("seq", "verb", "at", "actor__full_name", "actor__username", "unit__name", "matter__no", "matter__title")
    return lines.select_related("actor", "unit", "matter").only(*shown).order_by("-seq")[:most]


def _own(officer: Officer, most: int, stage: str) -> QuerySet[Assignment]:
    asked = Proposal.objects.filter(assignment=OuterRef("pk"), act=EXTENSION, outcome__in=GOING)
    held = access.matters.assignments(officer).filter(stage=stage).annotate(asks_for_time=Exists(asked))
    return held.select_related("matter").order_by(F("due_on").asc(nulls_last=True), "id")[:most]


_UNITS = PreparedFor(_units)
_RECENT = PreparedFor(_recent)
_OWN = PreparedFor(_own, stage="a stage")


def _count_by_portfolio(officer: Officer, portfolios: tuple[int, ...], today: datetime.date) -> dict[int, Counter[str]]:
    """Return, by portfolio, how many matters its units lead that are done, open, and open and late: counted as its lists are, in one query."""
    behind = Case(When(stage__in=OPEN_STAGES, due_on__lt=today, then=1), default=0, output_field=IntegerField())

    def rows(among: Among) -> QuerySet[Assignment, Any]:
        own = access.matters.matters(officer).filter(among("pk"), state__in=(*OPEN_STATES, *DONE_STATES))
        led = fates.seen(officer).filter(among("matter"), part=Part.LEAD, matter__in=own)
        named = {"portfolio": F("unit__portfolio"), "state": F("matter__state"), "behind": behind}
        return led.filter(unit__portfolio__in=portfolios).values("matter", **named, block=block_of("matter"))

    key, groupings = ("portfolios", portfolios), (("portfolio", "state"), ("portfolio", "state", "behind"))
    numbers, late = block_counts.counted(officer, today, key, rows, *groupings, of="matter")
    found: dict[int, Counter[str]] = {}
    for (portfolio, state), number in numbers.items():
        counted = found.setdefault(portfolio, Counter())
        is_open = state in OPEN_STATES
        counted["open" if is_open else "done"] += number
        counted["late"] += late.get((portfolio, state, 1), 0) if is_open else 0
    return found


def _picture(portfolio: Portfolio, counted: Counter[str]) -> Picture:
    own = str(portfolio.pk)
    done = Tile("已办结", counted["done"], Filter(portfolio=own, state="done"))
    unfinished = Tile("未办结", counted["open"], Filter(portfolio=own, state="open"))
    late = Tile("其中超期", counted["late"], Filter(portfolio=own, state="open", due="late"))
    numbers = [done.count, unfinished.count - late.count, late.count]
    shares, start = [], 0.0
    words = (("已办结", "done"), ("在办未超期", "open"), ("已超期", "late"))
    for (word, key), count, percent in zip(words, numbers, percentages(numbers), strict=True):
        shares.append(Share(word, key, count, percent, start, float(percent)))
        start = round(start + float(percent), 1)
    return Picture(portfolio.name, sum(numbers), shares, [done, unfinished, late])
