"""docs/api.md and /api/openapi.json say what there is: every operation, every kind of fact, every error."""

import importlib
import json
import pkgutil
import re
from pathlib import Path

import pytest
from django.test import Client
from ninja import Schema

import duban.api
from duban.api.errors import WHY
from duban.engine.facts import AUTHORITIES, REQUIRED

TEXT = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")


def _described():
    answer = Client().get("/api/openapi.json")
    assert answer.status_code == 200
    return json.loads(answer.content)


def _operations():
    return {
        (operation["operationId"], method.upper(), path)
        for path, methods in _described()["paths"].items()
        for method, operation in methods.items()
    }


def test_every_operation_is_documented_and_no_other():
    rows = re.findall(r"^\| `(\w+)` \| `(GET|POST) (/api/[^`]+)` \|", TEXT, re.MULTILINE)
    assert set(rows) == _operations() and len(rows) == len(set(rows))


def test_every_operation_has_a_name_of_its_own_and_says_what_it_does():
    found = _described()["paths"]
    operations = [operation for methods in found.values() for operation in methods.values()]
    assert len({each["operationId"] for each in operations}) == len(operations)
    assert all(each["summary"] and each["description"] for each in operations)


def test_every_kind_of_fact_is_documented_with_what_it_needs():
    rows = dict(re.findall(r"^\| ((?:`\w+`(?:, )?)+) \| ([^|]*)\|", TEXT, re.MULTILINE))
    said = {
        kind: set(re.findall(r"`(\w+)`", needs))
        for kinds, needs in rows.items()
        for kind in re.findall(r"`(\w+)`", kinds)
    }
    for kind, needs in REQUIRED.items():
        assert said[kind] == set(needs), kind
    assert all(f"`{authority}`" in TEXT for authority in AUTHORITIES)


def test_every_error_is_documented():
    rows = set(re.findall(r"\b([45]\d\d)\b", TEXT.partition("| status |")[2].partition("###")[0]))
    assert {str(status) for status in WHY} == rows


@pytest.mark.django_db
def test_the_case_in_the_document_can_be_scored(tmp_path, capsys):
    from duban.cli import main

    case = tmp_path / "case.json"
    case.write_text(re.search(r"```json\n(\{\"regime\".*?)```", TEXT, re.DOTALL)[1], encoding="utf-8")
    assert main(["score", str(case)]) == 0
    assert json.loads(capsys.readouterr().out)["units"][0]["unit"] == "jia"


def test_no_two_shapes_bear_one_name():
    """The OpenAPI document keeps one of two shapes of a name, and says nothing of the other."""
    homes = {}
    for module in pkgutil.walk_packages(duban.api.__path__, "duban.api."):
        for found in vars(importlib.import_module(module.name)).values():
            if isinstance(found, type) and issubclass(found, Schema):
                homes.setdefault(found.__name__, set()).add(found.__module__)
    named = _described()["components"]["schemas"]
    assert {name: where for name, where in homes.items() if len(where) > 1 and name in named} == {}
