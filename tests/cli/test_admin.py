"""`duban admin`: the owner of the machine gets an account open again, and the journal says so."""

import datetime
import re

import pytest
from django.test import Client

from duban.cli import main
from duban.ledger.actions.accounts import second_factors, tokens
from duban.ledger.models import JournalLine
from duban.people.models import AccessToken, Officer, SecondFactor
from tests import cast

pytestmark = pytest.mark.django_db


def test_a_new_password_opens_and_is_journaled(office, capsys):
    until = datetime.date(2026, 12, 31)
    tokens.create_token(officer=office.admin, name="同步", expires_on=until, actor=None, at=cast.at())
    assert main(["admin", "reset-password", office.admin.username]) == 0
    password = re.search(r"初始口令 (\w+)", capsys.readouterr().out)[1]
    assert Client().post("/login", {"username": office.admin.username, "password": password}).status_code == 302
    line = JournalLine.objects.get(verb="officer.password_reset")
    assert line.actor is None and line.of == f"officer:{office.admin.pk}" and line.data == {"tokens": 1}
    assert not AccessToken.objects.filter(revoked_at=None).exists()


def test_a_lost_phone_is_taken_away(office, capsys):
    second_factors.start_second_factor(officer=office.admin, at=cast.at())
    assert main(["admin", "reset-second-factor", office.admin.username]) == 0
    assert not SecondFactor.objects.exists() and JournalLine.objects.get(verb="second_factor.reset").actor is None


def test_a_lock_is_opened(office, capsys, settings):
    settings.AXES_ENABLED = True
    words = {"username": office.clerk.username, "password": "wrong"}
    assert [Client().post("/login", words).status_code for _ in range(5)][-1] == 429
    assert main(["admin", "unlock", office.clerk.username]) == 0
    assert Client().post("/login", words | {"password": cast.PASSWORD}).status_code == 302
    assert JournalLine.objects.get(verb="officer.unlocked").actor is None


@pytest.mark.parametrize("command", ["reset-password", "reset-second-factor", "unlock"])
def test_what_cannot_be_is_said_in_one_line(office, capsys, command):
    names = ["nobody"] if command == "reset-password" else ["nobody", office.clerk.username]
    for name in names:
        assert main(["admin", command, name]) == 2
        said = capsys.readouterr()
        assert said.out == "" and len(said.err.strip().splitlines()) == 1
    assert not JournalLine.objects.exists() and Officer.objects.get(pk=office.clerk.pk).check_password(cast.PASSWORD)
