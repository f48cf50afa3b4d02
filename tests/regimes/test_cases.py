"""The cases by clause: a sentence, the clause, the facts, and exactly what must come out.

A file holds `given` (facts of every case), `period`, `units` {code: group} and `cases`. A case may say `lines` {unit: ["clause
points", …]} (all lines of the unit, in order), `totals`, `ranks`, `honours`, `ignored`, `grades`, `ladder` {day: ["unit step
since", …]}, `deadline` {rule, from, due}, `extension` {until, refused, exempt} or `refused` (the fact that is refused).
"""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from duban.engine import cases, deadlines, ladder, limits, scoring
from duban.engine.facts import FactError, facts_from
from duban.engine.packs.loading import load_regime
from duban.engine.rules.limits import Approval, Restated

HERE = Path(__file__).parent
REGIMES = ("zhuoni-2022", "county-plan", "sanmenxia-2019", "ankang-2020", "gansu-county-2023")
KEYS = {
    "case", "clause", "facts", "period", "units", "choices", "lines", "totals", "ranks", "honours", "ignored",
    "grades", "ladder", "deadline", "extension", "refused", "needs",
}  # fmt: skip


class _Loader(yaml.SafeLoader):
    """YAML 1.1 would read the key `on` as true."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if first in "tTfF" or tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _cases() -> list[Any]:
    found = []
    for regime in REGIMES:
        for path in sorted((HERE / regime).glob("*.yaml")):
            sheet = yaml.load(path.read_text(encoding="utf-8"), _Loader)
            for entry in sheet["cases"]:
                case = {**{key: sheet[key] for key in ("period", "units") if key in sheet}, **entry}
                case["facts"] = _numbered([*sheet.get("given", []), *entry.get("facts", [])])
                found.append(pytest.param(regime, case, id=f"{regime} {entry['clause']} {entry['case']}"))
    return found


def _numbered(facts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"id": f"f{number}", **fact} for number, fact in enumerate(facts, start=1)]


CASES = _cases()


@pytest.mark.parametrize(("name", "case"), CASES)
def test_case(name: str, case: dict[str, Any]) -> None:
    assert set(case) <= KEYS, f"a case does not say {set(case) - KEYS}"
    regime = load_regime(name)
    regime.clause(case["clause"])
    facts = facts_from(case["facts"])
    units = cases.units_from([{"unit": code, "group": group} for code, group in case.get("units", {}).items()])
    if "refused" in case:
        with pytest.raises(FactError) as error:
            cases.validate(regime, facts, units)
        assert error.value.fact_id == case["refused"]
        return
    cases.validate(regime, facts, units)
    checked = [check(regime, case, facts, units) for key, check in CHECKS.items() if key in case]
    if set(case) & {"lines", "totals", "ranks", "honours", "ignored", "grades"}:
        _check_score(regime, case, facts, units)
        checked.append(None)
    assert checked, "the case expects nothing"


def _check_score(regime: Any, case: dict[str, Any], facts: list[Any], units: tuple[Any, ...]) -> None:
    period = cases.period_from({key: str(value) for key, value in case["period"].items()})
    result = scoring.score(regime, facts, units, period, case.get("choices"))
    scores = {score.unit: score for score in result.units}
    answer = {unit["unit"]: unit for unit in result.as_json()["units"]}
    for unit, lines in case.get("lines", {}).items():
        assert [f"{line['clause']} {line['points']}" for line in answer[unit]["lines"]] == lines
    for key, field in (("totals", "total"), ("ranks", "rank"), ("grades", "grade")):
        for unit, wanted in case.get(key, {}).items():
            assert answer[unit][field] == wanted, (unit, field)
    if "honours" in case:
        assert {f"{honour.unit} {honour.clause}" for honour in result.honours} == set(case["honours"])
    if "ignored" in case:
        assert {entry.fact for entry in result.ignored} == set(case["ignored"])
    for score in scores.values():
        assert all(line.why for line in score.lines)


def _check_ladder(regime: Any, case: dict[str, Any], facts: list[Any], units: tuple[Any, ...]) -> None:
    codes = [unit.unit for unit in units]
    for day, wanted in case["ladder"].items():
        due = ladder.due_steps(regime, facts, codes, day, case.get("choices"))
        assert [f"{step.unit} {step.step} {step.since}" for step in due] == wanted, day
        for step in due:
            assert step.clause in {rule.clause for rule in regime.steps(case.get("choices"))}
            assert step.why and set(step.facts) <= {fact.id for fact in facts}


def _check_deadline(regime: Any, case: dict[str, Any], facts: list[Any], units: tuple[Any, ...]) -> None:
    asked = case["deadline"]
    answer = deadlines.due(regime, asked["rule"], asked["from"])
    assert (answer.due, answer.clause) == (asked["due"], case["clause"])
    assert answer.provisional is asked.get("provisional", False)


def _check_extension(regime: Any, case: dict[str, Any], facts: list[Any], units: tuple[Any, ...]) -> None:
    asked = case["extension"]
    refusal = limits.extension(regime, facts, asked["until"], exempt=asked.get("exempt", False))
    assert (refusal is not None) is asked["refused"]
    if refusal:
        assert refusal.clause == case["clause"] and refusal.why and refusal.possible


def _check_needs(regime: Any, case: dict[str, Any], facts: list[Any], units: tuple[Any, ...]) -> None:
    ((name, need),) = case["needs"].items()
    refusal = limits.act(regime, name, facts)
    assert refusal is not None and refusal.clause == case["clause"]
    assert limits.act(regime, name, facts, given={need}) is None


CHECKS = {
    "ladder": _check_ladder,
    "deadline": _check_deadline,
    "extension": _check_extension,
    "needs": _check_needs,
}


@pytest.mark.parametrize("name", REGIMES)
def test_every_clause_with_a_rule_has_a_case(name: str) -> None:
    regime = load_regime(name)
    said = {param.values[1]["clause"] for param in CASES if param.values[0] == name}
    ruled = {
        clause.clause for clause in regime.clauses for rule in clause.rules if not isinstance(rule, Restated | Approval)
    }
    assert ruled - said == set(), "no case names these clauses"


def test_dates_of_the_cases_are_dates() -> None:
    days = [day for param in CASES for day in param.values[1].get("ladder", {})]
    assert days and all(isinstance(day, date) for day in days)
