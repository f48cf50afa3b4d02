"""Rows as JSON: every kind of value goes there and back exactly, on either database."""

import datetime
import decimal
import io
import json
import uuid

import pytest
from django.db import connection, models
from django.test.utils import isolate_apps

from duban.backups.rows import Table
from duban.people.sealing import SealedField
from tests import cast, stories

VALUES = {
    "text": '引号"、换行\n、\u3000和😀',
    "points": decimal.Decimal("-12345.60"),
    "day": datetime.date(2026, 2, 28),
    "hour": datetime.time(23, 59, 59, 999999),
    "at": datetime.datetime(2026, 3, 31, 23, 59, 59, 123456, tzinfo=datetime.UTC),
    "took": datetime.timedelta(days=3, microseconds=7),
    "data": {"z": [1, 2.5, None, True, "甲"], "a": {"大": 10**15}},
    "number": uuid.UUID(int=2**127 + 5),
    "raw": bytes(range(256)),
    "yes": True,
    "share": 0.1 + 0.2,
    "sealed": "某人 13800000000",
}


# In a register of its own: whoever asks the program for its models must not find this one.
with isolate_apps("duban.people"):

    class Everything(models.Model):
        """A row with a column of every kind that the program may use."""

        text = models.TextField()
        points = models.DecimalField(max_digits=9, decimal_places=2)
        day = models.DateField(null=True)
        hour = models.TimeField()
        at = models.DateTimeField()
        took = models.DurationField()
        data = models.JSONField()
        number = models.UUIDField()
        raw = models.BinaryField()
        yes = models.BooleanField()
        share = models.FloatField()
        sealed = SealedField()
        made_at = models.DateTimeField(auto_now_add=True)

        class Meta:
            app_label = "people"
            db_table = "tests_everything"


@pytest.fixture
def table(committed):
    """The table of such rows, made for one test."""
    with connection.schema_editor() as editor:
        editor.create_model(Everything)
    yield Table(Everything, connection)
    with connection.schema_editor() as editor:
        editor.delete_model(Everything)


def test_every_kind_of_value_comes_back_exactly(table):
    first = Everything.objects.create(**VALUES)
    Everything.objects.create(**{**VALUES, "day": None, "yes": False, "data": [], "points": decimal.Decimal("0.10")})
    Everything.objects.create(**VALUES).delete()
    out = io.BytesIO()
    said = table.dump(out)
    rows = [json.loads(line) for line in out.getvalue().splitlines()]
    assert (said.rows, said.sequence, len(rows)) == (2, 3, 2)
    assert VALUES["sealed"] not in out.getvalue().decode(), "what lies sealed stays sealed"
    table.empty()
    assert table.write(iter(rows)) == 2
    table.set_sequence(said.sequence)
    assert table.dump() == said
    again = Everything.objects.get(pk=first.pk)
    assert {
        name: bytes(value) if isinstance(value := getattr(again, name), memoryview) else value for name in VALUES
    } == VALUES
    assert again.made_at == first.made_at
    assert Everything.objects.create(**VALUES).pk == 4, "the number of a deleted row is not given again"


def test_an_office_reads_the_same_twice_and_keys_in_json_may_stand_in_any_order(db):
    place = cast.office("sanmenxia-2019")
    stories.matter(place, due_on="2026-02-20", at=cast.at("2026-02-02 09:00"))
    from duban.ledger.models import JournalLine

    table = Table(JournalLine, connection)
    said = table.dump()
    assert said.rows > 3 and said == table.dump()
    assert said.columns[0] == "id" and len(said.columns) == len(JournalLine._meta.concrete_fields)
