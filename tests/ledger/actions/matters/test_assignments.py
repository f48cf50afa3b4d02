"""Assignments: sign, refuse, rule."""

import datetime

import pytest

from duban.ledger import scores
from duban.ledger.actions.matters import assignments
from duban.ledger.actions.office import daily_run
from duban.ledger.actions.scoring import facts
from duban.ledger.by import By
from duban.ledger.models import JournalLine, Notice
from duban.ledger.models.matters import State
from duban.ledger.refusals import Refused
from duban.ledger.wordings import letters
from duban.papers.writing import records
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


def _told(office, until="2026-04-08"):
    """A matter of Zhuoni that says until when objections to it come in, signed for on the day on which it went out."""
    made = stories.matter(office, due_on="2026-06-30", at=cast.at("2026-04-01 09:00"), accept_by=stories.day(until))
    stories.accept(office, made, cast.at("2026-04-01 10:00"))
    return made


def _object(office, made, at):
    held = stories.held(made)
    return assignments.refuse_assignment(assignment=held, reason="不属本单位职责", by=By(office.liaison, cast.at(at)))


@pytest.mark.proves("zhuoni-2022", "附件1 三2", "acceptance", "objection_to_task", "reports")
def test_a_unit_objects_to_its_task_in_time_after_signing_too_and_it_costs_nothing(zhuoni):
    made = _told(zhuoni)
    slip = str(records.as_json(letters.paper_of(Notice.objects.get(matter=made))))
    assert "于2026年4月8日前书面提出" in slip and "附件1 三2" in slip
    owed = stories.held(made).deadlines.get(what="objection")
    assert owed.on == stories.day("2026-04-08")
    with pytest.raises(Refused) as caught:
        _late_by_hand(zhuoni, made, "2026-04-04")
    assert (caught.value.field, caught.value.clause) == ("on", "附件1 三2")
    held = _object(zhuoni, made, "2026-04-08 17:00")
    assert held.stage == "refused"
    assignments.reject_refusal(assignment=held, reason="职责明确", by=By(zhuoni.clerk, cast.at("2026-04-09 09:00")))
    held = stories.held(made)
    assert (held.stage, held.accepted_on) == ("in_hand", stories.day("2026-04-01"))
    daily_run.run_days(jurisdiction=zhuoni.jurisdiction, through=stories.day("2026-04-20"))
    assert not JournalLine.objects.filter(kind="late").exists()


def test_the_day_for_objections_passes_without_cost_and_a_later_objection_is_late_once(zhuoni):
    made = _told(zhuoni)
    daily_run.run_days(jurisdiction=zhuoni.jurisdiction, through=stories.day("2026-04-13"))
    assert not JournalLine.objects.filter(kind="late").exists()
    _object(zhuoni, made, "2026-04-14 09:00")
    (line,) = JournalLine.objects.filter(kind="late")
    assert (line.on, line.data["fact"]) == (stories.day("2026-04-14"), {"what": "objection"})
    case = scores.case_for(zhuoni.jurisdiction, "year", stories.day("2026-01-01"), stories.day("2026-12-31"))
    lines = next(unit.lines for unit in scores.score_case(case).units if unit.unit == "jia")
    assert [(each.clause, each.points) for each in lines if each.points < 0] == [("附件1 三2", -2)]


def _late_by_hand(office, made, on):
    facts.record_fact(
        jurisdiction=office.jurisdiction, kind="late", unit=office.units[0], fact={"what": "objection"}, matter=made,
        on=stories.day(on), reason="未书面提出", by=By(office.clerk, cast.at("2026-04-14 09:00")),
    )  # fmt: skip
