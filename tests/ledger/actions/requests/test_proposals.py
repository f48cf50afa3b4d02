"""Proposals: ask, sign in order, take back; nothing takes effect before the last signature."""

import datetime

import pytest

from duban.ledger.actions.requests import proposals
from duban.ledger.by import By
from duban.ledger.models import JournalLine
from duban.ledger.refusals import Conflict, Forbidden, Refused
from tests import cast, stories

AT = cast.at()
LATER = datetime.date(2026, 5, 20)
pytestmark = pytest.mark.django_db


def _sent(office, **more):
    return stories.matter(office, due_on="2026-04-30", **more)


def _extend(office, matter, until=LATER, reason="设备到货推迟", at=AT):
    return proposals.ask("extension", of=stories.held(matter), until=until, reason=reason, by=By(office.liaison, at))


def test_only_the_signer_whose_turn_it_is_signs_and_a_no_needs_a_reason(office):
    asked = _extend(office, _sent(office))
    for other in (office.other_leader, office.principal, office.clerk, office.head):
        with pytest.raises(Forbidden):
            stories.sign_as(asked, other)
    with pytest.raises(Refused) as caught:
        stories.sign_as(asked, office.leader, agree=False)
    assert caught.value.field == "reason"
    refused = stories.sign_as(asked, office.leader, agree=False, reason="理由不充分")
    assert refused.outcome == "refused"
    assert JournalLine.objects.latest("seq").verb == "proposal.refused"
    with pytest.raises(Conflict):
        stories.sign_as(asked, office.leader)


def test_what_is_settled_takes_its_proposals_with_it(office):
    made = _sent(office)
    asked = _extend(office, made)
    stories.complete(office, made, AT)
    asked.refresh_from_db()
    assert asked.outcome == "withdrawn"
    with pytest.raises(Conflict):
        stories.sign_as(asked, office.leader)
    with pytest.raises(Refused, match="了结"):
        _extend(office, made)


def test_a_cooperating_unit_asks_for_nothing(office):
    made = _sent(office, support=office.units[3:4])
    with pytest.raises(Refused, match="牵头单位"):
        proposals.ask("write_off", of=stories.held(made, office.units[3]), reason="x", by=By(office.liaison, AT))


def test_only_ones_own_side_takes_a_proposal_back(office):
    asked = _extend(office, _sent(office))
    for other in (office.other_liaison, office.clerk, office.leader):
        with pytest.raises(Forbidden):
            proposals.withdraw_proposal(proposal=asked, by=By(other, AT))
    assert proposals.withdraw_proposal(proposal=asked, by=By(office.unit_head, AT)).outcome == "withdrawn"
    with pytest.raises(Conflict):
        proposals.withdraw_proposal(proposal=asked, by=By(office.liaison, AT))


def test_a_signer_is_reminded_once_a_day_and_it_is_counted(office):
    made = stories.matter(office, due_on="2026-04-30")
    asked = proposals.ask("write_off", of=stories.held(made), reason="x", by=By(office.liaison, AT))
    assert proposals.remind_signer(proposal=asked, by=By(office.clerk, AT)).reminders == 1
    with pytest.raises(Conflict):
        proposals.remind_signer(proposal=asked, by=By(office.clerk, AT))
    again = proposals.remind_signer(proposal=asked, by=By(office.clerk, cast.at("2026-04-01 09:00")))
    assert (again.reminders, again.reminded_on, again.role) == (2, datetime.date(2026, 4, 1), "leader")
    proposals.withdraw_proposal(proposal=asked, by=By(office.liaison, AT))
    with pytest.raises(Conflict):
        proposals.remind_signer(proposal=asked, by=By(office.clerk, cast.at("2026-04-02 09:00")))
