"""Rows of plain data: what changed, and a name that is taken."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model

from duban.ledger.refusals import Refused


def change(row: Model, **values: Any) -> dict[str, Any]:
    """Set the values on the row and return what changed, as [before, after]."""
    changes = {}
    for name, value in values.items():
        before = getattr(row, name)
        if before != value:
            changes[name] = [_plain(before), _plain(value)]
            setattr(row, name, value)
    return changes


def save_once(row: Model, taken: str, field: str) -> None:
    """Save the row. Raises Refused with the sentence `taken` where a unique name is taken."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(taken, field=field) from None


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else value
