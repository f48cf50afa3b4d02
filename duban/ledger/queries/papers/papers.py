"""Papers read in: the text with its passages, the drafts with what keeps each from being registered, and units that may be meant."""

import datetime
import re
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from duban.engine.calendar import Calendar
from duban.ledger import access
from duban.ledger.governed import Governed
from duban.ledger.models import Draft, SourcePaper
from duban.ledger.models.papers import DraftState
from duban.ledger.queries.papers.likeness import LIKE, likeness
from duban.papers.reading.lists.finished import asks_if_finished
from duban.people.models import Jurisdiction, Officer, Unit, UnitAlias

SHOWS = {"": "全部", "doubtful": "存疑", "ready": "可登记", "registered": "已登记", "dropped": "不登记"}
COLOURS = 6


@dataclass(frozen=True)
class Passage:
    """A piece of the paper's text; with a draft's order where a task was read from it.

    `is_open`: it wants a look, since its draft is in doubt or it was read as no task (`is_unread`).
    """

    text: str
    order: int = 0
    colour: int = 0
    is_first: bool = False
    is_open: bool = False
    is_unread: bool = False


@dataclass(frozen=True)
class Named:
    """A unit as the paper writes it: matched to one of ours, or with those that may be meant."""

    name: str
    unit: Unit | None
    suggestions: tuple[Unit, ...] = ()


@dataclass(frozen=True)
class Card:
    """One draft as the page shows it."""

    draft: Draft
    colour: int
    lead: list[Named]
    support: list[Named]
    guide: list[Named]
    trouble: str
    shown_as: str
    title: str
    rest_day: str = ""


@dataclass(frozen=True)
class Reading:
    """A paper with its drafts."""

    passages: list[Passage]
    cards: list[Card]
    matcher: "Matcher"
    counts: dict[str, int] = field(default_factory=dict)


def papers_of(officer: Officer) -> QuerySet[SourcePaper]:
    """Return the papers that the officer may see, newest first, with how many drafts are open, registered and dropped."""
    counted = {state: Count("drafts", filter=Q(drafts__state=state)) for state in DraftState.values}
    return (
        access.papers.papers(officer)
        .defer("text", "unparsed")
        .select_related("read_by")
        .annotate(**counted)
        .order_by("-id")
    )


def reading_of(paper: SourcePaper, today: datetime.date, trouble_with) -> Reading:
    """Return the paper with its drafts in its own order. `trouble_with` says what keeps a draft from being registered."""
    drafts = list(paper.drafts.select_related("matter").order_by("order"))
    matcher = Matcher(paper.jurisdiction)
    calendar = Governed.of(paper.jurisdiction).calendar
    cards = [_card(draft, matcher, trouble_with(draft, today), calendar) for draft in drafts]
    counts = {show: sum(card.shown_as == show for card in cards) for show in SHOWS if show}
    doubtful = {card.draft.order for card in cards if card.shown_as == "doubtful"}
    passages = _passages(paper.text, drafts, doubtful, paper.unparsed)
    return Reading(passages, cards, matcher, {"": len(cards), **counts})


class Matcher:
    """The names and aliases of a jurisdiction's units, and which of them a name as written may mean."""

    def __init__(self, jurisdiction: Jurisdiction) -> None:
        units = Unit.objects.filter(jurisdiction=jurisdiction, abolished_on=None).order_by("order", "id")
        self.units = {unit.code: unit for unit in units}
        self._names = {unit.name: unit.code for unit in self.units.values()}
        aliases = UnitAlias.objects.filter(jurisdiction=jurisdiction).values_list("name", "unit__code")
        self._names |= {name: code for name, code in aliases}
        self._found: dict[str, tuple[Unit, ...]] = {}

    def like(self, name: str, most: int = 3) -> tuple[Unit, ...]:
        """Return the units whose names or aliases are most like the name as written, best first."""
        if name not in self._found:
            likely = sorted(((likeness(name, known), known) for known in self._names), reverse=True)
            codes = dict.fromkeys(self._names[known] for how_much, known in likely if how_much >= LIKE)
            self._found[name] = tuple(self.units[code] for code in codes)[:most]
        return self._found[name]

    def knows(self, name: str) -> bool:
        """Tell whether a name as written is the name or an alias of a unit."""
        return name in self._names

    def mentioned(self, text: str) -> list[Unit]:
        """Return the units whose names or aliases stand in a text, in its order, of several names at one place the longest."""
        found: dict[str, None] = {}
        names = sorted((name for name in self._names if len(name) > 1), key=len, reverse=True)
        for match in re.finditer("|".join(map(re.escape, names)), text) if names else ():
            found[self._names[match.group()]] = None
        return [self.units[code] for code in found if code in self.units]

    def named(self, each: dict[str, str | None]) -> Named:
        """Return a unit as a draft holds it, matched or with suggestions."""
        name = each["name"] or ""
        # What was matched to a unit that has ended since then means its successor.
        unit = self.units.get(each["unit"] or "") or (
            self.units.get(self._names.get(name, "")) if each["unit"] else None
        )
        return Named(name, unit, () if unit else self.like(name))


def rest_day(day: datetime.date | None, calendar: Calendar) -> str:
    """Say that a deadline is no working day and why, or return an empty string."""
    return calendar.explain(day) if day is not None and not calendar.is_workday(day) else ""


def _card(draft: Draft, matcher: Matcher, trouble: str, calendar: Calendar) -> Card:
    shown = {DraftState.REGISTERED: "registered", DraftState.DROPPED: "dropped"}.get(DraftState(draft.state))
    return Card(
        draft=draft,
        colour=_colour(draft),
        lead=[matcher.named(each) for each in draft.lead],
        support=[matcher.named(each) for each in draft.support],
        guide=[matcher.named(each) for each in draft.guide],
        trouble="" if shown else trouble,
        shown_as=shown or ("doubtful" if trouble else "ready"),
        title=title_of(draft.text),
        rest_day="" if shown else rest_day(draft.due_on, calendar),
    )


def _passages(text: str, drafts: list[Draft], doubtful: set[int], unread: list[str]) -> list[Passage]:
    """Cut the text into pieces that belong to a draft and pieces that belong to none; of two drafts on one piece the first has it."""
    pieces, at = [], 0
    for draft in sorted(drafts, key=lambda each: (each.start, each.end)):
        start, end = max(draft.start, at), min(draft.end, len(text))
        if end <= start:
            continue
        if start > at:
            pieces += _between(text[at:start], unread)
        pieces.append(Passage(text[start:end], draft.order, _colour(draft), True, draft.order in doubtful))
        at = end
    return [*pieces, *_between(text[at:], unread)] if at < len(text) else pieces


def _between(text: str, unread: list[str]) -> list[Passage]:
    """Cut what no draft has by the sentences that were read as no task, as far as they stand in it word by word."""
    spans = sorted((at, at + len(each)) for each in unread if each and (at := text.find(each.rstrip("…"))) >= 0)
    pieces, reached = [], 0
    for start, end in spans:
        if start < reached:
            continue
        if start > reached:
            pieces.append(Passage(text[reached:start]))
        pieces.append(Passage(text[start:end], is_open=True, is_unread=True))
        reached = end
    return [*pieces, Passage(text[reached:])] if reached < len(text) else pieces


def title_of(text: str) -> str:
    """Return the first sentence of a task, at most 60 characters long."""
    first = text.strip().split("。")[0].split("\n")[0].strip()
    return first if len(first) <= 60 else first[:59] + "…"


def steps_before(draft: Draft, due_on: datetime.date | None) -> tuple[tuple[datetime.date, str], ...]:
    """Return the steps on the way to a deadline: the deadline itself is none beside itself, nor is what lies behind it."""
    found = [(datetime.date.fromisoformat(each["date"]), each["text"]) for each in draft.milestones if each["date"]]
    return tuple((on, words) for on, words in found if due_on is None or on < due_on)


def requirement_of(draft: Draft) -> str:
    """Return the task, and below it what the paper says besides and no field of a matter takes: who guides, what comes round."""
    notes = [each for each in draft.notes if not asks_if_finished(each[0])]
    said = [("指导单位", "、".join(each["name"] for each in draft.guide)), ("周期", draft.recurrence), *notes]
    return "\n".join([draft.text, *(f"{label}：{words}" for label, words in said if words and words not in draft.text)])


def _colour(draft: Draft) -> int:
    return (draft.order - 1) % COLOURS + 1
