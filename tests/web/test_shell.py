"""The frame in Chromium: keys, panel, menu, what is typed and not yet sent."""

import pytest

from tests import cast

pytestmark = pytest.mark.journey


@pytest.fixture
def office(committed):
    return cast.office()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("office_head", "/regime"),
        ("administrator", "/settings/officers"),
        ("administrator", "/settings/units"),
        ("administrator", "/settings/officers/new"),
        ("auditor", "/journal"),
        ("clerk", "/password"),
        ("clerk", "/nowhere"),
    ],
)
def test_pages_fit_and_break_no_rule(visit, office, who, path, width):
    page = visit(office.officers[who], path, width)
    assert page.locator("h1").first.is_visible()


def test_one_signs_in_and_out(visit, office):
    page = visit()
    page.fill("#id_username", office.clerk.username)
    page.fill("#id_password", "not the password")
    page.click("main button[type=submit]")
    assert page.locator("[role=alert]").first.is_visible()
    page.fill("#id_username", office.clerk.username)
    page.fill("#id_password", cast.PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/desk")
    page.goto("/matters")
    page.locator("form[action='/logout'] button").first.evaluate("button => button.form.requestSubmit()")
    page.wait_for_url("**/login**")
    page.goto("/matters")
    assert "/login" in page.url


def test_a_clause_opens_beside_and_closes(visit, office):
    page = visit(office.clerk, "/regime")
    page.click("#c-附件2\\ 三5 a.clause")
    page.wait_for_selector("#panel h2")
    assert page.inner_text("#panel h2") == "附件2 三5"
    page.keyboard.press("Escape")
    assert page.locator("#panel").is_hidden()
    page.click("#c-附件2\\ 三5 a.clause")
    page.wait_for_selector("#panel h2")
    page.click("#panel .close")
    assert page.locator("#panel").is_hidden()


def test_rows_are_walked_by_keys(visit, office):
    page = visit(office.admin, "/settings/units")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("j")
    assert page.inner_text("tr.at td:first-child") == office.units[1].name
    page.keyboard.press("Enter")
    page.wait_for_url("**/settings/units/yi")
    page.go_back()
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()


def test_a_form_is_sent_once(visit, office):
    page = visit(office.admin, "/settings/portfolios/new")
    page.fill("#id_name", "文教口")
    page.dblclick("main button[type=submit]")
    page.wait_for_url("**/settings/portfolios")
    assert page.locator("tbody tr", has_text="文教口").count() == 1


def test_what_was_typed_outlives_a_refusal_and_goes_after_success(visit, office):
    page = visit(office.admin, "/settings/units/new")
    # The page of the units has no long text of its own: its area is marked for the length of the test.
    mark = "document.querySelector('textarea').dataset.keep = 'unit'"
    page.evaluate(mark)
    page.fill("textarea", "教育局")
    page.reload()
    assert page.evaluate("localStorage.length") == 1
    page.evaluate(mark)
    page.add_script_tag(url="/static/duban/keep.js")
    assert page.input_value("textarea") == "教育局"
    assert page.locator(".kept").is_visible()
    page.fill("#id_code", "xin")
    page.fill("#id_name", "市教育局")
    page.select_option("#id_group", index=1)
    page.click("main button[type=submit]")
    page.wait_for_url("**/settings/units")
    assert page.evaluate("localStorage.length") == 0
