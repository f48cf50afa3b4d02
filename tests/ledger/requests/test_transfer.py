"""Transfer: another unit takes over, and has its time."""

import datetime

import pytest

from duban.ledger.actions.requests import proposals
from duban.ledger.by import By
from duban.ledger.refusals import Refused
from tests import cast, stories

AT = cast.at()
pytestmark = pytest.mark.django_db


def _sent(office, **more):
    return stories.matter(office, due_on="2026-04-30", **more)


@pytest.mark.feature("transfer_approval")
def test_a_transfer_is_signed_by_both_sides_and_leaves_the_new_unit_its_time(office):
    made = _sent(office)
    with pytest.raises(Refused) as caught:
        proposals.ask("transfer", of=stories.held(made), to=office.units[0], reason="x", by=By(office.liaison, AT))
    assert caught.value.field == "to"
    asked = proposals.ask(
        "transfer", of=stories.held(made), to=office.units[1], reason="职责划转", by=By(office.liaison, AT)
    )
    assert [each.officer for each in asked.signatures.order_by("order")] == [
        office.leader,
        office.other_leader,
    ]
    stories.sign_as(asked, office.leader)
    proposals.sign_proposal(proposal=asked, agree=True, by=By(office.other_leader, cast.at("2026-04-10 09:00")))
    new = stories.held(made, office.units[1])
    assert stories.held(made, office.units[0]).stage == "transferred"
    assert (new.stage, new.due_on) == ("to_accept", datetime.date(2026, 5, 10))
