"""Counts of many matters, brought forward: matters stand in blocks by their keys, and after something was written only the blocks that it touched are counted again.

What was touched is read from the journal, whose lines carry the rows that each act wrote. A block is counted whole, from the tables as they are;
where the journal does not say plainly what was touched, or another day began, all blocks are.
"""

import datetime
import json
import re
import zlib
from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.apps import apps
from django.core.exceptions import EmptyResultSet
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import Combinable

from duban.ledger import access
from duban.ledger.models import Assignment, Chain, JournalLine, Matter
from duban.ledger.storage import grouping
from duban.ledger.storage.grouping import Counts
from duban.people.models import Jurisdiction, Officer
from duban.people.tracking import Tracked

# So many keys of matters make a block. Of fewer, each write costs less and what is kept takes more memory.
SIZE = 1000
# So many questions are kept in a process; so many lines are looked through, and so many blocks counted again, before all are.
_MOST, _MOST_LINES, _MOST_BLOCKS = 60, 200, 24
_KEPT: dict[Hashable, "_Kept"] = {}
# Jurisdiction → what was written between two lines of its journal, as read last.
_WRITTEN: dict[int, "_Written"] = {}
_TABLE = re.compile(r'"(\w+)"')


class Among:
    """Which matters are counted: those of some blocks, or all."""

    def __init__(self, blocks: frozenset[int] | None = None) -> None:
        self.blocks = blocks

    def __call__(self, column: str) -> Q:
        """Return the condition that a column names one of these matters by its key."""
        if self.blocks is None:
            return Q()
        found = Q(pk__in=[])
        for _, run in groupby(enumerate(sorted(self.blocks)), lambda each: each[1] - each[0]):
            numbers = [number for _, number in run]
            found |= Q(**{f"{column}__gte": numbers[0] * SIZE, f"{column}__lt": (numbers[-1] + 1) * SIZE})
        return found


def block_of(column: str) -> Combinable:
    """Return the block of the matter whose key a column holds: the rows that are counted have it as `block`."""
    return F(column) / SIZE


@dataclass(frozen=True)
class _End:
    """The end of a journal: the number of its last line and the digest."""

    seq: int
    digest: str


@dataclass(frozen=True)
class _Written:
    """What was written after one line of a journal up to another: blocks of matters, and the tables of other rows. `blocks` None: too much, or unclear."""

    after: _End
    end: _End
    blocks: frozenset[int] | None
    models: frozenset[str]


@dataclass(frozen=True)
class _Kept:
    """What was counted: when, from which tables beside those of matters, of all blocks together and, packed, of each."""

    today: datetime.date
    end: _End
    reads: frozenset[str]
    whole: Counts
    blocks: dict[int, bytes]


def counted(
    officer: Officer,
    today: datetime.date,
    key: Hashable,
    rows: Callable[[Among], QuerySet[Any, Any]],
    *groupings: tuple[str, ...],
    of: str = "",
) -> Counts:
    """Return what `grouping.counted` says of rows of the matters that the officer sees; kept under a key that says all that they depend on beside officer and day.

    `rows` is given which matters are meant and must ask that of every table it reads that grows with them; its rows name their `block`.
    """
    jurisdiction = officer.jurisdiction
    end = _end_of(jurisdiction) if jurisdiction is not None else None
    if jurisdiction is None or end is None:
        return _merged(_by_block(rows, Among(), groupings, of), groupings)
    key = (jurisdiction.pk, whose(officer), key, groupings, of, SIZE)
    kept = _KEPT.get(key)
    found = _brought_forward(jurisdiction, today, kept, end, lambda among: _by_block(rows, among, groupings, of))
    if found is None:
        parts = _by_block(rows, Among(), groupings, of)
        reads = _read_by(rows(Among()))
        packed = {block: _packed(part) for block, part in parts.items()}
        found = _Kept(today, end, reads, _merged(parts, groupings), packed)
        if not reads <= _tracked():
            return found.whole
    _KEPT.pop(key, None)
    while len(_KEPT) >= _MOST:
        _KEPT.pop(next(iter(_KEPT)), None)
    _KEPT[key] = found
    return found.whole


def whose(officer: Officer) -> tuple[str, int | None] | None:
    """Return what tells apart who sees other matters: the office and its leaders see the same ones, a unit its own, others none."""
    return None if officer.role in access.READS_ALL else (officer.role, officer.unit_id)


def forget() -> None:
    """Count everything anew: for who measures how much is asked."""
    _KEPT.clear()
    _WRITTEN.clear()


def _brought_forward(
    jurisdiction: Jurisdiction,
    today: datetime.date,
    kept: _Kept | None,
    end: _End,
    count: Callable[[Among], dict[int, Counts]],
) -> _Kept | None:
    """Return what is kept with all that was written since; None where it must be counted anew."""
    if kept is None or kept.today != today:
        return None
    if kept.end == end or (kept.end.seq > end.seq and _is_line(jurisdiction, kept.end)):
        return kept
    written = _written(jurisdiction, kept.end, end)
    if written.blocks is None or written.models & kept.reads or len(written.blocks) > _MOST_BLOCKS:
        return None
    again = count(Among(written.blocks)) if written.blocks else {}
    whole = [Counter(each) for each in kept.whole]
    blocks = dict(kept.blocks)
    for block in written.blocks:
        was, now = _unpacked(blocks.pop(block, None), len(whole)), again.get(block)
        for place, numbers in enumerate(whole):
            numbers.subtract(was[place])
            numbers.update(now[place] if now else {})
        if now:
            blocks[block] = _packed(now)
    left: Counts = [{group: number for group, number in each.items() if number} for each in whole]
    return _Kept(today, written.end, kept.reads, left, blocks)


def _by_block(
    rows: Callable[[Among], QuerySet[Any, Any]], among: Among, groupings: tuple[tuple[str, ...], ...], of: str
) -> dict[int, Counts]:
    """Return the counts of each block."""
    found: dict[int, Counts] = {}
    told = grouping.counted(rows(among), *(("block", *each) for each in groupings), of=of)
    for place, groups in enumerate(told):
        for (block, *group), number in groups.items():
            found.setdefault(block, [{} for _ in groupings])[place][tuple(group)] = number
    return found


def _merged(parts: dict[int, Counts], groupings: tuple[tuple[str, ...], ...]) -> Counts:
    whole = [Counter[tuple[Any, ...]]() for _ in groupings]
    for part in parts.values():
        for numbers, groups in zip(whole, part, strict=True):
            numbers.update(groups)
    return [dict(each) for each in whole]


def _packed(part: Counts) -> bytes:
    return zlib.compress(json.dumps([[[*group, number] for group, number in each.items()] for each in part]).encode())


def _unpacked(packed: bytes | None, places: int) -> Counts:
    if packed is None:
        return [{} for _ in range(places)]
    return [{tuple(group): number for *group, number in each} for each in json.loads(zlib.decompress(packed))]


def _end_of(jurisdiction: Jurisdiction) -> _End | None:
    """Return the end of the journal as of the moment at which the page began; None of one without a line."""
    seq, head = getattr(jurisdiction, "seq", None), getattr(jurisdiction, "head", None)
    if seq is None or head is None:
        chains = Chain.objects.filter(jurisdiction=jurisdiction)
        seq, head = chains.values_list("seq", "head").first() or (0, "")
    return _End(seq, head) if head else None


def _is_line(jurisdiction: Jurisdiction, end: _End) -> bool:
    """Return whether it is a line of this journal still: another page may have counted later than this one began."""
    return JournalLine.objects.filter(jurisdiction=jurisdiction, seq=end.seq, digest=end.digest).exists()


def _written(jurisdiction: Jurisdiction, after: _End, end: _End) -> _Written:
    """Return what was written after one line: read once for all that was counted at that line."""
    known = _WRITTEN.get(jurisdiction.pk)
    if known is None or (known.after, known.end) != (after, end):
        known = _WRITTEN[jurisdiction.pk] = _read(jurisdiction, after, end)
    return known


def _read(jurisdiction: Jurisdiction, after: _End, end: _End) -> _Written:
    unclear = _Written(after, end, None, frozenset())
    lines = JournalLine.objects.filter(jurisdiction=jurisdiction, seq__gte=after.seq, seq__lte=end.seq).order_by("seq")
    columns = ("seq", "digest", "matter", "amends__matter", "data__rows")
    found = list(lines.values_list(*columns)[: _MOST_LINES + 2])
    # The line at which was counted must be that very one, and the last the one that ends the chain now.
    first, last = (_End(*each[:2]) for each in (found[0], found[-1])) if found else (None, None)
    if first != after or last != end or len(found) != end.seq - after.seq + 1:
        return unclear
    matters: set[int] = set()
    assignments: set[int] = set()
    models: set[str] = set()
    for _, _, matter, amended, rows in found[1:]:
        matters.update(each for each in (matter, amended) if each is not None)
        for name, values in (rows or {}).items():
            model, _, pk = name.partition(":")
            if model == "matter":
                matters.add(int(pk))
            elif model != "assignment":
                models.add(model)
            elif values is None:
                # Of which matter it was stands nowhere any more.
                return unclear
            elif "matter_id" in values:
                matters.add(values["matter_id"])
            else:
                assignments.add(int(pk))
    if assignments:
        held = dict(Assignment.objects.filter(pk__in=assignments).values_list("pk", "matter"))
        if held.keys() != assignments:
            return unclear
        matters.update(held.values())
    return _Written(after, end, frozenset(each // SIZE for each in matters), frozenset(models))


def _read_by(rows: QuerySet[Any, Any]) -> frozenset[str]:
    """Return the tables that a question reads, as rows name them in the journal; those of matters, of which the blocks are counted again, left out."""
    try:
        named = set(_TABLE.findall(str(rows.query)))
    except EmptyResultSet:
        # A leader without a field: what finds nothing whatever is written reads no table.
        return frozenset()
    by_blocks = (Matter, Assignment, JournalLine)
    return frozenset(name for name, model in _models() if model._meta.db_table in named and model not in by_blocks)


def _models() -> Iterator[tuple[str, Any]]:
    return ((model._meta.model_name or "", model) for model in apps.get_models())


def _tracked() -> frozenset[str]:
    """Return the tables whose rows the journal carries: what is read from others cannot be known to be as it was."""
    return frozenset(name for name, model in _models() if issubclass(model, Tracked))
