"""Counting what a period comes to: all of it, or only what the lines since the last count bear on; shared through the database.

What is kept is derived: it is made anew wherever it is gone, and `duban fsck` holds it against a full count.
"""

import datetime
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import BigIntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from duban.engine import facts as engine_facts
from duban.engine import scoring
from duban.engine.evaluation import tallies
from duban.engine.evaluation.tallies import Tallies
from duban.engine.facts import Fact
from duban.ledger import journal
from duban.ledger.models import Chain, JournalLine, Matter, Tally, UnitTally
from duban.ledger.reorganised.changes import Change
from duban.ledger.scores import stored, turns
from duban.ledger.scores.asked import Asked
from duban.ledger.scores.bases import basis_of
from duban.ledger.scores.cases import rows_of
from duban.people.models import Jurisdiction
from duban.people.prepared import Prepared

# So many drafts an office are kept; those that were not counted for longest go first.
_MOST = 100
# After so many lines that bear on nothing a tally is noted to know them.
_IDLE = 100
# Facts by which others are undone, wherever these are.
_UNDOING = frozenset(("withdrawn", "corrected"))


@dataclass
class Counted:
    """A board, and the contents of units: those at hand, the others in the database under `pk`, as of the line `kept`; `anew` makes it again."""

    board: stored.Kept
    seq: int
    pk: int | None = None
    at_hand: dict[str, bytes] = field(default_factory=dict)
    kept: int = -1
    anew: Callable[[], "Counted"] | None = None

    def contents(self, units: Collection[str] | None = None) -> dict[str, bytes]:
        """Return what is kept of these units, or of all. Where another wrote since the board was read, the board becomes what they belong to."""
        known = [each["unit"] for each in self.board["tallies"]]
        asked = [unit for unit in known if units is None or unit in units]
        missing = [unit for unit in asked if unit not in self.at_hand]
        found = dict(self.at_hand)
        if missing and self.pk is not None:
            rows = UnitTally.objects.filter(tally=self.pk, tally__seq=self.kept, unit__in=missing)
            found |= {unit: bytes(content) for unit, content in rows.values_list("unit", "content")}
        if self.anew is not None and not found.keys() >= set(asked):
            # Its lines and its totals would be of two moments.
            again = self.anew()
            self.board, self.seq, self.pk, self.at_hand = again.board, again.seq, None, again.at_hand
            found = again.at_hand
        return {unit: found[unit] for unit in asked if unit in found}


def counted(asked: Asked, may_be_old: Callable[[Tally], bool] | None = None) -> Counted:
    """Return what a period comes to now; with `may_be_old`, what is kept as it is where that says so."""
    found = _true_still(asked, may_be_old)[0]
    if found is not None:
        return found
    with turns.turn(asked.jurisdiction.pk, asked.name):
        made, is_kept = _counted_anew(asked, may_be_old)
        if (
            not is_kept
        ):  # another process wrote meanwhile; if that goes on, the answer is true all the same, as of its line
            made, _ = _counted_anew(asked, may_be_old)
    return made


def _counted_anew(asked: Asked, may_be_old: Callable[[Tally], bool] | None) -> tuple[Counted, bool]:
    """Count what is not true any more; return it, and whether it is kept."""
    found, row, last = _true_still(asked, may_be_old)
    made = found or (_counted_on(asked, row, last) if row else None) or count(asked, last)
    return made, not made.at_hand or keep(asked, made, row)


def _true_still(asked: Asked, may_be_old: Callable[[Tally], bool] | None) -> tuple[Counted | None, Tally | None, int]:
    """Return what is kept where it is true still or may be old, what it was kept in, and the last line of the journal."""
    row = tally_of(asked.jurisdiction.pk, asked.name)
    if row is None or row.basis != asked.basis:
        return None, None, journal.last_of(asked.jurisdiction)
    if may_be_old is not None and may_be_old(row):
        return _as_kept(asked, row, row.seq), row, row.seq
    return (_as_kept(asked, row, row.seq) if row.seq >= row.last else None), row, row.last


def tally_of(office: int, name: str) -> Any:
    """Return what is kept under a name, with the `last` line of the journal, read at the same moment; None where nothing is kept."""
    return _TALLY.first(office=office, name=name)


def _tally(office: int, name: str) -> QuerySet[Tally]:
    last = Chain.objects.filter(jurisdiction=OuterRef("jurisdiction")).values("seq")
    found = Tally.objects.filter(jurisdiction=office, name=name)
    return found.annotate(last=Coalesce(Subquery(last), 0, output_field=BigIntegerField()))


_TALLY = Prepared(_tally, office=987_654_321_210_001, name="the name of a tally")


def count(asked: Asked, last: int) -> Counted:
    """Count everything, as of that line of the journal."""
    codes = {unit["unit"] for unit in asked.units}
    # Row by row, and only what counts: of a hundred thousand facts no more stands in memory than the answer needs.
    rows = rows_of(asked.jurisdiction, codes, asked.changes, asked.from_on, asked.to_on, asked.kinds, upto=last)
    facts = engine_facts.facts_from(rows, words=asked.document.words)
    with scoring.uncollected(len(facts)):
        found = tallies.tally(asked.plan, facts, asked.members, asked.period)
    del rows, facts
    turns.give_back()
    return kept_of(asked, found, last)


def kept_of(
    asked: Asked, found: Tallies, last: int, counted: Collection[str] | None = None, before: Any = None
) -> Counted:
    """Compare the units of tallies, and return them as they are kept."""
    result = scoring.compared(asked.plan, found, asked.members, asked.period)
    basis = basis_of(asked.document, asked.choices)
    board = stored.board_from(found, asked.units, result.honours, basis, counted, before)
    names = found.units if counted is None else counted
    return Counted(
        board, last, None, {name: stored.content_of(found.units[name]) for name in names if name in found.units}
    )


def keep(asked: Asked, found: Counted, row: Tally | None) -> bool:
    """Write down what was counted, beside the row that it was counted from; False where somebody else wrote meanwhile."""
    return keep_as(asked.jurisdiction, asked.name, asked.basis, found, row)


def keep_as(jurisdiction: Jurisdiction, name: str, basis: str, found: Counted, row: Tally | None = None) -> bool:
    """Write a tally down under its name, of the units at hand; False where somebody else wrote meanwhile.

    What cannot be written now, the database being busy, is counted again by whoever asks next.
    """
    told = {"basis": basis, "seq": found.seq, "board": found.board}
    rows = Tally.objects.filter(jurisdiction=jurisdiction, name=name)
    try:
        with transaction.atomic():
            held = rows.select_for_update(no_key=True).first()
            if held is None:
                held = Tally.objects.create(jurisdiction=jurisdiction, name=name, **told)
                _make_room(jurisdiction)
            elif held.basis == basis and (row is None or held.seq != row.seq):
                return False
            else:
                rows.update(**told)
            gone = UnitTally.objects.filter(tally=held)
            (gone if row is None else gone.filter(unit__in=found.at_hand)).delete()
            UnitTally.objects.bulk_create(
                UnitTally(tally=held, unit=unit, content=content) for unit, content in found.at_hand.items()
            )
    except DatabaseError:
        return True
    found.pk, found.kept = held.pk, found.seq
    return True


def _make_room(jurisdiction: Jurisdiction) -> None:
    drafts = Tally.objects.filter(jurisdiction=jurisdiction).exclude(name__startswith="published:")
    kept = drafts.order_by("-seq", "-pk").values_list("pk", flat=True)
    Tally.objects.filter(pk__in=list(kept[_MOST:])).delete()


def _counted_on(asked: Asked, row: Tally, last: int) -> Counted | None:
    """Count what the lines after those that a tally knows bear on; None where that is most of it, or cannot be told apart."""
    units = _borne_on(asked, row.seq, last)
    if units is None:
        return None
    known = stored.tallies_from(row.board)
    members, anew = {unit["unit"] for unit in asked.units}, set[str]()
    left = units & members
    if not left:
        if last - row.seq > _IDLE and Tally.objects.filter(pk=row.pk, seq=row.seq).update(seq=last):
            row.seq = last
        return _as_kept(asked, row, last)
    found = known
    while left:
        anew |= left
        if 2 * len(anew) > len(members):
            return None
        facts = _facts_for(asked, anew, last)
        with scoring.uncollected(len(facts)):
            found, left = tallies.tally_again(asked.plan, facts, asked.members, asked.period, anew, known)
    made = kept_of(asked, found, last, anew, row.board)
    # The lines of all others stand as they were.
    made.pk, made.kept, made.anew = row.pk, row.seq, partial(count, asked, last)
    return made


def _as_kept(asked: Asked, row: Tally, seq: int) -> Counted:
    """Return what is kept, which is true as of that line."""
    return Counted(row.board, seq, row.pk, kept=row.seq, anew=partial(count, asked, seq))


def _borne_on(asked: Asked, after: int, last: int) -> set[str] | None:
    """Return the units that lines after one, up to another, bear on; None for all."""
    units, near = set[str](), set[int]()
    for told in _BEARING.ask(asked.kinds, office=asked.jurisdiction.pk, after=after, last=last, to_on=asked.to_on):
        for kind, unit, to, *matters in (told[:5], told[5:]):
            if kind in _UNDOING:
                return None
            units |= {each for each in (unit, to) if each}
            near |= {each for each in matters if each}
    if not units and not near:
        return units
    if not tallies.can_tell_apart(asked.plan):
        return None
    if near:
        others = _facts(asked, last).filter(matter__in=near).values_list("unit__code", "data__fact__to").distinct()
        units |= {each for pair in others for each in pair if each}
    return _together(asked.changes, units)


def _bearing(
    kinds: frozenset[str], office: int, after: int, last: int, to_on: datetime.date
) -> QuerySet[JournalLine, tuple[Any, ...]]:
    lines = JournalLine.objects.filter(jurisdiction=office, seq__gt=after, seq__lte=last)
    lines = lines.filter(Q(kind__in=kinds, on__lte=to_on) | Q(amends__isnull=False))
    columns = ("kind", "unit__code", "data__fact__to", "matter", "matter__parent")
    return lines.values_list(*columns, *(f"amends__{column}" for column in columns))


_BEARING = Prepared(
    _bearing,
    office=987_654_321_210_002,
    after=987_654_321_210_003,
    last=987_654_321_210_004,
    to_on=datetime.date(9876, 5, 31),
)


def _together(changes: Sequence[Change], units: set[str]) -> set[str]:
    """Return units with those whose facts they have, or who have theirs, by a reorganisation."""
    while True:
        more = set[str]()
        for change in changes:
            group = {*change.of, change.main, *change.heirs.values()} - {""}
            if group & units:
                more |= group
        if more <= units:
            return units
        units = units | more


def _facts(asked: Asked, last: int) -> Any:
    lines = JournalLine.objects.exclude(kind="").filter(kind__in=asked.kinds, on__lte=asked.to_on, seq__lte=last)
    return lines.order_by()


def _facts_for(asked: Asked, units: Collection[str], last: int) -> list[Fact]:
    """Return all facts of some units, and all on matters that these have facts on, on their parts and on what they are parts of."""
    about = _about(asked, _together(asked.changes, set(units)), last)
    codes = {unit["unit"] for unit in asked.units}
    rows = (
        row
        for each in about
        for row in rows_of(
            asked.jurisdiction, codes, asked.changes, asked.from_on, asked.to_on, asked.kinds, upto=last, about=each
        )
    )
    return engine_facts.facts_from(rows, words=asked.document.words)


def _about(asked: Asked, units: Collection[str], last: int) -> Iterator[Q]:
    """Yield conditions on lines: those of the units, and those of others on the same matters."""
    keys = list(asked.jurisdiction.units.filter(code__in=units).values_list("pk", flat=True))
    yield Q(unit__in=keys)
    facts = _facts(asked, last)
    own = set(facts.filter(unit__in=keys, matter__isnull=False).values_list("matter", flat=True).distinct())
    passed = facts.filter(jurisdiction=asked.jurisdiction, kind="transferred", data__fact__to__in=list(units))
    own |= set(passed.values_list("matter", flat=True))
    if asked.document.words.is_open:
        matters = Matter.objects.filter(jurisdiction=asked.jurisdiction)
        wholes = matters.filter(pk__in=own, parent__isnull=False).values_list("parent", flat=True)
        own |= {*wholes, *matters.filter(parent__in=own).values_list("pk", flat=True)}
    yield Q(matter__in=own) & ~Q(unit__in=keys)
