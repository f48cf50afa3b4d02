"""Write-off: what cannot be done is struck off."""

import pytest

from duban.ledger.actions.requests import proposals
from duban.ledger.by import By
from duban.ledger.models import JournalLine
from duban.ledger.models.matters import State
from duban.ledger.refusals import Forbidden
from tests import cast, stories

AT = cast.at()
pytestmark = pytest.mark.django_db


def _sent(office, **more):
    return stories.matter(office, due_on="2026-04-30", **more)


@pytest.mark.feature("write_off_approval")
def test_a_write_off_needs_two_leaders_in_order(office):
    made = _sent(office)
    asked = proposals.ask("write_off", of=stories.held(made), reason="政策已调整", by=By(office.liaison, AT))
    with pytest.raises(Forbidden):
        stories.sign_as(asked, office.principal)
    assert stories.sign_as(asked, office.leader).outcome == "open"
    assert stories.held(made).stage == "to_accept"
    stories.sign_as(asked, office.principal)
    made.refresh_from_db()
    assert (stories.held(made).stage, made.state) == ("written_off", State.CLOSED)
    assert JournalLine.objects.filter(kind="written_off", unit=office.units[0]).count() == 1
