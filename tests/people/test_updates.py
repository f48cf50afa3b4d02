"""Updates whose SQL is built once: the same columns, the same refusals and the same notes as Django's own."""

import pytest
from django.db import DatabaseError, connection, models
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from duban.ledger.models import Chain, Matter, Report
from duban.people import tracking
from tests import cast, stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def matter(office):
    return stories.matter(office, due_on="2026-06-30")


def _saved(row, **changed):
    """Save what is changed, and return the statements and the notes of it."""
    for name, value in changed.items():
        setattr(row, name, value)
    tracking.take()
    with CaptureQueriesContext(connection) as queries:
        row.save(update_fields=list(changed))
    return [each["sql"] for each in queries], tracking.take()


def test_the_columns_that_are_named_are_written_and_no_others(matter):
    was, matter.standard = matter.standard, "另一个标准"
    statements, notes = _saved(matter, title="另一件", urgent=True, due_on=None)
    assert len(statements) == 1 and statements[0].startswith("UPDATE")
    now = Matter.objects.get(pk=matter.pk)
    assert (now.title, now.urgent, now.due_on, now.standard) == ("另一件", True, None, was)
    assert set(notes[f"matter:{matter.pk}"]) == {"title", "urgent", "due_on"}


def test_it_writes_the_statement_that_django_writes(office, matter, monkeypatch):
    stories.accept(office, matter, cast.at())
    stories.report(office, matter, cast.at(), what="progress")
    report = Report.objects.get()
    said = {
        "elements": [["成效", "已通车"]],
        "reason": "",
        "reviewed_by": office.clerk,
        "reviewed_on": cast.at().date(),
    }
    ours = _saved(report, **said)
    monkeypatch.setattr(Report, "_do_update", models.Model._do_update)
    assert _saved(report, **said) == ours
    assert Report.objects.get().elements == said["elements"]


def test_what_the_database_works_out_is_left_to_django(matter):
    was = matter.version
    _saved(matter, version=F("version") + 1)
    assert Matter.objects.get(pk=matter.pk).version == was + 1


def test_a_row_that_is_gone_is_refused(office, matter):
    chain = Chain.objects.get(jurisdiction=office.jurisdiction)
    Chain.objects.filter(pk=chain.pk).delete()
    with pytest.raises(DatabaseError, match="did not affect any rows"):
        chain.save(update_fields=["head"])
