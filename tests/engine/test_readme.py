"""The complete small pack of the README is a pack, and gives what the README says."""

import re
from pathlib import Path

from duban.engine import cases, facts, scoring
from duban.engine.packs import unread
from duban.engine.packs.loading import REGIMES, load_regime
from duban.engine.witnesses import checking

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


def test_the_small_pack_is_checked_and_its_own_example_comes_out(tmp_path: Path) -> None:
    (text,) = [
        block for block in re.findall(r"```yaml\n(.*?)```", README, re.DOTALL) if block.startswith("id: small-example")
    ]
    path = tmp_path / "small-example.yaml"
    path.write_text(text, encoding="utf-8")
    assert checking.checked(load_regime(path)) == ()
    assert len(load_regime(path).examples) == 1


def test_what_may_stand_in_a_pack_is_listed_and_nothing_else() -> None:
    for name in (*unread.ROLES, *unread.LISTS, *unread.PAPERS, *unread.ACTS):
        assert f"`{name}`" in README, name


def test_the_facts_that_acts_write_are_those_of_the_library() -> None:
    table = README.split("### What writes which fact")[1].split("###")[0]
    named = {row.split("|")[2] for row in table.splitlines() if row.startswith("| ")}
    kinds = {kind for cell in named for kind in re.findall(r"`(\w+)`", cell)} & set(facts.KINDS)
    assert {"assigned", "late", "completed", "reported", "returned", "urged", "step", "withdrawn"} <= kinds
    for kind in kinds:
        assert facts.REQUIRED[kind] is not None


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
