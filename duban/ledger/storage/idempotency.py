"""The same form twice makes one thing: a form's key is claimed inside the transaction of its act."""

import datetime

from django.db import connection

from duban.ledger.models import Submission
from duban.people.models import Officer


class AlreadyDone(Exception):
    """This form was handed in before; `went_to` is where it led."""

    def __init__(self, went_to: str) -> None:
        super().__init__(went_to)
        self.went_to = went_to


def claim_submission(*, key: str, actor: Officer, at: datetime.datetime) -> int:
    """Claim a form's key, inside the transaction of the act that it carries, and return the claim. Raises AlreadyDone where it was claimed before.

    A second sender waits at the unique key until the first has committed; it then learns where the first one went.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, (key, actor.pk, connection.ops.adapt_datetimefield_value(at)))
        claimed: tuple[int] | None = cursor.fetchone()
    if claimed is None:
        raise AlreadyDone(Submission.objects.get(officer=actor, key=key).went_to)
    return claimed[0]


def settle_submission(claimed: int, went_to: str) -> None:
    """Note where the sender of a claimed form is led."""
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE, (went_to, claimed))


# Every act begins and ends with them. A key that is taken is no error: after one PostgreSQL would have nothing more asked in the transaction.
_CLAIM = (
    f"INSERT INTO {Submission._meta.db_table} (key, officer_id, went_to, at) VALUES (%s, %s, '', %s) "  # nosec B608  # our own table
    "ON CONFLICT (officer_id, key) DO NOTHING RETURNING id"
)
_SETTLE = f"UPDATE {Submission._meta.db_table} SET went_to = %s WHERE id = %s"  # nosec B608  # our own table
