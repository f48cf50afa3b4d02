"""Counts of a desk hold until something is written, and are then those of their lists again."""

import datetime

import pytest
from django.db import connection

from duban.ledger.queries.matters import matters
from duban.ledger.queries.matters.filters import Filter
from duban.ledger.queries.matters.listing import counts
from duban.ledger.queries.office import desks
from duban.people.models import Jurisdiction, Officer
from tests import cast, stories

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 31)


def _fresh(officer):
    """The officer as the next page has them."""
    return Officer.objects.select_related("jurisdiction", "unit").get(pk=officer.pk)


def _agree(officer):
    """Every number of the portfolios' pictures is what its list holds."""
    seen = []
    for picture in desks.pictures(_fresh(officer), TODAY):
        for tile in picture.tiles:
            seen.append(tile.count)
            assert tile.count == matters.found(officer, tile.asked, today=TODAY).count(), (picture.name, tile.word)
    return seen


def test_numbers_of_fields_are_those_of_their_lists_after_every_act(office):
    """Two units of one field that lead one matter count once; done, open, late and moved on."""
    first, second = office.units[0], office.units[2]
    assert first.portfolio == second.portfolio
    at = cast.at("2026-03-02 09:00")
    made = stories.matter(office, due_on="2026-03-20", at=at, lead=[first, second])
    told = [_agree(office.principal)]
    other = stories.matter(office, due_on="2026-04-20", at=at, lead=[office.units[1]])
    told.append(_agree(office.principal))
    stories.complete(office, other, cast.at("2026-03-10 09:00"), unit=office.units[1])
    told.append(_agree(office.principal))
    stories.complete(office, made, cast.at("2026-03-12 09:00"), unit=first)
    told.append(_agree(office.principal))
    assert len({tuple(each) for each in told}) == 3 and sum(told[0]) == 2
    assert _agree(office.leader) == told[-1][:3]


def test_a_tile_asks_once_and_again_after_a_line_or_a_night(office):
    stories.matter(office, due_on="2026-03-20", at=cast.at("2026-03-02 09:00"))
    asked, clerk = Filter(due="late"), _fresh(office.clerk)
    assert desks.tile(clerk, "超期", asked, TODAY).count == 1
    said = []
    with connection.execute_wrapper(lambda execute, sql, *rest: said.append(sql) or execute(sql, *rest)):
        assert desks.tile(clerk, "超期", asked, TODAY).count == 1
    assert not any("ledger_matter" in sql for sql in said)
    assert desks.tile(clerk, "超期", asked, datetime.date(2026, 3, 19)).count == 0
    assert desks.tile(_fresh(office.other_liaison), "超期", asked, TODAY).count == 0
    assert desks.tile(_fresh(office.liaison), "超期", asked, TODAY).count == 1
    stories.matter(office, due_on="2026-03-21", at=cast.at("2026-03-02 09:00"))
    assert desks.tile(_fresh(office.clerk), "超期", asked, TODAY).count == 2


def test_an_office_without_a_line_is_always_counted(office):
    place = Jurisdiction.objects.create(slug="new", name="新设县", regime="zhuoni-2022")
    officer = Officer.objects.create(username="new.clerk", role="clerk", jurisdiction=place)
    assert desks.tile(officer, "超期", Filter(due="late"), TODAY).count == 0


def test_who_sees_no_matters_leaves_no_nought_to_those_who_do(office):
    """The head of the assessment office asks first, the clerk after: each is told their own number."""
    stories.matter(office, due_on="2026-03-20", at=cast.at("2026-03-02 09:00"))
    asked = Filter(due="late")
    for officer, number in (
        (office.assessment, 0),
        (office.clerk, 1),
        (office.assessment, 0),
        (office.other_liaison, 0),
    ):
        assert counts.number_of(_fresh(officer), asked, today=TODAY) == number
        assert counts.totals_of(_fresh(officer), asked, today=TODAY).count == number
