"""The wall (大屏) of an office: its address made, shown once, and withdrawn. Who has the address sees the figures that everybody in the building may see, and nothing else."""

import secrets

from django.db import transaction

from duban.ledger import access, journal
from duban.ledger.by import By
from duban.ledger.queries.accounts.tokens import digest_of
from duban.ledger.refusals import Refused
from duban.people.models import Jurisdiction


@transaction.atomic
def open_wall(*, jurisdiction: Jurisdiction, by: By) -> str:
    """Make the address of the office's wall and end the one before; return its secret, which is shown once."""
    access.require(by.officer, "keep_wall")
    held = Jurisdiction.objects.select_for_update(no_key=True).get(pk=jurisdiction.pk)
    secret = secrets.token_urlsafe(32)
    held.wall = digest_of(secret)
    held.save(update_fields=["wall"])
    journal.record("wall.opened", jurisdiction=held, of=held, actor=by.officer, at=by.at)
    return secret


@transaction.atomic
def close_wall(*, jurisdiction: Jurisdiction, by: By) -> None:
    """Withdraw the address of the office's wall at once. Raises Refused where there is none."""
    access.require(by.officer, "keep_wall")
    held = Jurisdiction.objects.select_for_update(no_key=True).get(pk=jurisdiction.pk)
    if not held.wall:
        raise Refused("大屏没有地址", possible="需要时重新生成。")
    held.wall = ""
    held.save(update_fields=["wall"])
    journal.record("wall.closed", jurisdiction=held, of=held, actor=by.officer, at=by.at)
