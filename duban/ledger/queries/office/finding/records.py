"""One box for everything: matters, papers, inspections, findings, letters of the public, units, people, clauses, each as far as one may see it.

Each kind is asked once, whatever is found. Units and people are looked through by name, other names and pinyin initials; all else by number
and by a piece of its words.
"""

import datetime
import functools
import operator
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Q, QuerySet

from duban.ledger import access
from duban.ledger.governed import Governed
from duban.ledger.models import Bulletin, Notice
from duban.ledger.models.matters import State
from duban.ledger.queries.matters import matters as ledgers
from duban.ledger.queries.matters.filters import Filter
from duban.papers.reading.texts.folding import number_typed
from duban.people import pinyin
from duban.people.models import Officer, Unit

P = TypeVar("P", Notice, Bulletin)
R = TypeVar("R")
# How many of a kind are shown, and the longest that is looked for.
MOST = 6
LONGEST = 80
# From this many signs on texts are looked through; a single digit is a number.
_LEAST = 2
# 三政督〔2026〕12号, 2026年第3期, 第12号, 12.
_NUMBER = re.compile(r"(?:\D{0,20}[〔\[(（【](\d{4})[〕\])）】]|(\d{4})年)?\s*第?(\d{1,6})\s*[号期]?", re.ASCII)
_GIST = 60


@dataclass(frozen=True)
class Hit:
    """One record that was found: `key` is what its page and its operation call it, `note` tells it from others of its name.

    `unit` is the code of the unit to which a person belongs.
    """

    key: str
    title: str
    note: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Found:
    """What was found of one kind. `has_more`: there are others beyond these."""

    kind: str
    hits: list[Hit]
    has_more: bool = False


@dataclass(frozen=True)
class Asked:
    """Whose question it is, on which day, and the words that are looked for, alike signs made one."""

    officer: Officer
    words: str
    today: datetime.date

    @property
    def number(self) -> tuple[int | None, int] | None:
        """Return year and number that the words may mean, the year None where they name none; None where they mean no number."""
        found = _NUMBER.fullmatch(self.words)
        return (int(found[1] or found[2] or 0) or None, int(found[3])) if found else None


def found(officer: Officer, words: str, *, today: datetime.date) -> list[Found]:
    """Return what the officer may see that these words name, kind by kind; nothing for no words."""
    asked = Asked(officer, " ".join(number_typed(words)[:LONGEST].split()), today)
    if not asked.words or "\0" in asked.words:
        return []
    made = (_cut(kind, look(asked)) for kind, look in KINDS.items())
    return [each for each in made if each.hits]


def units_named(officer: Officer, words: str, today: datetime.date) -> list[Hit]:
    """Return the units, of those that the officer may look up, that words name: the best fit first."""
    return list(_units(Asked(officer, words, today)))[:MOST]


def _cut(kind: str, hits: Iterable[Hit]) -> Found:
    listed = list(hits)
    return Found(kind, listed[:MOST], len(listed) > MOST)


def _matters(asked: Asked) -> Iterable[Hit]:
    if len(asked.words) < _LEAST:
        return []
    states = dict(State.choices)
    shown = ("no", "title", "state")
    # The very number first: it may be old, and others may hold it.
    named = list(access.matters.matters(asked.officer).filter(no=asked.words).only(*shown))
    others = ledgers.found(asked.officer, Filter(q=asked.words), today=asked.today).exclude(no=asked.words).only(*shown)
    rows = [*named, *others[: MOST + 1 - len(named)]]
    return [Hit(each.no, each.title, f"{each.no} · {states[State(each.state)]}") for each in rows]


def _notices(asked: Asked) -> Iterable[Hit]:
    if (numbered := asked.number) is None:
        return []
    rows = _numbered(access.papers.notices(asked.officer), numbered).select_related("jurisdiction", "unit")
    return [
        Hit(str(each.pk), f"{each.name} {each.number}", _told(each.unit.name if each.unit else "", each.issued_on))
        for each in rows.defer("words").order_by("-year", "-serial")[: MOST + 1]
    ]


def _bulletins(asked: Asked) -> Iterable[Hit]:
    rows = access.papers.bulletins(asked.officer).defer("figures")
    numbered = asked.number
    if numbered is not None:
        rows = _numbered(rows, numbered)
    elif len(asked.words) >= _LEAST:
        rows = rows.filter(_holding(asked, "name"))
    else:
        return []
    return [
        Hit(str(each.pk), each.title, each.number or each.get_phase_display())
        for each in rows.order_by("-to_on", "-id")[: MOST + 1]
    ]


def _papers(asked: Asked) -> Iterable[Hit]:
    rows = access.papers.papers(asked.officer).defer("text", "unparsed")
    if len(asked.words) < _LEAST:
        return []
    return [
        Hit(str(each.pk), each.basis or each.name, each.basis_no or str(each.read_on))
        for each in rows.filter(_holding(asked, "name", "basis", "basis_no")).order_by("-id")[: MOST + 1]
    ]


def _instructions(asked: Asked) -> Iterable[Hit]:
    if len(asked.words) < _LEAST:
        return []
    rows = access.sources.instructions(asked.officer).filter(_holding(asked, "text")).select_related("leader")
    return [
        Hit(str(each.pk), _short(each.text), _told(each.author, each.given_on))
        for each in rows.order_by("-given_on", "-id")[: MOST + 1]
    ]


def _meetings(asked: Asked) -> Iterable[Hit]:
    if len(asked.words) < _LEAST:
        return []
    rows = access.sources.meetings(asked.officer).filter(_holding(asked, "name")).order_by("-held_on", "-id")
    return [Hit(str(each.pk), each.name, str(each.held_on)) for each in rows[: MOST + 1]]


def _inspections(asked: Asked) -> Iterable[Hit]:
    if len(asked.words) < _LEAST:
        return []
    rows = access.inspections.inspections(asked.officer).filter(_holding(asked, "no", "title")).order_by("-id")
    return [Hit(str(each.pk), each.title, f"{each.no} · {each.get_phase_display()}") for each in rows[: MOST + 1]]


def _findings(asked: Asked) -> Iterable[Hit]:
    if len(asked.words) < _LEAST:
        return []
    rows = access.findings.findings(asked.officer).filter(_holding(asked, "text")).select_related("unit", "inspection")
    return [
        Hit(str(each.pk), _short(each.text), f"{each.unit.name} · {each.get_progress_display()}")
        for each in rows.order_by("-id")[: MOST + 1]
    ]


def _appeals(asked: Asked) -> Iterable[Hit]:
    if len(asked.words) < _LEAST:
        return []
    rows = access.public.appeals(asked.officer).filter(_holding(asked, "number", "source_no", "masked_text"))
    return [
        Hit(each.number, _short(each.masked_text) or each.number, f"{each.number} · {each.get_outcome_display()}")
        for each in rows.only("number", "masked_text", "outcome").order_by("-id")[: MOST + 1]
    ]


def _units(asked: Asked) -> Iterable[Hit]:
    rows = ledgers.units_of(asked.officer) if _knows_units(asked.officer) else Unit.objects.none()
    units = rows.prefetch_related("aliases")
    named = [(each, [each.name, *(alias.name for alias in each.aliases.all())]) for each in units]
    return [
        Hit(each.code, each.name, "、".join(names[1:3]) if each.abolished_on is None else f"{each.abolished_on} 撤并")
        for each, names in _fitting(asked.words, named)
    ]


def _knows_units(officer: Officer) -> bool:
    return any(access.may(officer, verb) for verb in ("see_matters", "manage_people"))


def _people(asked: Asked) -> Iterable[Hit]:
    rows = access.accounts.people(asked.officer).select_related("unit").order_by("id")
    named = [(each, [each.full_name]) for each in rows]
    return [
        Hit(
            str(each.pk),
            each.full_name,
            _told(each.unit.name if each.unit else "", each.title or each.get_role_display()),
            each.unit.code if each.unit else "",
        )
        for each, _ in _fitting(asked.words, named)
    ]


def _portfolios(asked: Asked) -> Iterable[Hit]:
    rows = access.office.portfolios(asked.officer).select_related("leader").order_by("id")
    named = [(each, [each.name]) for each in rows]
    return [Hit(str(each.pk), each.name, str(each.leader or "")) for each, _ in _fitting(asked.words, named)]


def _clauses(asked: Asked) -> Iterable[Hit]:
    if len(asked.words) < _LEAST or not access.may(asked.officer, "see_regime"):
        return []
    wanted = asked.words.replace(" ", "")
    clauses = Governed.of(asked.officer.office).document.clauses
    named = [each for each in clauses if wanted in each.clause.replace(" ", "")]
    said = [each for each in clauses if each not in named and wanted in each.gist]
    return [Hit(each.clause, _short(each.gist), each.clause) for each in [*named, *said][: MOST + 1]]


def _holding(asked: Asked, *names: str) -> Q:
    """Return the condition under which one of these texts holds each of the words."""
    condition = Q()
    for word in asked.words.split():
        condition &= functools.reduce(operator.or_, (Q(**{f"{name}__icontains": word}) for name in names))
    return condition


def _numbered(rows: QuerySet[P], number: tuple[int | None, int]) -> QuerySet[P]:
    year, serial = number
    rows = rows.filter(serial=serial)
    return rows.filter(year=year) if year else rows


def _fitting(words: str, named: Iterable[tuple[R, list[str]]]) -> list[tuple[R, list[str]]]:
    """Return the records whose names fit, the best first, else in their own order."""
    fits = [(pinyin.fitting(words, names), each, names) for each, names in named]
    ranked = sorted((fit for fit in fits if fit[0]), key=lambda fit: -fit[0])
    return [(each, names) for _, each, names in ranked[: MOST + 1]]


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _GIST else f"{line[:_GIST]}…"


def _told(*parts: object) -> str:
    return " · ".join(str(part) for part in parts if part)


# In this order they stand on the page.
KINDS: dict[str, Callable[[Asked], Iterable[Hit]]] = {
    "matter": _matters,
    "unit": _units,
    "officer": _people,
    "portfolio": _portfolios,
    "notice": _notices,
    "bulletin": _bulletins,
    "paper": _papers,
    "instruction": _instructions,
    "meeting": _meetings,
    "inspection": _inspections,
    "finding": _findings,
    "appeal": _appeals,
    "clause": _clauses,
}
