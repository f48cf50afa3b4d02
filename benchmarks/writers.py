"""How many reports eight who write at once hand in through the API: `python benchmarks/writers.py`, the real server with two workers.

An office of 10,000 matters, on SQLite and on a throw-away PostgreSQL. Each of the eight goes through the liaisons of a part of the units
and reports on one matter after the other, as fast as it is answered; every answer is checked, and at the end the journal has a line of
each. Acts a second of all, the median, the 99th percentile and the longest wait by the clock. With DUBAN_BENCH=smoke: 300 matters, and
few reports, on SQLite. DUBAN_BENCH=sqlite or postgresql measures one of them alone. Figures count only from a quiet machine.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import threading
import time
import uuid

from pages import filled

SMOKE = os.environ.get("DUBAN_BENCH") == "smoke"
MATTERS, WRITERS, ACTS = (300, 4, 24) if SMOKE else (10_000, 8, 1600)
# Acts a second on PostgreSQL; milliseconds that no act waits longer than, but for one of a hundred, on SQLite.
GOALS = {"postgresql": "150 acts a second", "sqlite": "p99 500 ms"}
# Every liaison with a key, and the open matters of their unit with the versions of its part. Prints [key, unit, no, version] in turn.
SEED = """
import json
from itertools import zip_longest
from django.utils import timezone
from duban.ledger.actions.accounts import tokens
from duban.ledger.models import Assignment
from duban.people.models import Officer
now, asked = timezone.localtime(), []
Officer.objects.update(must_change_password=False, password_set_at=now)
for officer in Officer.objects.filter(role="liaison", unit__isnull=False).select_related("unit"):
    held = Assignment.objects.filter(unit=officer.unit, stage="in_hand", matter__state="in_hand").select_related("matter").order_by("-pk")
    key = tokens.create_token(officer=officer, name="w", expires_on=timezone.localdate(now), actor=None, at=now)[1]
    asked.append([(key, officer.unit.code, each.matter.no, each.version) for each in held[:40]])
turns = [each for some in zip_longest(*asked) for each in some if each]
print(json.dumps(turns))
"""
LINES = 'from duban.ledger.models import JournalLine; print(JournalLine.objects.filter(kind="reported").count())'


def main() -> int:
    """Print what each database does; 1 where an answer was not what it must be."""
    wanted = os.environ.get("DUBAN_BENCH", "")
    for name in ("sqlite",) if SMOKE else ("sqlite", "postgresql"):
        if wanted in ("sqlite", "postgresql") and wanted != name:
            continue
        with filled(name, MATTERS) as (installation, _):
            turns = json.loads(installation.python(SEED))[:ACTS]
            before = int(installation.python(LINES))
            with installation.serve("--workers", "2") as server:
                seconds, waits = _write(server, turns)
            kept = int(installation.python(LINES)) - before
        if kept != len(turns):
            print(f"{name}: {len(turns)} reports were acknowledged, the journal has {kept}", file=sys.stderr)
            return 1
        waits.sort()
        print(
            f"{name}: {len(turns)} reports by {WRITERS} at once, {len(turns) / seconds:.0f} acts a second; wait p50 {statistics.median(waits):.0f} ms, "
            f"p99 {waits[int(len(waits) * 0.99)]:.0f} ms, longest {waits[-1]:.0f} ms (goal: {GOALS[name]})",
            flush=True,
        )
    return 0


def _write(server, turns) -> tuple[float, list[float]]:
    """Let all write; return the seconds from the first to the last, and how many milliseconds each waited."""
    waits: list[float] = []
    wrong: list[str] = []

    def write(mine) -> None:
        for key, unit, no, version in mine:
            headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
            headers["Idempotency-Key"] = uuid.uuid4().hex
            body = json.dumps({"what": "progress", "done": "已完成前期手续，正在办理用地。", "version": version})
            path, began = f"/api/matters/{no}/units/{unit}/reports", time.perf_counter()
            status, _, text = server.ask(path, method="POST", body=body.encode(), headers=headers)
            waits.append((time.perf_counter() - began) * 1000)
            if status != 201:
                wrong.append(f"{status} {text[:300]}")

    threads = [threading.Thread(target=write, args=(turns[place::WRITERS],)) for place in range(WRITERS)]
    began = time.perf_counter()
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    if wrong:
        raise SystemExit(f"{len(wrong)} of {len(turns)} reports were refused: {wrong[0]}")
    return time.perf_counter() - began, waits


if __name__ == "__main__":
    sys.exit(main())
