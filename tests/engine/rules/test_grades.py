"""Grades: the latest of the period, outweighed by a step that sets one."""

from duban.engine.facts import facts_from
from duban.engine.rules.grades import Grade, grade

RULE = Grade(clause="第十二条(三)", scale=("优秀", "良好", "合格", "较差"), steps={"poor_grade": "较差"})


def evidence(*rows):
    return facts_from([{"id": f"f{n}", "unit": "jia", **row} for n, row in enumerate(rows)])


def test_the_latest_counts_whatever_the_order_of_entry():
    found = grade(
        RULE,
        evidence(
            {"kind": "grade", "on": "2020-12-01", "grade": "良好"},
            {"kind": "grade", "on": "2020-06-01", "grade": "优秀"},
        ),
    )
    assert found is not None and (found[0], found[1].id) == ("良好", "f0")


def test_a_step_that_sets_one_outweighs_it():
    """安康 第十二条(三)."""
    step = {"kind": "step", "on": "2020-05-01", "matter": "m", "step": "poor_grade"}
    found = grade(RULE, evidence(step, {"kind": "grade", "on": "2020-12-01", "grade": "优秀"}))
    assert found is not None and (found[0], found[1].id) == ("较差", "f0")


def test_without_any_there_is_none():
    assert grade(RULE, evidence({"kind": "step", "on": "2020-05-01", "matter": "m", "step": "interview"})) is None
