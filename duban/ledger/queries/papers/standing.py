"""What stands in the ledger already, for the rows of a file that comes again: found by number, else by title and unit."""

import datetime
import re
import unicodedata
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz, process

from duban.ledger.models import Assignment, JournalLine, Matter, Proposal
from duban.ledger.models.matters import DONE_STATES, State
from duban.ledger.models.proposals import Outcome
from duban.papers.reading.lists.ledgers import LedgerRow
from duban.people.models import Jurisdiction, Unit

# From this likeness of titles on (of 100), a row of the same unit means the same matter in other words.
_LIKE = 84
# So many rows of one file are compared word by word with what stands; beyond, only titles that agree count.
_MOST_COMPARED = 3000
# So many of a hundred matters of an earlier import are in a file that is the same ledger again.
_SAME_LEDGER = 50
# What a row changes: of a matter that is not out by editing it, of one that is out by a correction with its signature.
TAKEN = ("title", "requirement", "standard", "due_on")
CORRECTIONS = ("correct_due", "correct_text")


@dataclass(frozen=True)
class Standing:
    """A matter as it stands, as far as a ledger says it."""

    pk: int
    no: str
    title: str
    requirement: str
    standard: str
    due_on: datetime.date | None
    is_out: bool
    is_over: bool
    lead: frozenset[int]
    support: frozenset[int]
    is_waiting: bool


@dataclass(frozen=True)
class Difference:
    """One cell that says something else than the ledger: the field, its label, and both in words."""

    name: str
    label: str
    before: str
    after: str
    value: Any = None


@dataclass(frozen=True)
class Change:
    """A row of a file that stands in the ledger already, and where the two differ."""

    row: LedgerRow
    there: Standing
    differences: tuple[Difference, ...]

    def moves_before(self, today: datetime.date) -> bool:
        """Tell whether it would move a date into the past, as an old ledger does: nobody takes that over without a look."""
        return any(each.name == "due_on" and each.value is not None and each.value < today for each in self.differences)

    @property
    def is_by_choice(self) -> bool:
        """Tell whether any of it can be taken over: units change by acts of their own, and what waits for a signature waits."""
        return (
            not self.there.is_waiting
            and not self.there.is_over
            and any(each.name in TAKEN for each in self.differences)
        )


@dataclass
class Ledger:
    """All matters of a jurisdiction, by number and by lead unit and title."""

    by_no: dict[str, Standing] = field(default_factory=dict)
    _titles: dict[int, dict[str, list[Standing]]] = field(default_factory=dict)
    _compared: int = 0

    def add(self, each: Standing) -> None:
        """Take a matter in."""
        self.by_no[each.no] = each
        for unit in each.lead:
            self._titles.setdefault(unit, {}).setdefault(plain(each.title), []).append(each)

    def found(
        self, title: str, lead: Iterable[Unit], due_on: datetime.date | None, named: Container[str]
    ) -> Standing | None:
        """Return the matter of one of these units with that title, or with one that differs by little; None where there is none.

        Of several the one with the same deadline is meant, else the first that is not over; those `named` by other rows are not.
        """
        words = plain(title)
        held = [self._titles[unit.pk] for unit in lead if unit.pk in self._titles]
        for titles in held:
            meant = _meant(titles.get(words, ()), due_on, named)
            if meant is not None:
                return meant
        if self._compared >= _MOST_COMPARED or len(words) < 4:
            return None
        self._compared += 1
        for titles in held:
            best = process.extractOne(words, titles.keys(), scorer=fuzz.ratio, score_cutoff=_LIKE)
            if best is not None and _same_figures(words, best[0]):
                return _meant(titles[best[0]], due_on, named)
        return None


def ledger_of(jurisdiction: Jurisdiction) -> Ledger:
    """Return all matters of a jurisdiction, but for registrations that were revoked. A constant number of queries."""
    parts: dict[int, dict[str, set[int]]] = {}
    held = Assignment.objects.filter(matter__jurisdiction=jurisdiction).exclude(stage__in=("transferred", "withdrawn"))
    for matter, part, unit in held.values_list("matter", "part", "unit"):
        parts.setdefault(matter, {}).setdefault(part, set()).add(unit)
    waiting = set(
        Proposal.objects.filter(
            assignment__matter__jurisdiction=jurisdiction, outcome=Outcome.OPEN, act__in=CORRECTIONS
        ).values_list("assignment__matter", flat=True)
    )
    found = Ledger()
    rows = Matter.objects.filter(jurisdiction=jurisdiction).exclude(state=State.REVOKED).order_by("id")
    columns = ("pk", "no", "title", "requirement", "standard", "due_on", "dispatched_on", "state")
    for pk, no, title, requirement, standard, due_on, dispatched_on, state in rows.values_list(*columns):
        units = parts.get(pk, {})
        found.add(
            Standing(
                pk=pk,
                no=no,
                title=title,
                requirement=requirement,
                standard=standard,
                due_on=due_on,
                is_out=dispatched_on is not None,
                is_over=state in (*DONE_STATES,),
                lead=frozenset(units.get("lead", ())),
                support=frozenset(units.get("support", ())),
                is_waiting=pk in waiting,
            )
        )
    return found


def _meant(found: Iterable[Standing], due_on: datetime.date | None, named: Container[str]) -> Standing | None:
    free = [each for each in found if each.no not in named]
    same = [each for each in free if each.due_on == due_on]
    return next(iter([*same, *(each for each in free if not each.is_over), *free]), None)


def gone_from(jurisdiction: Jurisdiction, ledger: Ledger, named: set[str]) -> list[Standing]:
    """Return the open matters of earlier imports that a file does not name any more, where it is the same ledger again."""
    standing = sorted(ledger.by_no.values(), key=lambda each: each.pk)
    gone: list[Standing] = []
    for line in JournalLine.objects.filter(jurisdiction=jurisdiction, verb="ledger.imported").order_by("seq"):
        first, last = ledger.by_no.get(line.data.get("first", "")), ledger.by_no.get(line.data.get("last", ""))
        if first is None or last is None:
            continue
        its = [each for each in standing if first.pk <= each.pk <= last.pk]
        here = sum(each.no in named for each in its)
        if here * 100 >= _SAME_LEDGER * len(its):
            gone += [each for each in its if each.no not in named and not each.is_over]
    return gone


def plain(words: str) -> str:
    """Return words without spaces and punctuation, full-width signs narrow: what is left when nothing but these differs."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", words))


def _same_figures(one: str, other: str) -> bool:
    """Tell whether two titles name the same figures: 第3批 and 第4批 are two matters, however alike their words."""
    return re.findall(r"\d+|[一二三四五六七八九十]+", one) == re.findall(r"\d+|[一二三四五六七八九十]+", other)
