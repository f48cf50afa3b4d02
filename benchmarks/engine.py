"""How long the engine takes: `python benchmarks/engine.py`, one core, facts in memory and validated.

A county's year is 120 units and 5,000 facts with every line explained; a province's load is a million facts.
With DUBAN_BENCH=smoke it measures the county only, and fails where that takes more than four times its budget (on a slower machine than the
usual, by as much as that is slower: tests/pace.py).
"""

from __future__ import annotations

import os
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from duban.engine import cases, ladder, scoring
from duban.engine.cases import Period, Unit
from duban.engine.facts import Fact
from duban.engine.packs.loading import load_regime
from tests import pace

YEAR = Period(date(2022, 1, 1), date(2022, 12, 31), "year")
GROUPS = ("county", "township", "department")
REGIMES = ("sanmenxia-2019", "zhuoni-2022", "county-plan")
COUNTY_BUDGET = 0.012


def main() -> int:
    """Print minimum and median of each measurement; return 1 where the smoke run misses its budget by far."""
    smoke = os.environ.get("DUBAN_BENCH") == "smoke"
    missed = False
    units = [Unit(f"u{number}", f"单位{number}", GROUPS[number % 3]) for number in range(120)]
    facts = make_facts(5_000, units)
    for name in REGIMES:
        regime = load_regime(name)
        cases.validate(regime, facts, units)
        best = report(f"{name}: 120 units, 5,000 facts, score", 30, lambda r=regime: _explain(r, facts, units))
        missed |= best > 4 * COUNTY_BUDGET * pace.slowness()
        report(f"{name}: 120 units, 5,000 facts, ladder", 10, lambda r=regime: _climb(r, facts, units))
    report("validate 5,000 facts", 10, lambda: cases.validate(load_regime(REGIMES[0]), facts, units))
    if not smoke:
        units = [Unit(f"u{number}", f"单位{number}", GROUPS[number % 3]) for number in range(2_000)]
        facts = make_facts(1_000_000, units)
        for name in REGIMES:
            regime = load_regime(name)
            report(f"{name}: 2,000 units, 1,000,000 facts, score", 3, lambda r=regime: _explain(r, facts, units))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024
        print(f"peak memory {peak:.2f} GB, facts included")
    return int(missed)


def make_facts(number: int, units: list[Unit]) -> list[Fact]:
    """Make valid facts: two in five assign a matter, half of those are completed, the rest are events."""
    random.seed(20220101)
    days = [date(2022, 1, 1) + timedelta(days=offset) for offset in range(365)]
    facts: list[Fact] = []
    open_matters: list[tuple[str, str, int]] = []
    held: list[tuple[str, str]] = []
    for index in range(number):
        chance = random.random()
        if chance < 0.4 or not held:
            unit, matter, day = random.choice(units).unit, f"m{index}", random.randrange(300)
            level = random.choice(("red", "yellow", "blue"))
            due = days[min(day + 60, 364)]
            facts.append(Fact(f"f{index}", "assigned", days[day], unit, matter, role="lead", due=due, level=level))
            open_matters.append((unit, matter, day))
            held.append((unit, matter))
        elif chance < 0.6 and open_matters:
            unit, matter, day = open_matters.pop()
            facts.append(Fact(f"f{index}", "completed", days[min(day + 30, 364)], unit, matter))
        else:
            facts.append(_event(f"f{index}", random.choice(days), *random.choice(held)))
    random.shuffle(facts)
    return facts


def report(name: str, times: int, run: Callable[[], object]) -> float:
    """Run several times, print the fastest and the median, return the fastest in seconds of the processor."""
    run()
    seconds = []
    for _ in range(times):
        start = time.process_time()
        run()
        seconds.append(time.process_time() - start)
    best = min(seconds)
    print(f"{name}: min {best * 1000:.1f} ms, median {statistics.median(seconds) * 1000:.1f} ms")
    return best


def _explain(regime: object, facts: list[Fact], units: list[Unit]) -> object:
    return scoring.score(regime, facts, units, YEAR).as_json()


def _climb(regime: object, facts: list[Fact], units: list[Unit]) -> object:
    return ladder.due_steps(regime, facts, [unit.unit for unit in units], YEAR.last)


def _event(name: str, on: date, unit: str, matter: str) -> Fact:
    kind = random.choice(("late", "circular", "instruction", "urged", "returned", "poor_report", "interview"))
    if kind == "late":
        return Fact(name, kind, on, unit, matter, what=random.choice(("report", "result")))
    if kind == "urged":
        channel = random.choice(("phone", "written", "on_site"))
        return Fact(name, kind, on, unit, matter, channel=channel, limit=on + timedelta(days=7))
    if kind in ("circular", "instruction"):
        tone = random.choice(("praise", "criticism"))
        authority = random.choice(("ministry", "province", "prefecture_principal", "county"))
        return Fact(name, kind, on, unit, matter, tone=tone, authority=authority, occasion=f"o{on.month}")
    if kind == "interview":
        return Fact(name, kind, on, unit, matter, authority="province")
    return Fact(name, kind, on, unit, matter)


if __name__ == "__main__":
    sys.exit(main())
