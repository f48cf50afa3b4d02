"""The older kinds of rules and the slots say the same: the efficacy coefficient as quantities, county-plan's deductions as score rules."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest
import yaml

from duban.engine import scoring
from duban.engine.cases import Period, Unit
from duban.engine.facts import Fact
from duban.engine.packs.loading import REGIMES, load_regime, regime_ids

YEAR = Period(date(2022, 1, 1), date(2022, 12, 31), "year")
UNITS = [Unit(f"u{number}", f"u{number}", ("county", "department", "zone")[number % 3]) for number in range(7)]


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
        if order.random() < 0.4:
            other = order.choice([each.unit for each in UNITS[:6] if each.unit != unit])
            facts.append(
                Fact(f"s{number}", "assigned", day, other, matter, role="support", due=day + timedelta(days=30))
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
def by_efficacy(tmp_path_factory):
    """三门峡办法 with its coefficient, and who has done all, in the older words."""
    folder = tmp_path_factory.mktemp("sanmenxia")
    for path in (REGIMES / "sanmenxia-2019").glob("*.yaml"):
        (folder / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    head = yaml.safe_load((folder / "regime.yaml").read_text(encoding="utf-8"))
    del head["quantities"]
    _write(folder / "regime.yaml", head)
    annex = yaml.safe_load((folder / "annex_1.yaml").read_text(encoding="utf-8"))
    (clause,) = [clause for clause in annex if clause["clause"] == "附件1 2"]
    clause["rules"] = [
        {
            **{"kind": "efficacy", "per_matter": "20", "base": "0.5", "weight": "0.5"},
            **{"counted": counted, "roles": roles, "highest": highest},
            "when": {"counted_matters": counted, "joint_matter": joint, "highest_number": highest},
        }
        for counted in ("due_or_closed", "in_hand")
        for joint, roles in (("lead_only", ["lead"]), ("also_support", ["lead", "support"]))
        for highest in ("all_ranked", "same_group")
    ]
    _write(folder / "annex_1.yaml", annex)
    annex = (folder / "annex_2.yaml").read_text(encoding="utf-8")
    without = annex.replace(', only_if: [{figure: finished_by_all, at_least: "1"}]', "")
    assert without != annex
    (folder / "annex_2.yaml").write_text(without, encoding="utf-8")
    body = yaml.safe_load((folder / "body.yaml").read_text(encoding="utf-8"))
    for rule in [rule for clause in body for rule in clause.get("rules", []) if rule["kind"] == "honour"]:
        del rule["only_if"]
        rule["among"] = "all_completed"
    _write(folder / "body.yaml", body)
    return load_regime(folder)


def _write(path, content):
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("counted", ["due_or_closed", "in_hand"])
@pytest.mark.parametrize("joint", ["lead_only", "also_support"])
@pytest.mark.parametrize("highest", ["all_ranked", "same_group"])
def test_the_coefficient_as_quantities(by_efficacy, seed, counted, joint, highest):
    facts, choices = _facts(seed), {"counted_matters": counted, "joint_matter": joint, "highest_number": highest}
    one = scoring.score(load_regime("sanmenxia-2019"), facts, UNITS, YEAR, choices)
    other = scoring.score(by_efficacy, facts, UNITS, YEAR, choices)
    assert [(unit.unit, unit.total, unit.rank) for unit in one.units] == [
        (unit.unit, unit.total, unit.rank) for unit in other.units
    ]
    assert one.honours == other.honours
    assert any(unit.total is None for unit in other.units) and any(unit.total for unit in other.units)
    behind = {line.clause: set(line.facts) for line in one.units[0].lines}
    assert {line.clause: set(line.facts) for line in other.units[0].lines} == behind


def test_a_result_that_waits_is_undone_and_not_listed(by_efficacy):
    """Every matter of this document has an end date, and nothing of it waits: so it was before it had quantities."""
    due = date(2022, 3, 31)
    facts = [
        Fact("a", "assigned", date(2022, 3, 1), "u0", "m", role="lead", due=due),
        Fact("r", "reported", date(2022, 3, 30), "u0", "m", what="result"),
        Fact("b", "assigned", date(2022, 3, 1), "u0", "n", role="lead", due=due),
        Fact("c", "completed", date(2022, 3, 30), "u0", "n"),
    ]
    one = scoring.score(load_regime("sanmenxia-2019"), facts, UNITS, YEAR)
    other = scoring.score(by_efficacy, facts, UNITS, YEAR)
    assert one.ignored == other.ignored == []
    assert [unit.total for unit in one.units] == [unit.total for unit in other.units]


def test_no_installed_document_lets_a_matter_be_without_an_end_date():
    assert not [name for name in regime_ids() if load_regime(name).words.is_open]
