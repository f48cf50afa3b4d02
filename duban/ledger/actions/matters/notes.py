"""Notes of the office on a matter (内部记事): for colleagues and leaders, never for units."""

from django.db import transaction

from duban.ledger import conditions, journal
from duban.ledger.by import By
from duban.ledger.models import Matter, Note
from duban.ledger.privacy import refuse_personal, senders_of
from duban.ledger.refusals import Refused, refuse_if
from duban.ledger.secrecy import refuse_classified
from duban.ledger.storage import locking

LONGEST = 1000


@transaction.atomic
def add_note(*, matter: Matter, text: str, by: By) -> Note:
    """Note something on a matter. Raises Refused without words, for too many, and for what bears a mark of classification."""
    matter = locking.hold_matter(matter)
    if not text.strip():
        raise Refused("请写明内容", field="text")
    if len(text.strip()) > LONGEST:
        raise Refused(f"不超过 {LONGEST} 字", field="text")
    refuse_classified(text, field="text")
    refuse_personal(text, of=senders_of(matter), field="text")
    note = Note.objects.create(matter=matter, text=text.strip(), noted_by=by.officer, noted_at=by.at)
    _record("note.added", note, matter, by)
    return note


@transaction.atomic
def withdraw_note(*, note: Note, by: By) -> Note:
    """Strike one's own note, or as head of the office any: it stands in the journal and on no page any more. Raises Forbidden for others."""
    matter = locking.hold_matter(note.matter)
    note = Note.objects.select_for_update(no_key=True).get(pk=note.pk)
    refuse_if(conditions.matters.striking_note(note, by.officer))
    note.withdrawn_at = by.at
    note.save(update_fields=["withdrawn_at"])
    _record("note.withdrawn", note, matter, by)
    return note


def _record(verb: str, note: Note, matter: Matter, by: By) -> None:
    journal.record(
        verb,
        jurisdiction=matter.jurisdiction,
        of=note,
        matter=matter,
        actor=by.officer,
        at=by.at,
        data={"noted": note.text} if verb == "note.added" else {},
    )
