"""Rows from before lines carried any are written into the journal once, and from then on held against it."""

import pytest
from django.db import connection

from duban.ledger.actions.office import offices
from duban.ledger.actions.upkeep import row_records
from duban.ledger.audit import integrity
from duban.ledger.models import JournalLine
from duban.people.models import Jurisdiction, Officer

pytestmark = pytest.mark.django_db


def held_against():
    """Return what a check of all rows finds, and its figures."""
    figures = integrity.Figures()
    return list(integrity.verify(Jurisdiction.objects.all(), figures)), figures


def test_rows_from_before_lines_carried_any_are_counted_and_not_blamed(office):
    found, figures = held_against()
    assert found == []
    assert (
        figures.unknown
        == {"辖区": 1, "分管领域": 3, "单位": 6, "单位别名": 3, "人员": Officer.objects.count()} | figures.unknown
    )
    assert figures.unknown["单位"] == 6


def test_rows_are_recorded_once(office, at):
    assert not row_records.is_recorded(office.jurisdiction)
    count = row_records.record_rows(jurisdiction=office.jurisdiction, at=at)
    assert row_records.is_recorded(office.jurisdiction)
    lines = JournalLine.objects.filter(verb="rows.recorded")
    assert {line.actor for line in lines} == {None}
    assert sum(line.data["count"] for line in lines) == count and all(line.data["rows"] for line in lines)
    assert row_records.record_rows(jurisdiction=office.jurisdiction, at=at) == 0
    found, figures = held_against()
    assert (found, figures.unknown) == ([], {})


def test_an_office_that_was_founded_carries_every_row_from_the_first(db, at):
    made = offices.found_office(slug="new", name="某县", regime="zhuoni-2022", administrator="root", at=at)
    assert row_records.record_rows(jurisdiction=made[0].jurisdiction, at=at) == 0
    found, figures = held_against()
    assert found == [] and figures.unknown == {} and figures.rows == 3
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_jurisdiction SET regime = 'county-plan'")
    assert len(held_against()[0]) == 1
