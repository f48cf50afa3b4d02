"""Whatever an act records can be put right by another act, or it is written here why nothing needs to be.

Read from the code: an act is a public function of `duban.ledger.actions` that runs in a transaction of its own or takes who acts by
name. A new one without a line here fails, and so does a line that names an act which is not there, or one that no page carries out.
"""

import ast
from pathlib import Path
from typing import get_args

import pytest

from duban.api.operations import corrections
from duban.api.schemas.corrections import Corrected, TakenBack
from duban.ledger import access, acts
from duban.web.views.process import take_backs
from tests.ledger.putting_right import NONE, PUT_RIGHT

ROOT = Path(__file__).parents[2] / "duban"
ACTIONS = ROOT / "ledger" / "actions"


def _recording():
    """Return the acts by module, as the code has them."""
    found: dict[str, set[str]] = {}
    for path in sorted(ACTIONS.rglob("*.py")):
        for each in ast.parse(path.read_text(encoding="utf-8")).body:
            if not isinstance(each, ast.FunctionDef) or each.name.startswith("_"):
                continue
            is_atomic = any(ast.unparse(mark) == "transaction.atomic" for mark in each.decorator_list)
            if is_atomic or {"by", "actor"} & {given.arg for given in each.args.kwonlyargs}:
                found.setdefault(str(path.relative_to(ACTIONS).with_suffix("")), set()).add(each.name)
    return found


def _written(folder):
    return "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / folder).rglob("*.py"))


def test_every_act_that_records_something_is_put_right_by_another_or_says_why_not():
    told = {}
    for table in (PUT_RIGHT, NONE):
        for module, lines in table.items():
            assert not set(lines) & told.setdefault(module, set()), f"{module}: told twice"
            told[module] |= set(lines)
    assert _recording() == told


def test_what_puts_it_right_is_there():
    recording, requests = _recording(), {each.name for each in acts.every()}
    for lines in PUT_RIGHT.values():
        for act in lines.values():
            if act.startswith("request:"):
                assert act.removeprefix("request:") in requests, act
            else:
                module, name = act.split(".")
                assert name in recording[module], act


def test_what_puts_it_right_is_on_a_page():
    pages = _written("web")
    acts_named = {act for lines in PUT_RIGHT.values() for act in lines.values() if not act.startswith("request:")}
    missing = {
        act for act in acts_named if f".{act.split('.')[1]}" not in pages and f"import {act.split('.')[1]}" not in pages
    }
    assert missing == set()


def test_programs_know_every_correction_that_pages_know():
    programs = _written("api")
    for module in ("source_corrections", "appeal_corrections", "finding_corrections", "inspection_corrections"):
        (path,) = ACTIONS.rglob(f"{module}.py")
        acts_of = _recording()[str(path.relative_to(ACTIONS).with_suffix(""))]
        assert {name for name in acts_of if f"{module}.{name}" not in programs} == set(), module


def test_pages_and_programs_take_back_the_same_kinds_by_the_same_rights():
    kinds = set(access.taking_back.TAKEN_BACK)
    assert set(take_backs.PAGES) == set(corrections._TAKEN_BACK) == set(get_args(TakenBack)) == kinds
    assert set(corrections._CORRECTIONS) == set(get_args(Corrected))


@pytest.mark.django_db
def test_nobody_takes_back_what_another_post_may(office):
    for what, (verb, _) in access.taking_back.TAKEN_BACK.items():
        for who, officer in office.officers.items():
            with pytest.raises(access.Forbidden) as refused:
                access.taking_back.record_for(
                    officer, what, "1:1" if what in ("milestone", "quarterly_list") else "999"
                )
            is_allowed = isinstance(refused.value, access.NotFound)
            assert is_allowed is access.may(officer, verb), (what, who)
    with pytest.raises(access.NotFound):
        access.taking_back.record_for(office.clerk, "anything", "1")
