"""Cooperating units: their opinion of a result, complaints of the lead unit, and the office's ruling."""

import pytest

from duban.ledger import journal
from duban.ledger.actions.reports import opinions, reports
from duban.ledger.by import By
from duban.ledger.models import Complaint, JournalLine, Opinion
from duban.ledger.refusals import Conflict, Refused
from tests import cast, stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def joint(office):
    matter = stories.matter(office, due_on="2026-04-30", support=office.units[1:3], at=cast.at("2026-03-02 09:00"))
    stories.accept(office, matter, cast.at("2026-03-02 10:00"))
    return matter


def uncooperative(office):
    return [row for row in journal.fact_rows(office.jurisdiction) if row["kind"] == "uncooperative"]


@pytest.mark.feature("joint_assignments")
def test_each_cooperating_unit_is_asked_for_its_opinion_of_a_result(office, joint):
    report = stories.report(office, joint, cast.at("2026-03-20 09:00"))
    first, second = Opinion.objects.order_by("id")
    assert [first.assignment.unit, second.assignment.unit] == office.units[1:3]
    opinions.give_opinion(opinion=first, agreed=True, by=By(office.other_liaison, cast.at("2026-03-21 09:00")))
    with pytest.raises(Refused) as refused:
        opinions.give_opinion(opinion=second, agreed=False, by=By(office.other_liaison, cast.at("2026-03-21 09:00")))
    assert refused.value.field == "text"
    with pytest.raises(Refused, match="已于"):
        opinions.give_opinion(opinion=first, agreed=True, by=By(office.other_liaison, cast.at("2026-03-22 09:00")))
    reports.return_report(
        report=report,
        reason="缺佐证",
        redo_by=stories.day("2026-03-30"),
        by=By(office.head, cast.at("2026-03-23 09:00")),
    )
    with pytest.raises(Refused, match="不再会签"):
        opinions.give_opinion(opinion=second, agreed=True, by=By(office.other_liaison, cast.at("2026-03-24 09:00")))
    assert JournalLine.objects.filter(verb="opinion.asked").count() == 2
    assert JournalLine.objects.get(verb="opinion.given").unit == office.units[1]


def complain(office, joint, **more):
    words = {
        "assignment": stories.held(joint),
        "against": stories.held(joint, office.units[1]),
        "text": "三次函请提供数据，均未回复。",
        "by": By(office.liaison, cast.at("2026-03-20 09:00")),
        **more,
    }
    return opinions.make_complaint(**words)


@pytest.mark.feature("support_complaint")
@pytest.mark.proves("sanmenxia-2019", "附件2 三4", "support_complaint")
def test_a_complaint_is_a_fact_only_when_the_office_rules_so(office, joint):
    """三门峡 附件2 三4、三(三)."""
    complaint = complain(office, joint)
    assert uncooperative(office) == []
    opinions.rule_on_complaint(
        complaint=complaint, upheld=True, reason="核对函件属实", by=By(office.clerk, cast.at("2026-03-25 09:00"))
    )
    (fact,) = uncooperative(office)
    assert (fact["unit"], fact["on"], fact["matter"]) == (office.units[1].code, "2026-03-25", joint.no)
    complaint.refresh_from_db()
    assert complaint.line.fact_id == fact["id"]
    with pytest.raises(Refused, match="已经裁定"):
        opinions.rule_on_complaint(
            complaint=complaint, upheld=False, reason="改判", by=By(office.clerk, cast.at("2026-03-26 09:00"))
        )


@pytest.mark.feature("support_complaint")
def test_a_complaint_that_is_not_upheld_is_no_fact(office, joint):
    complaint = complain(office, joint)
    with pytest.raises(Refused) as refused:
        opinions.rule_on_complaint(
            complaint=complaint, upheld=False, reason="", by=By(office.clerk, cast.at("2026-03-25 09:00"))
        )
    assert refused.value.field == "reason"
    opinions.rule_on_complaint(
        complaint=complaint, upheld=False, reason="数据不在该单位", by=By(office.clerk, cast.at("2026-03-25 09:00"))
    )
    assert uncooperative(office) == []


def test_only_the_lead_unit_complains_and_of_a_cooperating_one(office, joint):
    for words in (
        {"assignment": stories.held(joint, office.units[1]), "against": stories.held(joint, office.units[2])},
        {"against": stories.held(joint)},
        {"text": " "},
    ):
        with pytest.raises(Refused):
            complain(office, joint, **words)
    complain(office, joint)
    with pytest.raises(Conflict):
        complain(office, joint)
    assert Complaint.objects.count() == 1
    assert JournalLine.objects.get(verb="complaint.made").unit == office.units[0]
