"""Readings: where a document is silent or contradicts itself, the office head says how it is read here."""

from django.db import transaction

from duban.ledger import journal
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.refusals import Conflict, Refused
from duban.people.models import Jurisdiction


@transaction.atomic
def choose_reading(*, jurisdiction: Jurisdiction, ambiguity: str, reading: str, was: str, by: By) -> Jurisdiction:
    """Choose how this jurisdiction reads an ambiguity; who chose and when stays in the journal.

    It holds for drafts from now on: what was published stays. `was` is the reading that the page showed. Raises Refused where
    the document has no such ambiguity, no such reading, or no choice about it; Conflict where it changed meanwhile.
    """
    jurisdiction = Jurisdiction.objects.select_for_update(no_key=True).get(pk=jurisdiction.pk)
    regime = Governed.of(jurisdiction).document
    known = {each.id: each for each in regime.readings}
    if ambiguity not in known or reading not in known[ambiguity].readings:
        raise Refused("办法里没有这处执行口径", possible="请在“制度”页选择所列的执行口径。")
    if not known[ambiguity].switch:
        raise Refused("这处执行口径不能改选", clause=known[ambiguity].clauses[0])
    before = jurisdiction.choices.get(ambiguity, known[ambiguity].chosen)
    if before != was:
        raise Conflict("别人刚刚改过这处执行口径", possible="请刷新后再看。")
    if before == reading:
        return jurisdiction
    jurisdiction.choices = {**jurisdiction.choices, ambiguity: reading}
    jurisdiction.save(update_fields=["choices"])
    data = {"ambiguity": ambiguity, "before": before, "after": reading}
    journal.record("reading.chosen", jurisdiction=jurisdiction, of=jurisdiction, actor=by.officer, at=by.at, data=data)
    return jurisdiction
