"""Nothing that is sent is ignored or guessed at: walked over every operation and every member that it takes."""

import json

import pytest
from django.db import transaction
from django.test import Client

from duban.api.schemas.people import NewRobot
from duban.api.schemas.regime_drafts import NewRegimeDraft
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


@pytest.mark.parametrize("depth", ["body", "inside"])
def test_a_member_that_is_said_twice_is_refused_by_name(everything, depth):
    call = everything["calls"]["register_matter"]
    body = json.dumps({**call.body, "milestones": [{"on": "2026-06-30", "text": "一"}]})
    twice = {"body": body[:-1] + ', "title": "另一件"}', "inside": body.replace('"text":', '"text": "二", "text":')}[
        depth
    ]
    headers = {**everything["headers"][call.who.pk], "Idempotency-Key": "twice"}
    answer = Client().post("/api/matters", twice, "application/json", headers=headers)
    error = answer.json()["error"]
    name = {"body": "title", "inside": "text"}[depth]
    assert (answer.status_code, error["why"], error["field"]) == (400, f"“{name}”写了两次", name) and error["possible"]


def test_a_parameter_that_is_asked_twice_is_refused_by_name(everything):
    status, error = _asked(everything, "list_matters", query={"due": ["late", "month"]})
    assert (status, error["field"], error["why"]) == (422, "due", "这个参数写了两次") and error["possible"]


def test_words_are_kept_as_the_pages_keep_them(everything):
    call = everything["calls"]["register_matter"]
    words = {"title": "Ａ３平台\u200b建\n设\u202e", "requirement": "一段\x0b二段\u00a0三", "lead": call.body["lead"]}
    headers = {**everything["headers"][call.who.pk], "Idempotency-Key": "plain"}
    with transaction.atomic():
        answer = Client().post("/api/matters", json.dumps({**call.body, **words}), "application/json", headers=headers)
        kept = Client().get(answer.json()["location"], headers=headers).json()
        transaction.set_rollback(True)
    assert (kept["title"], kept["requirement"]) == ("A3平台建 设", "一段\n二段 三")


def test_what_nobody_sees_is_no_reason(everything):
    for name in ("award_points", "recall_order"):
        body = {**(everything["calls"][name].body or {}), "reason": "\u200b\u202e"}
        status, error = _asked(everything, name, body=body)
        assert (status, error["field"]) == (422, "reason"), name


def test_secrets_and_the_words_of_a_document_are_kept_to_the_letter():
    assert NewRobot(name="Ａ", address="https://x", secret="Ａ\u200b１").secret == "Ａ\u200b１"
    assert NewRegimeDraft(source="text", text="第一条\u3000Ａ").text == "第一条\u3000Ａ"


def test_what_describes_the_interface_is_only_read():
    for method in ("put", "post", "patch", "delete", "trace", "options"):
        answer = getattr(Client(), method)("/api/openapi.json")
        assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD"), method


def test_a_browser_without_its_token_learns_which_header_is_missing(everything, settings):
    call = everything["calls"]["register_matter"]
    client = Client(enforce_csrf_checks=True)
    client.force_login(call.who, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post("/api/matters", json.dumps(call.body), "application/json", headers={"Idempotency-Key": "csrf"})
    assert answer.status_code == 403 and "X-CSRFToken" in answer.json()["error"]["why"]
