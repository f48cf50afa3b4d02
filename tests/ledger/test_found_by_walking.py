"""What the random walk (test_machine.py) and the races found, each told once more in a few lines."""

import datetime
from decimal import Decimal

import pytest

from duban.ledger.actions.matters import assignments, matters, urges
from duban.ledger.actions.reports import reports
from duban.ledger.actions.requests import proposals
from duban.ledger.actions.scoring import facts
from duban.ledger.by import By
from duban.ledger.models import Deadline, Proposal
from duban.ledger.refusals import Refused
from tests import cast, stories

pytestmark = pytest.mark.django_db


def _day(text):
    return datetime.date.fromisoformat(text)


def _signed(office, proposal, *signers):
    for signer in signers:
        proposal = proposals.sign_proposal(proposal=proposal, agree=True, by=By(signer, cast.at()))
    return proposal


def _written_off(office, matter):
    proposal = proposals.ask("write_off", of=stories.held(matter), reason="无法实施", by=By(office.liaison, cast.at()))
    waiting = proposals.waiting_signature(proposal)
    while waiting:
        signer = waiting.officer or office.officers[waiting.role]
        _signed(office, proposal, signer)
        waiting = proposals.waiting_signature(proposal)
    proposal.refresh_from_db()
    assert proposal.outcome == "carried_out"


def _supported(office):
    matter = stories.matter(office, due_on="2026-06-30", support=office.units[1:2], dispatched=False)
    return matters.dispatch_matter(matter=matter, by=By(office.clerk, cast.at()), accept_by=_day("2026-04-02"))


def test_a_write_off_ends_the_part_of_cooperating_units(office):
    matter = _supported(office)
    _written_off(office, matter)
    assert stories.held(matter, office.units[1]).stage == "completed"


def test_what_a_cooperating_unit_owed_ends_with_the_matter(office):
    matter = _supported(office)
    stories.complete(office, matter, cast.at())
    assert not Deadline.objects.filter(met_on__isnull=True, lifted_on__isnull=True).exists()


def test_a_report_of_what_is_over_is_not_reviewed(office):
    matter = _supported(office)
    stories.accept(office, matter, cast.at(), unit=office.units[1])
    waiting = reports.submit_report(
        assignment=stories.held(matter, office.units[1]),
        what="progress",
        by=By(office.other_liaison, cast.at()),
        words=reports.Words("已配合"),
    )
    stories.complete(office, matter, cast.at())
    with pytest.raises(Refused, match="不再审核"):
        reports.accept_report(report=waiting, by=By(office.clerk, cast.at()))


def test_a_matter_that_passed_on_waits_for_the_new_unit(office):
    matter = stories.matter(office, due_on="2026-06-30")
    proposal = proposals.ask(
        "transfer", of=stories.held(matter), to=office.units[1], reason="职责调整", by=By(office.liaison, cast.at())
    )
    _signed(office, proposal, office.leader, office.other_leader)
    matter.refresh_from_db()
    assert matter.state == "to_accept"
    assert matter.due_on == stories.held(matter, office.units[1]).due_on


def test_a_unit_that_leads_already_cannot_be_asked_to_take_over(office):
    matter = stories.matter(office, due_on="2026-06-30", lead=office.units[:2])
    with pytest.raises(Refused, match="已经是这件事项的牵头单位"):
        proposals.ask(
            "transfer", of=stories.held(matter), to=office.units[1], reason="职责调整", by=By(office.liaison, cast.at())
        )


def test_only_a_lead_unit_is_reopened(office):
    matter = _supported(office)
    stories.complete(office, matter, cast.at())
    with pytest.raises(Refused, match="牵头单位"):
        matters.reopen_assignment(
            assignment=stories.held(matter, office.units[1]), reason="未完成", by=By(office.clerk, cast.at())
        )


def test_a_reopened_matter_is_owed_again(office):
    matter = stories.matter(office, due_on="2026-06-30")
    stories.complete(office, matter, cast.at())
    matters.reopen_assignment(assignment=stories.held(matter), reason="未完成", by=By(office.clerk, cast.at()))
    assert Deadline.objects.get(what="result").met_on is None


def test_an_extension_signed_while_the_result_waits_makes_nobody_late(office):
    matter = stories.matter(office, due_on="2026-06-30")
    stories.accept(office, matter, cast.at())
    proposal = proposals.ask(
        "extension",
        of=stories.held(matter),
        until=_day("2026-07-31"),
        reason="设计变更",
        by=By(office.liaison, cast.at()),
    )
    stories.report(office, matter, cast.at())
    _signed(office, proposal, proposal.signatures.get().officer or office.leader)
    assert Deadline.objects.get(what="result", on="2026-07-31").met_on == _day("2026-03-31")


@pytest.mark.parametrize("points", ["-1", "20.5"])
def test_a_result_is_worth_no_more_than_the_full_value(office, points):
    matter = stories.matter(office, due_on="2026-06-30")
    stories.accept(office, matter, cast.at())
    report = stories.report(office, matter, cast.at())
    with pytest.raises(Refused, match="满分 20 分"):
        reports.accept_report(report=report, points=Decimal(points), by=By(office.head, cast.at()))


def test_points_are_for_regimes_that_count_them_by_matter(zhuoni):
    matter = stories.matter(zhuoni, due_on="2026-06-30")
    stories.accept(zhuoni, matter, cast.at())
    report = stories.report(zhuoni, matter, cast.at())
    with pytest.raises(Refused, match="不按事项给分"):
        reports.accept_report(report=report, points=Decimal(1), by=By(zhuoni.head, cast.at()))


def test_a_step_names_an_authority_that_there_is(office):
    matter = stories.matter(office, due_on="2026-03-02", at=cast.at("2026-03-02 09:00"))

    def approved(step):
        proposal = proposals.ask(
            "step", of=stories.held(matter), step=step, reason="逾期未办结", by=By(office.clerk, cast.at())
        )
        for signature in proposal.signatures.order_by("order"):
            _signed(office, proposal, signature.officer or office.officers[signature.role])
        return Proposal.objects.get(pk=proposal.pk)

    proposals.carry_out(proposal=approved("circular"), by=By(office.clerk, cast.at()))
    second = cast.at("2026-04-30 09:00")
    proposal = proposals.ask(
        "step", of=stories.held(matter), step="criticism_and_exposure", reason="仍未办结", by=By(office.clerk, second)
    )
    signer = proposal.signatures.get().officer or office.leader
    proposal = proposals.sign_proposal(proposal=proposal, agree=True, by=By(signer, second))
    shown = {"held_on": second.date(), "medium": "市电视台"}
    with pytest.raises(Refused, match="没有这一级机关"):
        proposals.carry_out(proposal=proposal, authority="moon", by=By(office.clerk, second), **shown)


@pytest.mark.parametrize("slipped", ["id", "kind", "on", "unit", "matter", "excused"])
def test_nobody_slips_another_fact_in_among_the_fields(office, slipped):
    with pytest.raises(Refused, match="不写在内容里"):
        facts.record_fact(
            jurisdiction=office.jurisdiction,
            kind="late",
            unit=office.units[0],
            fact={"what": "report", slipped: "completed"},
            reason="迟报",
            on=_day("2026-03-30"),
            by=By(office.clerk, cast.at()),
        )


def test_an_urging_while_the_result_waits_sets_no_limit_to_miss(office):
    matter = stories.matter(office, due_on="2026-03-30", at=cast.at("2026-03-02 09:00"))
    stories.accept(office, matter, cast.at())
    stories.report(office, matter, cast.at())
    urges.urge_unit(
        assignment=stories.held(matter), channel="phone", limit=_day("2026-04-03"), by=By(office.clerk, cast.at())
    )
    assert Deadline.objects.get(on="2026-04-03").met_on == _day("2026-03-31")


def test_a_refusal_is_upheld_only_towards_another_unit(office):
    matter = stories.matter(office, due_on="2026-06-30")
    held = stories.held(matter)
    assignments.refuse_assignment(assignment=held, reason="职责不符", by=By(office.liaison, cast.at()))
    with pytest.raises(Refused, match="另一个单位"):
        assignments.uphold_refusal(assignment=held, to=office.units[0], by=By(office.clerk, cast.at()))
