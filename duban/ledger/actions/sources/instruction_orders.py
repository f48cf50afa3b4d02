"""An instruction that becomes a matter at once: entered, registered, and sent out or put up for its approval, all of it or nothing."""

import datetime
from dataclasses import dataclass

from django.db import models, transaction

from duban.ledger.actions.matters import matters
from duban.ledger.actions.matters.orders import Order
from duban.ledger.actions.requests import batches
from duban.ledger.actions.sources import instructions
from duban.ledger.by import By
from duban.ledger.models import Matter
from duban.people.models import Jurisdiction, Officer


class Then(models.TextChoices):
    """What follows the registration at once."""

    DISPATCH = "dispatch", "交办"
    ASK = "ask", "提请立项审批"
    KEEP = "keep", "暂不交办"


@dataclass(frozen=True)
class Given:
    """What a leader wrote, whose it is, and when; a leader above has no account."""

    leader: Officer | None
    text: str
    given_on: datetime.date
    superior: instructions.Superior | None = None
    scan: instructions.Scan | None = None


@transaction.atomic
def register_at_once(
    *,
    jurisdiction: Jurisdiction,
    given: Given,
    order: Order,
    by: By,
    date_reason: str = "",
    then: str = Then.KEEP,
    accept_by: datetime.date | None = None,
) -> Matter:
    """Enter an instruction, register its matter and do what follows. Raises Refused as each of these acts does, and nothing is kept."""
    instruction = instructions.give_instruction(
        jurisdiction=jurisdiction,
        leader=given.leader,
        text=given.text,
        given_on=given.given_on,
        superior=given.superior,
        scan=given.scan,
        by=by,
    )
    matter = instructions.register_instruction(instruction=instruction, order=order, date_reason=date_reason, by=by)
    if then == Then.DISPATCH:
        matters.dispatch_matter(matter=matter, accept_by=accept_by, by=by)
    elif then == Then.ASK:
        batches.ask_starts(matters=[matter], reason=instruction.cited, by=by)
    return matter
