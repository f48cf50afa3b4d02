"""Single provisions of Sanmenxia and Gansu that the packs carry as rules and lists."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from duban.engine import cases, scoring
from duban.engine.packs import loading

PACKS = Path(__file__).parents[2] / "duban" / "regimes"


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
@pytest.mark.proves("sanmenxia-2019", "附件2 导语", "matter_bound_points")
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
        listed["month"]: len(listed["items"])
        for listed in read("gansu-county-2023", "regime")["lists"]
        if "month" in listed
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


def rules(regime):
    entries = [entry for part in read(regime, "regime")["parts"] for entry in read(regime, part)]
    return [rule for entry in entries for rule in entry.get("rules", [])]


def read(regime, name):
    return yaml.safe_load((PACKS / regime / f"{name}.yaml").read_text("utf-8"))
