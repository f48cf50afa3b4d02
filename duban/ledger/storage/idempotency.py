"""The same form twice makes one thing: a form's key is claimed inside the transaction of its act."""

import datetime

from django.db import IntegrityError, transaction

from duban.ledger.models import Submission
from duban.people.models import Officer


class AlreadyDone(Exception):
    """This form was handed in before; `went_to` is where it led."""

    def __init__(self, went_to: str) -> None:
        super().__init__(went_to)
        self.went_to = went_to


def claim_submission(*, key: str, actor: Officer, at: datetime.datetime) -> Submission:
    """Claim a form's key, inside the transaction of the act that it carries. Raises AlreadyDone where it was claimed before.

    A second sender waits at the unique key until the first has committed; it then learns where the first one went.
    """
    try:
        with transaction.atomic():
            return Submission.objects.create(officer=actor, key=key, at=at)
    except IntegrityError:
        raise AlreadyDone(Submission.objects.get(officer=actor, key=key).went_to) from None


def settle_submission(submission: Submission, went_to: str) -> None:
    """Note where the sender of a claimed form is led."""
    submission.went_to = went_to
    submission.save(update_fields=["went_to"])
