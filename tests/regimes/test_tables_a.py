"""The packs of Zhuoni and of the county plan hold every row of their clause tables and every ambiguity."""

import os
import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("DUBAN_SHARED", ROOT.parent / "shared"))
PACKS = ROOT / "duban" / "regimes"
LONGEST_SHARED = 14
REGIMES = ["zhuoni-2022", "county-plan"]
KINDS = [
    "scope",
    "party",
    "deadline",
    "workflow",
    "document",
    "score",
    "ladder",
    "consequence",
    "right",
    "duty",
    "report",
    "informative",
]
ENTRY = re.compile(r"^\d+\. \*\*`(\w+)`\*\* — (.*?)(?=^\d+\. \*\*`|\Z)", re.M | re.S)

pytestmark = pytest.mark.skipif(
    not (SHARED / "regimes").is_dir(), reason="the clause tables are not beside this checkout (DUBAN_SHARED)"
)


@pytest.mark.parametrize("regime", REGIMES)
def test_every_row_is_an_entry_in_order(regime):
    rows = table(regime)
    assert len(rows) > 30
    assert [entry["clause"] for entry in clauses(regime)] == [clause for clause, _ in rows]


@pytest.mark.parametrize("regime", REGIMES)
def test_kinds_are_those_of_the_row(regime):
    assert {entry["clause"]: set(entry["kinds"]) for entry in clauses(regime)} == dict(table(regime))


@pytest.mark.parametrize("regime", REGIMES)
def test_every_entry_is_satisfied_or_says_why_not(regime):
    registered = read("features.yaml")
    for entry in clauses(regime):
        assert entry["gist"].strip() and "\n" not in entry["gist"], entry["clause"]
        assert ("no_rule" in entry) != bool(entry.get("rules") or entry.get("feature")), entry["clause"]
        assert "no_rule" not in entry or entry["kinds"] == ["informative"], entry["clause"]
        assert set(features(entry)) <= set(registered), entry["clause"]
        if set(entry["kinds"]) & {"scope", "party"}:
            assert {"categories", "unit_groups", "team"} & set(features(entry)), entry["clause"]


@pytest.mark.parametrize("regime", REGIMES)
def test_every_scope_row_has_a_category_and_every_party_row_a_group(regime):
    head = read(f"{regime}/regime.yaml")
    scope = {entry["clause"] for entry in clauses(regime) if entry["kinds"] == ["scope"]}
    assert {category["clause"] for category in head["categories"]} == scope
    party = " ".join(row for row in body(regime).splitlines() if "| party" in row or "| party, scope" in row)
    named = {group for group in groups() if f"`{group}`" in party}
    assert set(head["groups"]) == named


@pytest.mark.parametrize("regime", REGIMES)
def test_ambiguities_are_the_same_in_the_same_order(regime):
    entries = read(f"{regime}/readings.yaml")
    expected = ambiguities(regime)
    assert [entry["id"] for entry in entries] == list(expected)
    for entry in entries:
        readings, chosen, switch = expected[entry["id"]]
        assert list(entry["readings"]) == readings, entry["id"]
        assert (entry["chosen"], entry["switch"]) == (chosen, switch), entry["id"]
        assert set(entry["clauses"]) <= {clause["clause"] for clause in clauses(regime)}, entry["id"]
        assert entry["question"] and entry["why"], entry["id"]


@pytest.mark.parametrize("regime", REGIMES)
def test_switches_are_those_of_the_interchange_format(regime):
    entries = read(f"{regime}/readings.yaml")
    text = (SHARED / "INTERFACES.md").read_text("utf-8").split("## Choices")[1].replace("\n", " ")
    listed = text.split(f"`{regime}`:")[1].split("· `sanmenxia-2019` also")[0].split("· `county-plan`:")[0]
    offered = {
        choice: [reading.strip(" .") for reading in readings.split("|")]
        for choice, readings in re.findall(r"`(\w+)` ([\w |]+)", listed)
    }
    switches = {}
    for entry in entries:
        if entry["switch"]:
            rest = [reading for reading in entry["readings"] if reading != entry["chosen"]]
            switches[entry["id"]] = [entry["chosen"], *rest]
    assert switches == offered


@pytest.mark.parametrize("regime", REGIMES)
def test_every_reading_of_a_switch_moves_a_rule(regime):
    conditional = [rule for entry in clauses(regime) for rule in entry.get("rules", [])]
    conditional += read(f"{regime}/regime.yaml").get("authority_classes", [])
    conditions = [rule["when"] for rule in conditional if "when" in rule]
    moved = {(ambiguity, reading) for when in conditions for ambiguity, reading in when.items()}
    for entry in read(f"{regime}/readings.yaml"):
        used = {reading for ambiguity, reading in moved if ambiguity == entry["id"]}
        assert used <= set(entry["readings"]), entry["id"]
        assert bool(used) == entry["switch"], entry["id"]


@pytest.mark.parametrize("regime", REGIMES)
def test_papers_cite_a_clause(regime):
    papers = read(f"{regime}/regime.yaml")["papers"]
    assert {paper["clause"] for paper in papers} <= {entry["clause"] for entry in clauses(regime)}
    names = {paper["id"] for paper in papers}
    assert len(names) == len(papers)
    used = {rule["paper"] for entry in clauses(regime) for rule in entry.get("rules", []) if "paper" in rule}
    assert used <= names


def test_no_gist_is_a_sentence_of_the_document():
    # the county plan's text is garbled and in traditional characters, so it cannot be compared this way
    document = plain((SHARED / "seeds" / "zhuoni-2022.txt").read_text("utf-8"))
    for entry in clauses("zhuoni-2022"):
        gist = plain(entry["gist"])
        pieces = [gist[at : at + LONGEST_SHARED] for at in range(len(gist) - LONGEST_SHARED + 1)]
        assert [piece for piece in pieces if piece in document] == [], entry["clause"]


def table(regime):
    rows = []
    for line in body(regime).splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and len(cells) == 3 and cells[0] not in ("clause", "---"):
            said = re.sub(r"\([^)]*\)|（[^）]*）|`[^`]*`", "", cells[2])
            rows.append((cells[0], {kind for kind in KINDS if re.search(rf"\b{kind}\b", said.split("(")[0])}))
    return rows


def ambiguities(regime):
    found = {}
    for name, text in ENTRY.findall(body(regime).split("## Ambiguities")[1]):
        found[name] = (*readings_of(shared().get(name, text)), "(no switch)" not in text)
    return found


def shared():
    text = (SHARED / "regimes" / "README.md").read_text("utf-8")
    return dict(ENTRY.findall(text.split("## Ambiguities that all documents share")[1].split("\n## ")[0]))


def readings_of(text):
    text = " ".join(text.split())
    chosen = re.search(r"Chosen: `(\w+)`", text)[1]
    if "Readings: " not in text:
        return [chosen], chosen
    listed = text.split("Readings: ")[1].split(" Chosen: ")[0]
    return re.findall(r"(?:^|; )`(\w+)`", listed), chosen


def groups():
    text = (SHARED / "regimes" / "README.md").read_text("utf-8").split("## Groups of units")[1]
    return re.findall(r"^\| `(\w+)` \|", text, re.M)


def clauses(regime):
    parts = read(f"{regime}/regime.yaml")["parts"]
    return [entry for part in parts for entry in read(f"{regime}/{part}.yaml")]


def features(entry):
    named = entry.get("feature", [])
    return [named] if isinstance(named, str) else named


def read(path):
    return yaml.safe_load((PACKS / path).read_text("utf-8"))


def body(regime):
    return (SHARED / "regimes" / f"{regime}.md").read_text("utf-8")


def plain(text):
    return re.sub(r"[^\u4e00-\u9fff0-9]", "", text)
