"""Clocks that jump: every step of a ladder opens exactly once and none early, and a jump nobody can believe writes nothing (RELIABILITY 14)."""

import json
import shutil
from pathlib import Path

import pytest

from tests.servers import Installation

pytestmark = pytest.mark.torture
SEED = """
import datetime
from django.utils import timezone
from tests import cast, stories
for slug, regime in (("shi", "sanmenxia-2019"), ("xian", "zhuoni-2022"), ("kang", "ankang-2020")):
    office = cast.office(regime, slug=slug)
    for days in (0, 1, 2, 9):
        made = cast.at("2026-12-18 10:00")
        stories.matter(office, due_on=(datetime.date(2026, 12, 21) + datetime.timedelta(days=days)).isoformat(), at=made)
"""
SEEN = """
import json
from duban.ledger import journal
from duban.ledger.models import JournalLine, Proposal
from duban.people.models import Jurisdiction
late = list(JournalLine.objects.filter(verb="lateness.derived").order_by("key").values_list("jurisdiction__slug", "key", "on"))
steps = list(Proposal.objects.filter(act="step").order_by("pk").values_list("assignment__matter__no", "jurisdiction__slug", "step", "proposed_on"))
for office in Jurisdiction.objects.all(): assert not list(journal.verify(office))
print(json.dumps({"late": [[*map(str, each)] for each in late], "steps": sorted([*map(str, each)] for each in steps)}))
"""
# The last fortnight of the year, with the clock as it really was at each run of the day.
TRUE = [f"2026-12-{day:02} 00:10:00" for day in range(19, 32)] + [
    "2027-01-01 00:10:00",
    "2027-01-02 00:10:00",
    "2027-01-04 00:10:00",
]
# The same time with a clock an hour ahead, ten minutes back, across midnight and the year's end, three days without a run, twice a day.
JUMPY = [
    "2026-12-19 00:10:00", "2026-12-19 01:10:00", "2026-12-19 00:00:30", "2026-12-20 23:59:55", "2026-12-20 23:49:55",
    "2026-12-23 23:59:59", "2026-12-23 23:50:00", "2026-12-24 00:00:01", "2026-12-27 12:00:00", "2026-12-31 23:59:58",
    "2026-12-31 22:59:58", "2027-01-01 00:00:02", "2027-01-01 00:00:02", "2027-01-04 09:00:00",
]  # fmt: skip


@pytest.fixture
def library():
    found = next(iter(Path("/usr/lib").rglob("libfaketime.so.1")), None)
    if found is None:
        pytest.fail("libfaketime is not installed: scripts/install_for_torture installs it")
    return str(found)


def _at(installation, library, when):
    return Installation(
        installation.home, settings={"LD_PRELOAD": library, "FAKETIME": f"@{when}", "TZ": "Asia/Shanghai"}
    )


def _run(installation, library, days):
    for when in days:
        done = _at(installation, library, when).duban("daily")
        assert done.returncode == 0, (when, done.stderr)
    return json.loads(installation.python(SEEN))


def test_jumps_change_nothing(tmp_path, library):
    first = tmp_path / "first"
    installation = Installation(first)
    assert _at(installation, library, "2026-12-18 08:00:00").duban("migrate").returncode == 0
    _at(installation, library, "2026-12-18 12:00:00").python(SEED)
    second = tmp_path / "second"
    shutil.copytree(first, second)
    straight = _run(installation, library, TRUE)
    jumpy = _run(Installation(second), library, JUMPY)
    assert straight["late"] and straight["steps"]
    assert jumpy["late"] == straight["late"]
    assert len({tuple(each[:3]) for each in jumpy["steps"]}) == len(jumpy["steps"]), "a step opened twice"
    assert jumpy["steps"] == straight["steps"]
    print(
        f"\nTORTURE 14 clock jumps: {len(JUMPY)} runs at +1 h, -10 min, midnight, year's end, three days late: {len(straight['late'])} lateness and "
        f"{len(straight['steps'])} steps, each once and on its day"
    )

    # A month ahead: nobody believes it, nothing is written; the right time again, and all goes on.
    done = _at(installation, library, "2027-02-20 00:10:00").duban("daily")
    assert done.returncode == 2 and "快了" in done.stderr
    assert json.loads(installation.python(SEEN)) == straight
    assert _at(installation, library, "2027-01-05 00:10:00").duban("daily").returncode == 0
    print("\nTORTURE 14 clock a month ahead: refused in one sentence, 0 lines written")
