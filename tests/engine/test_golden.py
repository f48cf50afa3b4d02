"""The worked examples in `golden/`, reckoned by hand from the documents, come out to the digit."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from duban.engine import cases, deadlines, ladder, scoring
from duban.engine.packs.loading import load_regime

GOLDEN = Path(__file__).parent / "golden"


def _example(name: str) -> tuple:
    example = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    case = cases.case_from(example["case"])
    regime = load_regime(case.regime)
    cases.validate(regime, case.facts, case.units)
    return regime, case, example["expect"]


@pytest.mark.parametrize("name", ["zhuoni-half-year", "county-plan-year", "sanmenxia-month", "sanmenxia-year"])
def test_scores(name):
    regime, case, expected = _example(name)
    answer = scoring.score(regime, case.facts, case.units, case.period, case.choices).as_json()
    units = {unit["unit"]: unit for unit in answer["units"]}
    assert {name: unit["total"] for name, unit in units.items()} == expected["totals"]
    assert {name: unit["rank"] for name, unit in units.items()} == expected["ranks"]
    assert [entry["fact"] for entry in answer["ignored"]] == expected["ignored"]
    assert sorted(honour["unit"] for honour in answer["honours"]) == expected.get("honours", [])
    for unit, lines in expected["lines"].items():
        said = {line["clause"]: line["points"] for line in units[unit]["lines"]}
        assert {clause: said.get(clause) for clause in lines} == lines


@pytest.mark.parametrize("name", ["zhuoni", "county-plan", "sanmenxia", "ankang"])
def test_ladders(name):
    regime, case, expected = _example(f"{name}-ladder")
    codes = [unit.unit for unit in case.units]
    for on, wanted in expected["due"].items():
        due = [step.as_json() for step in ladder.due_steps(regime, case.facts, codes, date.fromisoformat(on))]
        assert len(due) == len(wanted)
        for step, want in zip(due, wanted, strict=True):
            assert {key: step[key] for key in want} == want, on


def test_deadlines():
    for example in json.loads((GOLDEN / "deadlines.json").read_text(encoding="utf-8")):
        regime = load_regime(example["regime"])
        answer = deadlines.due(regime, example["rule"], date.fromisoformat(example["from"]))
        assert answer.as_json()["due"] == example["due"]


@pytest.mark.parametrize("name", ["zhuoni", "county-plan", "sanmenxia", "ankang"])
def test_a_ladder_says_on_which_day_to_look_again(name):
    regime, case, _ = _example(f"{name}-ladder")
    codes = [unit.unit for unit in case.units]
    known_on = {fact.on for fact in case.facts}
    day = min(known_on)
    before, later = ladder.due_and_later(regime, case.facts, codes, day)
    turned = 0
    while day < max(known_on) + timedelta(days=60):
        day += timedelta(days=1)
        due, then = ladder.due_and_later(regime, case.facts, codes, day)
        changed = {step.matter for step in {*due} ^ {*before}}
        if day not in known_on:
            assert all(later.get(matter) == day for matter in changed)
            turned += len(changed)
        before, later = due, then
    assert turned or name == "zhuoni"
