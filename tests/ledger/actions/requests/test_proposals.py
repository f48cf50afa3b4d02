"""Proposals: ask, sign in order, take back; nothing takes effect before the last signature."""

import datetime

import pytest

from duban.ledger.actions.requests import proposals
from duban.ledger.by import By
from duban.ledger.models import JournalLine, Proposal
from duban.ledger.models.matters import State
from duban.ledger.refusals import Conflict, Forbidden, Refused
from tests import cast, stories

AT = cast.at()
LATER = datetime.date(2026, 5, 20)
pytestmark = pytest.mark.django_db


def _sent(office, **more):
    return stories.matter(office, due_on="2026-04-30", **more)


def _extend(office, matter, until=LATER, reason="设备到货推迟", at=AT):
    return proposals.ask("extension", of=stories.held(matter), until=until, reason=reason, by=By(office.liaison, at))


def _sign(proposal, actor, agree=True, reason=""):
    return proposals.sign_proposal(proposal=proposal, agree=agree, reason=reason, by=By(actor, AT))


@pytest.mark.feature("extension_approval")
def test_an_extension_waits_for_the_leader_and_then_moves_the_date(office):
    made = _sent(office)
    asked = _extend(office, made)
    assert [(each.role, each.officer) for each in asked.signatures.all()] == [("leader", office.leader)]
    assert asked.clause == "附件2 三5"
    assert stories.held(made).due_on == datetime.date(2026, 4, 30)
    assert _sign(asked, office.leader).outcome == "carried_out"
    held = stories.held(made)
    made.refresh_from_db()
    assert (held.due_on, made.due_on) == (LATER, LATER)
    line = JournalLine.objects.get(kind="extended")
    assert line.data["fact"] == {"due": "2026-05-20"}
    assert held.deadlines.get(on=datetime.date(2026, 4, 30)).lifted_on == AT.date()


def test_an_extension_comes_once_within_two_months_and_with_a_reason(office):
    made = _sent(office)
    for until, reason, field in (
        (datetime.date(2026, 4, 30), "x", "until"),
        (datetime.date(2026, 7, 1), "x", "until"),
        (LATER, " ", "reason"),
    ):
        with pytest.raises(Refused) as caught:
            _extend(office, made, until, reason)
        assert caught.value.field == field
    asked = _extend(office, made)
    with pytest.raises(Conflict):
        _extend(office, made)
    _sign(asked, office.leader)
    with pytest.raises(Refused, match="只能延期一次") as caught:
        _extend(office, made, datetime.date(2026, 6, 10))
    assert caught.value.clause == "附件2 三5" and caught.value.possible


def test_only_the_signer_whose_turn_it_is_signs_and_a_no_needs_a_reason(office):
    asked = _extend(office, _sent(office))
    for other in (office.other_leader, office.principal, office.clerk, office.head):
        with pytest.raises(Forbidden):
            _sign(asked, other)
    with pytest.raises(Refused) as caught:
        _sign(asked, office.leader, agree=False)
    assert caught.value.field == "reason"
    refused = _sign(asked, office.leader, agree=False, reason="理由不充分")
    assert refused.outcome == "refused"
    assert JournalLine.objects.latest("seq").verb == "proposal.refused"
    with pytest.raises(Conflict):
        _sign(asked, office.leader)


@pytest.mark.feature("write_off_approval")
def test_a_write_off_needs_two_leaders_in_order(office):
    made = _sent(office)
    asked = proposals.ask("write_off", of=stories.held(made), reason="政策已调整", by=By(office.liaison, AT))
    with pytest.raises(Forbidden):
        _sign(asked, office.principal)
    assert _sign(asked, office.leader).outcome == "open"
    assert stories.held(made).stage == "to_accept"
    _sign(asked, office.principal)
    made.refresh_from_db()
    assert (stories.held(made).stage, made.state) == ("written_off", State.CLOSED)
    assert JournalLine.objects.filter(kind="written_off", unit=office.units[0]).count() == 1


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
    _sign(asked, office.leader)
    proposals.sign_proposal(proposal=asked, agree=True, by=By(office.other_leader, cast.at("2026-04-10 09:00")))
    new = stories.held(made, office.units[1])
    assert stories.held(made, office.units[0]).stage == "transferred"
    assert (new.stage, new.due_on) == ("to_accept", datetime.date(2026, 5, 10))


def test_what_is_settled_takes_its_proposals_with_it(office):
    made = _sent(office)
    asked = _extend(office, made)
    stories.complete(office, made, AT)
    asked.refresh_from_db()
    assert asked.outcome == "withdrawn"
    with pytest.raises(Conflict):
        _sign(asked, office.leader)
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


def test_a_step_is_proposed_only_when_it_is_open_and_never_carries_itself_out(office):
    early = _sent(office)
    with pytest.raises(Refused, match="还没有到这一步") as caught:
        proposals.ask("step", of=stories.held(early), step="circular", reason="x", by=By(office.clerk, AT))
    assert caught.value.possible == "暂无可启动的督办措施。"
    late = stories.matter(office, due_on="2026-03-20", at=cast.at("2026-03-02 09:00"))
    with pytest.raises(Refused) as caught:
        proposals.ask("step", of=stories.held(late), step="interview", reason="x", by=By(office.clerk, AT))
    assert "circular" in caught.value.possible or "通报" in caught.value.possible
    step = proposals.ask("step", of=stories.held(late), step="circular", reason="逾期", by=By(office.clerk, AT))
    assert (step.outcome, step.clause, step.open_since) == ("open", "四(二)4", datetime.date(2026, 3, 21))
    with pytest.raises(Forbidden, match="自己提出"):
        own = Proposal.objects.get(pk=step.pk)
        Proposal.objects.filter(pk=step.pk).update(proposed_by=office.leader)
        _sign(own, office.leader)
    Proposal.objects.filter(pk=step.pk).update(proposed_by=office.clerk)
    assert _sign(step, office.leader).outcome == "approved"
    assert not JournalLine.objects.filter(kind="step").exists()
