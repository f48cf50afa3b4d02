"""The auditor's pages."""

import pytest
from django.db import connection

from duban.ledger.actions.office import officers
from duban.ledger.by import By
from duban.ledger.models import JournalLine

pytestmark = pytest.mark.django_db


@pytest.fixture
def lived_in(office, at):
    officers.add_officer(
        jurisdiction=office.jurisdiction,
        username="one",
        full_name="某人",
        role="clerk",
        actor=office.admin,
        at=at,
    )
    officers.disable_officer(officer=office.section, by=By(office.admin, at))
    officers.change_password(officer=office.clerk, password="another-Good-one-7", at=at)
    return office


def lines(response):
    return [line.verb for line in response.context["page"]]


def test_the_newest_is_first_and_filters_hold(lived_in, signed_in):
    auditor = signed_in(lived_in.auditor)
    assert lines(auditor.get("/journal")) == ["officer.password_changed", "officer.disabled", "officer.added"]
    assert lines(auditor.get("/journal", {"verb": "officer.added"})) == ["officer.added"]
    assert lines(auditor.get("/journal", {"actor": lived_in.clerk.pk})) == ["officer.password_changed"]
    assert len(lines(auditor.get("/journal", {"since": "2026-03-31", "until": "2026-03-31"}))) == 3
    assert lines(auditor.get("/journal", {"since": "2026-04-01"})) == []
    assert lines(auditor.get("/journal", {"until": "2026-03-30"})) == []
    text = auditor.get("/journal").content.decode()
    assert "停用人员" in text and f"{lived_in.section}（{lived_in.section.username}）" in text
    assert "<dt>姓名</dt><dd>某人</dd>" in text


def test_another_office_sees_nothing_of_it(lived_in, zhuoni, signed_in):
    auditor = signed_in(zhuoni.auditor)
    assert lines(auditor.get("/journal")) == []
    assert lines(auditor.get("/journal", {"actor": lived_in.admin.pk})) == []


def test_a_whole_chain_is_said_to_be_whole(lived_in, signed_in):
    text = signed_in(lived_in.auditor).get("/journal/verification").content.decode()
    assert "完好" in text and JournalLine.objects.latest("seq").digest in text


def test_a_changed_line_is_found_and_linked(lived_in, signed_in):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE ledger_journalline DISABLE TRIGGER USER")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger_journalline'")
            for (trigger,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{trigger}"')
        cursor.execute("UPDATE ledger_journalline SET verb = 'officer.edited' WHERE seq = 2")
    text = signed_in(lived_in.auditor).get("/journal/verification").content.decode()
    assert "完好" not in text and "第 2 行内容被改动" in text and "/journal#l2" in text
