"""A real table of departments, pasted in, cut and taken as it is recognised: its worked totals come out to the cent, two items given by a person."""

import os
from pathlib import Path

import pytest

from duban.engine.studio import checking, drafts, examples, offers, telling
from duban.ledger.queries.office.drafting import drafted_contents, drafted_tables

SHARED = Path(os.environ.get("DUBAN_SHARED", Path(__file__).parents[5] / "shared"))
# What no sentence says yet: thresholds by the level of a paper, two conditions at once. A person gives these.
BY_PERSON = ("一4(3)", "二6(1)")
JUDGED = (("sheet", "二2(3)", "18"), ("sheet", "二2(5)", "9"), ("circular", "praise", 1))
TOTALS = {
    "E1": ("县农粮局", "95", [
        ("figure", "一2(3)", "2"), ("happens", "一4(1)", 2), ("happens", "一4(2)", 1), ("figure", "二2(6)", "7"), *JUDGED,
    ]),
    "E1, ten cases": ("县农粮局", "99.5", [
        ("figure", "一2(3)", "2"), ("happens", "一4(1)", 2), ("happens", "一4(2)", 1), ("figure", "二2(6)", "10"), *JUDGED,
    ]),
    "E2": ("县城建局", "100", [("figure", "一2(3)", "3")]),
    "E3": ("县林业局", "68", [
        ("figure", "一2(3)", "3"), ("happens", "一4(1)", 11), ("happens", "一4(2)", 5), ("sheet", "一4(3)", "1"), ("happens", "二7(4)", 3),
        ("circular", "criticism", 1),
    ]),
    "E4": ("县水利局", "88.5", [("figure", "一2(3)", "3"), ("happens", "一5", 2), ("happens", "二4(5)", 3), ("figure", "二4(9)", "70")]),
    "E5": ("县矿管局", "90", [("figure", "一2(3)", "3")]),
}  # fmt: skip


def _row(head, kind, of, said):
    """One row of an example: a figure, points or a happening of a clause, a circular in that tone."""
    if kind == "circular":
        return {"event": kind, "fields.tone": of, "fields.authority": "prefecture"}
    if kind == "sheet":
        section = next(each["id"] for each in head["sections"] if each["clause"] == of)
        return {"event": kind, "fields.section": section, "fields.points": said}
    if kind == "figure":
        figure = next(name for name, each in head["quantities"].items() if each["clause"] == of and "typed" in each)
        return {"event": kind, "fields.quantity": figure, "fields.value": said}
    return {"event": next(name for name, each in head["events"].items() if each["clause"] == of), "times": str(said)}


@pytest.fixture(scope="module")
def content():
    file = next(iter((SHARED / "realdocs").glob("f15_*.txt")), None)
    if file is None:
        pytest.skip(f"the table is not in {SHARED}: it is not part of the project")
    text = file.read_text(encoding="utf-8").split("----", 1)[1]
    made, touched = drafted_tables.cut(drafted_contents.from_text(text, "部门考核细则"), "考核表")
    assert len(touched) == 115
    for clause in list(made["clauses"]):
        number = clause["clause"]
        for offer in offers.offers_in(clause["original"], made, number) if number not in BY_PERSON else ():
            made = offers.taken(offer, made, number)
    for section in made["regime"]["sections"]:
        if section["clause"] in BY_PERSON:
            section |= {"typed": {"by": "office"}}
    for clause in made["clauses"]:
        if drafts.is_undecided(clause):
            clause |= {"by_person": "督查室"} if clause["clause"] in BY_PERSON else {"no_rule": "标题"}
    return made


def test_the_draft_is_sound_and_what_does_not_add_up_or_is_not_said_is_pointed_out(content):
    assert checking.faults_of(content) == []
    said = {each.clause: each.what for each in checking.hints_of(content)}
    assert "加起来是50分" in said["二"] and "按扣分比例拆算" in said["三2"]
    assert set(said) == {"二", "一4(3)", "三1", "三2"}


@pytest.mark.parametrize("case", TOTALS)
def test_worked_totals_are_met(content, case):
    unit, total, happened = TOTALS[case]
    head = content["regime"]
    groups = {each if isinstance(each, str) else each["name"]: name for name, each in head["groups"].items()}
    told = {"rest": ["yes"], "units.1.name": [unit], "units.1.group": [groups[unit]], "units.1.total": [total]}
    for row, each in enumerate(happened, 1):
        told |= {f"facts.{row}.{name}": [text] for name, text in _row(head, *each).items()}
    (tried,) = examples.tried_one(content, None, 0, telling.example_of(told, content))
    assert tried.agrees, (tried.came_to, tried.why)
