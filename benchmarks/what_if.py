"""How long what-if takes: `python benchmarks/what_if.py`, processor time on one core, 120 units, 5,000 facts, twenty variants.

With DUBAN_BENCH=smoke it compares 1,000 facts with five variants, and fails where that takes more than four times its share of the budget
(on a slower machine than the usual, by as much as that is slower: tests/pace.py).
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from engine import GROUPS, REGIMES, YEAR, make_facts

from duban.engine.cases import Unit
from duban.engine.packs.loading import load_regime
from duban.engine.what_if.comparing import compare
from duban.engine.what_if.figures import figures_of
from duban.engine.what_if.variants import Variant, as_it_is, of_document, varied
from tests import pace

# Seconds for 5,000 facts and twenty variants.
BUDGET = 2.0


def main() -> int:
    """Print the seconds of each document; return 1 where the smoke run misses its budget by far."""
    smoke = os.environ.get("DUBAN_BENCH") == "smoke"
    number, variants = (1_000, 5) if smoke else (5_000, 20)
    units = [Unit(f"u{place}", f"单位{place}", GROUPS[place % 3]) for place in range(120)]
    facts = make_facts(number, units)
    missed = False
    for name in REGIMES:
        base = as_it_is(load_regime(name))
        for kind, made in (("figures", _changed(base, variants)), ("other documents", _others(name, variants))):
            start = time.process_time()
            compare(base, made, facts, units, YEAR)
            seconds = time.process_time() - start
            print(f"{name}: 120 units, {number:,} facts, {len(made)} variants ({kind}): {seconds:.2f} s")
            share = BUDGET * (number * len(made)) / (5_000 * 20)
            missed |= seconds > 4 * share * pace.slowness()
    return int(missed)


def _changed(base: Variant, number: int) -> list[Variant]:
    """One figure changed in each, in turn those that count."""
    known = [figure for figure in figures_of(base.regime) if figure.holds(base.choices)]
    return [
        varied(base, f"{place}", figures={known[place % len(known)].key: f"{place + 7}"}) for place in range(number)
    ]


def _others(name: str, number: int) -> list[Variant]:
    others = [load_regime(other) for other in REGIMES if other != name]
    return [of_document(others[place % len(others)], is_other=True) for place in range(number)]


if __name__ == "__main__":
    sys.exit(main())
