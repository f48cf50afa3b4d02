"""Handings over (岗位交接) as people read them: what would pass, what passed, and how much of it each reader may see."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet

from duban.ledger import access, conditions
from duban.ledger.models import Succession
from duban.ledger.queries.office import waiting
from duban.ledger.queries.office.waiting import Item
from duban.people import pinyin
from duban.people.models import Delegation, Officer, Role

MOST = 60


@dataclass(frozen=True)
class Group:
    """The rows of one kind: how many there are, and those of them that the reader may see by name, each with its page and why it stayed."""

    label: str
    count: int
    shown: list[tuple[str, str, str]]

    @property
    def unnamed(self) -> int:
        """Return how many are not shown by name."""
        return self.count - len(self.shown)


def people_of(by: Officer, words: str = "") -> tuple[list[Officer], int]:
    """Return whose post may be handed over, MOST at the most, and how many there are: the office's own people first, then unit by unit.

    `words` finds by name, unit or title, by any characters of them and by initials, those that fit best first.
    """
    found = Officer.objects.filter(jurisdiction=by.jurisdiction, is_active=True).select_related("unit")
    people = list(found.order_by(F("unit__order").asc(nulls_first=True), "unit_id", "id"))
    if words.strip():
        names = {each.pk: (each.full_name, each.unit.name if each.unit else "", each.title) for each in people}
        fits = {each.pk: pinyin.fitting(words, names[each.pk]) for each in people}
        people = sorted((each for each in people if fits[each.pk]), key=lambda each: -fits[each.pk])
    return people[:MOST], len(people)


def successors_for(of: Officer, by: Officer) -> QuerySet[Officer]:
    """Return who may take over an officer's post when `by` hands it over."""
    found = Officer.objects.filter(
        jurisdiction=of.jurisdiction, is_active=True, role__in=conditions.office.posts_like(of)
    ).exclude(pk=of.pk)
    if of.unit_id is not None:
        found = found.filter(unit=of.unit)
    return (found if by.pk == of.pk else found.exclude(pk=by.pk)).select_related("unit").order_by("role", "id")


def delegates(of: Officer, today: datetime.date) -> bool:
    """Tell whether somebody signs for an officer, or they for somebody: a handing over ends that."""
    given = Delegation.objects.filter(of=of) | Delegation.objects.filter(to=of)
    return given.filter(ended_on=None, through_on__gte=today).exists()


def waiting_groups(reader: Officer, of: Officer) -> list[Group]:
    """Return what waits for an officer by name, kind by kind, as far as the reader may see it."""
    items = waiting.items_of(of)
    return [
        _group(kind, [(item.words, item.about, "") for item in items if item.kind is kind], reader, of, of)
        for kind in waiting.KINDS
        if any(item.kind is kind for item in items)
    ]


def passed_groups(reader: Officer, made: Succession) -> tuple[list[Group], list[Group]]:
    """Return what a handing over passed on, and what it left, as far as the reader may see it."""
    both = []
    for passed in (True, False):
        rows = [each for each in made.items if (each["to"] is not None) is passed]
        both.append(
            [
                _group(kind, [(each["words"], "", each["why"]) for each in own], reader, made.of, made.to)
                for kind in waiting.KINDS
                if (own := [each for each in rows if each["kind"] == kind.name])
            ]
        )
    return both[0], both[1]


def still_waiting(made: Succession) -> list[Item]:
    """Return what a handing over gave to its successor and waits there still."""
    if made.to is None:
        return []
    passed = {each["row"] for each in made.items if each["to"] is not None}
    return [item for item in waiting.items_of(made.to) if item.key in passed]


def counts_of(rows: Iterable[dict[str, Any]]) -> dict[str, int]:
    """Return how many rows of each kind a handing over names, by the kind's label."""
    labels = {kind.name: kind.label for kind in waiting.KINDS}
    counts: dict[str, int] = {}
    for each in rows:
        label = labels[each["kind"]]
        counts[label] = counts.get(label, 0) + 1
    return counts


def _group(
    kind: waiting.Kind, rows: list[tuple[str, str, str]], reader: Officer, of: Officer, to: Officer | None
) -> Group:
    """An administrator keeps accounts and reads no business; of what may be unannounced the two and the head of the office read the names."""
    party = reader.pk in (of.pk, to.pk if to is not None else 0) or reader.role == Role.OFFICE_HEAD
    seen = party or (access.may(reader, "see_matters") and not kind.is_secret)
    return Group(kind.label, len(rows), rows if seen else [])
