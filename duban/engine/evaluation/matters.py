"""What became of matters for each unit by the period's end, and what a fact takes from its matter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from duban.engine.cases import Period
from duban.engine.facts import Fact
from duban.engine.holdings import Holding, Marks, matters_at
from duban.engine.rules.selects import OUTCOMES

BITS = {word: 1 << place for place, word in enumerate(OUTCOMES)}


def bits_of(words: Iterable[str]) -> int:
    """Give the words of an outcome as one number; a matter has them all where its own number contains it."""
    mask = 0
    for word in words:
        mask |= BITS[word]
    return mask


@dataclass(frozen=True, slots=True)
class Share:
    """One matter as one unit has it: its role, what became of it, and the fact that shows it (completion, else assignment)."""

    unit: str
    matter: str
    role: str
    mask: int
    evidence: Fact
    waiting: Fact | None = None


class Matters:
    """The matters of a case at the end of a period: who has which role, their category, level and fields, what became of them."""

    def __init__(self, facts: Sequence[Fact], period: Period, holder: str = "lead") -> None:
        self._facts, self._period, self._holder = facts, period, holder
        self._roles: dict[tuple[str, str], str | None] = {}
        self._fields: dict[tuple[str, str], Any] = {}
        self._shares: list[Share] | None = None
        self._masks: dict[tuple[str, str], int] = {}

    @cached_property
    def marks(self) -> Marks:
        """The levels of matters, and those that are not quantifiable."""
        return Marks(self._facts, self._period.last)

    @cached_property
    def parents(self) -> set[str]:
        """The matters that are counted by their parts alone."""
        return {
            fact.more["parent"] for of in self._assigned.values() for fact in of if fact.more and "parent" in fact.more
        }

    @cached_property
    def _assigned(self) -> dict[str, list[Fact]]:
        found: dict[str, list[Fact]] = defaultdict(list)
        for fact in self._facts:
            if fact.kind == "assigned" and fact.matter is not None and fact.on <= self._period.last:
                found[fact.matter].append(fact)
        for assigned in found.values():
            if len(assigned) > 1:
                assigned.sort(key=_by_day)
        return found

    @cached_property
    def _moved(self) -> dict[str, list[Fact]]:
        found: dict[str, list[Fact]] = defaultdict(list)
        for fact in self._facts:
            if fact.kind == "transferred" and fact.matter is not None and fact.on <= self._period.last:
                found[fact.matter].append(fact)
        return found

    def field(self, matter: str, name: str) -> Any:
        """Give a field of a matter (`category` …): of its latest assignment that has it, a lead's before others'."""
        key = (matter, name)
        if key not in self._fields:
            having = [fact for fact in self._assigned.get(matter, ()) if fact.get(name) is not None]
            having = [fact for fact in having if fact.role == self._holder] or having
            self._fields[key] = having[-1].get(name) if having else None
        return self._fields[key]

    def role(self, matter: str, unit: str) -> str | None:
        """Give the role of the unit's last assignment to the matter; what it took over it leads."""
        key = (matter, unit)
        if key not in self._roles:
            own = [
                (fact.on, 0, fact.role or self._holder) for fact in self._assigned.get(matter, ()) if fact.unit == unit
            ]
            own += [(fact.on, 1, self._holder) for fact in self._moved.get(matter, ()) if fact.to == unit]
            self._roles[key] = max(own, key=lambda entry: entry[:2])[2] if own else None
        return self._roles[key]

    def level(self, fact: Fact) -> str | None:
        """Give the level of the fact, else of the unit on the matter, else of the matter."""
        return fact.level or self.marks.level(fact)

    def mask(self, matter: str, unit: str) -> int:
        """Give what became of the matter for the unit, 0 where it has none of it."""
        if self._shares is None:
            self.shares()
        return self._masks.get((matter, unit), 0)

    def shares(self) -> list[Share]:
        """List every matter that a unit holds or shares at the period's end."""
        if self._shares is None:
            self._shares = list(self._found())
            self._masks = {(share.matter, share.unit): share.mask for share in self._shares}
        return self._shares

    def _found(self) -> Iterator[Share]:
        urged, handed, returned, excused = self._reports()
        for matter, holdings, supports in matters_at(self._facts, self._period.last, self._holder):
            for unit, holding in holdings.items():
                key = (matter, unit)
                waiting = _waiting(handed.get(key, ()), returned.get(key))
                role = self.role(matter, unit) or self._holder
                since = holding.taken_on or holding.assigned.on
                mask = self._mask(holding, since, urged.get(key), handed.get(key, ()), key in excused, waiting)
                yield Share(unit, matter, role, mask, holding.done or holding.assigned, waiting)
            for unit, fact in supports.items():
                if unit in holdings:
                    continue
                holding = _least_done(list(holdings.values()))
                key, lead = (matter, unit), (matter, holding.unit)
                waiting = _waiting(handed.get(lead, ()), returned.get(lead))
                is_excused = key in excused or lead in excused
                urging = urged.get(key) or urged.get(lead)
                mask = self._mask(holding, fact.on, urging, handed.get(lead, ()), is_excused, waiting)
                yield Share(unit, matter, self.role(matter, unit) or "support", mask, holding.done or fact, waiting)

    def _reports(self) -> tuple[dict[Any, Fact], dict[Any, list[Fact]], dict[Any, date], set[Any]]:
        """First urgings, results handed in, last returns, and excused lateness, by matter and unit."""
        urged: dict[Any, Fact] = {}
        handed: dict[Any, list[Fact]] = defaultdict(list)
        returned: dict[Any, date] = {}
        excused = set()
        for fact in self._facts:
            key = (fact.matter, fact.unit)
            kind = fact.kind
            if kind == "late":
                if fact.excused:
                    excused.add(key)
            elif fact.excused:
                continue
            elif kind == "urged":
                if key not in urged or _by_day(fact) < _by_day(urged[key]):
                    urged[key] = fact
            elif kind == "reported" and fact.what == "result":
                handed[key].append(fact)
            elif kind == "returned":
                returned[key] = max(returned.get(key, fact.on), fact.on)
        return urged, handed, returned, excused

    def _mask(
        self,
        holding: Holding,
        since: date,
        urging: Fact | None,
        handed: Sequence[Fact],
        is_excused: bool,
        waiting: Fact | None,
    ) -> int:
        first, last, due = self._period.first, self._period.last, holding.due
        done = holding.done_on
        is_open = done is None and waiting is None
        found = {
            "assigned": first <= since <= last,
            "in_hand": done is None or done >= first,
            "at_stake": done >= first if done else due <= last,
            "due": first <= due <= last and (done is not None or waiting is None),
            "closed": done is not None and first <= done <= last,
            "done": done is not None,
            "undone": is_open,
            "on_time": done is not None and done <= due,
            "early": done is not None and done < due,
            "late": not is_excused and (done > due if done else is_open and due < last),
        }
        days = [fact.on for fact in handed] + ([done] if done else [])
        if urging is None or urging.limit is None:
            found["reminder_kept"] = True
        else:
            kept = bool(days) and min(days) <= urging.limit
            found["reminder_kept"] = kept
            found["reminder_missed"] = not kept and urging.limit < last
        mask = 0
        for word, holds in found.items():
            if holds:
                mask |= BITS[word]
        return mask


def _waiting(handed: Sequence[Fact], returned: date | None) -> Fact | None:
    """The result that was handed in last, while nobody has sent it back."""
    if not handed:
        return None
    last = max(handed, key=_by_day)
    return last if returned is None or returned < last.on else None


def _least_done(holdings: list[Holding]) -> Holding:
    return min(
        holdings,
        key=lambda h: (h.done is not None, h.due if h.done is None else h.done.on, h.points or 0, h.unit),
    )


def _by_day(fact: Fact) -> tuple[date, str]:
    return fact.on, fact.id
