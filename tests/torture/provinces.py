"""Counties of an invented province: cases under three documents, and facts of each."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent / "benchmarks"))

from engine import GROUPS, REGIMES, YEAR, make_facts

from duban.engine.cases import Unit

UNITS = [Unit(f"u{number}", f"单位{number}", GROUPS[number % 3]) for number in range(120)]


def cases_of(number):
    """Give so many cases, each of a county of its own."""
    units = [{"unit": unit.unit, "name": unit.name, "group": unit.group} for unit in UNITS]
    return [
        {"jurisdiction": f"c{each:03}", "regime": REGIMES[each % 3], "period": YEAR.as_json(), "units": units}
        for each in range(number)
    ]


def facts_of(number, each):
    """Yield the facts of so many counties, so many each, with the county's name."""
    for county in range(number):
        yield f"c{county:03}", make_facts(each + county, UNITS)
