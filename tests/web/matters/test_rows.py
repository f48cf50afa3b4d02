"""What stands in a row of the ledger is changed where it stands, until the order goes out; the list comes back as it was."""

import datetime

import pytest

from tests import stories

pytestmark = pytest.mark.django_db
LIST = "http://testserver/matters?state=proposed"


@pytest.fixture
def waiting(office):
    steps = ((datetime.date(2026, 5, 29), "开工"),)
    return stories.matter(office, due_on="2026-06-30", dispatched=False, title="原来的名称", milestones=steps)


def _send(client, matter, **words):
    told = {"title": matter.title, "due_on": str(matter.due_on), "level": matter.level, "version": matter.version}
    return client.post(f"/matters/{matter.no}/row", {**told, **words}, headers={"referer": LIST})


def test_a_row_becomes_a_form_and_the_list_comes_back_with_its_filter(office, signed_in, waiting):
    client = signed_in(office.clerk)
    assert f"/matters/{waiting.no}/row" in client.get("/matters").content.decode()
    part = client.get(f"/matters/{waiting.no}/row", headers={"hx-request": "true", "referer": LIST}).content.decode()
    assert part.lstrip().startswith("<tr") and 'value="原来的名称"' in part and 'href="/matters?state=proposed"' in part
    assert "<html" in client.get(f"/matters/{waiting.no}/row").content.decode()
    answer = _send(client, waiting, title="改过的名称", due_on="2026-07-31")
    assert answer.status_code == 302 and answer.url == "/matters?state=proposed"
    before = (waiting.requirement, waiting.standard, waiting.category, list(waiting.milestones.values_list("text")))
    waiting.refresh_from_db()
    assert (waiting.title, str(waiting.due_on), waiting.version) == ("改过的名称", "2026-07-31", 2)
    kept = (waiting.requirement, waiting.standard, waiting.category, list(waiting.milestones.values_list("text")))
    assert kept == before and [each.unit for each in waiting.assignments.all()] == [office.units[0]]
    line = waiting.jurisdiction.lines.filter(verb="matter.edited").get()
    assert line.data["before"] == {"title": "原来的名称", "due_on": "2026-06-30"}


def test_what_no_order_may_say_is_refused_and_what_was_typed_stays(office, signed_in, waiting):
    client = signed_in(office.clerk)
    for words, said in (
        ({"title": ""}, "必填"),
        ({"due_on": ""}, "必填"),
        ({"due_on": "2026-02-30"}, "没有这一天"),
        ({"due_on": "2026-05-01"}, "推进节点 2026-05-29 在这个期限之后"),
        ({"due_on": "2026-05-01", "title": "想改的"}, 'value="想改的"'),
        ({"due_on": "2026-03-01"}, "2026-03-01"),
    ):
        answer = _send(client, waiting, **words)
        assert answer.status_code == 422 and said in answer.content.decode(), words
    assert _send(client, waiting, version=7).status_code == 409
    waiting.refresh_from_db()
    assert (waiting.title, waiting.version) == ("原来的名称", 1)


def test_an_order_that_is_out_has_no_form(office, signed_in):
    sent = stories.matter(office, due_on="2026-06-30")
    client = signed_in(office.clerk)
    assert f"/matters/{sent.no}/row" not in client.get("/matters").content.decode()
    assert "不能再改" in client.get(f"/matters/{sent.no}/row").content.decode()
    assert _send(client, sent, title="改过的名称").status_code == 422
    sent.refresh_from_db()
    assert sent.title != "改过的名称"
