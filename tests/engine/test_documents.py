"""Documents written as packs, with the totals that were worked out by hand from their text: every one comes out to the cent.

A folder of documents/ holds `regime.yaml` and `cases.yaml`: `period`, `units` {code: group}, `given` (facts of every case), and `cases`
with `facts` and what must come out: `totals`, `lines`, `between`, `ranks`, `ignored`, `proposals`, `refused`, `ladder`, `deadlines`.
"""

import json
import random
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from duban.engine import cases, deadlines, ladder, scoring
from duban.engine.facts import FactError
from duban.engine.packs.loading import load_regime

HERE = Path(__file__).parent / "documents"
KEYS = {
    "case", "facts", "period", "units", "choices", "totals", "lines", "between", "ranks", "ignored", "proposals", "refused",
    "ladder", "deadlines", "rows",
}  # fmt: skip


class _Loader(yaml.SafeLoader):
    """YAML 1.1 would read the key `on` as true, and days as days; a case is what JSON would give."""


_Loader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if (first in "tTfF" or tag != "tag:yaml.org,2002:bool") and tag != "tag:yaml.org,2002:timestamp"
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _cases() -> list[Any]:
    found = []
    for folder in sorted(path.parent for path in HERE.glob("*/cases.yaml")):
        sheet = yaml.load((folder / "cases.yaml").read_text(encoding="utf-8"), _Loader)
        for entry in sheet["cases"]:
            assert set(entry) <= KEYS, f"a case does not say {set(entry) - KEYS}"
            case = {**{key: sheet[key] for key in ("period", "units", "choices") if key in sheet}, **entry}
            facts = [*sheet.get("given", []), *entry.get("facts", [])]
            case["facts"] = [{"id": f"f{number:02}", **fact} for number, fact in enumerate(facts, start=1)]
            found.append(pytest.param(folder, case, id=f"{folder.name} {entry['case']}"))
    return found


CASES = _cases()


def _read(folder: Path, case: dict[str, Any]) -> tuple[Any, Any]:
    regime = load_regime(folder / "regime.yaml")
    units = [{"unit": code, "name": code, "group": group} for code, group in case["units"].items()]
    node = {
        "regime": regime.id,
        "choices": case.get("choices", {}),
        "period": case["period"],
        "units": units,
        "facts": case["facts"],
    }
    read = cases.case_from(cases.case_from_text(json.dumps(node)), words=regime.words)
    cases.validate(regime, read.facts, read.units, read.choices)
    return regime, read


@pytest.mark.parametrize(("folder", "case"), CASES)
def test_case(folder: Path, case: dict[str, Any]) -> None:
    if "refused" in case:
        with pytest.raises(FactError) as error:
            _read(folder, case)
        assert error.value.fact_id == case["refused"]
        return
    regime, read = _read(folder, case)
    result = scoring.score(regime, read.facts, read.units, read.period, read.choices).as_json()
    units = {unit["unit"]: unit for unit in result["units"]}
    for unit, total in case.get("totals", {}).items():
        assert units[unit]["total"] == total, (unit, units[unit]["lines"], result["ignored"])
        if total is not None:
            lines = sum((Decimal(line["points"]) for line in units[unit]["lines"]), Decimal(0))
            assert lines.quantize(Decimal("0.01")) == Decimal(total)
    for unit, lines in case.get("lines", {}).items():
        assert [f"{line['clause']} {line['points']}" for line in units[unit]["lines"]] == lines
    for unit, ends in case.get("between", {}).items():
        assert units[unit]["between"] == ends
    for unit, rank in case.get("ranks", {}).items():
        assert units[unit]["rank"] == rank
    if "ignored" in case:
        assert {entry["fact"] for entry in result["ignored"]} == set(case["ignored"])
    if "proposals" in case:
        assert [f"{entry['unit']} {entry['name']} {entry['on']}" for entry in result["proposals"]] == case["proposals"]
    if "rows" in case:
        assert list(units) == case["rows"]
    codes = [unit.unit for unit in read.units]
    for day, wanted in case.get("ladder", {}).items():
        due = ladder.due_steps(regime, read.facts, codes, date.fromisoformat(day), read.choices)
        assert [f"{step.unit} {step.step} {step.since}" for step in due] == wanted, day
    for asked in case.get("deadlines", ()):
        stated = date.fromisoformat(asked["stated"]) if "stated" in asked else None
        start = date.fromisoformat(asked["from"])
        if asked["due"] == "refused":
            with pytest.raises(deadlines.DeadlineRefused):
                deadlines.due(regime, asked["rule"], start, set_to=asked.get("set"), stated=stated)
            continue
        answer = deadlines.due(regime, asked["rule"], start, set_to=asked.get("set"), stated=stated)
        assert answer.due.isoformat() == asked["due"], asked
    _says_no_ids(result)


def _says_no_ids(result: dict[str, Any]) -> None:
    """Readers see the document's words: no id and no English on a card."""
    codes = {unit["unit"] for unit in result["units"]}
    ids = {fact for unit in result["units"] for line in unit["lines"] for fact in line["facts"]}
    for why in [line["why"] for unit in result["units"] for line in unit["lines"]] + [
        entry["why"] for entry in result["ignored"]
    ]:
        assert why
        for word in _latin(why):
            assert (
                word in ids or word in codes or (word.startswith(("f", "m", "p", "c", "t", "d")) and len(word) <= 3)
            ), why


def _latin(text: str) -> list[str]:
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign == "_") else " " for sign in text)
    return [word for word in plain.split() if any(sign.isalpha() for sign in word)]


@pytest.mark.parametrize("folder", sorted(HERE.glob("*/cases.yaml")), ids=lambda path: path.parent.name)
def test_the_order_of_clauses_rules_sections_and_facts_never_matters(folder: Path, tmp_path: Path) -> None:
    pack = yaml.safe_load((folder.parent / "regime.yaml").read_text(encoding="utf-8"))
    for seed in range(3):
        order = random.Random(seed)
        for clause in pack["clauses"]:
            order.shuffle(clause.get("rules", []))
        if not any(rule["kind"] == "step" for clause in pack["clauses"] for rule in clause.get("rules", [])):
            order.shuffle(pack["clauses"])
        order.shuffle(pack.get("sections", []))
        shuffled = tmp_path / f"{seed}"
        shuffled.mkdir()
        (shuffled / "regime.yaml").write_text(yaml.safe_dump(pack, allow_unicode=True), encoding="utf-8")
        for param in CASES:
            its, case = param.values
            if its != folder.parent or "refused" in case:
                continue
            facts = list(case["facts"])
            order.shuffle(facts)
            expected = {key: value for key, value in case.items() if key not in ("lines",)}
            test_case(shuffled, {**expected, "facts": facts})


@pytest.mark.parametrize("path", sorted(HERE.glob("*/regime.yaml")), ids=lambda path: path.parent.name)
def test_every_rule_is_said_in_the_documents_own_words(path: Path) -> None:
    from duban.web.words import said

    regime = load_regime(path)
    for clause in regime.clauses:
        for rule in clause.rules:
            text = said(rule, regime)
            assert text and "None" not in text and not _latin(text), text


def test_a_threshold_is_said_with_how_often_it_was_in_all():
    regime = load_regime(HERE / "s3-cards" / "regime.yaml")
    marks = [
        {
            "id": f"f{month}",
            "kind": "mark",
            "on": f"2018-0{month}-28",
            "unit": "jia",
            "matter": "t1",
            "month": f"2018-0{month}",
            "colour": "yellow",
        }
        for month in (6, 7, 8)
    ]
    assigned = {
        "id": "a",
        "kind": "assigned",
        "on": "2018-05-02",
        "unit": "jia",
        "matter": "t1",
        "role": "lead",
        "due": "2018-12-31",
    }
    record = {
        "regime": regime.id, "period": {"from": "2018-01-01", "to": "2018-12-31", "kind": "year"},
        "units": [{"unit": "jia", "group": next(iter(regime.groups))}], "facts": [assigned, *marks],
    }  # fmt: skip
    case = cases.case_from(record, words=regime.words)
    (unit,) = scoring.score(regime, case.facts, case.units, case.period).units
    assert any("满2次（共3次），-1分" in line.why for line in unit.lines)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("3", "部署会次数3，达3，得3分"),
        ("2", "部署会次数2，少1，3−1＝2分"),
        ("0", "部署会次数0，少3，3−3＝0分"),
    ],
)
def test_a_slope_says_what_is_short(number, said):
    regime = load_regime(HERE / "f15-departments" / "regime.yaml")
    (meetings,) = [quantity.id for quantity in regime.quantities if quantity.label == "部署会次数"]
    typed = {"id": "f", "kind": "figure", "on": "2018-12-01", "unit": "jia", "quantity": meetings, "value": number}
    record = {
        "regime": regime.id, "period": {"from": "2018-01-01", "to": "2018-12-31", "kind": "year"},
        "units": [{"unit": "jia", "group": next(iter(regime.groups))}], "facts": [typed],
    }  # fmt: skip
    case = cases.case_from(record, words=regime.words)
    (unit,) = scoring.score(regime, case.facts, case.units, case.period).units
    assert said in [line.why for line in unit.lines]
