"""`duban token`: created once shown, listed, revoked; one line for what cannot be."""

import pytest
from django.test import Client

from duban.cli import main
from duban.people.models import AccessToken

pytestmark = pytest.mark.django_db


def test_a_token_is_created_works_and_is_revoked(office, capsys):
    assert main(["token", "create", office.clerk.username, "台账同步", "--days", "30"]) == 0
    secret = capsys.readouterr().out.split("\n")[0]
    client = Client(headers={"authorization": f"Bearer {secret}"})
    assert client.get("/api/matters").status_code == 200
    number = AccessToken.objects.get().pk
    assert main(["token", "list"]) == 0
    listed = capsys.readouterr().out
    assert "台账同步" in listed and "最近使用" in listed and secret not in listed
    assert main(["token", "revoke", str(number)]) == 0
    assert client.get("/api/matters").status_code == 401


@pytest.mark.parametrize(
    "words", [["create", "nobody", "x"], ["create", "sanmenxia-2019.clerk", "x", "--days", "400"], ["revoke", "999"]]
)
def test_what_cannot_be_is_said_in_one_line(office, capsys, words):
    assert main(["token", *words]) == 2
    said = capsys.readouterr()
    assert said.out == "" and len(said.err.strip().splitlines()) == 1
