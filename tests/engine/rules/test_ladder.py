"""Which steps are meant for a matter: by its category and level, and by the group of its unit."""

import datetime
from pathlib import Path

import pytest

from duban.engine import ladder
from duban.engine.facts import Fact
from duban.engine.packs import loading

SLIPS = Path(__file__).parents[1] / "documents" / "s1-slips"
DAY = datetime.date(2026, 2, 2)


def _regime():
    files = {name: text for name, text in loading.read_pack(SLIPS).items() if name != "cases.yaml"}
    of_urgent = "        step: red\n        categories: [urgent]\n"
    return loading.load_pack(files | {"regime.yaml": files["regime.yaml"].replace("        step: red\n", of_urgent)})


@pytest.mark.parametrize(
    ("category", "meant"), [("urgent", ["blue", "orange", "red"]), ("ordinary", ["blue", "orange"])]
)
def test_a_step_of_one_category_is_not_ahead_of_others(category, meant):
    assigned = [Fact(id="1", kind="assigned", on=DAY, unit="a", matter="1", role="lead", more={"category": category})]
    assert [step.step for step in ladder.steps_for(_regime(), assigned, "")] == meant
