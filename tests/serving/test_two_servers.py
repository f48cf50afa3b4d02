"""Two machines before one PostgreSQL, as docs/operations.md sets them up: what one does, the other knows at once."""

import dataclasses
import json
import re
import urllib.parse

import pytest

ADDED = """
import json, uuid
from django.utils import timezone
from duban.ledger.actions.matters import attachments
from duban.ledger.by import By
from duban.ledger.models import Matter
from duban.people.models import Officer
from tests import stories, cast
clerk = Officer.objects.get(username="shi.clerk")
matter = Matter.objects.filter(jurisdiction=clerk.jurisdiction).order_by("pk").first()
file = attachments.add_file(jurisdiction=clerk.jurisdiction, matter=matter, name="说明.txt", chunks=["两台机器".encode()], by=By(clerk, timezone.now()))
print(json.dumps(file.pk))
"""


@pytest.fixture
def machines(city, tmp_path):
    """Two installations with folders of their own, one key, one database and one folder of files."""
    installation, _, postgres = city
    if postgres is None:
        return None
    shared = {
        "DUBAN_FILES": str(tmp_path / "shared"),
        "DUBAN_SECRET_KEY": (installation.home / "secret_key").read_text(encoding="utf-8").strip(),
    }
    homes = [tmp_path / "one", tmp_path / "two"]
    for home in homes:
        home.mkdir()
    return [dataclasses.replace(installation, home=home, settings=shared) for home in homes]


def _sign_in(server, name, password):
    """Send the form of the login page; returns the status."""
    page, headers, text = server.ask("/login")
    assert page == 200
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)[1]
    cookie = headers["Set-Cookie"].partition(";")[0]
    body = urllib.parse.urlencode({"username": name, "password": password, "csrfmiddlewaretoken": token})
    sent = {"Content-Type": "application/x-www-form-urlencoded"}
    return server.ask("/login", cookie, method="POST", body=body, headers=sent)[0]


def test_what_one_machine_does_the_other_knows(city, machines):
    if machines is None:
        return  # a file of SQLite is one machine's
    _, clients, postgres = city
    one, two = machines
    with one.serve("--workers", "1") as first, two.serve("--workers", "1") as second:
        clerk = next(each for each in clients if each["office"] == clients[0]["office"])
        # Who signed in on one is known on the other.
        for server in (first, second):
            status, _, text = server.ask(f"/matters/{clerk['no']}", clerk["cookie"])
            assert status == 200 and clerk["title"] in text
        # A file that one took, the other gives.
        number = json.loads(one.python(ADDED))
        for server in (first, second):
            status, _, text = server.ask(f"/attachments/{number}", clerk["cookie"])
            assert status == 200 and text == "两台机器"
        # Wrong passwords are counted together: after three on each nobody is let in from here, with the right one either.
        for place in range(6):
            _sign_in((first, second)[place % 2], "xian.clerk", "wrong")
        assert {_sign_in(server, "xian.clerk", "wrong") for server in (first, second)} == {429}
        # The day is done once, whoever comes first; both are well.
        for server in (first, second):
            server.wait_for(lambda server=server: server.health().get("daily") == "ok", 30)
    assert two.duban("audit", "verify").returncode == 0
    days = "SELECT count(*) FROM (SELECT jurisdiction_id, data->'fact', matter_id, unit_id, \"on\" FROM ledger_journalline WHERE kind = 'late' GROUP BY 1, 2, 3, 4, 5 HAVING count(*) > 1) AS twice"
    assert postgres.query(days) == "0"
