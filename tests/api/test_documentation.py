"""The page of documentation says of every operation what it does, who may, what is handed in; its examples can be run."""

import html
import re
import shlex

import pytest
from django.test import Client

from duban.api import documentation
from duban.api.interface import api
from duban.api.members import MEMBERS, OWN
from duban.api.sentences import SENTENCES

pytestmark = pytest.mark.django_db


def _described():
    return {
        operation["operationId"]: operation
        for methods in api.get_openapi_schema(path_prefix="/api/")["paths"].values()
        for operation in methods.values()
    }


@pytest.fixture
def page(office, signed_in):
    """The page as the liaison reads it."""
    answer = signed_in(office.liaison).get("/api/docs")
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")
    return answer.content.decode()


def test_every_operation_stands_on_the_page_with_its_sentence_and_who_may(page):
    operations = _described()
    blocks = dict(re.findall(r'<details class="api-operation" id="(\w+)">(.*?)</details>', page, re.DOTALL))
    assert set(blocks) == set(operations) == set(SENTENCES)
    for name, told in operations.items():
        block = html.unescape(blocks[name])
        assert told["x-sentence"] in block and told["x-who"] in block and told["summary"] in block, name
        for code in (code for code in told["responses"] if code >= 400):
            assert str(code) in block, name
    assert 'src="http' not in page and 'href="http' not in page


def test_every_member_that_is_handed_in_is_explained_and_no_other():
    found = [m for _, _, operations in documentation.groups() for each in operations for m in each.members]
    names = {re.split(r"\.", member.name)[-1] for member in found}
    assert names == set(MEMBERS)
    assert set(OWN) <= set(SENTENCES)
    channel = next(m for m in found if m.values and "on_site" in m.values)
    assert channel.name == "channel" and channel.required


def test_every_example_of_a_body_has_the_shape_that_the_operation_takes():
    models = {
        operation.operation_id: [m for m in operation.models if m.__ninja_param_source__ == "body"]
        for _, router in api._routers
        for view in router.path_operations.values()
        for operation in view.operations
    }
    wrong = {}
    for _, _, operations in documentation.groups():
        for each in operations:
            for model in models[each.name] if each.body else []:
                (name,) = model.model_fields
                try:
                    model.model_fields[name].annotation.model_validate_json(each.body)
                except ValueError as error:
                    wrong[each.name] = str(error)
    assert not wrong


def _run(page, name, secret):
    """Run the example of an operation as it stands on the page, with a token in the place of its variable."""
    block = page.partition(f'id="{name}"')[2]
    shown = html.unescape(re.search(r'<pre class="api-curl" tabindex="0">(.*?)</pre>', block, re.DOTALL)[1])
    words = shlex.split(shown.replace("\\\n", " ").replace("$DUBAN_TOKEN", secret))
    assert words.pop(0) == "curl"
    method, headers, body, address = "GET", {}, None, ""
    while words:
        word = words.pop(0)
        if word == "-X":
            method = words.pop(0)
        elif word == "-H":
            key, value = words.pop(0).split(": ", 1)
            headers[key] = value
        elif word == "-d":
            body = words.pop(0)
        else:
            address = word
    assert address.startswith("http://testserver/api/")
    kind = headers.pop("Content-Type", "application/json")
    path = address.removeprefix("http://testserver")
    return Client(headers=headers).generic(method, path, body or "", content_type=kind)


def test_the_examples_of_reading_and_of_writing_can_be_run(office, as_program, page):
    secret = as_program(office.clerk).client.defaults["HTTP_AUTHORIZATION"].removeprefix("Bearer ")
    made = _run(page, "record_meeting", secret)
    assert made.status_code == 201, made.content.decode()
    assert Client(headers={"Authorization": f"Bearer {secret}"}).get(made.json()["location"]).status_code == 200
    for name in ("list_meetings", "list_matters", "show_ranking"):
        assert _run(page, name, secret).status_code == 200, name


def test_reading_it_needs_no_query_but_those_of_the_frame(office, signed_in, django_assert_max_num_queries):
    client = signed_in(office.auditor)
    client.get("/api/docs")
    with django_assert_max_num_queries(5):
        client.get("/api/docs")
    assert 'href="/api/docs"' in client.get("/tokens").content.decode()
