"""A lock holds the row that is meant, not those that are fetched beside it: `of=("self",)` wherever rows are joined."""

import ast
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "duban"


def _unnamed(function):
    """Return the lines of a function that lock without saying what, while it fetches related rows."""
    calls = [each for each in ast.walk(function) if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute)]
    if not any(each.func.attr == "select_related" for each in calls):
        return []
    locks = [each for each in calls if each.func.attr == "select_for_update"]
    return [each.lineno for each in locks if not any(given.arg == "of" for given in each.keywords)]


def test_no_lock_takes_the_rows_that_are_fetched_beside_it():
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for each in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(each, ast.FunctionDef) and (lines := _unnamed(each)):
                found[f"{path.relative_to(PACKAGE)} {each.name}"] = lines
    assert found == {}


def test_a_lock_on_joined_rows_is_found():
    wrong = "def hold(pk):\n    return Row.objects.select_for_update(no_key=True).select_related('a').get(pk=pk)\n"
    right = wrong.replace("no_key=True", "of=('self',), no_key=True")
    assert [_unnamed(ast.parse(text).body[0]) for text in (wrong, right)] == [[2], []]
