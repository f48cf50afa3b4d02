"""What became of matters for each unit by the period's end, and what a fact takes from its matter."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple

from duban.engine.cases import Period
from duban.engine.facts import Fact
from duban.engine.holdings import MOVING, Holding, Holdings, Marks, by_matter, plain_of, replay
from duban.engine.rules.selects import OUTCOMES
from duban.engine.wording import NEVER

BITS = {word: 1 << place for place, word in enumerate(OUTCOMES)}


_ASSIGNED, _IN_HAND, _DUE, _DONE, _UNDONE, _LATE = (
    BITS[word] for word in ("assigned", "in_hand", "due", "done", "undone", "late")
)
_KEPT, _MISSED, _ON_TIME = BITS["reminder_kept"], BITS["reminder_missed"], BITS["on_time"]
_IN_HAND_AT_STAKE = _IN_HAND | BITS["at_stake"]
_CLOSED = _IN_HAND_AT_STAKE | BITS["closed"]
_ON_TIME_EARLY = _ON_TIME | BITS["early"]


# What became of a matter, as far as it also hangs on reports, returns, urgings and excuses.
BY_REPORTS = _DUE | _UNDONE | _LATE | _KEPT | _MISSED


def bits_of(words: Iterable[str]) -> int:
    """Give the words of an outcome as one number; a matter has them all where its own number contains it."""
    mask = 0
    for word in words:
        mask |= BITS[word]
    return mask


# The kinds of facts by which a unit was told, handed in, or was excused.
REPORTING = ("late", "urged", "reported", "returned")


@dataclass(slots=True)
class Reported:
    """What a unit was told and handed in on a matter: its first urging, the results, the last return, whether lateness is excused."""

    urged: Fact | None = None
    handed: tuple[Fact, ...] = ()
    returned: date | None = None
    is_excused: bool = False

    @property
    def waiting(self) -> Fact | None:
        """The result that was handed in last, while nobody has sent it back."""
        if not self.handed:
            return None
        last = max(self.handed, key=_by_day)
        return last if self.returned is None or self.returned < last.on else None


class Share(NamedTuple):
    """One matter as one unit has it: its role, what became of it, and the fact that shows it (completion, else assignment)."""

    unit: str
    matter: str
    role: str
    mask: int
    evidence: Fact
    waiting: Fact | None = None


class Matters:
    """The matters of a case at the end of a period: who has which role, their category, level and fields, what became of them."""

    def __init__(
        self, facts: Mapping[str, Sequence[Fact]], period: Period, holder: str = "lead", asks_reports: bool = True
    ) -> None:
        """Look at facts by kind, none of them of after the period; without reports where no word that is asked for hangs on them."""
        self._facts, self._period, self._holder, self._asks_reports = facts, period, holder, asks_reports
        self._roles: dict[tuple[str, str], str | None] = {}
        self._fields: dict[tuple[str, str], Any] = {}
        # Whether any assignment says something of a field.
        self._told: dict[str, bool] = {}
        self._shares: list[Share] | None = None
        self._masks: dict[tuple[str, str], int] | None = None

    @cached_property
    def marks(self) -> Marks:
        """The levels of matters, and those that are not quantifiable."""
        return Marks(self._facts.get("assigned", ()), self._period.last)

    @cached_property
    def parents(self) -> set[str]:
        """The matters that are counted by their parts alone."""
        return {fact.more["parent"] for fact in self._facts.get("assigned", ()) if fact.more and "parent" in fact.more}

    @cached_property
    def _assigned(self) -> dict[str, list[Fact]]:
        found: dict[str, list[Fact]] = defaultdict(list)
        for fact in self._facts.get("assigned", ()):
            if fact.matter is not None and fact.on <= self._period.last:
                found[fact.matter].append(fact)
        for assigned in found.values():
            if len(assigned) > 1:
                assigned.sort(key=_by_day)
        return found

    @cached_property
    def _moved(self) -> dict[str, list[Fact]]:
        found: dict[str, list[Fact]] = defaultdict(list)
        for fact in self._facts.get("transferred", ()):
            if fact.matter is not None and fact.on <= self._period.last:
                found[fact.matter].append(fact)
        return found

    def field(self, matter: str, name: str) -> Any:
        """Give a field of a matter (`category` …): of its latest assignment that has it, a lead's before others'."""
        if not self.tells(name):
            return None
        assigned = self._assigned.get(matter, ())
        if len(assigned) == 1:  # most matters
            return assigned[0].get(name)
        key = (matter, name)
        if key not in self._fields:
            having = [fact for fact in assigned if fact.get(name) is not None]
            having = [fact for fact in having if fact.role == self._holder] or having
            self._fields[key] = having[-1].get(name) if having else None
        return self._fields[key]

    def tells(self, name: str) -> bool:
        """Say whether any assignment says something of a field."""
        if name not in self._told:
            self._told[name] = any(fact.get(name) is not None for fact in self._facts.get("assigned", ()))
        return self._told[name]

    def role(self, matter: str, unit: str) -> str | None:
        """Give the role of the unit's last assignment to the matter; what it took over it leads."""
        key = (matter, unit)
        if key not in self._roles:
            assigned = self._assigned.get(matter, ())
            own = [(fact.on, 0, fact.role or self._holder) for fact in assigned if fact.unit == unit]
            own += [(fact.on, 1, self._holder) for fact in self._moved.get(matter, ()) if fact.to == unit]
            self._roles[key] = max(own, key=lambda entry: entry[:2])[2] if own else None
        return self._roles[key]

    def level(self, fact: Fact) -> str | None:
        """Give the level of the fact, else of the unit on the matter, else of the matter."""
        return fact.level or self.marks.level(fact)

    def mask(self, matter: str, unit: str) -> int:
        """Give what became of the matter for the unit, 0 where it has none of it."""
        if self._masks is None:
            self._masks = {(share.matter, share.unit): share.mask for share in self.shares()}
        return self._masks.get((matter, unit), 0)

    @cached_property
    def in_hand(self) -> Counter[str]:
        """How many matters each unit that holds them had in hand in the period."""
        return Counter(share.unit for share in self.shares() if share.role == self._holder and share.mask & _IN_HAND)

    def shares(self) -> list[Share]:
        """List every matter that a unit holds or shares at the period's end."""
        if self._shares is None:
            self._shares = list(self._found())
        return self._shares

    def _found(self) -> Iterator[Share]:
        reports, holder, new = self._reports(), self._holder, tuple.__new__
        moves = chain.from_iterable(self._facts.get(kind, ()) for kind in MOVING)
        leads, supports = by_matter(moves, self._period.last, holder)
        for matter, steps in leads.items():
            plain = plain_of(steps) if matter not in supports else None
            if plain is not None:  # most matters
                assigned, done = plain
                reported = reports.get((matter, assigned.unit)) if reports else None
                waiting = reported.waiting if reported else None
                done_on = done.on if done else None
                mask = self._mask(assigned.due or NEVER, done_on, assigned.on, reported, waiting)
                # Two thousand of them a case: the constructor of a named tuple is half of what a share costs.
                yield new(Share, (assigned.unit, matter, assigned.role or holder, mask, done or assigned, waiting))
            else:
                yield from self._shared(matter, replay(steps), supports.get(matter, {}), reports)

    def _shared(
        self, matter: str, holdings: Holdings, supports: Mapping[str, Fact], reports: Mapping[Any, Reported]
    ) -> Iterator[Share]:
        """The shares of a matter that several units have, or that was moved."""
        for unit, holding in holdings.items():
            reported = reports.get((matter, unit))
            waiting = reported.waiting if reported else None
            since = holding.taken_on or holding.assigned.on
            mask = self._mask(holding.due, holding.done_on, since, reported, waiting)
            role = self.role(matter, unit) or self._holder
            yield Share(unit, matter, role, mask, holding.done or holding.assigned, waiting)
        for unit, fact in supports.items() if holdings else ():
            if unit not in holdings:
                holding = _least_done(list(holdings.values()))
                reported = _together(reports.get((matter, unit)), reports.get((matter, holding.unit)))
                mask = self._mask(holding.due, holding.done_on, fact.on, reported, reported.waiting)
                role = self.role(matter, unit) or "support"
                yield Share(unit, matter, role, mask, holding.done or fact, reported.waiting)

    def _reports(self) -> dict[tuple[str | None, str], Reported]:
        """First urgings, results handed in, last returns, and excused lateness, by matter and unit."""
        found: dict[tuple[str | None, str], Reported] = {}
        if not self._asks_reports:
            return found
        for fact in chain.from_iterable(self._facts.get(kind, ()) for kind in REPORTING):
            kind = fact.kind
            if fact.excused != (kind == "late"):
                continue
            if kind == "reported" and fact.what != "result":
                continue
            key = (fact.matter, fact.unit)
            reported = found.get(key)
            if reported is None:
                reported = found[key] = Reported()
            if kind == "late":
                reported.is_excused = True
            elif kind == "urged":
                if reported.urged is None or _by_day(fact) < _by_day(reported.urged):
                    reported.urged = fact
            elif kind == "reported":
                reported.handed = (*reported.handed, fact)
            elif reported.returned is None or reported.returned < fact.on:
                reported.returned = fact.on
        return found

    def _mask(self, due: date, done: date | None, since: date, reported: Reported | None, waiting: Fact | None) -> int:
        first, last = self._period.first, self._period.last
        if done is not None:
            mask = _DONE
            if done >= first:
                mask |= _CLOSED
            if done <= due:
                mask |= _ON_TIME if done == due else _ON_TIME_EARLY
            elif not (reported and reported.is_excused):
                mask |= _LATE
            if first <= due <= last:
                mask |= _DUE
        else:
            mask = _IN_HAND if due > last else _IN_HAND_AT_STAKE
            if waiting is None:
                mask |= _UNDONE
                if due < last and not (reported and reported.is_excused):
                    mask |= _LATE
                if first <= due <= last:
                    mask |= _DUE
        if first <= since <= last:
            mask |= _ASSIGNED
        if reported is None or (urging := reported.urged) is None or urging.limit is None:
            return mask | _KEPT
        days = [fact.on for fact in reported.handed] + ([done] if done else [])
        if days and min(days) <= urging.limit:
            return mask | _KEPT
        return mask | _MISSED if urging.limit < last else mask


def _together(own: Reported | None, lead: Reported | None) -> Reported:
    """What stands for a unit that shares a matter: the lead's reports, the urging of either, an excuse of either."""
    own, lead = own or Reported(), lead or Reported()
    return Reported(own.urged or lead.urged, lead.handed, lead.returned, own.is_excused or lead.is_excused)


def _least_done(holdings: list[Holding]) -> Holding:
    return min(
        holdings,
        key=lambda h: (h.done is not None, h.due if h.done is None else h.done.on, h.points or 0, h.unit),
    )


def _by_day(fact: Fact) -> tuple[date, str]:
    return fact.on, fact.id
