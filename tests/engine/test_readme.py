"""The complete small pack of the README is a pack, and gives what the README says."""

import re
from pathlib import Path

from duban.engine import cases, scoring
from duban.engine.packs.loading import REGIMES, load_regime

README = (REGIMES / "README.md").read_text(encoding="utf-8")


def test_the_small_pack_of_the_readme(tmp_path: Path) -> None:
    text = next(
        block for block in re.findall(r"```yaml\n(.*?)```", README, re.DOTALL) if block.startswith("id: small-example")
    )
    path = tmp_path / "small-example.yaml"
    path.write_text(text, encoding="utf-8")
    regime = load_regime(path)
    node = {
        "regime": regime.id,
        "period": {"from": "2026-01-01", "to": "2026-12-31", "kind": "year"},
        "units": [{"unit": "jia", "name": "甲局", "group": "department"}],
        "facts": [
            {"id": "a1", "kind": "assigned", "on": "2026-01-05", "unit": "jia", "matter": "m1", "due": "2026-06-30"},
            {"id": "a2", "kind": "assigned", "on": "2026-01-05", "unit": "jia", "matter": "m2", "due": "2026-06-30"},
            {"id": "c1", "kind": "completed", "on": "2026-06-30", "unit": "jia", "matter": "m1"},
            {"id": "f1", "kind": "absent", "on": "2026-03-02", "unit": "jia", "meeting": "推进会"},
            {"id": "f2", "kind": "absent", "on": "2026-05-02", "unit": "jia", "meeting": "推进会"},
            {
                "id": "f3",
                "kind": "late",
                "on": "2026-07-03",
                "unit": "jia",
                "matter": "m2",
                "what": "report",
                "days": 3,
            },
        ],
    }
    case = cases.case_from(node, words=regime.words)
    cases.validate(regime, case.facts, case.units)
    (unit,) = scoring.score(regime, case.facts, case.units, case.period).units
    assert f"= {unit.total}" in README and str(unit.total) == "49.50"


def test_every_word_of_the_score_rule_is_in_the_readme() -> None:
    for word in (
        "event",
        "matters",
        "quantity",
        "unit",
        "where",
        "once_per",
        "within",
        "from",
        "in_a_row",
        "along",
        "per",
        "by",
        "range",
        "slope",
        "replaces",
        "only_if",
    ):
        assert f"`{word}`" in README, word
