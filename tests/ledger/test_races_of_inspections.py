"""Two hands on one inspection at once: one act happens, the other is refused in words; nothing is numbered twice."""

import datetime

import pytest

from duban.ledger import journal
from duban.ledger.actions.inspections import conclusions, inspections, rectifications, reviews, teams, visits
from duban.ledger.by import By
from duban.ledger.models import AnnualPlan, Finding, Inspection, Notice, PlanItem, Review
from tests import cast, inspecting, rectifying
from tests.racing import one_happened


@pytest.fixture
def raced(at_once):
    """An office in a database whose transactions are real."""
    return cast.office("zhuoni-2022")


def test_an_item_of_the_plan_is_taken_once(raced, at_once):
    plan = AnnualPlan.objects.create(jurisdiction=raced.jurisdiction, year=2026, adopted_on=datetime.date(2026, 1, 5))
    item = PlanItem.objects.create(plan=plan, order=1, title="春季督查", from_on=inspecting.DAY, to_on=inspecting.DAY)
    one_happened(at_once(*[lambda: inspecting.drafted(raced, plan_item=item)] * 3))
    assert Inspection.objects.count() == 1


def test_one_head_one_signature_one_arrival(raced, at_once):
    made = inspecting.applied(raced)
    one_happened(
        at_once(
            lambda: inspections.sign_inspection(inspection=made, agree=True, by=By(raced.leader, cast.at())),
            lambda: inspections.sign_inspection(
                inspection=made, agree=False, opinion="再改", by=By(raced.leader, cast.at())
            ),
        )
    )
    heads = [raced.inspector, raced.section]
    acts = [
        lambda officer=officer: teams.add_member(
            inspection=made, capacity="head", officer=officer, by=By(raced.clerk, cast.at())
        )
        for officer in heads
    ]
    one_happened(at_once(*acts))
    going = inspecting.under_way(raced, title="另一次")
    place = inspecting.visit(raced, going)
    one_happened(at_once(*[lambda: visits.arrive(visit=place, by=By(raced.inspector, cast.at()))] * 2))
    assert list(journal.verify(raced.jurisdiction)) == []


def test_findings_noted_at_once_are_numbered_in_order(raced, at_once):
    made = inspecting.under_way(raced)

    def note():
        noted = visits.Noted("problem", "进度滞后")
        return visits.note_finding(inspection=made, unit=raced.units[0], noted=noted, by=By(raced.inspector, cast.at()))

    answers = at_once(*[note] * 4)
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert list(Finding.objects.order_by("order").values_list("order", flat=True)) == [1, 2, 3, 4]


def test_a_finding_is_struck_off_or_sent_back(raced, at_once):
    row = rectifying.reported(raced)
    one_happened(
        at_once(
            lambda: rectifications.strike_off(finding=row, note="已整改", by=By(raced.clerk, cast.at())),
            lambda: rectifications.return_rectification(finding=row, reason="没有改", by=By(raced.clerk, cast.at())),
        )
    )


def test_findings_are_handed_over_once_and_a_conclusion_is_delivered_once(raced, at_once):
    made = rectifying.inspection(raced)
    row = rectifying.finding(raced, made)

    def hand():
        return rectifications.hand_over_findings(
            inspection=made,
            unit=row.unit,
            findings=[row],
            rectify_by=datetime.date(2026, 4, 30),
            by=By(raced.clerk, cast.at()),
        )

    one_happened(at_once(hand, hand))
    signed = rectifying.signed(raced, made)
    one_happened(
        at_once(*[lambda: conclusions.deliver_conclusion(conclusion=signed, by=By(raced.clerk, cast.at()))] * 3)
    )
    assert sorted(Notice.objects.values_list("serial", flat=True)) == [1, 2]


def test_a_review_is_asked_for_once_and_decided_once(raced, at_once):
    done = rectifying.delivered(raced)

    def ask():
        return reviews.request_review(conclusion=done, text="事实不清", by=By(raced.liaison, cast.at()))

    one_happened(at_once(ask, ask))
    review = Review.objects.get()

    def decide(change):
        words = {**rectifying.WORDS, "problems": "一个项目未开工。"} if change else None
        return reviews.decide_review(
            review=review, change=change, reason="复核", words=words, by=By(raced.head, cast.at())
        )

    one_happened(
        at_once(
            lambda: decide(True),
            lambda: decide(False),
            lambda: reviews.withdraw_review(review=review, by=By(raced.liaison, cast.at())),
        )
    )
    assert list(journal.verify(raced.jurisdiction)) == []
