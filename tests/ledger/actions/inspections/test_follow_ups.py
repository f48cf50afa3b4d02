"""What a finding leads to: an order to correct, a report to the discipline body, criticism, praise, a matter; each where the document has it."""

import datetime

import pytest

from duban.ledger import access
from duban.ledger.actions.inspections import follow_ups
from duban.ledger.actions.matters import orders
from duban.ledger.by import By
from duban.ledger.models import JournalLine, Notice
from duban.ledger.queries.matters import timelines
from duban.ledger.refusals import Conflict, Refused
from duban.ledger.wordings import letters
from tests import cast, rectifying, stories

pytestmark = pytest.mark.django_db
AT = cast.at("2026-03-31 09:30")
UNTIL = datetime.date(2026, 4, 10)


@pytest.fixture
def office():
    return cast.office("zhuoni-2022")


@pytest.mark.feature("correction_orders")
@pytest.mark.proves("zhuoni-2022", "第十九条", "correction_orders")
def test_correction_is_ordered_by_a_numbered_paper(office):
    row = rectifying.finding(office, rectifying.inspection(office), nature="conduct", text="隐瞒台账")
    for words, field in (
        ({"order": " "}, "order"),
        ({"limit_on": None}, "limit_on"),
        ({"limit_on": datetime.date(2026, 3, 1)}, "limit_on"),
    ):
        with pytest.raises(Refused) as refused:
            follow_ups.order_correction(
                finding=row, by=By(office.clerk, AT), **{"order": "如实提供", "limit_on": UNTIL, **words}
            )
        assert (refused.value.field, refused.value.clause) == (field, "第十九条")
    notice = follow_ups.order_correction(finding=row, order="如实提供台账", limit_on=UNTIL, by=By(office.clerk, AT))
    row.refresh_from_db()
    assert (row.progress, row.rectify_by, row.order_text) == ("handed", UNTIL, "如实提供台账")
    assert (notice.name, notice.clause, notice.unit) == ("责令改正通知", "第十九条", office.units[0])
    said = str(letters.paper_of(notice))
    assert "隐瞒台账" in said and "责令你单位改正" in said and "2026年4月10日" in said
    with pytest.raises(Conflict):
        follow_ups.order_correction(finding=row, order="再次", limit_on=UNTIL, by=By(office.clerk, AT))


@pytest.mark.feature("correction_orders")
def test_correction_is_ordered_only_for_conduct_and_where_the_document_knows_it(office):
    row = rectifying.finding(office, rectifying.inspection(office))
    with pytest.raises(Refused, match="不配合督查"):
        follow_ups.order_correction(finding=row, order="改", limit_on=UNTIL, by=By(office.clerk, AT))
    other = cast.office("county-plan")
    row = rectifying.finding(other, rectifying.inspection(other), nature="conduct")
    with pytest.raises(Refused, match="没有责令改正"):
        follow_ups.order_correction(finding=row, order="改", limit_on=UNTIL, by=By(other.clerk, AT))


@pytest.mark.feature("discipline_handover", "findings")
@pytest.mark.proves("zhuoni-2022", "第十一条", "discipline_handover")
def test_a_grave_breach_is_on_the_desk_of_the_discipline_body_and_the_unit_is_not_told(office):
    row = rectifying.finding(office, rectifying.inspection(office), nature="breach", text="套取专项资金")
    with pytest.raises(Refused):
        follow_ups.report_breach(finding=row, note=" ", by=By(office.inspector, AT))
    notice = follow_ups.report_breach(
        finding=row, stopped="当场封存账册", note="请依规处理", persons=["张某"], by=By(office.inspector, AT)
    )
    row.refresh_from_db()
    assert row.consequence in access.process.consequences(office.discipline)
    assert not access.process.consequences(office.liaison).exists()
    assert (notice.name, notice.clause, notice.unit) == ("报县纪委监委的书面报告", "第十四条", None)
    said = str(letters.paper_of(notice))
    assert all(word in said for word in ("套取专项资金", "当场封存账册", "张某", "纪委监委"))
    told = timelines.seen_by_units(JournalLine.objects.filter(jurisdiction=office.jurisdiction, unit=office.units[0]))
    assert not told.exists()
    with pytest.raises(Conflict):
        follow_ups.report_breach(finding=row, note="再报", by=By(office.inspector, AT))


def test_a_document_without_handing_over_offers_none():
    office = cast.office("county-plan")
    row = rectifying.finding(office, rectifying.inspection(office), nature="breach")
    with pytest.raises(Refused, match="没有移交"):
        follow_ups.report_breach(finding=row, note="请处理", by=By(office.clerk, AT))


@pytest.mark.feature("findings")
@pytest.mark.parametrize(("regime", "clause"), [("zhuoni-2022", "第十一条"), ("gansu-county-2023", "四2")])
def test_a_falsehood_that_was_proven_is_proposed_for_criticism(regime, clause):
    office = cast.office(regime)
    matter = stories.matter(office, due_on="2026-04-30")
    row = rectifying.finding(office, rectifying.inspection(office), nature="falsehood", text="虚报进度")
    with pytest.raises(Refused) as refused:
        follow_ups.propose_criticism(finding=row, reason="虚报", by=By(office.clerk, AT))
    assert refused.value.field == "matter"
    made = follow_ups.propose_criticism(finding=row, reason="虚报", matter=matter, by=By(office.clerk, AT))
    assert (made.act, made.clause, made.details["kinds"], made.outcome) == ("sanction", clause, ["criticism"], "open")
    row.refresh_from_db()
    assert (row.proposal, row.matter) == (made, matter)
    with pytest.raises(Conflict):
        follow_ups.propose_criticism(finding=row, reason="虚报", by=By(office.clerk, AT))


def test_a_document_without_criticism_offers_none():
    office = cast.office("ankang-2020")
    matter = stories.matter(office, due_on="2026-04-30")
    row = rectifying.finding(office, rectifying.inspection(office), nature="falsehood", matter=matter)
    with pytest.raises(Refused, match="没有通报批评"):
        follow_ups.propose_criticism(finding=row, reason="虚报", by=By(office.clerk, AT))


@pytest.mark.feature("experience")
def test_experience_that_was_found_is_put_before_the_leader(office):
    matter = stories.matter(office, due_on="2026-04-30")
    row = rectifying.finding(office, rectifying.inspection(office), nature="experience", text="一窗通办", matter=matter)
    made = follow_ups.recommend_finding(finding=row, reason="一窗通办", by=By(office.inspector, AT))
    assert (made.act, made.clause, made.outcome) == ("experience", "第十三条", "open")
    with pytest.raises(Refused):
        follow_ups.recommend_finding(
            finding=rectifying.finding(office, row.inspection), reason="好", by=By(office.inspector, AT)
        )


@pytest.mark.feature("findings")
def test_a_finding_becomes_a_matter_once(office):
    row = rectifying.handed(office)
    order = orders.Order(
        title="补办用地手续", requirement="补办", standard="取得批复", category="decision", source="inspection",
        due_on=datetime.date(2026, 5, 1), lead=(office.units[0],), level="blue",
    )  # fmt: skip
    order = orders.Order(
        **{**order.__dict__, "category": stories.Governed.of(office.jurisdiction).document.categories[0].id}
    )
    matter = follow_ups.register_finding(finding=row, order=order, by=By(office.clerk, AT))
    row.refresh_from_db()
    assert (row.became, matter.source, row.progress) == (matter, "inspection", "handed")
    with pytest.raises(Conflict):
        follow_ups.register_finding(finding=row, order=order, by=By(office.clerk, AT))
    assert Notice.objects.count() == 1
