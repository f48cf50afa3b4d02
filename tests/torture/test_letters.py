"""Letters arrive though the sender is killed, the receiver refuses, breaks and falls silent; and who reads pages does not notice (RELIABILITY 23, 25)."""

import contextlib
import json
import os
import subprocess
import sys
import threading
import time

import pytest

from tests.servers import _PROGRAM, Installation, Postgres
from tests.serving.conftest import seeded
from tests.torture.sinks import Sink

pytestmark = pytest.mark.torture
KILLS = int(os.environ.get("DUBAN_KILLS", "100"))
SECONDS = int(os.environ.get("DUBAN_HANG_SECONDS", "60"))

# An administrator and some officers with an address, each with news on each of some days: two letters a day and officer.
SEED = """
from django.conf import settings
from tests import cast
from duban.ledger.actions.office import letters
from duban.ledger.models import Letter, Message
from duban.people.models import Officer, Role
office = cast.office(slug="shi")
officers = [Officer.objects.create(username=f"o{n}", full_name="经办", role=Role.CLERK, jurisdiction=office.jurisdiction, email=f"o{n}@example.cn")
            for n in range(OFFICERS)]
for day in ("2026-03-23", "2026-03-24", "2026-03-25", "2026-03-26", "2026-03-27")[:DAYS]:
    at = cast.at(f"{day} 10:00")
    for officer in officers:
        Message.objects.create(jurisdiction=office.jurisdiction, officer=officer, kind="unit.urged", text="催办", key=f"{day}{officer.pk}", at=at)
    letters.write_digests(jurisdiction=office.jurisdiction, at=at)
print(Letter.objects.count())
"""
# Deliver until nothing waits; the child that sends is killed after a letter went out and before that was noted. Two minutes pass between runs.
DELIVER = """
import datetime, json, os, random, signal
from django.conf import settings
from django.db import connections
from tests import cast
from duban.ledger import letter_channels as channels
from duban.ledger.actions.office import letters
from duban.ledger.models import Letter
settings.EMAIL_TIMEOUT = settings.CHANNEL_TIMEOUT = 0.5
at, kills, runs = cast.at("2026-03-30 09:00"), 0, 0
while Letter.objects.filter(state="waiting").exists():
    assert runs < 5000
    fatal = random.randrange(1, 4) if kills < KILLS else 0
    connections.close_all()
    if not (child := os.fork()):
        left = fatal
        def send(letter):
            global left
            channels.send(letter)
            left -= 1
            if left == 0: os.kill(os.getpid(), signal.SIGKILL)
        letters.deliver_letters(at=at, send=send)
        os._exit(0)
    _, ended = os.waitpid(child, 0)
    assert ended in (0, signal.SIGKILL), ended
    kills += ended == signal.SIGKILL
    runs += 1
    at += datetime.timedelta(minutes=2)
states = dict(Letter.objects.values_list("letter_id", "state"))
print(json.dumps({"kills": kills, "runs": runs, "states": {str(key): state for key, state in states.items()},
                  "unsaid": Letter.objects.filter(state="dead", error="").count()}))
"""


def _manner(letter: str, attempt: int) -> str:
    """Say how a letter is taken: one in sixteen never, others after a refusal, a breakdown or silence, most at once."""
    kind = letter[0]
    if kind == "0":
        return "refused"
    if kind in "123" and attempt == 1:
        return {"1": "refused", "2": "broken", "3": "silent"}[kind]
    return "taken"


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_the_relay_is_killed(database, tmp_path):
    """Killed between sending and noting, again and again, while receivers misbehave (RELIABILITY 23)."""
    with (
        Postgres() if database == "postgresql" else contextlib.nullcontext() as postgres,
        Sink(_manner, silence=1) as sink,
    ):
        installation = Installation(tmp_path, postgres.url if postgres else "", settings=sink.settings)
        assert installation.duban("migrate").returncode == 0
        officers = max(8, KILLS // 5)
        written = int(installation.python(SEED.replace("OFFICERS", str(officers)).replace("DAYS", "5")))
        found = json.loads(installation.python(DELIVER.replace("KILLS", str(KILLS))))
    states = found["states"]
    assert len(states) == written == officers * 2 * 5
    sent = {letter for letter, state in states.items() if state == "sent"}
    dead = {letter for letter, state in states.items() if state == "dead"}
    doubles = sum(sink.taken.values()) - len(sink.taken)
    lost = sent - set(sink.taken)
    print(
        f"\nTORTURE 23 letters, {database}: {written} by mail and webhook, {found['kills']} kills between sending and noting, {len(lost)} lost, {doubles} came "
        f"twice under the same id, {len(dead)} given up after seven tries and shown with the reason"
    )
    assert found["kills"] == KILLS
    assert lost == set() and sent | dead == set(states) and set(sink.attempts) == set(states)
    # Who was killed before noting it sends it once more; a receiver that took a letter later than we waited would make more.
    assert doubles == KILLS
    # What nobody takes is given up, after as many tries as there are and no earlier.
    assert dead == {letter for letter in states if letter[0] == "0"} and {sink.attempts[letter] for letter in dead} <= {
        7
    }
    assert found["unsaid"] == 0


def test_a_receiver_that_hangs(tmp_path):
    """Letters wait for a receiver that answers after a minute; pages do not (RELIABILITY 25)."""
    hanging = threading.Event()
    with (
        Postgres() as postgres,
        Sink(lambda letter, attempt: "silent" if hanging.is_set() else "broken", silence=60) as sink,
    ):
        installation = Installation(tmp_path, postgres.url, settings={**sink.settings, "DUBAN_SCHEDULER": "outside"})
        clients = seeded(installation)
        installation.python(
            SEED.replace("OFFICERS", "60").replace("DAYS", "5").replace('slug="shi"', '"ankang-2020", slug="kang"')
        )
        with installation.serve("--workers", "2") as server:
            _times(server, clients[0], 5)
            quiet = _delivering(installation, server, clients[0], SECONDS / 2)
            hanging.set()
            slow = _delivering(installation, server, clients[0], SECONDS)
            hanging.clear()
            quiet += _delivering(installation, server, clients[0], SECONDS / 2)
    before, during = _p95(quiet), _p95(slow)
    print(
        f"\nTORTURE 25 receiver that hangs {SECONDS} s: {sink.held} letters held, p95 of {len(slow)} pages {during * 1000:.1f} ms, "
        f"of {len(quiet)} pages before and after {before * 1000:.1f} ms"
    )
    assert sink.held >= 2
    assert during <= before * 1.1


def _delivering(installation, server, client, seconds) -> list[float]:
    """Return how long pages take while letters are delivered, run after run, as a schedule does."""
    stopped = threading.Event()

    def deliver():
        while not stopped.is_set():
            run = subprocess.Popen(
                [sys.executable, "-c", _PROGRAM, "deliver"], env=installation.environment, stdout=subprocess.DEVNULL
            )
            while run.poll() is None and not stopped.is_set():
                time.sleep(0.1)
            run.kill()
            run.wait()
            stopped.wait(10)

    runs = threading.Thread(target=deliver)
    runs.start()
    try:
        return _times(server, client, seconds)
    finally:
        stopped.set()
        runs.join()


def _times(server, client, seconds) -> list[float]:
    found, until = [], time.monotonic() + seconds
    while time.monotonic() < until:
        began = time.monotonic()
        assert server.ask("/matters", client["cookie"])[0] == 200
        found.append(time.monotonic() - began)
        time.sleep(0.03)
    return found


def _p95(times: list[float]) -> float:
    return sorted(times)[len(times) * 95 // 100]
