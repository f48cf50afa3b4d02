"""Nothing that is sent is ignored or guessed at: walked over every operation and every member that it takes."""

import json

import pytest
from django.db import transaction
from django.test import Client

from duban.ledger.models import JournalLine
from tests.api.described import DESCRIBED

pytestmark = pytest.mark.django_db
OPERATIONS = {
    operation["operationId"]: (method, path, operation)
    for path, methods in DESCRIBED["paths"].items()
    for method, operation in methods.items()
}
UNKNOWN = "nothing_of_the_kind"
# What is half understood by many programs: a number for a date, words for a number, 1 for a yes, one thing for a list.
GUESSED = {
    "date": [20260331, "2026-3-31", "2026-03-31T00:00:00", "31.03.2026"],
    "integer": ["1", True, 1.5],
    "boolean": [1, "yes"],
    "array": ["甲"],
    "string": [12],
    "object": ["甲"],
}


def _asked(everything, name, *, query=None, body=None):
    """Send the operation's call with more; undone afterwards. Returns status and error."""
    call, (method, path, _) = everything["calls"][name], OPERATIONS[name]
    headers = {**everything["headers"][call.who.pk], "Idempotency-Key": "strict"}
    client = Client(raise_request_exception=False, headers=headers)
    address = path.format(**call.path)
    with transaction.atomic():
        asked = {**call.query, **(query or {})}
        if method == "get":
            answer = client.get(address, asked)
        else:
            sent = call.body if body is None else body
            words = "&".join(f"{key}={value}" for key, value in asked.items())
            answer = client.post(f"{address}?{words}", json.dumps(sent or {}), "application/json")
        transaction.set_rollback(True)
    return answer.status_code, json.loads(answer.content).get("error", {})


def _walked(everything):
    """Return every operation that somebody can carry out here: all, as tests/api/test_schemathesis.py has it."""
    return [(name, OPERATIONS[name]) for name in everything["calls"]]


def _members(operation):
    reference = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    found = DESCRIBED["components"]["schemas"][reference["$ref"].split("/")[-1]] if "$ref" in reference else reference
    return found.get("properties", {})


def _kinds(member):
    """Return the JSON types of a member, `date` for a day; those of an object of its own are its own."""
    listed = [member, *member.get("anyOf", [])]
    return {"date" if each.get("format") == "date" else each.get("type") for each in listed} - {None, "null"}


def test_an_unknown_parameter_is_refused_by_its_name_with_those_that_there_are(everything):
    wrong = []
    for name, (_, _, operation) in _walked(everything):
        status, error = _asked(everything, name, query={UNKNOWN: "1"})
        known = [each["name"] for each in operation["parameters"] if each["in"] == "query"]
        told = all(each in error.get("possible", "") for each in known) if known else error.get("possible")
        if (status, error.get("field")) != (422, UNKNOWN) or not told:
            wrong.append((name, status, error))
    assert not wrong


def test_an_unknown_member_is_refused_by_its_name_with_those_that_there_are(everything):
    wrong = []
    for name, (method, _, operation) in _walked(everything):
        if method != "post" or not _members(operation):
            continue
        sent = {**(everything["calls"][name].body or {}), UNKNOWN: "1"}
        status, error = _asked(everything, name, body=sent)
        told = error.get("possible", "").startswith("可以填写：") and all(
            each in error["possible"] for each in sent if each != UNKNOWN
        )
        if (status, error.get("field")) != (422, UNKNOWN) or not told:
            wrong.append((name, status, error))
    assert not wrong


def test_what_could_only_be_guessed_is_refused_at_its_member_with_how_it_is_written(everything):
    wrong, walked = [], 0
    for name, (method, _, operation) in _walked(everything):
        for member, shape in _members(operation).items() if method == "post" else ():
            kinds = _kinds(shape)
            guesses = GUESSED[next(iter(kinds))] if len(kinds) == 1 and kinds <= set(GUESSED) else []
            # One guess a member, all of them where a matter is entered.
            for guess in guesses if name in ("register_matter", "set_recurrence") else guesses[:1]:
                walked += 1
                sent = {**(everything["calls"][name].body or {}), member: guess}
                status, error = _asked(everything, name, body=sent)
                if status != 422 or error["field"].split(".")[0] != member or not error["possible"]:
                    wrong.append((name, member, guess, status, error))
    assert not wrong and walked > 150


def test_a_choice_names_its_choices_and_a_bound_its_bound(everything):
    order = everything["calls"]["register_matter"].body
    status, error = _asked(everything, "register_matter", body={**order, "source": "rumour"})
    assert (status, error["field"]) == (422, "source") and "meeting、instruction" in error["possible"]
    status, error = _asked(everything, "register_matter", body={**order, "title": "长" * 201})
    assert (status, error["field"], error["possible"]) == (422, "title", "不超过200字。")
    status, error = _asked(everything, "list_proposals", query={"limit": "1000"})
    assert (status, error["field"], error["possible"]) == (422, "limit", "不大于100。")


@pytest.mark.parametrize("points", ["1_0", "１０", "1e1", " 10", "+10", "NaN", "--1", "10."])
def test_a_number_in_words_is_digits_alone(everything, points):
    status, error = _asked(everything, "award_points", body={"points": points, "reason": "算错"})
    assert (status, error["field"]) == (422, "points") and "12.5" in error["possible"]


def test_no_points_are_nothing_without_a_sign(everything):
    call = everything["calls"]["enter_sheet"]
    marks = [
        {**each, "points": "-0.0" if place == 0 else each["points"]} for place, each in enumerate(call.body["marks"])
    ]
    with transaction.atomic():
        path = OPERATIONS["enter_sheet"][1].format(**call.path)
        headers = {**everything["headers"][call.who.pk], "Idempotency-Key": "zero"}
        answer = Client().post(path, json.dumps({**call.body, "marks": marks}), "application/json", headers=headers)
        line = JournalLine.objects.filter(kind="sheet", data__fact__section=marks[0]["of"]).latest("id")
        transaction.set_rollback(True)
    assert answer.status_code == 201 and line.data["fact"]["points"] == "0"
