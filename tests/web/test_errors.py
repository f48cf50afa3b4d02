"""Bad input, refusals, errors: a sentence and never a trace; the protecting headers on every answer."""

import pytest
from django.test import Client

from duban.ledger.refusals import Conflict, Refused
from duban.ledger.storage import idempotency
from duban.web import middleware
from duban.web.views.office import regimes

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path",
    ["/login", "/health", "/nowhere", "/regime", "/static/duban/duban.css", "/static/none.css", "/a%00"],
)
def test_every_answer_carries_the_headers(path):
    response = Client().get(path)
    for name, value in middleware.HEADERS.items():
        assert response.headers[name] == value, name
    assert "unsafe" not in response.headers["Content-Security-Policy"]


def test_no_page_has_what_the_policy_forbids(office, signed_in):
    admin, clerk, auditor = signed_in(office.admin), signed_in(office.head), signed_in(office.auditor)
    pages = [Client().get("/login"), clerk.get("/regime"), auditor.get("/journal")]
    pages += [admin.get(path) for path in ("/settings/officers", "/settings/units/new", "/password")]
    for page in pages:
        text = page.content.decode()
        assert page.status_code == 200
        for forbidden in (
            "<style",
            " style=",
            "<script>",
            " onclick",
            " onload",
            "javascript:",
            "http://",
            "https://",
        ):
            assert forbidden not in text, forbidden


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/login", b"username=%ff%fe&password=x"),
        ("/login", b"username=a%00b&password=x"),
        ("/login", b"username=%ed%a0%80&password=x"),
        ("/login", "username=中".encode("gbk")),
    ],
)
def test_what_is_not_text_is_refused_with_a_sentence(path, data):
    response = Client().post(path, data, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 400 and "UTF-8" in response.content.decode()


def test_multipart_is_held_to_the_same():
    body = b'--x\r\nContent-Disposition: form-data; name="username"\r\n\r\n\xff\xfe\r\n--x--\r\n'
    response = Client().post("/login", body, content_type="multipart/form-data; boundary=x")
    assert response.status_code == 400
    body = body.replace(b"\xff\xfe", b"a\0b")
    assert Client().post("/login", body, content_type="multipart/form-data; boundary=x").status_code == 400
    broken = Client().post("/login", b"--x", content_type="multipart/form-data")
    assert broken.status_code == 400


@pytest.mark.parametrize("query", ["q=%00", "q=%ff", "q=%ed%a0%80", "page=%00"])
def test_addresses_are_held_to_the_same(office, signed_in, query):
    assert signed_in(office.admin).get(f"/settings/officers?{query}").status_code == 400


@pytest.mark.parametrize(
    "query", ["page=0", "page=-1", "page=x", "page=999999999999999999999", "role=king", "q=" + "长" * 3000]
)
def test_odd_parameters_are_harmless(office, signed_in, query):
    assert signed_in(office.admin).get(f"/settings/officers?{query}").status_code == 200
    assert signed_in(office.auditor).get(f"/journal?{query}").status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "since=2026-02-30",
        "since=x",
        "until=9999-12-31",
        "since=0001-01-01",
        "actor=x",
        "actor=99999999999999999999",
        "verb=x",
    ],
)
def test_an_odd_filter_of_the_journal_is_said(office, signed_in, query):
    response = signed_in(office.auditor).get(f"/journal?{query}")
    assert response.status_code == 200 and "wrong" in response.content.decode()


@pytest.mark.parametrize(
    "path", ["/settings/officers/99999999999999999999999", "/settings/units/none", "/regime/clauses/x"]
)
def test_what_is_not_there_is_not_found(office, signed_in, path):
    for officer in (office.admin, office.clerk):
        assert signed_in(officer).get(path).status_code in (403, 404)


def test_too_much_is_refused_with_a_sentence(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = Client().post("/login", {"username": "x" * 2000, "password": "x"})
    assert response.status_code == 400
    response = Client().post("/login", b"username=" + b"x" * 2000, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 400 and "过大" in response.content.decode()


def test_a_name_of_a_file_that_is_too_long_is_told_from_other_requests(office, signed_in):
    head = f'--b\r\nContent-Disposition: form-data; name="file"; filename="{"名" * 340}.txt"\r\n\r\nx\r\n--b--\r\n'
    response = signed_in(office.clerk).post(
        "/papers/new", head.encode(), content_type="multipart/form-data; boundary=b"
    )
    assert response.status_code == 400 and "文件名过长" in response.content.decode()


class _Unread:
    """A body that nobody may read."""

    def read(self, *args):
        raise AssertionError("the body was read")

    readline = __iter__ = read


@pytest.mark.parametrize("path", ["/papers/new", "/imports", "/login", "/nowhere"])
def test_a_body_over_the_limit_is_refused_before_anybody_reads_it(office, signed_in, path):
    said = {
        "CONTENT_LENGTH": str(30 * 1024 * 1024),
        "CONTENT_TYPE": "multipart/form-data; boundary=b",
        "wsgi.input": _Unread(),
    }
    answer = signed_in(office.clerk).generic("POST", path, **said)
    page = answer.content.decode()
    assert answer.status_code == 413 and "合计不能超过 20 MB" in page and "Content-Security-Policy" in answer.headers


def test_an_unexpected_error_shows_its_number_and_no_trace(office, signed_in, monkeypatch, caplog):
    def explode(*args):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(regimes, "_regime", explode)
    client = signed_in(office.clerk)
    client.raise_request_exception = False
    response = client.get("/regime")
    text = response.content.decode()
    assert response.status_code == 500
    assert response.headers["X-Request-ID"] in text and response.headers["X-Request-ID"] in caplog.text
    assert "secret" not in text and "Traceback" not in text
    assert response.headers["Content-Security-Policy"] == middleware.POLICY


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (Refused("已经延过一次", clause="附件2 三5", possible="请申请销号。"), 422),
        (Conflict("别人先改了"), 409),
    ],
)
def test_a_refusal_says_why_by_which_clause_and_what_is_possible(office, signed_in, monkeypatch, refusal, status):
    def refuse(*args):
        raise refusal

    monkeypatch.setattr(regimes, "_regime", refuse)
    client = signed_in(office.clerk)
    page, fragment = client.get("/regime"), client.get("/regime", headers={"HX-Request": "true"})
    for response in (page, fragment):
        text = response.content.decode()
        assert response.status_code == status
        assert refusal.why in text and refusal.possible in text
        assert ("/regime/clauses/%E9%99%84" in text) is bool(refusal.clause)
    assert "<html" in page.content.decode() and "<html" not in fragment.content.decode()


def test_a_form_sent_before_leads_where_it_led(office, signed_in, monkeypatch):
    def repeat(*args):
        raise idempotency.AlreadyDone("/regime?done")

    monkeypatch.setattr(regimes, "_regime", repeat)
    client = signed_in(office.clerk)
    assert client.get("/regime").url == "/regime?done"
    assert client.get("/regime", headers={"HX-Request": "true"}).headers["HX-Redirect"] == "/regime?done"


def test_htmx_is_led_to_the_login_as_a_whole_page():
    response = Client().get("/regime", headers={"HX-Request": "true"})
    assert response.headers["HX-Redirect"] == "/login?ended=1"
    on_page = {"HX-Request": "true", "HX-Current-URL": "http://testserver/matters?due=late"}
    response = Client().get("/regime", headers=on_page)
    assert response.headers["HX-Redirect"] == "/login?ended=1&next=%2Fmatters%3Fdue%3Dlate"


def test_a_method_that_does_not_exist_is_405(office, signed_in):
    client = signed_in(office.admin)
    assert client.delete("/settings/officers").status_code == 405
    assert client.put("/regime").status_code == 405


def test_a_form_from_an_address_that_is_not_registered_names_the_setting(office):
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/login", {"username": "x"}, headers={"origin": "https://elsewhere.example:57443"})
    assert answer.status_code == 403 and "DUBAN_ORIGINS" in answer.content.decode()
    assert "DUBAN_ORIGINS" not in client.post("/login", {"username": "x"}).content.decode()
