"""The same form eight times at once, and two versions of one matter: once each, through the server (RELIABILITY 7, 8)."""

import contextlib
import json
import os
import threading
import time
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.servers import Installation, Postgres
from tests.torture.writing import SOUND, check, founded

pytestmark = pytest.mark.torture
ROUNDS = int(os.environ.get("DUBAN_SUBMITS", "100"))


def _order(writer, title, **more):
    order = {
        "title": title, "requirement": "按期完成。", "standard": "通过验收", "category": writer["category"], "source": "other", "due_on": time.strftime("%Y-%m-%d", time.localtime(time.time() + 90 * 86400)),
        "lead": [writer["lead"]], "level": writer["level"],
    }  # fmt: skip
    return {**order, **more}


def _ask(server, writer, path, body, key="", method="POST"):
    headers = {
        "Authorization": f"Bearer {writer['token']}",
        "Content-Type": "application/json",
        "Idempotency-Key": key or uuid.uuid4().hex,
    }
    status, _, text = server.ask(path, method=method, body=json.dumps(body).encode() if body else None, headers=headers)
    return status, json.loads(text)


def _at_once(acts):
    together = threading.Barrier(len(acts))

    def one(act):
        together.wait(timeout=20)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_once_each(database, tmp_path):
    with Postgres() if database == "postgresql" else contextlib.nullcontext() as postgres:
        installation = Installation(tmp_path, postgres.url if postgres else "")
        writers, titles, outcomes = founded(installation), set(), Counter()
        with installation.serve("--workers", "2") as server:
            for turn in range(ROUNDS):
                writer, title, key = writers[turn % 4], f"{turn} {uuid.uuid4().hex}", uuid.uuid4().hex
                made = _at_once([lambda w=writer, t=title, k=key: _ask(server, w, "/api/matters", _order(w, t), k)] * 8)
                assert {status for status, _ in made} == {201} and len({told["id"] for _, told in made}) == 1, made
                titles.add(title)

                # Two clerks of one office send the same matter out from the version that both saw.
                address = f"/api/matters/{made[0][1]['id']}"
                both = writer, writers[(turn + 1) % 4]
                answers = _at_once(
                    [
                        lambda each=each, address=address: _ask(server, each, f"{address}/dispatch", {"version": 1})
                        for each in both
                    ]
                )
                outcomes[tuple(sorted(status for status, _ in answers))] += 1
                (told,) = [told for status, told in answers if status == 409]
                assert told["error"]["versions"]["yours"] == 1 < told["error"]["versions"]["current"], told
        notices = int(installation.python("from duban.ledger.models import Notice; print(Notice.objects.count())"))
        assert check(installation, titles) == SOUND
    print(f"\nTORTURE 7 double submit, {database}: {ROUNDS} × 8 identical requests at once, {len(titles)} matters")
    print(
        f"\nTORTURE 8 lost update, {database}: {ROUNDS} pairs from one version, {outcomes[200, 409]} × one 200 and one 409 with both versions, {notices} notices out"
    )
    assert outcomes == {(200, 409): ROUNDS} and notices == ROUNDS
