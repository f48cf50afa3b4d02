"""What only grows is held by triggers of the database; one that is gone is told, and put back on SQLite."""

import pytest
from django.db import DatabaseError, connection, transaction

from duban.cli.scoring import examinations
from duban.ledger.models import JournalLine
from duban.ledger.storage import append_only
from tests import stories


@pytest.mark.django_db
def test_every_trigger_is_there():
    assert append_only.unprotected() == []
    assert not [found for found in examinations.role_findings() if found.level == "bad"]


def test_one_that_is_gone_is_told_and_put_back(committed, office):
    stories.matter(office, due_on="2026-04-30", dispatched=False)
    on_sqlite = connection.vendor == "sqlite"
    name, table = "ledger_journalline_no_update", "ledger_journalline"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}" if on_sqlite else f"ALTER TABLE {table} DISABLE TRIGGER {name}")
        try:
            (found,) = [found for found in examinations.role_findings() if "触发器：" in found.what]
            assert found.level == "bad" and name in found.what
        finally:
            append_only.protect_all()
            if not on_sqlite:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {name}")
    assert append_only.unprotected() == []
    with pytest.raises(DatabaseError), transaction.atomic():
        JournalLine.objects.update(kind="x")
