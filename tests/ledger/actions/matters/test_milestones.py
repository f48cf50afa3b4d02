"""Milestones: planned, reached, missed and shown; from templates; reported where the document says so."""

import datetime

import pytest

from duban.ledger import journal
from duban.ledger.actions.matters import milestones
from duban.ledger.actions.office import daily_run
from duban.ledger.actions.reports import reports
from duban.ledger.by import By
from duban.ledger.models import JournalLine, MilestoneTemplate
from duban.ledger.models.reports import What
from duban.ledger.queries.matters import plans
from duban.ledger.refusals import Refused
from tests import cast, stories

pytestmark = pytest.mark.django_db


def day(text):
    return datetime.date.fromisoformat(text)


STEPS = [(day("2026-04-30"), "可研批复"), (day("2026-06-30"), "开工")]


def in_hand(office, due_on="2026-12-31"):
    matter = stories.matter(office, due_on=due_on, at=cast.at("2026-03-02 09:00"))
    stories.accept(office, matter, cast.at("2026-03-02 10:00"))
    matter.refresh_from_db()
    return matter


def plan(office, matter, steps=STEPS, actor=None, at="2026-03-03 09:00"):
    return milestones.plan_milestones(matter=matter, steps=steps, by=By(actor or office.clerk, cast.at(at)))


@pytest.mark.feature("milestones")
@pytest.mark.proves("zhuoni-2022", "第九条(二)", "milestones")
def test_what_was_reached_stays_and_the_rest_is_planned_anew(zhuoni):
    matter = plan(zhuoni, in_hand(zhuoni))
    first = matter.milestones.get(text="可研批复")
    milestones.reach_milestone(
        milestone=first,
        on=day("2026-05-06"),
        note="批复文号已取得",
        by=By(zhuoni.liaison, cast.at("2026-05-07 09:00")),
    )
    plan(zhuoni, matter, [(day("2026-07-31"), "开工")], at="2026-05-08 09:00")
    nodes = plans.nodes_of(matter.milestones.order_by("on"), day("2026-08-10"))
    assert [(node.milestone.text, node.stands) for node in nodes] == [("可研批复", "reached_late"), ("开工", "missed")]
    assert JournalLine.objects.filter(verb="milestone.reached").get().on == day("2026-05-06")
    assert JournalLine.objects.filter(verb="milestones.planned").count() == 2


@pytest.mark.feature("milestones")
def test_a_missed_milestone_is_no_fact_where_no_clause_says_so(zhuoni):
    plan(zhuoni, in_hand(zhuoni))
    daily_run.run_days(jurisdiction=zhuoni.jurisdiction, through=day("2026-08-01"))
    assert not JournalLine.objects.filter(kind="late").exists()


@pytest.mark.feature("milestones")
@pytest.mark.proves("sanmenxia-2019", "三(一)、附件2 三3", "milestones")
def test_where_the_document_has_nodes_reported_each_is_a_date(office):
    """三门峡 附件2 三3：a report at each node; the node ahead is answered, not those behind it or after."""
    matter = plan(office, in_hand(office))
    held = stories.held(matter)
    reports.submit_report(
        assignment=held,
        what=What.PROGRESS,
        by=By(office.liaison, cast.at("2026-04-20 09:00")),
        words=reports.Words("可研已批复。"),
    )
    daily_run.run_days(jurisdiction=office.jurisdiction, through=day("2026-07-02"))
    rows = list(held.deadlines.filter(what="report").order_by("on").values_list("on", "met_on"))
    assert rows == [(day("2026-04-30"), day("2026-04-20")), (day("2026-06-30"), None)]
    late = [row for row in journal.fact_rows(office.jurisdiction) if row["kind"] == "late"]
    assert [(row["what"], row["on"]) for row in late] == [("report", "2026-07-01")]


def test_a_changed_plan_moves_the_dates_ahead(office):
    matter = plan(office, in_hand(office))
    plan(office, matter, [(day("2026-05-29"), "可研批复")], at="2026-03-10 09:00")
    rows = stories.held(matter).deadlines.filter(what="report", lifted_on__isnull=True)
    assert [row.on for row in rows] == [day("2026-05-29")]


@pytest.mark.parametrize(
    "steps",
    [
        [(day("2026-03-01"), "早于登记")],
        [(day("2027-01-01"), "晚于期限")],
        [(day("2026-04-30"), "甲"), (day("2026-04-30"), "甲")],
        [(day("2026-04-30"), " ")],
        [(day("2026-04-30"), str(number)) for number in range(61)],
    ],
)
def test_what_cannot_be_planned(zhuoni, steps):
    with pytest.raises(Refused) as refused:
        plan(zhuoni, in_hand(zhuoni), steps)
    assert refused.value.field == "milestones"


def test_a_unit_makes_the_first_plan_and_does_not_change_what_stands(zhuoni):
    matter = plan(zhuoni, in_hand(zhuoni), actor=zhuoni.liaison)
    with pytest.raises(Refused, match="已经设定"):
        plan(zhuoni, matter, [], actor=zhuoni.liaison)
    stories.complete(zhuoni, matter, cast.at("2026-05-07 09:00"))
    with pytest.raises(Refused, match="已办结"):
        plan(zhuoni, matter)


def test_a_milestone_is_reached_once_and_not_in_the_future(zhuoni):
    matter = plan(zhuoni, in_hand(zhuoni))
    first = matter.milestones.get(text="开工")

    def reach(on):
        milestones.reach_milestone(milestone=first, on=day(on), by=By(zhuoni.clerk, cast.at("2026-05-07 09:00")))

    for on in ("2026-05-08", "2026-03-01"):
        with pytest.raises(Refused) as refused:
            reach(on)
        assert refused.value.field == "on"
    reach("2026-05-06")
    with pytest.raises(Refused, match="到达"):
        reach("2026-05-06")


def test_templates_are_the_offices_own(zhuoni):
    def save(**more):
        words = {"name": "政府投资项目", "steps": [(90, "可研批复"), (30, "立项")], **more}
        return milestones.save_template(
            jurisdiction=zhuoni.jurisdiction, by=By(zhuoni.clerk, cast.at("2026-03-02 09:00")), **words
        )

    made = save()
    assert made.steps == [[30, "立项"], [90, "可研批复"]]
    for words in ({}, {"name": " "}, {"name": "空", "steps": []}):
        with pytest.raises(Refused):
            save(**words)
    save(template=made, name="项目", steps=[(1, "立项")])
    milestones.remove_template(template=made, by=By(zhuoni.clerk, cast.at("2026-03-02 09:00")))
    assert not MilestoneTemplate.objects.exists()
    assert JournalLine.objects.filter(verb__startswith="milestone_template.").count() == 3


def test_a_milestone_put_down_as_reached_by_mistake_is_reached_anew(zhuoni):
    first = plan(zhuoni, in_hand(zhuoni)).milestones.get(text="开工")
    by = By(zhuoni.clerk, cast.at("2026-05-07 09:00"))
    milestones.reach_milestone(milestone=first, on=day("2026-05-06"), by=by)
    assert milestones.unreach_milestone(milestone=first, reason="点错", by=by).reached_on is None
    with pytest.raises(Refused, match="还没有登记"):
        milestones.unreach_milestone(milestone=first, reason="点错", by=by)
