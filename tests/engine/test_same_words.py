"""The older kinds of rules and the slots say the same: the efficacy coefficient as quantities, county-plan's deductions as score rules."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest
import yaml

from duban.engine import scoring
from duban.engine.cases import Period, Unit
from duban.engine.facts import Fact
from duban.engine.packs.loading import REGIMES, load_regime

YEAR = Period(date(2022, 1, 1), date(2022, 12, 31), "year")
UNITS = [Unit(f"u{number}", f"u{number}", ("county", "department", "zone")[number % 3]) for number in range(7)]
QUANTITIES = """
n:
  - {count: {matters: at_stake, where: {role: lead}}, label: 计入件数, when: {counted_matters: due_or_closed}}
  - {count: {matters: in_hand, where: {role: lead}}, label: 计入件数, when: {counted_matters: in_hand}}
got:
  - {sum: {matters: [at_stake, done], where: {role: lead}, field: points, default: "20"}, label: 已得分, when: {counted_matters: due_or_closed}}
  - {sum: {matters: [in_hand, done], where: {role: lead}, field: points, default: "20"}, label: 已得分, when: {counted_matters: in_hand}}
top:
  - {across: max, of: n, pool: ranked, label: 最高事项数, when: {highest_number: all_ranked}}
  - {across: max, of: n, pool: group, label: 最高事项数, when: {highest_number: same_group}}
score: {formula: "got / (20 * n) * 100 * (0.5 + n / top * 0.5)", if_zero: not_scored, label: 事项得分}
"""


def _facts(seed: int) -> list[Fact]:
    order = random.Random(seed)
    facts: list[Fact] = []
    for number in range(60):
        day = date(2021, 10, 1) + timedelta(days=order.randrange(440))
        unit, matter = order.choice(UNITS[:6]).unit, f"m{number}"
        facts.append(
            Fact(
                f"a{number}", "assigned", day, unit, matter, role="lead", due=day + timedelta(days=order.randrange(90))
            )
        )
        if order.random() < 0.6:
            done = day + timedelta(days=order.randrange(1, 120))
            points = Decimal(order.choice(["15", "20"])) if order.random() < 0.5 else None
            facts.append(Fact(f"c{number}", "completed", done, unit, matter, points=points))
        if order.random() < 0.3:
            tone = order.choice(["praise", "criticism"])
            facts.append(
                Fact(
                    f"p{number}",
                    "circular",
                    day,
                    unit,
                    matter,
                    tone=tone,
                    authority=order.choice(["province", "prefecture_principal"]),
                )
            )
    return facts


@pytest.fixture(scope="module")
def in_slots(tmp_path_factory):
    """三门峡办法 with its coefficient written as quantities, joint matters left to the leads."""
    folder = tmp_path_factory.mktemp("sanmenxia")
    source = REGIMES / "sanmenxia-2019"
    for path in source.glob("*.yaml"):
        (folder / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    head = yaml.safe_load((folder / "regime.yaml").read_text(encoding="utf-8"))
    head["quantities"] = yaml.safe_load(QUANTITIES)
    (folder / "regime.yaml").write_text(yaml.safe_dump(head, allow_unicode=True), encoding="utf-8")
    annex = yaml.safe_load((folder / "annex_1.yaml").read_text(encoding="utf-8"))
    for clause in annex:
        if clause["clause"] == "附件1 2":
            clause["rules"] = [{"kind": "score", "select": {"quantity": "score"}}]
    (folder / "annex_1.yaml").write_text(yaml.safe_dump(annex, allow_unicode=True), encoding="utf-8")
    return load_regime(folder)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("counted", ["due_or_closed", "in_hand"])
@pytest.mark.parametrize("highest", ["all_ranked", "same_group"])
def test_the_coefficient_as_quantities(in_slots, seed, counted, highest):
    facts, choices = _facts(seed), {"counted_matters": counted, "highest_number": highest}
    one = scoring.score(load_regime("sanmenxia-2019"), facts, UNITS, YEAR, choices)
    other = scoring.score(in_slots, facts, UNITS, YEAR, choices)
    assert [(unit.unit, unit.total, unit.rank) for unit in one.units] == [
        (unit.unit, unit.total, unit.rank) for unit in other.units
    ]
    assert any(unit.total is None for unit in other.units) and any(unit.total for unit in other.units)
    behind = {line.clause: set(line.facts) for line in one.units[0].lines}
    assert {line.clause: set(line.facts) for line in other.units[0].lines} == behind
