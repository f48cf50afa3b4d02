"""Undo a decision within a minute: all of it or nothing, and never what is out of the house."""

import datetime

import pytest

from duban.ledger import journal
from duban.ledger.actions.matters import urges
from duban.ledger.actions.office import messages
from duban.ledger.actions.requests import batches, proposals, undoing
from duban.ledger.actions.upkeep import row_records
from duban.ledger.audit import integrity
from duban.ledger.by import By
from duban.ledger.models import JournalLine, Message
from duban.ledger.refusals import Conflict, Forbidden, Refused
from tests import cast, stories

pytestmark = pytest.mark.django_db
AT = cast.at()
SOON = AT + datetime.timedelta(seconds=59)


def _ask(office, name="extension", **given):
    made = stories.matter(office, due_on="2026-04-30")
    given = given or {"until": stories.day("2026-05-20")}
    return proposals.ask(name, of=stories.held(made), reason="设备到货推迟", by=By(office.liaison, AT), **given)


def _undo(proposal, officer, at=SOON):
    (found,) = undoing.undo_decisions(proposals=[proposal], by=By(officer, at))
    return found


def test_an_extension_that_was_granted_is_as_if_it_had_not_been_and_both_lines_stay(office):
    row_records.record_rows(jurisdiction=office.jurisdiction, at=AT)
    asked = _ask(office)
    before = list(stories.held(asked.assignment.matter).deadlines.values("what", "on", "lifted_on", "met_on"))
    stories.sign_as(asked, office.leader)
    assert str(stories.held(asked.assignment.matter).due_on) == "2026-05-20"
    assert _undo(asked, office.leader).outcome == "open"
    held = stories.held(asked.assignment.matter)
    assert (
        str(held.due_on) == "2026-04-30" and list(held.deadlines.values("what", "on", "lifted_on", "met_on")) == before
    )
    verbs = list(JournalLine.objects.order_by("seq").values_list("verb", flat=True))
    assert verbs[-4:] == ["proposal.signed", "assignment.extended", "fact.fell", "proposal.undone"]
    assert not [row for row in journal.fact_rows(office.jurisdiction) if row["kind"] == "extended"]
    assert [str(each) for each in integrity.verify([office.jurisdiction], integrity.Figures())] == []
    # The unit hears of both, and what was granted is granted anew.
    messages.derive_messages(jurisdiction=office.jurisdiction, at=SOON)
    told = list(Message.objects.filter(officer=office.liaison).order_by("id").values_list("text", flat=True))
    assert any("已批准延期" in each for each in told) and any("签批已撤销" in each for each in told)
    stories.sign_as(asked, office.leader)
    assert str(stories.held(asked.assignment.matter).due_on) == "2026-05-20"


def test_a_refusal_and_a_signature_before_the_last_wait_again(office):
    asked = _ask(office, "write_off", **{})
    stories.sign_as(asked, office.leader)
    assert _undo(asked, office.leader).outcome == "open"
    stories.sign_as(asked, office.leader, agree=False, reason="理由不充分")
    with pytest.raises(Forbidden, match="自己的签批"):
        _undo(asked, office.principal)
    assert _undo(asked, office.leader).signatures.get(order=1).reason == ""


def test_after_a_minute_or_once_somebody_went_on_it_stands(office):
    asked = _ask(office)
    stories.sign_as(asked, office.leader)
    for at in (AT + datetime.timedelta(seconds=61), AT - datetime.timedelta(seconds=1)):
        with pytest.raises(Refused, match="超过一分钟"):
            _undo(asked, office.leader, at)
    urges.urge_unit(assignment=stories.held(asked.assignment.matter), channel="phone", by=By(office.clerk, AT))
    with pytest.raises(Conflict, match="据此办理"):
        _undo(asked, office.leader)
    asked.refresh_from_db()
    assert asked.outcome == "carried_out"


def test_what_gave_a_paper_its_number_is_not_undone(office):
    asked = _ask(office, "transfer", to=office.units[1])
    for signature in asked.signatures.order_by("order"):
        stories.sign_as(asked, signature.officer or office.principal)
    asked.refresh_from_db()
    assert asked.outcome == "carried_out"
    with pytest.raises(Refused, match="编号制发文书"):
        _undo(asked, asked.signatures.order_by("order").last().officer)


def test_what_was_signed_together_is_undone_together(db):
    county = cast.office("county-plan", slug="county")
    made = [stories.matter(county, due_on="2026-06-30", dispatched=False) for _ in range(3)]
    asked = batches.ask_starts(matters=made, reason="县长要求", by=By(county.clerk, AT))
    batches.sign_each(chosen=asked, agree=True, by=By(county.leader, AT))
    undone = undoing.undo_decisions(proposals=asked, by=By(county.leader, SOON))
    assert {each.outcome for each in undone} == {"open"}
    with pytest.raises(Refused):
        undoing.undo_decisions(proposals=[], by=By(county.leader, SOON))
    with pytest.raises(Refused, match="还没有签批"):
        _undo(asked[0], county.leader)
