"""Many hands at one register: numbers without gap or duplicate, rankings that equal their recomputation (RELIABILITY 11, 12)."""

import contextlib
import json
import os
import random
import threading
import time
import uuid
from collections import Counter

import pytest

from tests.servers import Installation, Postgres
from tests.torture.writing import SOUND, Writers, check, founded

pytestmark = pytest.mark.torture
SECONDS = int(os.environ.get("DUBAN_WRITE_SECONDS", "60"))
EVENTS = int(os.environ.get("DUBAN_EVENTS", "100000"))

# One office with a matter done in each month of last year, eight clerks and a head who publishes.
SEED = """
import json
from django.utils import timezone
from duban.ledger.actions.accounts import tokens
from duban.people.models import Officer, Role
from tests import cast, stories
office, now = cast.office(slug="shi"), timezone.now()
year = timezone.localdate(now).year - 1
for month in range(1, 13):
    made = stories.matter(office, due_on=f"{year}-{month:02}-20", at=cast.at(f"{year}-{month:02}-02 09:00"), lead=[office.units[month % 3]])
    stories.complete(office, made, cast.at(f"{year}-{month:02}-10 09:00"), unit=office.units[month % 3])
def token(officer):
    return tokens.create_token(officer=officer, name="写入", expires_on=timezone.localdate(now), actor=None, at=now)[1]
clerks = [Officer.objects.create(username=f"c{n}", full_name="经办", role=Role.CLERK, jurisdiction=office.jurisdiction) for n in range(8)]
print(json.dumps({"year": year, "clerks": [token(each) for each in clerks], "head": token(office.head), "units": [unit.code for unit in office.units]}))
"""
# Each ranking against the facts that the journal held at its line, scored anew.
RECOMPUTED = """
import json
from duban.ledger import journal, scores
from duban.ledger.audit import published_rankings
from duban.ledger.models import Ranking
wrong, later = [], 0
for ranking in Ranking.objects.select_related("jurisdiction").order_by("pk"):
    held = [*journal.fact_rows(ranking.jurisdiction, since=ranking.from_on, through=ranking.to_on, upto=ranking.seq)]
    now = journal.fact_rows(ranking.jurisdiction, since=ranking.from_on, through=ranking.to_on)
    later += len(now) - len(held)
    if held != ranking.snapshot["facts"] or scores.score_case({**ranking.snapshot, "facts": held}).as_json() != ranking.result:
        wrong.append(str(ranking))
    wrong += published_rankings.flaws_of(ranking)
print(json.dumps({"rankings": Ranking.objects.count(), "wrong": wrong, "later": later}))
"""
# Random facts, a thousand at a time; what pages show against a recount that takes every fact in another order and every unit alone.
COUNTED = """
import datetime, json, random
from django.db import transaction
from duban.engine.facts import AUTHORITIES
from duban.ledger import journal, scores
from tests import cast
office, random = cast.office("zhuoni-2022", slug="xian"), random.Random(SEED_OF_CHANCE)
first, last, at = datetime.date(2026, 1, 1), datetime.date(2026, 12, 31), cast.at("2027-01-04 09:00")
KINDS = {
    "late": lambda: {"what": random.choice(["report", "result"])},
    "poor_report": lambda: {"defect": "过于简单"},
    "circular": lambda: {"tone": random.choice(["praise", "criticism"]), "authority": random.choice(AUTHORITIES)},
    "instruction": lambda: {"tone": random.choice(["praise", "criticism"]), "authority": random.choice(AUTHORITIES)},
    "false_report": dict,
    "uncooperative": dict,
}
done, compared, differences = 0, 0, 0
while done < EVENTS:
    with transaction.atomic():
        for _ in range(1000):
            kind = random.choice(list(KINDS))
            journal.record("fact.recorded", jurisdiction=office.jurisdiction, actor=office.clerk, at=at, unit=random.choice(office.units), 
                           effect=journal.Effect(kind=kind, on=first + datetime.timedelta(days=random.randrange(365)), fact=KINDS[kind]()))
    done += 1000
    if done % STEP and done < EVENTS:
        continue
    shown = {score.unit: str(score.total) for score in scores.draft_of(office.jurisdiction, "year", first, last).result.units}
    case = scores.case_for(office.jurisdiction, "year", first, last)
    random.shuffle(case["facts"])
    for unit in case["units"]:
        own = {**case, "units": [unit], "facts": [fact for fact in case["facts"] if fact["unit"] == unit["unit"]]}
        (alone,) = scores.score_case(own).units
        compared += 1
        differences += str(alone.total) != shown[unit["unit"]]
assert not list(journal.verify(office.jurisdiction))
print(json.dumps({"done": done, "compared": compared, "differences": differences, "totals": shown}))
"""


def _database(name):
    return Postgres() if name == "postgresql" else contextlib.nullcontext()


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_sixteen_creators(database, tmp_path):
    """Sixteen register matters in two offices at once, through the server (RELIABILITY 11)."""
    with _database(database) as postgres:
        installation = Installation(tmp_path, postgres.url if postgres else "")
        writers = Writers(founded(installation) * 2)
        with installation.serve("--workers", "2") as server:
            writers.run(server, SECONDS)
            writers.settle(server)
        assert check(installation, writers.acknowledged) == SOUND
    print(
        f"\nTORTURE 11 numbers, {database}: 16 creators, {len(writers.acknowledged)} matters in two offices, 0 doubled, 0 gaps, {dict(writers.statuses)}"
    )
    assert set(writers.statuses) <= {201, 429, 503} and len(writers.acknowledged) > 16


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_rankings_while_eight_write(database, tmp_path):
    """Twelve rankings are published while eight record facts of the same months (RELIABILITY 12)."""
    with _database(database) as postgres:
        installation = Installation(tmp_path, postgres.url if postgres else "")
        assert installation.duban("migrate").returncode == 0
        seed, statuses, stopped = json.loads(installation.python(SEED)), Counter(), threading.Event()
        with installation.serve("--workers", "2") as server:

            def ask(token, path, body):
                headers = {
                    "Authorization": f"Bearer {token}",
                    "Content-Type": "application/json",
                    "Idempotency-Key": uuid.uuid4().hex,
                }
                return server.ask(path, method="POST", body=json.dumps(body).encode(), headers=headers)

            def record(token):
                while not stopped.is_set():
                    day = f"{seed['year']}-{random.randrange(1, 13):02}-{random.randrange(1, 29):02}"
                    what = {
                        "kind": "late",
                        "unit": random.choice(seed["units"][:3]),
                        "on": day,
                        "reason": "月报迟报",
                        "fields": {"what": "report"},
                    }
                    statuses[ask(token, "/api/facts", what)[0]] += 1

            threads = [threading.Thread(target=record, args=(token,)) for token in seed["clerks"]]
            for thread in threads:
                thread.start()
            for month in range(1, 13):
                time.sleep(SECONDS / 13)
                last = f"{seed['year']}-{month:02}-{[31, 29 if seed['year'] % 4 == 0 else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]}"
                for _ in range(20):
                    status, _, text = ask(
                        seed["head"],
                        "/api/rankings",
                        {"kind": "month", "from_on": f"{seed['year']}-{month:02}-01", "to_on": last},
                    )
                    if status != 503:
                        break
                    time.sleep(0.5)
                assert status == 201, text
            time.sleep(SECONDS / 13)
            stopped.set()
            for thread in threads:
                thread.join()
        found = json.loads(installation.python(RECOMPUTED))
        assert installation.duban("ranking", "verify").returncode == 0
    print(
        f"\nTORTURE 12 rankings under eight writers, {database}: {found['rankings']} published among {statuses[201]} new facts ({found['later']} of them later), "
        f"{len(found['wrong'])} differ from a recomputation at their line"
    )
    assert found["rankings"] == 12 and found["wrong"] == [] and found["later"] > 0 and set(statuses) <= {201, 429, 503}


def test_totals_equal_a_full_recount(tmp_path):
    """What pages show after many random facts is what a full recount says (RELIABILITY 12)."""
    installation = Installation(tmp_path)
    assert installation.duban("migrate").returncode == 0
    words = {
        "SEED_OF_CHANCE": str(random.randrange(10**6)),
        "EVENTS": str(EVENTS),
        "STEP": str(max(1000, EVENTS // 10 // 1000 * 1000)),
    }
    program = COUNTED
    for word, value in words.items():
        program = program.replace(word, value)
    found = json.loads(installation.python(program, timeout=3600))
    print(
        f"\nTORTURE 12 totals: {found['done']} random facts, {found['compared']} totals recounted, {found['differences']} differences (seed {words['SEED_OF_CHANCE']})"
    )
    assert found["compared"] >= 6 and found["differences"] == 0
