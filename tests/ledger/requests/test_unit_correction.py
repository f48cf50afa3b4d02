"""Correction of a unit: the wrong one is rid of everything, the right one has its own paper and its own time."""

import datetime

import pytest

from duban.ledger import journal
from duban.ledger.actions.office import daily_run
from duban.ledger.actions.requests import proposals
from duban.ledger.audit import integrity
from duban.ledger.by import By
from duban.ledger.models import Annulment, Notice
from duban.ledger.refusals import Refused
from tests import cast, stories

pytestmark = pytest.mark.django_db
AT = cast.at()


def _correct(office, matter, to, **more):
    held = stories.held(matter, office.units[0])
    return proposals.ask("correct_unit", of=held, to=to, reason="职责不符", by=By(office.clerk, AT), **more)


def test_the_wrong_unit_is_rid_of_it_and_the_right_one_signs_for_it(office):
    made = stories.matter(office, due_on="2026-03-20", at=cast.at("2026-03-02 09:00"))
    daily_run.run_days(jurisdiction=office.jurisdiction, through=datetime.date(2026, 3, 24))
    _correct(office, made, office.units[1])
    wrong, right = stories.held(made, office.units[0]), stories.held(made, office.units[1])
    assert (wrong.stage, right.stage, right.due_on) == ("withdrawn", "to_accept", datetime.date(2026, 4, 18))
    rows = journal.fact_rows(office.jurisdiction)
    assert [(row["kind"], row["unit"]) for row in rows] == [("assigned", "yi")]
    first, recalled, new = Notice.objects.order_by("id")
    assert [each.name for each in (recalled, new)] == ["撤回通知", first.name]
    assert (recalled.unit, new.unit) == tuple(office.units[:2])
    assert Annulment.objects.get().by_notice == recalled
    made.refresh_from_db()
    assert (made.state, made.due_on) == ("to_accept", datetime.date(2026, 4, 18))
    assert [str(each) for each in integrity.verify([office.jurisdiction], integrity.Figures())] == []
    daily_run.run_days(jurisdiction=office.jurisdiction, through=AT.date())
    assert len(journal.fact_rows(office.jurisdiction)) == 1


def test_a_document_that_asks_for_a_day_of_objection_asks_for_it_again(db):
    office = cast.office("zhuoni-2022")
    made = stories.matter(office, due_on="2026-04-30")
    with pytest.raises(Refused) as caught:
        _correct(office, made, office.units[1])
    assert caught.value.field == "accept_by" and caught.value.clause
    _correct(office, made, office.units[1], accept_by=datetime.date(2026, 4, 3))
    assert stories.held(made, office.units[1]).accept_by == datetime.date(2026, 4, 3)


def test_another_office_s_unit_or_one_that_leads_already_is_refused(office):
    made = stories.matter(office, due_on="2026-04-30", lead=office.units[:2])
    other = cast.office("gansu-county-2023")
    for to in (office.units[0], office.units[1], other.units[2]):
        with pytest.raises(Refused) as caught:
            _correct(office, made, to)
        assert caught.value.field == "to"
    assert Notice.objects.count() == 2
