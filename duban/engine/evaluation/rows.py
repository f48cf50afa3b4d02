"""Rows: facts of one unit that are counted together, and which of them pay, by the count words of a rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from duban.engine.facts import Fact
from duban.engine.rules.scores import Count, Worth

Value = Callable[[Fact, str], Any]


@dataclass(slots=True)
class Paid:
    """What pays once: the fact whose day decides, the facts behind it, those it takes, and its place or number where that counts."""

    payer: Fact
    facts: list[Fact]
    takes: list[Fact]
    number: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """Along what runs go: the values of `along` among all units, in order.

    A run pays once, however long it goes; with `again` once more with each value that makes it longer.
    """

    series: Sequence[Any] = ()
    again: bool = False


def paid(count: Count, worth: Worth, facts: Sequence[Fact], value: Value, run: Run) -> list[Paid]:
    """Give what pays of the facts of one unit, of a run by what `run` says."""
    if count.is_each and not (worth.is_by_place or worth.is_by_times):
        return [Paid(fact, [fact], [fact]) for fact in facts]
    ordered = sorted(facts, key=_by_day)
    if count.in_a_row:
        rows = _rows(ordered, count.within or count.once_per, value)
        return [entry for row in rows for entry in _runs(count, row, value, run)]
    if worth.is_by_times:
        rows = _rows(ordered, count.within or count.once_per, value)
        return [Paid(row[-1], row, row, len(row)) for row in rows]
    if count.once_per:
        groups = _rows(ordered, count.once_per, value, alone=True)
        if count.from_ and not count.within:
            return [Paid(row[count.from_ - 1], row, row, count.from_) for row in groups if len(row) >= count.from_]
        if not (worth.is_by_place or count.from_):
            return [Paid(row[0], row, row) for row in groups]
        behind = {row[0].id: row for row in groups}
        ordered = sorted((row[0] for row in groups), key=_by_day)
    else:
        behind = {}
    found = []
    for row in _rows(ordered, count.within, value):
        for place, fact in enumerate(row, start=1):
            if place >= count.from_:
                taken = behind.get(fact.id, [fact])
                found.append(Paid(fact, row if count.from_ else taken, taken, place))
    return found


def series_of(facts: Iterable[Fact], along: str, value: Value) -> list[Any]:
    """Give the values along which a run goes, each once, in order."""
    return sorted({found for fact in facts if (found := value(fact, along)) is not None}, key=_sortable)


def _rows(facts: Sequence[Fact], names: Sequence[str], value: Value, alone: bool = False) -> list[list[Fact]]:
    """Facts with equal values of these fields; `alone`: what lacks one is a row by itself."""
    rows: dict[Any, list[Fact]] = defaultdict(list)
    for fact in facts:
        key = tuple(None if name == "unit" else value(fact, name) for name in names)
        if alone and any(part is None and name != "unit" for part, name in zip(key, names, strict=True)):
            key = ("", fact.id)
        rows[key].append(fact)
    return list(rows.values())


def _runs(count: Count, row: Sequence[Fact], value: Value, along: Run) -> list[Paid]:
    """Runs of at least so many values that follow one another in the series, each as long as it goes; where it pays again, as long as it went with each further value."""
    place_of = {entry: place for place, entry in enumerate(along.series)}
    placed: dict[int, list[Fact]] = defaultdict(list)
    for fact in row:
        found = value(fact, count.along)
        if found is not None:
            placed[place_of[found]].append(fact)
    found_runs = []
    run: list[int] = []
    for place in [*sorted(placed), None]:
        if run and place is not None and place == run[-1] + 1:
            run.append(place)
            continue
        least = count.in_a_row
        for length in range(least, len(run) + 1) if along.again else [len(run)] * (len(run) >= least):
            facts = [fact for each in run[:length] for fact in placed[each]]
            found_runs.append(Paid(placed[run[(length if along.again else least) - 1]][0], facts, facts, length))
        run = [] if place is None else [place]
    return found_runs


def _sortable(value: Any) -> Any:
    return (value.isoformat() if isinstance(value, date) else value) if not isinstance(value, int) else f"{value:012}"


def _by_day(fact: Fact) -> tuple[date, str]:
    return fact.on, fact.id
