"""A document that wants the month before reported: whoever is given a matter on 2 March owes the first report in April."""

import pytest

from duban.ledger.actions.office import daily_run
from duban.ledger.actions.reports import recurrences
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import JournalLine
from duban.ledger.models.reports import What
from duban.ledger.queries.matters import foretelling
from tests import cast, founding, stories

pytestmark = [pytest.mark.django_db, pytest.mark.feature("recurring_reports")]

OWN = """
id: own
name: 区办法
categories: [{id: key, name: 重点, clause: 一}]
periods: [year]
groups: {unit: 单位}
clauses:
  - clause: 一
    gist: 次月5日前报送上月情况
    kinds: [deadline]
    rules: [{kind: deadline, name: monthly, label: 月报, count: {day_of_month: 5}, counts_from: 交办之日, owes: report, from_next: true}]
"""


def _days(assignment):
    return [str(on) for on in assignment.deadlines.filter(what="report").order_by("on").values_list("on", flat=True)]


def test_nothing_is_owed_in_the_month_in_which_it_goes_out():
    office = founding.office({"regime.yaml": OWN})
    matter = stories.matter(office, due_on="2026-12-31", at=cast.at("2026-03-02 09:00"), category="key")
    daily_run.run_days(jurisdiction=office.jurisdiction, through=founding.day("2026-04-10"))
    assert _days(stories.held(matter)) == ["2026-04-05", "2026-05-05"]
    assert [str(line.on) for line in JournalLine.objects.filter(kind="late")] == ["2026-04-06"]


def test_what_is_set_by_the_rule_later_begins_alike():
    office = founding.office({"regime.yaml": OWN})
    matter = stories.matter(
        office, due_on="2026-12-31", at=cast.at("2026-03-02 09:00"), category="key", support=office.units[1:2]
    )
    helper = stories.held(matter, office.units[1])
    recurrences.set_recurrence(assignment=helper, rule="monthly", by=By(office.clerk, cast.at("2026-04-02 09:00")))
    assert _days(helper) == ["2026-05-05"]


def test_what_will_happen_is_foretold_alike():
    office = founding.office({"regime.yaml": OWN})
    matter = stories.matter(office, due_on="2026-06-30", at=cast.at("2026-03-02 09:00"), category="key")
    events = foretelling.foretold(Governed.of(matter), matter, office.units[:1], on=founding.day("2026-03-02"))
    assert (str(events[0].on), events[0].words) == ("2026-04-05", "每月5日报送，共 3 次")


def test_a_report_before_the_month_is_over_does_not_tell_of_it():
    office = founding.office({"regime.yaml": OWN})
    matter = stories.matter(office, due_on="2026-12-31", at=cast.at("2026-03-02 09:00"), category="key")
    held = stories.held(matter)
    stories.accept(office, matter, cast.at("2026-03-03 09:00"))
    for moment in ("2026-03-20 09:00", "2026-04-30 09:00", "2026-05-04 09:00"):
        daily_run.run_days(jurisdiction=office.jurisdiction, through=founding.day(moment[:10]))
        stories.report(office, matter, cast.at(moment), what=What.PROGRESS)
    daily_run.run_days(jurisdiction=office.jurisdiction, through=founding.day("2026-06-01"))
    rows = held.deadlines.filter(what="report").order_by("on").values_list("on", "set_on", "met_on")
    assert [(str(on), str(begins), met and str(met)) for on, begins, met in rows] == [
        ("2026-04-05", "2026-04-01", "2026-04-30"), ("2026-05-05", "2026-05-01", "2026-05-04"), ("2026-06-05", "2026-06-01", None)
    ]  # fmt: skip
