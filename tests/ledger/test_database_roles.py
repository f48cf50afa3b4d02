"""The program's own database role: it serves an office, and cannot unsay anything. SQLite has no roles, and says so."""

import pytest
from django.db import DatabaseError, connection, transaction

from duban.cli import main
from duban.ledger.audit import database_roles
from duban.ledger.models import JournalLine
from tests import stories

FORBIDDEN = [
    *(
        f"{verb} {table}"
        for table in ("ledger_journalline", "ledger_ranking", "ledger_rankingproof", "ledger_auditevent")
        for verb in ("DELETE FROM", "TRUNCATE")
    ),
    "UPDATE ledger_journalline SET verb = 'x'",
    "UPDATE ledger_ranking SET kind = 'x'",
    "UPDATE ledger_auditevent SET event = 'x'",
    "DELETE FROM ledger_bulletin",
    "ALTER TABLE ledger_journalline DISABLE TRIGGER ALL",
    "DROP TRIGGER ledger_journalline_no_update ON ledger_journalline",
    "SET session_replication_role = replica",
    "CREATE TABLE extra (id int)",
    "DELETE FROM django_migrations",
]


def test_the_role_serves_an_office_and_unsays_nothing(office, signed_in):
    if connection.vendor != "postgresql":
        with pytest.raises(database_roles.NoSuchRole, match="SQLite"):
            database_roles.limit("duban_app")
        return
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE duban_app LOGIN")
        assert database_roles.may_unsay()
        assert database_roles.limit("duban_app") > 60
        cursor.execute("SET ROLE duban_app")
    assert not database_roles.may_unsay()
    made = stories.matter(office, due_on="2026-06-30")
    client = signed_in(office.clerk)
    assert client.get(f"/matters/{made.no}").status_code == 200
    assert client.get("/journal").status_code == 403
    held = JournalLine.objects.count()
    assert held > 0
    for statement in FORBIDDEN:
        with (
            pytest.raises(DatabaseError, match=r"permission denied|must be owner"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert JournalLine.objects.count() == held
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


@pytest.mark.django_db
def test_what_only_the_owner_may_is_said_so(capsys):
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE duban_app LOGIN")
        cursor.execute("SET ROLE duban_app")
    assert main(["fsck"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("duban fsck: 数据库角色没有权限") and "--roles" in said and said.count("\n") == 1


@pytest.mark.django_db
def test_a_role_that_cannot_be_limited_is_refused(capsys):
    owner = connection.settings_dict.get("USER") or "anybody"
    assert main(["migrate", "--roles", "no_such_role"]) == 2
    assert main(["migrate", "--roles", owner]) == 2
    said = capsys.readouterr().err.splitlines()
    words = ("没有角色 no_such_role", "超级用户") if connection.vendor == "postgresql" else ("SQLite", "SQLite")
    assert len(said) == 2 and all(word in line for word, line in zip(words, said, strict=True))
