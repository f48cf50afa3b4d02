"""Each pack holds every clause of its document in order, every ambiguity with its readings, and answers for all of them.

`tables/<regime>.yaml` was drawn up from the document before the pack was; the documents themselves are not part of the repository.
"""

import os
import re
from pathlib import Path

import pytest
import yaml

PACKS = Path(__file__).parents[2] / "duban" / "regimes"
TABLES = Path(__file__).parent / "tables"
SEEDS = Path(os.environ.get("DUBAN_SHARED", Path(__file__).parents[3] / "shared")) / "seeds"
# So many signs in a row are a sentence of the document, fewer are its terms.
COPIED = {"zhuoni-2022": 14, "sanmenxia-2019": 13, "ankang-2020": 13, "gansu-county-2023": 13}
# The features that say who, or what kind of thing, a clause is about.
PARTIES = {"categories", "unit_groups", "team", "unit_people", "officers_roster", "joint_assignments"}

every_regime = pytest.mark.parametrize("regime", sorted(path.stem for path in TABLES.glob("*.yaml")))


def test_every_pack_has_its_table():
    assert {path.stem for path in TABLES.glob("*.yaml")} == {path.parent.name for path in PACKS.glob("*/regime.yaml")}


@every_regime
def test_clauses_are_the_rows_of_the_table_in_order(regime):
    rows = list(table(regime)["clauses"].items())
    assert len(rows) > 15
    assert [(entry["clause"], entry["kinds"]) for entry in clauses(regime)] == rows


@every_regime
def test_ambiguities_have_the_readings_of_the_table_in_order(regime):
    found = [
        (each["id"], {key: each[key] for key in ("readings", "chosen", "switch")}) for each in read(regime, "readings")
    ]
    assert [(name, {**each, "readings": list(each["readings"])}) for name, each in found] == list(
        table(regime)["ambiguities"].items()
    )


@every_regime
def test_an_ambiguity_asks_a_question_and_says_why_it_is_read_so(regime):
    for entry in read(regime, "readings"):
        assert entry["question"] and entry["why"], entry["id"]


@every_regime
def test_every_clause_is_answered_or_says_why_not(regime):
    registered = yaml.safe_load((PACKS / "features.yaml").read_text("utf-8"))
    for entry in clauses(regime):
        assert entry["gist"].strip() and "\n" not in entry["gist"], entry["clause"]
        assert ("no_rule" in entry) != bool(entry.get("rules") or entry.get("feature")), entry["clause"]
        assert "no_rule" not in entry or entry["kinds"] == ["informative"], entry["clause"]
        assert set(features(entry)) <= set(registered), entry["clause"]
        if set(entry["kinds"]) & {"scope", "party"}:
            assert PARTIES & set(features(entry)), entry["clause"]


@every_regime
def test_every_scope_clause_has_a_category_and_every_category_a_scope_clause(regime):
    """One clause may list several; the opening of the county plan's 二 says only what its items share."""
    scope = [entry["clause"] for entry in clauses(regime) if "scope" in entry["kinds"] and entry["clause"] != "二 导语"]
    assert list(dict.fromkeys(category["clause"] for category in head(regime)["categories"])) == scope


@every_regime
def test_groups_are_those_that_the_document_names(regime):
    assert set(head(regime)["groups"]) == set(table(regime)["groups"])


@every_regime
def test_every_reading_of_a_switch_moves_a_rule(regime):
    quantities = [
        entry for listed in head(regime).get("quantities", {}).values() for entry in listed if "when" in entry
    ]
    conditional = [*rules(regime), *quantities, *head(regime).get("authority_classes", [])]
    moved = {choice for rule in conditional for choice in rule.get("when", {}).items()}
    for entry in read(regime, "readings"):
        used = {reading for ambiguity, reading in moved if ambiguity == entry["id"]}
        assert used <= set(entry["readings"]), entry["id"]
        assert bool(used) == entry["switch"], entry["id"]


@every_regime
def test_what_is_cited_is_there(regime):
    there = {entry["clause"] for entry in clauses(regime)}
    papers = [paper["id"] for paper in head(regime)["papers"]]
    cited = [clause for entry in read(regime, "readings") for clause in entry["clauses"]]
    cited += [listed["clause"] for key in ("papers", "lists") for listed in head(regime).get(key, [])]
    cited += [rule["clause"] for rule in rules(regime) if rule["kind"] == "restated"]
    assert set(cited) <= there
    assert len(set(papers)) == len(papers)
    assert {rule["paper"] for rule in rules(regime) if "paper" in rule} <= set(papers)


@pytest.mark.parametrize(("regime", "signs"), COPIED.items())
def test_no_gist_is_a_sentence_of_the_document(regime, signs):
    """The county plan is not held so: its text is garbled and in traditional characters."""
    if not (SEEDS / f"{regime}.txt").is_file():
        pytest.skip(f"the real papers are not here: no {regime}.txt in ../shared")
    document = plain((SEEDS / f"{regime}.txt").read_text("utf-8"))
    gists = {entry["clause"]: plain(entry["gist"]) for entry in clauses(regime)}
    copied = [
        clause
        for clause, gist in gists.items()
        for at in range(len(gist) - signs + 1)
        if gist[at : at + signs] in document
    ]
    assert copied == []


def table(regime):
    return yaml.safe_load((TABLES / f"{regime}.yaml").read_text("utf-8"))


def head(regime):
    return read(regime, "regime")


def clauses(regime):
    return [entry for part in head(regime)["parts"] for entry in read(regime, part)]


def rules(regime):
    return [rule for entry in clauses(regime) for rule in entry.get("rules", [])]


def features(entry):
    named = entry.get("feature", [])
    return [named] if isinstance(named, str) else named


def read(regime, name):
    return yaml.safe_load((PACKS / regime / f"{name}.yaml").read_text("utf-8"))


def plain(text):
    return re.sub(r"[^\u4e00-\u9fff0-9]", "", text)
