"""Approvals: a matter starts with a signature where the document asks for one; results are checked first; stuck matters go up."""

import datetime

import pytest

from duban.ledger.actions.matters import matters
from duban.ledger.actions.reports import reports
from duban.ledger.actions.requests import proposals
from duban.ledger.by import By
from duban.ledger.models import JournalLine, Notice, Proposal
from duban.ledger.refusals import Conflict, Forbidden, Refused
from tests import cast, stories

AT = cast.at()
pytestmark = pytest.mark.django_db


@pytest.fixture
def county(db):
    return cast.office("county-plan")


@pytest.fixture
def ankang(db):
    return cast.office("ankang-2020")


def _sign(proposal, actor, agree=True, reason=""):
    return proposals.sign_proposal(proposal=proposal, agree=agree, reason=reason, by=By(actor, AT))


def _order(made, **changed):
    units = tuple(each.unit for each in made.assignments.filter(part="lead").order_by("id"))
    words = {name: getattr(made, name) for name in ("title", "requirement", "standard", "category", "source", "due_on")}
    return matters.Order(**{**words, "lead": units, **changed})


@pytest.mark.feature("start_approval")
def test_a_matter_goes_out_once_a_leader_has_approved_it(county):
    made = stories.matter(county, due_on="2026-04-30", dispatched=False)
    with pytest.raises(Refused) as caught:
        matters.dispatch_matter(matter=made, by=By(county.clerk, AT))
    assert caught.value.clause == "一(二)"
    asked = proposals.ask("start", of=made, reason="书记要求", by=By(county.clerk, AT))
    assert [each.officer for each in asked.signatures.all()] == [county.leader]
    with pytest.raises(Refused, match="正在等领导签批"):
        matters.dispatch_matter(matter=made, by=By(county.clerk, AT))
    assert _sign(asked, county.leader).outcome == "approved"
    assert JournalLine.objects.filter(verb="matter.started", matter=made).count() == 1
    matters.dispatch_matter(matter=made, by=By(county.clerk, AT))
    asked.refresh_from_db()
    assert (asked.outcome, asked.carried_out_on) == ("carried_out", AT.date())


def test_the_leader_who_ordered_it_signs_rather_than_the_one_in_charge(county):
    made = stories.matter(county, due_on="2026-04-30", dispatched=False, instructed_by=county.principal)
    asked = proposals.ask("start", of=made, reason="县长批示", by=By(county.clerk, AT))
    assert [each.officer for each in asked.signatures.all()] == [county.principal]
    with pytest.raises(Forbidden):
        _sign(asked, county.leader)


def test_another_order_needs_its_approval_again(county):
    made = stories.matter(county, due_on="2026-04-30", dispatched=False)
    asked = proposals.ask("start", of=made, reason="书记要求", by=By(county.clerk, AT))
    _sign(asked, county.leader)
    order = _order(made, title="另一件事", lead=(county.units[1],), support=(county.units[0],))
    made = matters.edit_matter(matter=made, order=order, by=By(county.clerk, AT), version=made.version)
    asked.refresh_from_db()
    assert asked.outcome == "withdrawn"
    assert [(each.unit, each.part) for each in made.assignments.order_by("id")] == [
        (county.units[1], "lead"),
        (county.units[0], "support"),
    ]
    with pytest.raises(Refused):
        matters.dispatch_matter(matter=made, by=By(county.clerk, AT))
    again = proposals.ask("start", of=made, reason="改后再报", by=By(county.clerk, AT))
    assert [each.officer for each in again.signatures.all()] == [county.other_leader]


def test_who_asks_for_the_start_states_why_and_asks_once(county):
    made = stories.matter(county, due_on="2026-04-30", dispatched=False)
    with pytest.raises(Refused) as caught:
        proposals.ask("start", of=made, reason=" ", by=By(county.clerk, AT))
    assert caught.value.field == "reason"
    proposals.ask("start", of=made, reason="x", by=By(county.clerk, AT))
    with pytest.raises(Conflict):
        proposals.ask("start", of=made, reason="x", by=By(county.clerk, AT))


@pytest.mark.feature("start_approval")
def test_where_the_document_asks_for_no_approval_a_matter_goes_out_without(office):
    made = stories.matter(office, due_on="2026-04-30")
    assert made.dispatched_on == AT.date()
    assert not Proposal.objects.exists()


@pytest.mark.feature("completion_check")
def test_the_clerk_checks_and_the_head_approves_the_completion(county):
    made = stories.matter(county, due_on="2026-04-30")
    stories.accept(county, made, AT)
    report = stories.report(county, made, AT)
    with pytest.raises(Forbidden) as caught:
        reports.accept_report(report=report, by=By(county.clerk, AT))
    assert caught.value.clause == "一(二)"
    asked = proposals.ask("completion", of=report, reason="已核", by=By(county.clerk, AT))
    assert asked.clause == "一(二)"
    with pytest.raises(Conflict):
        proposals.ask("completion", of=report, reason="已核", by=By(county.clerk, AT))
    assert _sign(asked, county.head).outcome == "carried_out"
    assert stories.held(made).completed_on == AT.date()
    assert JournalLine.objects.get(kind="completed").actor == county.head


def test_a_result_that_is_returned_is_not_waiting_for_approval_any_more(county):
    made = stories.matter(county, due_on="2026-04-30")
    stories.accept(county, made, AT)
    report = stories.report(county, made, AT)
    asked = proposals.ask("completion", of=report, reason="已核", by=By(county.clerk, AT))
    reports.return_report(report=report, reason="没有佐证", redo_by=datetime.date(2026, 4, 3), by=By(county.clerk, AT))
    asked.refresh_from_db()
    assert asked.outcome == "withdrawn"
    with pytest.raises(Conflict):
        _sign(asked, county.head)
    new = stories.report(county, made, AT)
    assert proposals.ask("completion", of=new, reason="已核", by=By(county.clerk, AT)).outcome == "open"


def test_nothing_is_forwarded_where_no_approval_is_asked_for(office):
    made = stories.matter(office, due_on="2026-04-30")
    stories.accept(office, made, AT)
    with pytest.raises(Refused):
        proposals.ask("completion", of=stories.report(office, made, AT), reason="x", by=By(office.clerk, AT))


@pytest.mark.feature("escalation")
def test_a_section_hands_a_stuck_matter_up_with_the_secretary_generals_consent(ankang):
    made = stories.matter(ankang, due_on="2026-04-30")
    asked = proposals.ask("escalation", of=stories.held(made), reason="多次催办没有进展", by=By(ankang.section, AT))
    assert asked.clause == "第四条"
    with pytest.raises(Forbidden):
        _sign(asked, ankang.principal)
    _sign(asked, ankang.secretary)
    made.refresh_from_db()
    assert made.escalated_on == AT.date()
    assert JournalLine.objects.get(verb="matter.escalated").matter == made
    with pytest.raises(Conflict):
        proposals.ask("escalation", of=stories.held(made), reason="x", by=By(ankang.section, AT))


def test_no_escalation_without_a_rule(office):
    with pytest.raises(Refused):
        proposals.ask(
            "escalation",
            of=stories.held(stories.matter(office, due_on="2026-04-30")),
            reason="x",
            by=By(office.section, AT),
        )


@pytest.mark.feature("coordination_request")
def test_a_leader_answers_a_request_for_coordination_in_words(county):
    made = stories.matter(county, due_on="2026-04-30")
    asked = proposals.ask("coordination", of=stories.held(made), reason="用地指标没有着落", by=By(county.clerk, AT))
    assert (asked.clause, asked.details) == ("一(二)", {"meeting": False})
    with pytest.raises(Refused) as caught:
        _sign(asked, county.leader)
    assert caught.value.field == "reason"
    _sign(asked, county.leader, reason="请自然资源局周五前落实。")
    assert JournalLine.objects.get(verb="coordination.answered").data["reason"] == "请自然资源局周五前落实。"


def test_a_special_meeting_is_asked_for_under_its_own_clause(county):
    made = stories.matter(county, due_on="2026-04-30")
    asked = proposals.ask(
        "coordination", of=stories.held(made), reason="多部门扯皮", by=By(county.clerk, AT), is_meeting=True
    )
    assert asked.clause == "四(四)"


@pytest.mark.feature("experience")
def test_experience_is_told_to_all_once_the_leader_has_read_it(zhuoni):
    made = stories.matter(zhuoni, due_on="2026-04-30")
    asked = proposals.ask("experience", of=stories.held(made), reason="专班推进，提前完成", by=By(zhuoni.clerk, AT))
    assert asked.clause == "第十三条"
    with pytest.raises(Conflict):
        proposals.carry_out(proposal=asked, media=["卓尼之窗"], by=By(zhuoni.clerk, AT))
    _sign(asked, zhuoni.leader)
    for media in ([], ["别的报纸"]):
        with pytest.raises(Refused):
            proposals.carry_out(proposal=asked, media=media, by=By(zhuoni.clerk, AT))
    proposals.carry_out(proposal=asked, media=["卓尼之窗", "卓尼电视台"], by=By(zhuoni.clerk, AT))
    notice = Notice.objects.get(paper="experience")
    assert (notice.clause, notice.words["media"]) == ("第十三条", ["卓尼之窗", "卓尼电视台"])


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


@pytest.mark.feature("ladder_steps")
def test_the_office_rules_that_a_step_is_due_where_the_document_gives_no_number(ankang):
    made = stories.matter(ankang, due_on="2026-06-30")
    held = stories.held(made)
    words = {"of": held, "step": "key_supervision", "by": By(ankang.clerk, AT)}
    with pytest.raises(Refused):
        proposals.ask("step", reason="推进缓慢", **words)
    with pytest.raises(Refused) as caught:
        proposals.ask("ruling", reason="x", cause="态度不好", **words)
    assert caught.value.field == "cause"
    ruled = proposals.ask("ruling", reason="两个月没有实质进展", cause="推进缓慢", **words)
    assert (ruled.clause, ruled.details["cause"]) == ("第十二条(三)", "推进缓慢")
