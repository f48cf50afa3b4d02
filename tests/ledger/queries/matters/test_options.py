"""What may be done now: the page says the same as the act, because both ask the same condition."""

import pytest

from duban.ledger import access, journal
from duban.ledger.actions.matters import matters
from duban.ledger.actions.requests import proposals
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.queries.matters import dossiers, timelines
from duban.ledger.queries.scoring.periods import span_of
from tests import cast, stories

AT = cast.at()
TODAY = AT.date()
pytestmark = pytest.mark.django_db


def _options(officer, matter):
    found = dossiers.dossier_for(officer, access.matters.matter_for(officer, matter.no), TODAY).options
    return {each.act: each.refusal for each in found}


def _possible(officer, matter):
    return {act for act, refusal in _options(officer, matter).items() if refusal is None}


def test_before_it_goes_out_the_office_edits_and_dispatches(office):
    made = stories.matter(office, due_on="2026-04-30", dispatched=False)
    assert _possible(office.clerk, made) == {"edit", "revocation", "dispatch"}
    assert _possible(office.section, made) == {"edit", "revocation"}
    assert _possible(office.leader, made) == set()


def test_the_unit_signs_first_and_then_reports(office):
    made = stories.matter(office, due_on="2026-04-30")
    assert _possible(office.liaison, made) == {
        "acceptance",
        "refusal",
        "extension",
        "write_off",
        "transfer",
        "coordination",
    }
    assert "请先签收" in _options(office.liaison, made)["report"].possible
    stories.accept(office, made, AT)
    assert _possible(office.liaison, made) == {"report", "extension", "write_off", "transfer", "coordination"}


def test_cooperation_is_asked_for_when_there_is_somebody_to_ask(office):
    made = stories.matter(office, due_on="2026-04-30", support=office.units[1:2])
    assert "complaint" in _possible(office.liaison, made)
    stories.accept(office, made, AT)
    assert "opinion" not in _possible(office.other_liaison, made)
    stories.report(office, made, AT)
    assert "opinion" in _possible(office.other_liaison, made)


def test_what_the_regime_forbids_is_shown_with_its_clause(office):
    made = stories.matter(office, due_on="2026-04-30")
    asked = proposals.ask(
        "extension",
        of=stories.held(made),
        until=cast.at("2026-05-20 09:00").date(),
        reason="缺料",
        by=By(office.liaison, AT),
    )
    assert "正在办理" in _options(office.liaison, made)["extension"].why
    proposals.sign_proposal(proposal=asked, agree=True, by=By(office.leader, AT))
    refusal = _options(office.liaison, made)["extension"]
    assert refusal.clause == "附件2 三5" and "申请销号" in refusal.possible


def test_a_cooperating_unit_may_report_but_not_ask(office):
    made = stories.matter(office, due_on="2026-04-30", support=office.units[1:2])
    stories.accept(office, made, AT, office.units[1])
    assert _possible(office.other_liaison, made) == {"report"}


@pytest.mark.feature("ladder_steps")
def test_the_ladder_says_how_far_it_has_come_and_what_is_open(office):
    late = stories.matter(office, due_on="2026-03-20", at=cast.at("2026-03-02 09:00"), lead=office.units[:2])
    dossier = dossiers.dossier_for(office.clerk, access.matters.matter_for(office.clerk, late.no), TODAY)
    assert [each.assignment.unit for each in dossier.ladders] == office.units[:2]
    ladder = dossier.ladders[0]
    assert ladder.due.step == "circular" and ladder.next.limit == "限 5个工作日"
    assert [rung.stands for rung in ladder.rungs] == ["open", "ahead", "ahead", "ahead"]
    assert ladder.rungs[-1].signers == ("市政府主要领导",)
    assert {"step", "urge", "record"} <= _possible(office.clerk, late)
    # A unit sees its own ladder alone.
    own = dossiers.dossier_for(office.liaison, access.matters.matter_for(office.liaison, late.no), TODAY)
    assert [each.assignment.unit for each in own.ladders] == office.units[:1]
    asked = proposals.ask(
        "step",
        of=stories.held(late, office.units[0]),
        step="circular",
        reason="逾期",
        by=By(office.clerk, AT),
    )
    assert "proposal" in _possible(office.clerk, late)
    proposals.sign_proposal(proposal=asked, agree=True, by=By(office.leader, AT))
    assert "execution" in _possible(office.clerk, late)


def test_every_possible_act_of_a_matter_that_is_done_is_taking_it_back_or_closing_it(office):
    made = stories.matter(office, due_on="2026-04-30")
    stories.complete(office, made, AT)
    assert _possible(office.clerk, made) == {"reopening", "closure", "record", "correct_due"}
    matters.close_matter(matter=made, by=By(office.clerk, AT))
    assert _possible(office.clerk, made) == {"reopening", "record", "correct_due"}
    assert _possible(office.liaison, made) == set()


def test_a_timeline_tells_a_unit_what_concerns_it_and_not_what_is_considered(office):
    late = stories.matter(office, due_on="2026-03-20", at=cast.at("2026-03-02 09:00"), support=office.units[1:2])
    proposals.ask("step", of=stories.held(late), step="circular", reason="逾期", by=By(office.clerk, AT))
    said = [each.said for each in timelines.timeline_of(office.clerk, late)]
    assert said[0] == "提出报批" and said[-1] == "登记事项"
    own = timelines.timeline_of(office.liaison, late)
    assert "提出报批" not in {each.said for each in own}
    assert {each.unit for each in own} == {None, office.units[0]}
    facts = [each for each in own if each.fact]
    assert [each.kind for each in facts] == ["assigned"] and facts[0].digest
    assert ("期限", "2026-03-20") in facts[0].details


def test_a_long_timeline_is_read_on_from_where_it_stopped(office):
    made = stories.matter(office, due_on="2026-04-30")
    first = timelines.timeline_of(office.clerk, made, limit=2)
    rest = timelines.timeline_of(office.clerk, made, before=first[-1].seq)
    assert [each.seq for each in (*first, *rest)] == list(range(journal.JournalLine.objects.count(), 0, -1))


def test_the_influence_of_a_matter_is_the_score_with_it_less_the_score_without(office):
    made = stories.matter(office, due_on="2026-03-30", at=cast.at("2026-03-02 09:00"))
    stories.complete(office, made, cast.at("2026-03-10 09:00"))
    stories.matter(office, due_on="2026-03-20", at=cast.at("2026-03-02 09:00"))
    held = dossiers.dossier_for(office.clerk, made, TODAY).assignments
    span = span_of(Governed.of(office.jurisdiction).document.periods[0], TODAY)
    (found,) = dossiers.influences_of(office.clerk, made, held, span)
    assert found.unit == "甲县" and found.without_it == 0 and found.points == found.with_it > 0
    assert sum(each.points for each in found.effects) == found.points
    assert dossiers.influences_of(office.other_liaison, made, held, span) == []
