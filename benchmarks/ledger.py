"""How long the ledger's page takes with 10,000 matters: `python benchmarks/ledger.py`, processor time of the whole request;
and how long 10,000 rows take out to a spreadsheet and in from one.

A throw-away SQLite database of one office with 120 units. With DUBAN_BENCH=smoke it holds 300 matters. It fails where a page takes
more than four times its budget, the export more than 5 seconds or the import more than 10 (on a slower machine than the usual, by as much as
that is slower: tests/pace.py).
"""

from __future__ import annotations

import datetime
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
HOME = tempfile.mkdtemp(prefix="duban-bench-")
os.environ.update(
    DUBAN_HOME=HOME, DUBAN_TESTING="1", DUBAN_TODAY="2026-03-31", DJANGO_SETTINGS_MODULE="duban.config.settings"
)
os.environ.pop("DATABASE_URL", None)

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from duban.ledger.actions.papers import imports  # noqa: E402
from duban.ledger.by import By  # noqa: E402
from duban.ledger.models import Assignment, Counter, Matter, Report  # noqa: E402
from duban.ledger.models.assignments import Stage  # noqa: E402
from duban.ledger.models.matters import Source, State  # noqa: E402
from duban.papers.writing import sheets  # noqa: E402
from duban.people.models import Jurisdiction, Officer, Portfolio, Role, Unit  # noqa: E402
from duban.web import lists  # noqa: E402
from tests import pace  # noqa: E402

BUDGET = 0.040
TODAY = datetime.date(2026, 3, 31)
PAGES = {
    "all": "/matters",
    "page 150": "/matters?page=150",
    "late": "/matters?due=late",
    "open, by deadline": "/matters?state=open&sort=due",
    "one unit": "/matters?unit=u7",
    "portfolio, this month": "/matters?portfolio=1&due=month",
    "two characters": "/matters?q=%E4%B9%A6%E6%88%BF",
    "unit's name": "/matters?q=%E5%8D%95%E4%BD%8D7",
}
_STAGES = {State.PROPOSED: Stage.PLANNED, State.CLOSED: Stage.COMPLETED}


def main() -> int:
    """Print minimum and median of each page; return 1 where one misses its budget of 40 ms by far."""
    smoke = os.environ.get("DUBAN_BENCH") == "smoke"
    call_command("migrate", verbosity=0)
    officers = _fill(300 if smoke else 10_000)
    missed, slower = False, pace.slowness()
    for officer in officers:
        client = Client()
        client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
        for name, address in PAGES.items():
            best = _measure(f"{officer.role}, {name}", client, address, 3 if smoke else 20)
            missed |= best > 4 * BUDGET * slower
    missed |= _exchange(officers[0], 300 if smoke else 10_000)
    return int(missed)


def _exchange(clerk: Officer, number: int) -> bool:
    client = Client()
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    every = ",".join(lists.COLUMNS)
    out = _timed("export, usual columns", lambda: b"".join(client.get("/matters/export").streaming_content))
    out = max(
        out,
        _timed("export, all columns", lambda: b"".join(client.get(f"/matters/export?cols={every}").streaming_content)),
    )
    rows = [
        (
            f"办成第{n}件实事",
            "按月反馈进展，协调解决用地和资金问题。" * 3,
            TODAY + datetime.timedelta(days=n % 200),
            f"单位{n % 120}",
            f"单位{(n + 1) % 120}、单位{(n + 2) % 120}",
        )
        for n in range(number)
    ]
    heads = ("事项内容", "办理要求", "办理时限", "牵头单位", "配合单位")
    data = sheets.write_xlsx([sheets.Column(head) for head in heads], rows)
    at = datetime.datetime.combine(TODAY, datetime.time(9), datetime.UTC)
    office, found = clerk.jurisdiction, []
    chosen = imports.Defaults(category="meeting", source="paper", standard="通过验收")
    Counter.objects.create(jurisdiction=office, series="matter", year=TODAY.year, value=number)
    _timed(
        "import, upload",
        lambda: found.append(imports.keep_ledger(jurisdiction=office, name="a.xlsx", data=data, by=By(clerk, at))),
    )
    _timed("import, check", lambda: imports.plan_of(found[0], chosen, TODAY))
    taken = _timed("import, confirmed", lambda: imports.import_ledger(file=found[0], defaults=chosen, by=By(clerk, at)))
    slower = pace.slowness()
    return out > 5 * slower or taken > 10 * slower


def _timed(name: str, act) -> float:
    began = time.process_time()
    act()
    taken = time.process_time() - began
    print(f"{name:32} {taken:6.1f} s")
    return taken


def _fill(number: int) -> list[Officer]:
    chance = random.Random(7)
    office = Jurisdiction.objects.create(slug="bench", name="某市", regime="sanmenxia-2019")
    fields = [Portfolio.objects.create(jurisdiction=office, name=f"口{n}") for n in range(8)]
    units = [
        Unit.objects.create(
            jurisdiction=office, code=f"u{n}", name=f"单位{n}", group="department", portfolio=fields[n % 8], order=n
        )
        for n in range(120)
    ]
    clerk = Officer.objects.create(username="clerk", role=Role.CLERK, jurisdiction=office)
    liaison = Officer.objects.create(username="liaison", role=Role.LIAISON, jurisdiction=office, unit=units[7])
    matters, held, reports = [], [], []
    for n in range(number):
        due = TODAY + datetime.timedelta(days=chance.randrange(-200, 200))
        done = due < TODAY and chance.random() < 0.9
        states = [State.COMPLETED, State.CLOSED] if done else [State.TO_ACCEPT, State.IN_HAND, State.TO_REVIEW]
        text = f"推进第{n}项城市{chance.choice(['书房', '公园', '道路', '学校'])}建设，按月反馈进展，协调解决用地和资金问题。"
        matter = Matter(
            pk=n + 1,
            jurisdiction=office,
            no=f"2026-{n + 1}",
            title=text[:20],
            requirement=text * 3,
            standard="通过验收",
            category="meeting",
            source=chance.choice(Source.values),
            state=chance.choice(states),
            regime=office.regime,
            regime_version="1",
            due_on=due,
            registered_on=due - datetime.timedelta(days=60),
            dispatched_on=due - datetime.timedelta(days=60),
            registered_by=clerk,
        )
        matters.append(matter)
        for place, unit in enumerate(chance.sample(units, 3)):
            stage = _STAGES.get(matter.state, matter.state)
            held.append(
                Assignment(
                    pk=len(held) + 1,
                    matter=matter,
                    unit=unit,
                    part="support" if place else "lead",
                    stage=stage,
                    due_on=due,
                    dispatched_on=matter.dispatched_on,
                    completed_on=due if done else None,
                )
            )
        reports += [
            Report(assignment=held[-3], what="progress", done=text, submitted_by=liaison, submitted_on=TODAY)
            for _ in range(3)
        ]
    Matter.objects.bulk_create(matters, batch_size=500)
    Assignment.objects.bulk_create(held, batch_size=500)
    Report.objects.bulk_create(reports, batch_size=500)
    return [clerk, liaison]


def _measure(name: str, client: Client, address: str, times: int) -> float:
    taken = []
    for _ in range(times + 1):
        began = time.process_time()
        answer = client.get(address)
        taken.append(time.process_time() - began)
        assert answer.status_code == 200, (address, answer.status_code)
    taken = taken[1:]
    print(f"{name:32} min {min(taken) * 1000:6.1f} ms   median {statistics.median(taken) * 1000:6.1f} ms")
    return min(taken)


if __name__ == "__main__":
    try:
        code = main()
    finally:
        shutil.rmtree(HOME, ignore_errors=True)
    sys.exit(code)
