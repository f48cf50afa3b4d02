"""Registry, packs and marks agree: a feature works only while a test carries its mark."""

import re
from pathlib import Path

from duban.engine.packs import coverage
from duban.engine.packs.loading import load_features, load_regime, regime_ids

TESTS = Path(__file__).parents[1]
MARK = re.compile(r"""pytest\.mark\.feature\(([^)]*)\)""")
NAME = re.compile(r"""["'](\w+)["']""")


def _marked() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for path in TESTS.rglob("test_*.py"):
        if path != Path(__file__):
            for arguments in MARK.findall(path.read_text(encoding="utf-8")):
                for name in NAME.findall(arguments):
                    found.setdefault(name, set()).add(path.name)
    return found


def test_every_mark_names_a_registered_feature_that_works():
    features = load_features()
    for name, files in _marked().items():
        assert name in features, f"{files} mark {name}, which is not registered"
        assert features[name]["status"] == "works", f"{files} mark {name}, which is registered as planned"


def test_every_feature_that_works_is_marked():
    marked = _marked()
    unproven = {name for name, entry in load_features().items() if entry["status"] == "works"} - set(marked)
    assert not unproven, "no test carries the mark of these features"


def test_every_feature_is_named_by_a_clause():
    named = {name for regime in regime_ids() for clause in load_regime(regime).clauses for name in clause.features}
    assert named == set(load_features())


def test_every_clause_is_covered_by_something():
    for name in regime_ids():
        regime = load_regime(name)
        rows = coverage.rows(regime)
        assert [row["clause"] for row in rows] == [clause.clause for clause in regime.clauses]
        for row in rows:
            assert row["gist"] and (row["rules"] or row["feature"] or row["no_rule"])
            assert row["state"] in coverage.STATES
            assert row["status"] in ("works", "planned")
            known = {"clause", "gist", "rules", "feature", "no_rule", "status"}
            assert set(row) == known | {"state", "by_person", "cannot", "unproved"}
