"""Ratings: how content people are, by unit and in all; what may be rated, and which dissatisfaction still waits for an answer."""

import datetime
from collections import Counter
from dataclasses import dataclass

from django.db.models import OuterRef, Q, QuerySet, Subquery

from duban.ledger import access
from duban.ledger.models import Assignment, Matter, Rating
from duban.ledger.models.assignments import GONE_STAGES, Part, Stage
from duban.ledger.models.matters import DONE_STATES
from duban.ledger.models.ratings import Satisfaction
from duban.people.models import Officer, Unit

WAITS = Q(satisfaction=Satisfaction.DISSATISFIED, is_current=True, kept_reason="", matter__state__in=DONE_STATES)


@dataclass(frozen=True)
class Rate:
    """How content people are with one unit's results (or with all): numbers by word, and the share of 满意 and 基本满意."""

    unit: Unit | None
    content: int
    fair: int
    dissatisfied: int

    @property
    def total(self) -> int:
        """Return how many ratings there are."""
        return self.content + self.fair + self.dissatisfied

    @property
    def percent(self) -> str:
        """Return the share of 满意 and 基本满意 with one place; in words where nobody was asked."""
        if not self.total:
            return "没有评价"
        tenths = (2000 * (self.content + self.fair) + self.total) // (2 * self.total)
        return f"{tenths // 10}.{tenths % 10}%"


@dataclass(frozen=True)
class Asked:
    """Which ratings: of a lead unit by its code, of one word, from a day to a day; empty is all."""

    unit: str = ""
    word: str = ""
    first: datetime.date | None = None
    last: datetime.date | None = None


def ratings_of(officer: Officer, asked: Asked) -> QuerySet[Rating]:
    """Return the ratings asked for, newest first, with the unit (`lead`) whose result may be done again; the word `waiting` is dissatisfaction that nobody has answered yet."""
    found = access.public.ratings(officer)
    if asked.word == "waiting":
        found = found.filter(WAITS)
    elif asked.word:
        found = found.filter(satisfaction=asked.word)
    if asked.unit:
        leading = Q(matter__assignments__unit__code=asked.unit, matter__assignments__part=Part.LEAD)
        found = found.filter(leading & ~Q(matter__assignments__stage__in=GONE_STAGES)).distinct()
    if asked.first:
        found = found.filter(rated_on__gte=asked.first)
    if asked.last:
        found = found.filter(rated_on__lte=asked.last)
    related = ("matter", "called_by", "recorded_by", "appeal")
    accepted = Assignment.objects.filter(matter=OuterRef("matter"), part=Part.LEAD, stage=Stage.COMPLETED).order_by(
        "id"
    )
    found = found.annotate(lead=Subquery(accepted.values("unit__code")[:1]))
    return found.select_related(*related).order_by("-rated_on", "-id")


def rates_of(officer: Officer, asked: Asked) -> tuple[Rate, list[Rate]]:
    """Return the rate of all ratings in a time, and of each unit that led a rated matter, in the units' order. Two queries."""
    found = ratings_of(officer, Asked(first=asked.first, last=asked.last))
    words: dict[int, list[str]] = {}
    for matter, word in found.order_by().values_list("matter", "satisfaction"):
        words.setdefault(matter, []).append(word)
    leading = Assignment.objects.filter(matter__in=words, part=Part.LEAD).exclude(stage__in=GONE_STAGES)
    by_unit: dict[Unit, Counter[str]] = {}
    for assignment in leading.select_related("unit").order_by("unit__order", "unit_id"):
        by_unit.setdefault(assignment.unit, Counter()).update(words[assignment.matter_id])
    whole = Counter(word for each in words.values() for word in each)
    return _rate(None, whole), [_rate(unit, counted) for unit, counted in by_unit.items()]


def waiting_count(officer: Officer) -> int:
    """Return how many words of dissatisfaction wait for the office to do the matter again or to say why not."""
    return access.public.ratings(officer).filter(WAITS).count()


def reason_of(matter: Matter) -> str:
    """Return why a result should be done again, as those said who are dissatisfied with it; empty where nobody is."""
    found = Rating.objects.filter(WAITS, matter=matter).order_by("id").values_list("note", flat=True)
    return "；".join(f"群众不满意：{note}" for note in found[:5])


def _rate(unit: Unit | None, counted: Counter[str]) -> Rate:
    return Rate(unit, *(counted[word.value] for word in Satisfaction))
