"""Every error in one shape, whatever is sent; never a trace, never a page."""

import json

import pytest
from django.test import Client

from duban.ledger.models import Matter, Report, Submission
from tests import cast, stories

pytestmark = pytest.mark.django_db
SHAPE = {"why", "clause", "field", "possible", "status"}


def _error(response, status):
    assert response.headers["Content-Type"].startswith("application/json")
    assert response.status_code == status, response.content.decode()
    error = json.loads(response.content)["error"]
    assert set(error) >= SHAPE and error["status"] == status and error["why"]
    assert "Traceback" not in response.content.decode()
    return error


def _order(office, **more):
    found = {"title": "某事项", "requirement": "要求", "standard": "标准", "source": "meeting", "due_on": "2026-06-30"}
    return found | {"category": "work_report", "lead": [office.units[0].code]} | more


def test_who_is_not_known_is_asked_who_they_are(office):
    answer = Client().get("/api/matters")
    _error(answer, 401)
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    _error(Client(headers={"authorization": "Bearer duban_wrong"}).get("/api/matters"), 401)
    _error(Client().post("/api/matters", "{}", "application/json"), 401)


def test_who_may_not_is_told(office, as_program):
    _error(as_program(office.liaison).send("/matters", **_order(office)), 403)
    _error(as_program(office.admin).client.get("/api/matters"), 403)
    _error(as_program(office.clerk).client.get("/api/journal"), 403)


@pytest.mark.parametrize(
    "path",
    ["/api/nothing", "/api/matters/2026-99", "/api/reports/1", "/api/reports/99999999999999999999", "/api/reports/x"],
)
def test_what_is_not_there_is_not_found(office, as_program, path):
    _error(as_program(office.clerk).client.get(path), 404)


def test_a_wrong_method_is_named(office, as_program):
    answer = as_program(office.clerk).client.delete("/api/matters")
    _error(answer, 405)
    assert {"GET", "POST"} <= {each.strip() for each in answer.headers["Allow"].split(",")}


def test_a_change_of_what_changed_meanwhile_shows_both_versions(office, as_program):
    matter = stories.matter(office, due_on="2026-06-30")
    unit = f"/matters/{matter.no}/units/{office.units[0].code}"
    error = _error(as_program(office.liaison).send(f"{unit}/acceptance", version=1), 409)
    assert error["versions"] == {"yours": 1, "current": 2} and error["field"] == "version"
    assert stories.held(matter).stage == "to_accept"
    _error(as_program(office.liaison).send(f"{unit}/acceptance"), 422)


def test_a_report_on_what_changed_meanwhile_shows_both_versions(office, as_program):
    matter = stories.matter(office, due_on="2026-06-30")
    stories.accept(office, matter, cast.at())
    current = stories.held(matter).version
    path = f"/matters/{matter.no}/units/{office.units[0].code}/reports"
    report = {"what": "progress", "done": "已完成前期手续。", "version": current - 1}
    error = _error(as_program(office.liaison).send(path, **report), 409)
    assert error["versions"] == {"yours": current - 1, "current": current} and error["field"] == "version"
    assert "请重新读取" in error["possible"]
    assert not Report.objects.exists() and not Submission.objects.exists()


@pytest.mark.parametrize("signs", [1_000_000, 4_200_000])
def test_a_body_that_is_too_large_is_refused(office, as_program, signs):
    error = _error(as_program(office.clerk).send("/matters", **_order(office, requirement="长" * signs)), 413)
    assert "4 MB" in error["possible"]


def test_a_title_of_a_mebibyte_is_refused_at_its_field(office, as_program):
    error = _error(as_program(office.clerk).send("/matters", **_order(office, title="a" * 1_048_576)), 422)
    assert error["field"] == "title"


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml"]
)
def test_a_body_that_is_no_json_is_refused_by_its_type(office, as_program, kind):
    _error(as_program(office.clerk).client.post("/api/matters", "a=1", kind), 415)


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b"null",
        b'{"title": NaN}',
        b"\xff\xfe",
        b'{"title": "\xff"}',
        b'{"title": "a\\u0000b"}',
        b'{"title": "\\ud800"}',
        b'{"t\\u0000": 1}',
        b"[" * 50_000,
        b'{"version": ' + b"9" * 5_000 + b"}",
    ],
)
def test_what_cannot_be_read_or_kept_is_refused(office, as_program, body):
    client = as_program(office.clerk).client
    _error(client.post("/api/matters", body, "application/json", headers={"idempotency-key": "k"}), 400)
    assert not Matter.objects.exists()


def test_an_empty_body_lacks_everything(office, as_program):
    client = as_program(office.clerk).client
    _error(client.post("/api/matters", b"", "application/json", headers={"idempotency-key": "k"}), 422)


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=%ff",
        "state=nonsense",
        "sort=state",
        "after=x",
        "after=2026-01-01_x",
        "limit=0",
        "limit=101",
        "due=never",
        "page=2",
    ],
)
def test_a_question_that_cannot_be_meant_is_refused(office, as_program, query):
    answer = as_program(office.clerk).client.get(f"/api/matters?{query}")
    assert answer.status_code in (400, 422)
    _error(answer, answer.status_code)


@pytest.mark.parametrize(
    "wrong",
    [
        {"due_on": "2026-13-01"},
        {"due_on": "2026-02-30"},
        {"due_on": 7},
        {"lead": ["nobody"]},
        {"lead": []},
        {"lead": "jia"},
        {"source": "rumour"},
        {"category": "nonsense"},
        {"level": "red"},
        {"title": ""},
        {"title": "  "},
        {"title": {"a": 1}},
        {"milestones": [{"on": "2026-05-01"}]},
        {"due_rule": "never"},
        {"no": "2026-7"},
        {"state": "closed"},
        {"regime": "zhuoni-2022"},
    ],
)
def test_an_order_that_is_wrong_is_refused_at_its_field(office, as_program, wrong):
    error = _error(as_program(office.clerk).send("/matters", **_order(office, **wrong)), 422)
    assert error["field"].split(".")[0] in wrong
    assert not Matter.objects.exists()


@pytest.mark.parametrize(
    "slipped",
    [{"points": 20}, {"due_on": "2027-01-01"}, {"unit": "yi"}, {"stage": "completed"}, {"ruling": "accepted"}],
)
def test_a_unit_cannot_write_what_is_not_its_own(office, as_program, slipped):
    matter = stories.matter(office, due_on="2026-06-30")
    stories.accept(office, matter, office.default_at)
    held = stories.held(matter)
    unit = f"/matters/{matter.no}/units/{office.units[0].code}"
    program = as_program(office.liaison)
    error = _error(program.send(f"{unit}/reports", version=held.version, what="result", done="完成", **slipped), 422)
    assert error["field"] in slipped
    _error(program.send(f"{unit}/acceptance", version=held.version, **slipped), 422)
    before = (held.stage, held.due_on, held.points)
    held.refresh_from_db()
    assert (held.stage, held.due_on, held.points) == before


def test_the_ledgers_refusal_keeps_its_clause_and_way_out(office, as_program):
    matter = stories.matter(office, due_on="2026-06-30")
    stories.accept(office, matter, office.default_at)
    held = stories.held(matter)
    unit = f"/matters/{matter.no}/units/{office.units[0].code}"
    sent = {"version": held.version, "until": "2026-12-31", "reason": "设计变更"}
    error = _error(as_program(office.liaison).send(f"{unit}/extensions", **sent), 422)
    assert error["clause"] == "附件2 三5" and error["possible"] and error["field"] == "until"


def test_too_many_requests_are_slowed(office, as_program, monkeypatch):
    from duban.api.authentication import PACE

    monkeypatch.setattr("duban.api.rate_limits.time.time", lambda: 1_800_000_010.0)
    monkeypatch.setattr(PACE, "num_requests", 2)
    program = as_program(office.clerk)
    answers = [program.client.get("/api/regime") for _ in range(3)]
    assert [each.status_code for each in answers] == [200, 200, 429]
    _error(answers[2], 429)
    assert int(answers[2].headers["Retry-After"]) > 0


def test_what_fails_unexpectedly_tells_no_more_than_its_number(office, as_program, monkeypatch):
    from duban.api.operations import office as operations

    def fail(*_):
        raise ZeroDivisionError("secret of the house")

    monkeypatch.setattr(operations.Governed, "of", fail)
    answer = as_program(office.clerk).client.get("/api/regime")
    error = _error(answer, 500)
    assert "secret" not in answer.content.decode() and answer.headers["X-Request-ID"] in error["possible"]


def test_every_answer_carries_the_protecting_headers(office, as_program):
    client = as_program(office.clerk).client
    for answer in (
        client.get("/api/matters"),
        client.get("/api/nothing"),
        client.post("/api/matters", "a", "text/plain"),
    ):
        assert "default-src" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store, private"
