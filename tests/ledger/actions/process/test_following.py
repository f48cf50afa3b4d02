"""What follows a step: interview, papers, exposure; a step is dated between its proposal and today, and by the day on which it was held."""

import datetime

import pytest

from duban.ledger.actions.requests import proposals
from duban.ledger.by import By
from duban.ledger.models import Consequence
from duban.ledger.refusals import Refused
from tests import cast, stories

pytestmark = pytest.mark.django_db


def _exposed(office, at):
    """The exposure of Sanmenxia's second step, approved on the 31st of March."""
    made = stories.matter(office, due_on="2026-03-20", at=cast.at("2026-03-02 09:00"))
    for step, on in (("circular", "2026-03-23 09:00"), ("criticism_and_exposure", "2026-03-31 09:00")):
        by = By(office.clerk, cast.at(on))
        asked = proposals.ask("step", of=stories.held(made), step=step, reason="逾期", by=by)
        stories.sign(asked, cast.at(on))
        if step == "circular":
            proposals.carry_out(proposal=asked, by=by)
    return lambda **more: proposals.carry_out(
        proposal=asked, by=By(office.clerk, cast.at(at)), authority="prefecture", **more
    )


def test_a_step_is_held_neither_before_it_was_asked_for_nor_in_days_to_come(office):
    carry = _exposed(office, "2026-04-03 09:00")
    for held_on in (None, datetime.date(2026, 3, 30), datetime.date(2026, 4, 4)):
        with pytest.raises(Refused) as caught:
            carry(held_on=held_on, medium="市电视台")
        assert (caught.value.field, caught.value.clause) == ("held_on", "四(二)4")
    with pytest.raises(Refused) as caught:
        carry(held_on=datetime.date(2026, 4, 1))
    assert caught.value.field == "medium"
    carry(held_on=datetime.date(2026, 4, 1), medium="市电视台")
    shown = Consequence.objects.get()
    assert (shown.kind, shown.place, shown.held_on) == ("media_exposure", "市电视台", datetime.date(2026, 4, 1))
