"""Senders of appeals: hand out what is kept of one person, erase who they are. The matter stays, and so does what was done."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from duban.ledger import conditions, journal
from duban.ledger.models import Appeal
from duban.ledger.privacy import anonymous, key_of_text, without_sender
from duban.ledger.queries.public import senders
from duban.ledger.refusals import refuse_if
from duban.people.models import Officer


@transaction.atomic
def export_sender(*, appeal: Appeal, actor: Officer | None, at: datetime.datetime) -> dict[str, Any]:
    """Return what is kept of the sender of an appeal; that it was handed out is a line. `actor` None: at the command line."""
    known = senders.known_of(appeal)
    data = {"number": appeal.number, "appeals": len(known["诉求"])}
    journal.record("sender.exported", jurisdiction=appeal.jurisdiction, of=appeal, actor=actor, at=at, data=data)
    return known


@transaction.atomic
def erase_sender(
    *, appeal: Appeal, actor: Officer | None, at: datetime.datetime, text: str = "", alone: bool = False
) -> int:
    """Erase who wrote an appeal and (unless `alone`) the others of the same person: name, contact, what finds them, what names them in rows that may change.

    `text` is what stays of this appeal's words, where the office took out more than names, numbers and the house. Return how many lines
    of the journal still name the sender. Raises Refused, and erases nothing, where one of the appeals was not answered yet.
    """
    found = Appeal.objects.select_for_update(of=("self",), no_key=True)
    group = [appeal.pk] if alone else list(senders.appeals_of_sender(appeal).values_list("pk", flat=True))
    held = list(found.filter(pk__in=group).select_related("jurisdiction", "matter").order_by("id"))
    open_ones = [each for each in held if each.erased_on is None]
    for each in open_ones or held:
        refuse_if(conditions.public.erasing(each))
    return sum(_erase(each, actor, at, text if each.pk == appeal.pk else "") for each in open_ones)


def _erase(appeal: Appeal, actor: Officer | None, at: datetime.datetime, text: str) -> int:
    rows = list(senders.naming(appeal))
    for row, clean in rows:
        for name, value in clean.items():
            setattr(row, name, value)
        row.save(update_fields=list(clean))
    left = senders.lines_naming(appeal)
    who = {"person": appeal.person, "contact": appeal.contact}
    said = appeal.text
    appeal.text = anonymous(text.strip() or said, **who)
    appeal.masked_text, appeal.text_key = appeal.text, key_of_text(appeal.text)
    appeal.reply = without_sender(appeal.reply, said=said, **who)
    appeal.person = appeal.contact = appeal.contact_key = appeal.sender_keys = appeal.earlier = ""
    appeal.erased_on = timezone.localdate(at)
    appeal.version += 1
    appeal.save()
    journal.record(
        "sender.erased",
        jurisdiction=appeal.jurisdiction,
        of=appeal,
        actor=actor,
        at=at,
        data={"number": appeal.number, "rows": [f"{row._meta.model_name}:{row.pk}" for row, _ in rows], "lines": left},
    )
    return left
