"""Objections and pleas: the unit is heard, others than those who ruled decide, and what holds does not count."""

import datetime

import pytest

from duban.ledger import journal
from duban.ledger.actions.office import daily_run
from duban.ledger.actions.process import objections
from duban.ledger.actions.requests import proposals
from duban.ledger.actions.scoring import facts
from duban.ledger.by import By
from duban.ledger.models import Deadline, JournalLine, Proposal
from duban.ledger.refusals import Conflict, Forbidden, Refused
from tests import cast, stories

AT = cast.at()
pytestmark = pytest.mark.django_db


def _ruling(office, kind="poor_report", actor=None):
    made = stories.matter(office, due_on="2026-04-30")
    return facts.record_fact(
        jurisdiction=office.jurisdiction, kind=kind, unit=office.units[0], matter=made,
        fact={"defect": "过于简单"} if kind == "poor_report" else {}, by=By(actor or office.clerk, AT), on=AT.date(),
        reason="三句话",
    )  # fmt: skip


def _late(office, due="2026-03-20"):
    made = stories.matter(office, due_on=due, at=cast.at("2026-03-02 09:00"))
    daily_run.run_days(jurisdiction=office.jurisdiction, through=AT.date())
    return made, JournalLine.objects.get(matter=made, kind="late", data__fact__what="result")


def _object(office, line, ground="dispute", text="内容齐全"):
    return objections.object_to_fact(line=line, ground=ground, text=text, by=By(office.liaison, AT))


def _rule(objection, actor, uphold=True, reason="经核实"):
    return objections.rule_on_objection(objection=objection, uphold=uphold, reason=reason, by=By(actor, AT))


def _counted(office, line):
    rows = {row["id"]: row for row in journal.fact_rows(office.jurisdiction)}
    row = rows.get(line.fact_id)
    return row is not None and not row.get("excused")


@pytest.mark.feature("recusal", "quality_rulings")
def test_who_ruled_does_not_decide_on_the_objection(zhuoni):
    line = _ruling(zhuoni)
    made = _object(zhuoni, line)
    with pytest.raises(Forbidden) as caught:
        _rule(made, zhuoni.clerk)
    assert caught.value.clause == "第十七条"
    assert _counted(zhuoni, line)
    _rule(made, zhuoni.head)
    assert not _counted(zhuoni, line)
    assert JournalLine.objects.filter(verb="fact.withdrawn", amends=line).exists()


def test_rejected_the_fact_stands_and_the_reason_is_on_record(zhuoni):
    line = _ruling(zhuoni)
    made = _object(zhuoni, line)
    with pytest.raises(Refused) as caught:
        _rule(made, zhuoni.head, uphold=False, reason=" ")
    assert caught.value.field == "reason"
    _rule(made, zhuoni.head, uphold=False, reason="确实过于简单")
    assert _counted(zhuoni, line)
    assert JournalLine.objects.get(verb="objection.rejected").data["reason"] == "确实过于简单"
    with pytest.raises(Conflict):
        _rule(made, zhuoni.head)


@pytest.mark.feature("excuses")
def test_good_reason_excuses_lateness_and_takes_back_what_was_proposed_on_it(office):
    _, line = _late(office)
    assert Proposal.objects.get(act="step").outcome == "open"
    pleaded = _object(office, line, "reason", "暴雨封路")
    assert pleaded.clause == "四(二)4"
    _rule(pleaded, office.clerk)
    assert not _counted(office, line)
    assert Proposal.objects.get(act="step").outcome == "withdrawn"
    daily_run.run_days(jurisdiction=office.jurisdiction, through=datetime.date(2026, 4, 3))
    assert Proposal.objects.filter(act="step").count() == 1


@pytest.mark.feature("excuses", "ladder_steps")
@pytest.mark.proves("sanmenxia-2019", "四(二)4", "excuses", "ladder_steps")
def test_while_the_units_reason_is_not_ruled_on_no_step_is_taken(office):
    """四(二)4: 无特殊原因. The unit is heard first."""
    _, line = _late(office)
    proposal = Proposal.objects.get(act="step")
    stories.sign(proposal, AT)
    pleaded = _object(office, line, "reason", "暴雨封路")
    with pytest.raises(Conflict, match="还没有裁定") as caught:
        proposals.carry_out(proposal=proposal, by=By(office.clerk, AT))
    assert caught.value.clause == "四(二)4"
    proposals.withdraw_proposal(proposal=proposal, by=By(office.clerk, AT))
    held = stories.held(line.matter)
    with pytest.raises(Conflict, match="还没有裁定"):
        proposals.ask("step", of=held, step="circular", reason="逾期", by=By(office.clerk, AT))
    _rule(pleaded, office.clerk, uphold=False, reason="道路当日已通")
    again = proposals.ask("step", of=held, step="circular", reason="逾期", by=By(office.clerk, AT))
    stories.sign(again, AT)
    assert proposals.carry_out(proposal=again, by=By(office.clerk, AT)).outcome == "carried_out"


@pytest.mark.feature("excuses")
def test_good_reason_given_before_the_date_holds_when_it_is_missed(zhuoni):
    made = stories.matter(zhuoni, due_on="2026-04-03")
    deadline = Deadline.objects.get(assignment=stories.held(made), what="result")
    pleaded = objections.plead_reason(deadline=deadline, text="设备停产", by=By(zhuoni.liaison, AT))
    with pytest.raises(Conflict):
        objections.plead_reason(deadline=deadline, text="设备停产", by=By(zhuoni.liaison, AT))
    _rule(pleaded, zhuoni.clerk, reason="厂家证明属实")
    daily_run.run_days(jurisdiction=zhuoni.jurisdiction, through=datetime.date(2026, 4, 7))
    line = JournalLine.objects.get(matter=made, kind="late", data__fact__what="result")
    assert not _counted(zhuoni, line)
    excuse = JournalLine.objects.get(verb="fact.excused")
    assert (excuse.actor, excuse.data["reason"]) == (zhuoni.clerk, "厂家证明属实")
    with pytest.raises(Conflict):
        objections.plead_reason(deadline=Deadline.objects.get(pk=deadline.pk), text="x", by=By(zhuoni.liaison, AT))


def test_what_cannot_be_objected_to(office):
    made = stories.matter(office, due_on="2026-04-30")
    accepted = stories.accept(office, made, AT)
    line = JournalLine.objects.get(kind="accepted", unit=accepted.unit)
    with pytest.raises(Refused):
        _object(office, line)
    ruled = _ruling(office, "uncooperative")
    for ground, text, field in (("other", "x", "ground"), ("dispute", " ", "text")):
        with pytest.raises(Refused) as caught:
            _object(office, ruled, ground, text)
        assert caught.value.field == field
    _object(office, ruled)
    with pytest.raises(Conflict):
        _object(office, ruled)


def test_the_unit_takes_it_back(office):
    made = _object(office, _ruling(office, "uncooperative"))
    with pytest.raises(Forbidden):
        objections.withdraw_objection(objection=made, by=By(office.other_liaison, AT))
    objections.withdraw_objection(objection=made, by=By(office.liaison, AT))
    with pytest.raises(Conflict):
        _rule(made, office.head)


def test_a_record_that_no_longer_counts_is_not_disputed(office):
    line = _ruling(office, "uncooperative")
    facts.excuse_fact(line=line, reason="x", by=By(office.clerk, AT))
    with pytest.raises(Conflict):
        _object(office, line)
