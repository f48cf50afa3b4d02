"""Assignments: sign, refuse, rule."""

import datetime

import pytest

from duban.ledger.actions.matters import assignments
from duban.ledger.by import By
from duban.ledger.models import JournalLine
from duban.ledger.models.matters import State
from duban.ledger.refusals import Refused
from tests import cast, stories

AT = cast.at()
pytestmark = pytest.mark.django_db


def _sent(office, **more):
    return stories.matter(office, due_on="2026-04-30", **more)


def _refuse(office, matter, unit=None, **more):
    return assignments.refuse_assignment(
        assignment=stories.held(matter, unit),
        reason=more.pop("reason", "不属本单位职责"),
        by=By(office.liaison, more.pop("at", AT)),
        **more,
    )


@pytest.mark.feature("acceptance")
def test_signing_puts_it_in_hand_and_names_who_answers(office):
    made = _sent(office, accept_by=datetime.date(2026, 4, 3))
    held = assignments.accept_assignment(assignment=stories.held(made), by=By(office.liaison, AT), responsible="张三")
    made.refresh_from_db()
    assert (held.stage, held.responsible, made.state) == ("in_hand", "张三", State.IN_HAND)
    assert held.deadlines.get(what="acceptance").met_on == AT.date()
    line = JournalLine.objects.order_by("-seq").first()
    assert (line.verb, line.kind, line.unit) == ("assignment.accepted", "accepted", office.units[0])
    with pytest.raises(Refused, match="办理中"):
        assignments.accept_assignment(assignment=held, by=By(office.liaison, AT))


@pytest.mark.feature("objection_to_task")
def test_a_refusal_needs_a_reason_and_comes_in_time(office):
    made = _sent(office, accept_by=datetime.date(2026, 4, 3))
    with pytest.raises(Refused) as caught:
        _refuse(office, made, reason=" ")
    assert caught.value.field == "reason"
    with pytest.raises(Refused) as caught:
        _refuse(office, made, proper=office.units[0])
    assert caught.value.field == "proper"
    with pytest.raises(Refused, match="期限") as caught:
        _refuse(office, made, at=cast.at("2026-04-04 09:00"))
    assert "变更责任单位" in caught.value.possible
    held = _refuse(office, made, proper=office.units[1])
    made.refresh_from_db()
    assert (held.stage, made.state) == ("refused", State.REFUSED)
    assert JournalLine.objects.order_by("-seq").first().content == {"reason": "不属本单位职责", "proper": "乙县"}


def test_an_upheld_refusal_passes_the_matter_on_with_its_own_time(office):
    made = _sent(office)
    held = _refuse(office, made)
    with pytest.raises(Refused) as caught:
        assignments.uphold_refusal(assignment=held, by=By(office.clerk, AT))
    assert caught.value.field == "to"
    later = cast.at("2026-04-10 09:00")
    assignments.uphold_refusal(assignment=held, by=By(office.clerk, later), to=office.units[1])
    made.refresh_from_db()
    assert made.state == State.TO_ACCEPT
    assert stories.held(made, office.units[0]).stage == "transferred"
    new = stories.held(made, office.units[1])
    # Thirty days were given on 31 March; the new unit has thirty days from its own dispatch.
    assert (new.part, new.stage, new.due_on) == ("lead", "to_accept", datetime.date(2026, 5, 10))
    verbs = list(JournalLine.objects.filter(matter=made).order_by("seq").values_list("verb", flat=True))
    assert verbs[-4:] == [
        "assignment.transferred",
        "assignment.dispatched",
        "notice.issued",
        "refusal.upheld",
    ]


def test_a_rejected_refusal_counts_as_accepted(office):
    made = _sent(office)
    held = _refuse(office, made)
    with pytest.raises(Refused) as caught:
        assignments.reject_refusal(assignment=held, reason="", by=By(office.clerk, AT))
    assert caught.value.field == "reason"
    held = assignments.reject_refusal(assignment=held, reason="三定规定明确由你单位负责", by=By(office.clerk, AT))
    line = JournalLine.objects.order_by("-seq").first()
    assert (held.stage, line.verb, line.kind) == ("in_hand", "refusal.rejected", "accepted")
    with pytest.raises(Refused):
        assignments.reject_refusal(assignment=held, reason="再", by=By(office.clerk, AT))


def test_a_cooperating_unit_may_leave_without_a_successor(office):
    made = _sent(office, support=office.units[3:4])
    held = _refuse(office, made, office.units[3])
    assert assignments.uphold_refusal(assignment=held, by=By(office.clerk, AT)).stage == "withdrawn"
    made.refresh_from_db()
    assert made.state == State.TO_ACCEPT
