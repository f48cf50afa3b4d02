"""The packs of Sanmenxia, Ankang and Gansu hold every row of their clause tables and every ambiguity."""

import os
import re
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from duban.engine import cases, scoring
from duban.engine.packs import loading

PACKS = Path(__file__).parents[2] / "duban" / "regimes"
SHARED = Path(os.environ.get("DUBAN_SHARED", Path(__file__).parents[3] / "shared"))
REGIMES = ("sanmenxia-2019", "ankang-2020", "gansu-county-2023")

needs_tables = pytest.mark.skipif(
    not (SHARED / "regimes").is_dir(), reason="the clause tables are not beside this checkout (DUBAN_SHARED)"
)
every_regime = pytest.mark.parametrize("regime", REGIMES)


@needs_tables
@every_regime
def test_clauses_are_the_rows_of_the_table_in_order(regime):
    rows = table(regime)
    assert [(entry["clause"], entry["kinds"]) for entry in clauses(regime)] == rows
    assert len(rows) > 15


@needs_tables
@every_regime
def test_ambiguities_have_the_readings_of_the_table(regime):
    ours = [
        (entry["id"], list(entry["readings"]), entry["chosen"], entry["switch"]) for entry in read(regime, "readings")
    ]
    assert ours == ambiguities(regime)


@needs_tables
@every_regime
def test_switches_are_the_choices_of_the_interchange_format(regime):
    switches = {
        entry["id"]: [entry["chosen"], *(other for other in entry["readings"] if other != entry["chosen"])]
        for entry in read(regime, "readings")
        if entry["switch"]
    }
    assert switches == choices(regime)


@needs_tables
@every_regime
def test_gists_are_in_our_own_words(regime):
    document = signs((SHARED / "seeds" / f"{regime}.txt").read_text("utf-8"))
    copied = [
        entry["clause"]
        for entry in clauses(regime)
        for start in range(len(signs(entry["gist"])) - 12)
        if signs(entry["gist"])[start : start + 13] in document
    ]
    assert copied == []


@every_regime
def test_every_clause_is_answered(regime):
    registered = yaml.safe_load((PACKS / "features.yaml").read_text("utf-8"))
    for entry in clauses(regime):
        answered = bool(entry.get("rules") or entry.get("feature"))
        assert answered != bool(entry.get("no_rule")), entry["clause"]
        assert entry.get("no_rule") is None or entry["kinds"] == ["informative"], entry["clause"]
        assert set(features(entry)) <= set(registered), entry["clause"]


@every_regime
def test_every_scope_clause_has_a_category_and_every_category_a_scope_clause(regime):
    scope = [entry["clause"] for entry in clauses(regime) if "scope" in entry["kinds"]]
    assert [category["clause"] for category in head(regime)["categories"]] == scope


@every_regime
def test_what_is_cited_is_there(regime):
    there = {entry["clause"] for entry in clauses(regime)}
    papers = {paper["id"] for paper in head(regime)["papers"]}
    readings = {entry["id"]: entry for entry in read(regime, "readings")}
    cited = [clause for entry in readings.values() for clause in entry["clauses"]]
    cited += [listed["clause"] for key in ("papers", "lists") for listed in head(regime)[key]]
    cited += [rule["clause"] for rule in rules(regime) if rule["kind"] == "restated"]
    assert set(cited) <= there
    assert {rule["paper"] for rule in rules(regime) if "paper" in rule} <= papers
    for rule in rules(regime):
        for ambiguity, reading in rule.get("when", {}).items():
            assert readings[ambiguity]["switch"], ambiguity
            assert reading in readings[ambiguity]["readings"], ambiguity


def test_the_tables_of_sanmenxia_mirror_each_other():
    """Circulars cost what they earn (附件2 一(一), 二(一)); an inspection earns the same (三8)."""
    earned, lost = circulars("praise"), circulars("criticism")
    assert earned == {authority: -points for authority, points in lost.items()}
    (inspected,) = [rule for rule in rules("sanmenxia-2019") if rule.get("fact") == "inspection_excellent"]
    assert {authority: Decimal(points) for authority, points in inspected["points"].items()} == earned


def test_all_but_the_monthly_place_needs_a_matter():
    """What concerns no matter does not count (附件2 导语); a monthly place (一(一)10) concerns none."""
    without = [
        rule["fact"] for rule in rules("sanmenxia-2019") if rule["kind"] == "points" and not rule.get("needs_matter")
    ]
    assert without == ["top_ranked"]


@pytest.mark.feature("matter_bound_points")
def test_praise_that_concerns_no_matter_is_listed_and_does_not_count():
    """附件2 导语: the same circular earns 一(一)3 with a matter, and nothing without one."""
    praise = {
        "kind": "circular",
        "on": "2019-10-09",
        "unit": "jia",
        "tone": "praise",
        "authority": "province",
    }
    case = cases.case_from(
        {
            "regime": "sanmenxia-2019",
            "period": {"from": "2019-10-01", "to": "2019-10-31", "kind": "month"},
            "units": [{"unit": "jia", "name": "甲县", "group": "county"}],
            "facts": [
                {
                    "id": "a",
                    "kind": "assigned",
                    "on": "2019-10-01",
                    "unit": "jia",
                    "matter": "m",
                    "due": "2019-10-20",
                },
                {"id": "with", "matter": "m", **praise},
                {"id": "without", **praise},
            ],
        }
    )
    regime = loading.load_regime(case.regime)
    found = scoring.score(regime, case.facts, case.units, case.period).as_json()
    (unit,) = found["units"]
    assert [(line["clause"], line["points"], line["facts"]) for line in unit["lines"][1:]] == [
        ("附件2 一(一)3", "15", ["with"])
    ]
    assert [entry["fact"] for entry in found["ignored"]] == ["without"]


def test_the_four_inspections_of_gansu_have_26_contents():
    months = {
        listed["month"]: len(listed["items"]) for listed in head("gansu-county-2023")["lists"] if "month" in listed
    }
    assert months == {3: 7, 6: 6, 9: 9, 12: 4}


def circulars(tone):
    found = {}
    for rule in rules("sanmenxia-2019"):
        if rule.get("fact") == "circular" and rule["where"]["tone"] == tone:
            named = rule["where"]["authority"]
            for authority in [named] if isinstance(named, str) else named:
                found[authority] = Decimal(rule["points"])
    return found


def table(regime):
    rows = re.findall(r"^\| ([^|]+) \| [^|]+ \| ([^|]+) \|$", shared(regime), re.M)
    plain = [(clause, re.sub(r"\(.*\)", "", re.sub(r"\([^()]*\)", "", kinds))) for clause, kinds in rows[1:]]
    return [(clause, [kind.strip() for kind in kinds.split(",")]) for clause, kinds in plain if clause != "---"]


def ambiguities(regime):
    common = dict(entries((SHARED / "regimes" / "README.md").read_text("utf-8")))
    found = []
    for name, text in entries(shared(regime)):
        said = common[name] if "see README" in text else text
        chosen = re.search(r"Chosen:\s+`(\w+)`", said)[1]
        listed = re.search(r"Readings:(.*?)Chosen:", said, re.S)
        readings = re.findall(r"(?:^|;)\s*`(\w+)`", listed[1]) if listed else [chosen]
        found.append((name, readings, chosen, "(no switch)" not in text))
    return found


def entries(text):
    return re.findall(r"^\d+\. \*\*`(\w+)`\*\* — (.*?)(?=^\d+\. |^## |\Z)", text, re.M | re.S)


def choices(regime):
    text = (SHARED / "INTERFACES.md").read_text("utf-8").split("## Choices")[1]
    text = " ".join(text.split()).rstrip(".")
    found = {}
    place = None
    for piece in re.split(r" · |: `(?=\w+` \w+ \|)", text):
        named = re.search(r"`([a-z-]+-(?:\d{4}|plan))`(?: also `(\w+)` (.*))?$", piece)
        if named:
            place = named[1]
            piece = f"{named[2]}` {named[3]}" if named[2] else ""
        choice = re.match(r"`?(\w+)` (.+)", piece)
        if choice and place == regime:
            found[choice[1]] = [reading.strip() for reading in choice[2].split("|")]
    return found


def shared(regime):
    return (SHARED / "regimes" / f"{regime}.md").read_text("utf-8")


def signs(text):
    return re.sub(r"[^\u4e00-\u9fff0-9]", "", text)


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
