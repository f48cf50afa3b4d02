"""The guide of the first day on one's desk. Whether it still stands there is a private matter: the journal does not tell of it."""

from django.db import transaction

from duban.people.models import Officer


@transaction.atomic
def put_guide_away(*, officer: Officer) -> None:
    """Take the guide off the officer's desk; under 使用说明 it can be read again. Done twice, it changes nothing."""
    officer.guide_put_away = True
    officer.save(update_fields=["guide_put_away"])


@transaction.atomic
def take_guide_out(*, officer: Officer) -> None:
    """Put the guide on the officer's desk again. Done twice, it changes nothing."""
    officer.guide_put_away = False
    officer.save(update_fields=["guide_put_away"])
