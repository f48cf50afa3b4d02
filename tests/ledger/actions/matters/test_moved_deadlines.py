"""What a document says of deadlines is carried out: by category and role, in a range, moved by an event, never after a day."""

import datetime

import pytest

from duban.ledger.actions.matters import assignments
from duban.ledger.actions.office import daily_run
from duban.ledger.actions.requests import proposals
from duban.ledger.actions.scoring import facts
from duban.ledger.by import By
from duban.ledger.models import JournalLine, Proposal
from duban.ledger.refusals import Refused
from tests import cast, founding, stories

pytestmark = pytest.mark.django_db
AT = cast.at("2026-02-02 09:00")


def report(office, matter, on, **fact):
    """Put the plan with its date on record (S12 四)."""
    return facts.record_fact(
        jurisdiction=office.jurisdiction, kind="plan_in", unit=office.units[0], fact=fact, matter=matter, reason="方案",
        on=founding.day(on), by=By(office.clerk, cast.at(f"{on} 15:00")),
    )  # fmt: skip


def rows(matter, what="result"):
    found = stories.held(matter).deadlines.filter(what=what).order_by("on")
    return [(str(row.on), row.lifted_on and str(row.lifted_on)) for row in found]


def test_a_plan_that_came_in_time_sets_the_day():
    office = founding.office("s12-deadlines")
    major = stories.matter(office, due_on="2026-03-02", at=AT, category="major", due_rule="settled_major")
    report(office, major, "2026-02-20", finish="2026-06-30")
    held = stories.held(major)
    assert str(held.due_on) == "2026-06-30" and rows(major) == [("2026-03-02", "2026-02-20"), ("2026-06-30", None)]
    line = JournalLine.objects.get(kind="extended")
    assert line.data["fact"] == {"due": "2026-06-30"} and line.data["clause"] == "四"
    daily_run.run_days(jurisdiction=office.jurisdiction, through=founding.day("2026-03-10"))
    assert not JournalLine.objects.filter(kind="late").exists()


@pytest.mark.parametrize(("rule", "on"), [("settled_major", "2026-03-05"), ("", "2026-02-20")])
def test_a_plan_too_late_or_of_a_matter_by_another_rule_moves_nothing(rule, on):
    office = founding.office("s12-deadlines")
    major = stories.matter(office, due_on="2026-03-02", at=AT, category="major", due_rule=rule)
    report(office, major, on, finish="2026-06-30")
    assert rows(major) == [("2026-03-02", None)]


@pytest.mark.parametrize(
    ("pack", "more", "said"),
    [
        ("s12-deadlines", {"category": "ordinary", "due_rule": "settled_major"}, "“解决”不是这类事项的办结期限"),
        ("s14-deadlines", {"category": "minutes", "due_rule": "paper"}, "“公文”不是这类事项的办结期限"),
        ("s13-deadlines", {"due_rule": "passed_on"}, "“转办”不是这类事项的办结期限"),
        ("s17-proposals", {"due_rule": "opinion"}, "“会办意见”不是这类事项的办结期限"),
        ("s17-proposals", {"due_rule": "answer"}, "“答复”最迟不得晚于 2008-09-30"),
        ("s15-deadlines", {"due_rule": "nothing"}, "办法里没有这项期限"),
    ],
)
def test_a_rule_is_only_for_what_it_names(pack, more, said):
    office = founding.office(pack)
    with pytest.raises(Refused, match=said):
        stories.matter(office, due_on="2026-03-02", at=AT, **more)


def test_a_cooperating_unit_owes_its_opinion_by_the_rule_for_its_role():
    """S17 一: a month for who cooperates, never after the end of September."""
    office = founding.office("s17-proposals", on="2008-01-07 09:00")
    made = stories.matter(office, due_on="2008-06-14", at=cast.at("2008-03-14 09:00"), support=office.units[1:2])
    late = stories.matter(office, due_on="2008-09-30", at=cast.at("2008-09-10 09:00"), support=office.units[1:2])
    for matter, day in ((made, "2008-04-14"), (late, "2008-09-30")):
        held = stories.held(matter, office.units[1])
        assert str(held.due_on) == day
        assert [(row.what, str(row.on)) for row in held.deadlines.all()] == [("report", day)]
    daily_run.run_days(jurisdiction=office.jurisdiction, through=founding.day("2008-04-15"))
    (line,) = JournalLine.objects.filter(kind="late")
    assert (line.unit, line.data["fact"], str(line.on)) == (office.units[1], {"what": "report"}, "2008-04-15")


def test_a_refusal_names_the_unit_that_ought_to_have_it_where_the_document_wants_that():
    """S16 一."""
    office = founding.office("s16-proposals")
    made = stories.matter(office, due_on="2026-03-02", at=AT)
    by = By(office.liaison, cast.at("2026-02-03 09:00"))
    with pytest.raises(Refused, match="拒签须有建议的承办单位"):
        assignments.refuse_assignment(assignment=stories.held(made), reason="不属职责", by=by)
    held = assignments.refuse_assignment(
        assignment=stories.held(made), reason="不属职责", by=by, proper=office.units[1]
    )
    assert held.stage == "refused"


def test_a_number_in_the_range_is_asked_for_and_a_stated_date_prevails_over_a_default(signed_in):
    """S14 一, 二: urgent instructions one to five days; minutes twenty days unless a date is stated."""
    office = founding.office("s14-deadlines")
    client = signed_in(office.clerk)
    form = {
        "title": "事",
        "requirement": "办",
        "source": "meeting",
        "category": "minutes",
        "lead": [office.units[0].pk],
    }
    asked = {**form, "due_rule": "urgent", "counts_from": "2026-04-10"}
    assert "请在1至5日内定下一个数" in client.post("/matters/new", asked).content.decode()
    assert "不能定为 6" in client.post("/matters/new", {**asked, "due_number": "6"}).content.decode()
    for more in ({"due_number": "3"}, {"due_rule": "minutes"}, {"due_rule": "minutes", "due_on": "2026-04-15"}):
        assert client.post("/matters/new", {**asked, **more}).status_code == 302
    days = list(office.jurisdiction.matters.order_by("id").values_list("due_on", flat=True))
    assert days == [datetime.date(2026, 4, day) for day in (13, 30, 15)]


OWN = """\
id: own
name: 示例办法
periods: [year]
groups: {unit: 单位}
categories: [{id: key, name: 重点, clause: 一}, {id: plain, name: 一般, clause: 一}]
events:
  told: {label: 约谈提请, of: matter, clause: 二}
clauses:
  - clause: 一
    gist: 重点事项每月15日报送，协办单位每月第5个工作日报送
    kinds: [deadline]
    rules:
      - {kind: deadline, name: monthly, label: 月报, count: {day_of_month: 15}, counts_from: 每月, owes: report, categories: [key]}
      - {kind: deadline, name: helper, label: 协办月报, count: {working_day_of_month: 5}, counts_from: 每月, owes: report, role: support}
  - clause: 二
    gist: 约谈，自约谈之日起七日内整改
    kinds: [ladder]
    rules:
      - {kind: step, step: talk, name: 约谈, opens: {event: told}, limit: {days: 7}, held_on: required}
      - {kind: step, step: again, name: 再约谈, opens: {after: talk}}
"""


def test_reports_are_owed_on_the_day_of_the_month_by_those_whom_the_rule_names():
    office = founding.office({"regime.yaml": OWN})
    key = stories.matter(office, due_on="2026-12-31", at=AT, category="key", support=office.units[1:2])
    plain = stories.matter(office, due_on="2026-12-31", at=AT, category="plain")
    daily_run.run_days(jurisdiction=office.jurisdiction, through=founding.day("2026-03-20"))
    assert [day for day, _ in rows(key, "report")] == ["2026-02-15", "2026-03-15", "2026-04-15"]
    assert rows(plain, "report") == []
    helped = stories.held(key, office.units[1]).deadlines.order_by("on").values_list("on", flat=True)
    assert [str(day) for day in helped] == ["2026-02-06", "2026-03-06", "2026-04-08"]


def test_the_limit_of_a_step_runs_from_the_day_on_which_it_was_held():
    office = founding.office({"regime.yaml": OWN})
    made = stories.matter(office, due_on="2026-12-31", at=AT)
    told = {"kind": "told", "unit": office.units[0], "fact": {}, "matter": made, "reason": "会议"}
    by = By(office.clerk, cast.at("2026-02-10 09:00"))
    facts.record_fact(jurisdiction=office.jurisdiction, on=founding.day("2026-02-10"), by=by, **told)
    daily_run.run_days(jurisdiction=office.jurisdiction, through=founding.day("2026-02-11"))
    step = Proposal.objects.get(act="step")
    stories.sign(step, cast.at("2026-02-11 10:00"))
    by = By(office.clerk, cast.at("2026-02-20 09:00"))
    for held_on, said in (
        (None, "请写明哪一天进行"),
        ("2026-02-21", "2026-02-20 之间"),
        ("2026-02-01", "进行日期应在"),
    ):
        with pytest.raises(Refused, match=said):
            proposals.carry_out(proposal=step, by=by, held_on=held_on and founding.day(held_on))
    proposals.carry_out(proposal=step, by=by, held_on=founding.day("2026-02-18"))
    assert [row for row in rows(made, "limit")] == [("2026-02-25", None)]
    daily_run.run_days(jurisdiction=office.jurisdiction, through=founding.day("2026-02-26"))
    missed = JournalLine.objects.get(kind="limit_missed")
    assert (missed.data["fact"], str(missed.on)) == ({"step": "talk"}, "2026-02-26")
    assert str(Proposal.objects.get(step="again").open_since) == "2026-02-26"
