"""Corrections of orders beside their pages: nodes that stood on the wrong date, units that share it, published months, two at once."""

import datetime

import pytest

from duban.ledger import journal
from duban.ledger.actions.matters import milestones
from duban.ledger.actions.office import daily_run
from duban.ledger.actions.requests import proposals
from duban.ledger.actions.scoring import rankings
from duban.ledger.audit import integrity
from duban.ledger.by import By
from duban.ledger.models import JournalLine, Ranking
from duban.ledger.queries.scoring import corrections
from duban.ledger.refusals import Refused
from tests import cast, stories

pytestmark = pytest.mark.django_db
AT = cast.at()
RIGHT = datetime.date(2026, 5, 20)


def _correct(office, matter, due_on=RIGHT, at=AT):
    return proposals.ask(
        "correct_due", of=stories.held(matter), due_on=due_on, reason="月份写错", by=By(office.clerk, at)
    )


def test_a_node_on_the_wrong_date_moves_with_it_and_one_before_it_stays(office):
    made = stories.matter(office, due_on="2026-04-30")
    days = [datetime.date(2026, 4, 10), datetime.date(2026, 4, 30)]
    milestones.plan_milestones(matter=made, steps=[(day, "完成一步") for day in days], by=By(office.clerk, AT))
    _correct(office, made)
    assert list(made.milestones.order_by("on").values_list("on", flat=True)) == [days[0], RIGHT]
    assert [str(each) for each in integrity.verify([office.jurisdiction], integrity.Figures())] == []


def test_a_correction_that_reaches_into_a_published_month_names_the_month_and_offers_its_correction(
    signed_in, settings
):
    settings.PRESENT_DAY = "2026-03-31"
    office = cast.office("sanmenxia-2019")
    made = stories.matter(office, due_on="2026-02-10", at=cast.at("2026-02-02 09:00"))
    daily_run.run_days(jurisdiction=office.jurisdiction, through=datetime.date(2026, 3, 2))
    february = {"from_on": datetime.date(2026, 2, 1), "to_on": datetime.date(2026, 2, 28)}
    ranking = rankings.publish_ranking(
        jurisdiction=office.jurisdiction, kind="month", **february, by=By(office.head, cast.at("2026-03-03 09:00"))
    )
    client, here = signed_in(office.clerk), f"/matters/{made.no}/units/jia/due-corrections"
    assert "交办时写的期限是 2026-02-10" in client.get(here).content.decode()
    sent = client.post(here, {"due_on": "2026-05-20", "reason": "月份写错", "form_key": "a"}, follow=True)
    page = sent.content.decode()
    assert "2026年2月排名已经发布" in page and f"/rankings/{ranking.pk}/correction" in page
    assert corrections.touched_on(office.jurisdiction, [datetime.date(2026, 2, 11)], datetime.date(2026, 12, 31))
    assert Ranking.objects.get().result == ranking.result


def test_what_two_officers_correct_at_once_is_corrected_once(office):
    made = stories.matter(office, due_on="2026-04-30")
    _correct(office, made)
    with pytest.raises(Refused, match="相同"):
        _correct(office, made)
    assert JournalLine.objects.filter(verb="order.due_corrected").count() == 1


def test_a_unit_cannot_correct_and_another_office_does_not_find_it(signed_in, office):
    made = stories.matter(office, due_on="2026-04-30")
    here = f"/matters/{made.no}/units/jia/due-corrections"
    assert signed_in(office.liaison).post(here, {"due_on": "2026-05-20", "reason": "x"}).status_code == 403
    other = cast.office("gansu-county-2023")
    assert signed_in(other.clerk).get(here).status_code == 404
    assert [row["due"] for row in journal.fact_rows(office.jurisdiction)] == ["2026-04-30"]
