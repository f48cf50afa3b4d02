"""A session that ran out, a network that went, a button pressed twice: what was typed comes back, and nothing is made twice."""

import pytest

from duban.ledger.models import Matter, Note
from tests import cast, stories

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("committed")]
FILLED = {
    "title": "推进某某工程建设",
    "requirement": "写了半小时的要求",
    "due_on": "2026-06-30",
    "milestones": "2026-05-29 完成一半",
}


def fill(page):
    page.evaluate("document.querySelectorAll('main details').forEach((each) => { each.open = true; })")
    for name, value in FILLED.items():
        page.fill(f"[name={name}]", value)
    page.check("[name=urgent]")
    page.select_option("[name=source]", "paper")
    for field, words in (("lead", "甲县"), ("support", "乙县")):
        box = page.locator(f"input[name={field}] + .picker input")
        box.fill(words)
        page.locator(".picker-option", has_text=words).first.click()


def held(page):
    found = {name: page.input_value(f"[name={name}]") for name in (*FILLED, "source", "lead", "support")}
    return {**found, "urgent": page.is_checked("[name=urgent]")}


def note(page, words=None):
    page.evaluate("document.querySelectorAll('main details').forEach((each) => { each.open = true; })")
    if words is not None:
        page.fill("#note-text", words)
    return page.locator("form", has=page.locator("#note-text")).locator("button").last


def test_a_long_form_comes_back_whole_after_the_session_ended(visit, office):
    page = visit(office.clerk, "/matters/new")
    empty = held(page)
    fill(page)
    full = held(page)
    assert full == {**FILLED, "source": "paper", "lead": "甲县", "support": "乙县", "urgent": True}
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url("**/login?ended=1&next=%2Fmatters%2Fnew")
    assert "填写的内容仍保存在本机浏览器里" in page.inner_text("main") and not Matter.objects.exists()
    page.context.add_cookies(cookies)
    page.goto("/matters/new")
    told = page.locator("main p.kept").all_inner_texts()
    assert held(page) == full and page.locator("[name=milestones]").is_visible()
    assert any("事项名称" in each and "办结期限" in each and "牵头单位" in each for each in told)
    for drop in reversed(page.locator("main p.kept button").all()):
        drop.click()
    assert held(page) == empty
    page.reload()
    assert held(page) == empty and page.locator("main p.kept").count() == 0


def test_nothing_comes_back_of_a_form_that_was_taken(visit, office):
    page = visit(office.clerk, "/matters/new")
    empty = held(page)
    fill(page)
    page.select_option("[name=category]", index=1)
    page.fill("[name=standard]", "通车")
    page.locator("main form button[type=submit]").last.click()
    page.locator("[data-done]").wait_for()
    assert Matter.objects.get().title == FILLED["title"]
    page.goto("/matters/new")
    assert held(page) == empty and page.evaluate("Object.keys(localStorage)") == []


def test_what_somebody_else_changed_meanwhile_stands(visit, office):
    made = stories.matter(office, due_on="2026-04-30", dispatched=False)
    page = visit(office.clerk, f"/matters/{made.no}/edit")
    page.fill("[name=title]", "我改的名称")
    page.fill("[name=source_text]", "我写的依据")
    Matter.objects.update(title="别人改的名称")
    page.goto(f"/matters/{made.no}/edit")
    assert page.input_value("[name=title]") == "别人改的名称"
    assert page.input_value("[name=source_text]") == "我写的依据"


def test_sent_again_after_the_network_went_it_is_there_once(visit, office):
    made = stories.matter(office, due_on="2026-04-30")
    page, path = visit(office.clerk, f"/matters/{made.no}"), f"**/matters/{made.no}/notes"

    def lose(route):
        # It arrives, and the answer does not.
        route.fetch(max_redirects=0)
        route.abort()

    page.route(path, lose)
    with page.expect_event("requestfailed"):
        note(page, "路上发的情况").click()
    page.unroute(path)
    page.context.clear_cookies(name="messages")
    assert Note.objects.count() == 1
    page.goto(f"/matters/{made.no}")
    assert page.input_value("#note-text") == "路上发的情况"
    note(page).click()
    page.locator(".said", has_text="这张表单已经提交过，没有重复办理").wait_for()
    assert Note.objects.count() == 1
    page.goto(f"/matters/{made.no}")
    assert page.input_value("#note-text") == ""


def test_sent_again_with_other_words_it_is_another_form(visit, office):
    made = stories.matter(office, due_on="2026-04-30")
    page, path = visit(office.clerk, f"/matters/{made.no}"), f"**/matters/{made.no}/notes"
    page.route(path, lambda route: (route.fetch(max_redirects=0), route.abort()))
    with page.expect_event("requestfailed"):
        note(page, "第一稿").click()
    page.unroute(path)
    page.context.clear_cookies(name="messages")
    page.goto(f"/matters/{made.no}")
    note(page, "第二稿").click()
    page.locator("[data-done]").wait_for()
    assert sorted(Note.objects.values_list("text", flat=True)) == ["第一稿", "第二稿"]


def test_another_act_that_went_well_takes_nothing_kept_away(visit, office):
    first, second = (stories.matter(office, due_on="2026-04-30", title=each) for each in ("甲事项", "乙事项"))
    page = visit(office.clerk, f"/matters/{first.no}")
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    note(page, "没有送到的情况").click()
    page.wait_for_url("**/login**")
    page.context.add_cookies(cookies)
    page.goto(f"/matters/{second.no}")
    note(page, "另一件的情况").click()
    page.locator("[data-done]").wait_for()
    page.goto(f"/matters/{first.no}")
    assert page.input_value("#note-text") == "没有送到的情况"


def test_a_stranger_at_the_same_browser_finds_nothing(visit, office):
    page = visit(office.clerk, "/matters/new")
    empty = held(page)
    fill(page)
    page.context.add_cookies(visit(office.head, "/").context.cookies())
    page.goto("/matters/new")
    assert cast.Officer.objects.count() > 1 and held(page) == empty


def test_who_wrote_to_the_office_stays_out_of_the_browser(visit, office):
    page = visit(office.clerk, "/appeals/new")
    page.fill("[name=text]", "反映某处积水")
    page.fill("[name=source_no]", "工单七号")
    page.fill("[name=person]", "张某某")
    page.fill("[name=contact]", "某处电话")
    kept = page.evaluate("JSON.stringify(localStorage)")
    assert "反映某处积水" in kept and "工单七号" in kept and "张某某" not in kept and "某处电话" not in kept
    page.goto("/appeals/new")
    assert [page.input_value(f"[name={name}]") for name in ("source_no", "person", "contact")] == ["工单七号", "", ""]


def test_who_goes_back_and_sends_again_as_it_stands_makes_nothing_twice(visit, office):
    page = visit(office.clerk, "/matters/new")
    fill(page)
    page.select_option("[name=category]", index=1)
    page.fill("[name=standard]", "通车")
    page.locator("main form button[type=submit]").last.click()
    page.locator("[data-done]").wait_for()
    first = page.url
    page.go_back()
    assert "不改内容再提交，不会重复办理" in page.inner_text("main")
    page.locator("main form button[type=submit]").last.click()
    page.locator("[data-done]").wait_for()
    assert page.url == first and "已经提交过" in page.inner_text("main") and Matter.objects.count() == 1
    # Changed, it is another.
    page.go_back()
    page.fill("[name=title]", FILLED["title"] + "二")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url(lambda url: url != first and "/new" not in url)
    assert Matter.objects.count() == 2
