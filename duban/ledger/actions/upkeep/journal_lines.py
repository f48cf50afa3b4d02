"""Many lines of the journal at once: the same lines, in the same order, as one after the other."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from duban.ledger import failures, journal
from duban.ledger.models import JournalLine, Matter
from duban.ledger.privacy import without_numbers
from duban.ledger.storage import locking
from duban.ledger.verbs import VERBS
from duban.people import noting, tracking
from duban.people.models import Jurisdiction, Officer, Unit


@dataclass(frozen=True)
class Entry:
    """One of many lines: what `record` takes for one, and the rows that it carries, its own record first."""

    of: models.Model
    unit: Unit | None = None
    matter: Matter | None = None
    data: Mapping[str, object] | None = None
    effect: journal.Effect | None = None
    rows: Sequence[models.Model] = ()


@transaction.atomic(savepoint=False)
def record_all(
    verb: str,
    entries: Sequence[Entry],
    *,
    jurisdiction: Jurisdiction,
    actor: Officer | None,
    at: datetime.datetime,
) -> list[JournalLine]:
    """Append a line for each entry, in their order, and return them: the same lines as `record` makes one by one.

    Each carries the rows that its entry names; the first one everything else that was written with them.
    """
    VERBS[verb]
    chain, today, written = locking.hold_chain(jurisdiction), timezone.localdate(at), tracking.take()
    own = [_taken(entry, written) for entry in entries]
    lines = []
    for number, entry in enumerate(entries):
        effect = entry.effect or journal.Effect()
        fact = {"fact": effect.fact or {}} if effect.kind else {}
        beside = journal.carried(actor, {**own[number], **({} if number else written)})
        line = JournalLine(
            jurisdiction=jurisdiction, verb=verb, at=at, on=effect.on or today, actor=actor, unit=entry.unit,
            matter=entry.matter, of=JournalLine.of_record(entry.of), kind=effect.kind,
            data={**without_numbers({**(entry.data or {}), **fact}), **beside}, amends=effect.amends, key=effect.key,
        )  # fmt: skip
        journal.hang(line, chain)
        lines.append(line)
        if effect.kind or effect.amends is not None:
            noting.note(effect.amends.on if effect.amends is not None else line.on)
    made = JournalLine.objects.bulk_create(lines, batch_size=500)
    chain.save(update_fields=["seq", "head"])
    failures.note_commit()
    return made


def record_each(
    verb: str, *, jurisdiction: Jurisdiction, matters: Sequence[Matter], actor: Officer, at: datetime.datetime
) -> None:
    """Append one line for each of many matters, in their order, each with its own row."""
    entries = [Entry(of=matter, matter=matter, rows=[matter]) for matter in matters]
    record_all(verb, entries, jurisdiction=jurisdiction, actor=actor, at=at)


def _taken(entry: Entry, written: dict[str, Any]) -> dict[str, Any]:
    """Take out of what was written the rows that an entry names."""
    keys = [JournalLine.of_record(row) for row in entry.rows]
    return {key: written.pop(key) for key in keys if key in written}
