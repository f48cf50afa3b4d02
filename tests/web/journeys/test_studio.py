"""Through the browser: a document that was pasted in is said clause by clause, its example met, checked by somebody else and in force next month."""

import datetime

import pytest

from duban.ledger import documents
from duban.ledger.actions.office import documents as acts
from duban.ledger.models import Adoption, RegimeDraft
from tests import cast

pytestmark = pytest.mark.journey
TEXT = """第一条 为了推进重点工作，制定本细则。
第二条 每个单位基础分100分。
第三条 迟报进展的，每次扣5分。
"""


def press(page, word):
    page.locator("main button", has_text=word).first.click()
    page.wait_for_load_state()


def on_card(page, act):
    """Do something on a card and wait until the desk is drawn again."""
    page.locator("#studio").evaluate("desk => desk.setAttribute('data-before', '')")
    act()
    page.locator("#studio:not([data-before])").wait_for()


def turn(page, key="j"):
    page.locator("#clause-name").click()
    with page.expect_navigation():
        page.keyboard.press(key)


def checked_and_adopted(clerk, head, day):
    """Send it, let the head look at what changes, find it right and adopt it from a day."""
    press(clerk, "送复核")
    assert "待复核" in clerk.inner_text("main") and not clerk.locator("button", has_text="复核通过").count()
    head.goto(clerk.url)
    press(head, "复核通过")
    head.fill("#id_in_force_from", day)
    press(head, "采用")
    assert "已采用" in head.inner_text("h1")


def test_a_pasted_document_is_adopted_without_a_file_and_one_figure_changed_later(visit):
    office = cast.office()
    at = cast.at("2026-01-05 09:00")
    acts.record_first(jurisdiction=office.jurisdiction, at=at, today=at.date())
    clerk, head = visit(office.clerk, "/studio/new"), visit(office.head, "/studio")
    clerk.fill("#id_name", "某县督查考核细则")
    clerk.fill("#id_text", TEXT)
    press(clerk, "起草")
    on_card(clerk, lambda: (
        clerk.check("input[name=state][value=no_rule]"), clerk.fill("#state-why", "宗旨"), clerk.click(".studio-state button")
    ))  # fmt: skip
    turn(clerk)
    on_card(clerk, lambda: clerk.locator(".studio-offers button").first.click())
    assert "基础分100分" in clerk.inner_text(".studio-sentences") and clerk.locator("mark.taken").count()
    turn(clerk)
    on_card(clerk, lambda: clerk.locator(".studio-offers button").first.click())
    assert "扣5分" in clerk.inner_text(".studio-sentences")
    assert "-5" in clerk.inner_text(".studio-lines")
    clerk.click("text=加一例")
    clerk.fill("input[name='b-name']", "迟报两次的单位")
    on_card(clerk, lambda: clerk.select_option("select[name='b-facts.1.event']", label="逾期"))
    for name, text in (("b-units.1.points", "-10"), ("b-facts.1.times", "2")):
        clerk.fill(f"input[name='{name}']", text)
        on_card(clerk, lambda name=name: clerk.press(f"input[name='{name}']", "Tab"))
    on_card(clerk, lambda: clerk.locator("[name='b-facts.1.fields.what']").select_option(value="report"))
    on_card(clerk, lambda: clerk.locator("button", has_text="加上这一例").click())
    assert "相符" in clerk.inner_text("#examples"), clerk.inner_text("#examples")
    # Half of the fine typed by mistake: the example says so, and nothing can be sent.
    clerk.click("#change-0 > summary")
    clerk.fill("#b-0-worth\\.amount", "2.5")
    on_card(clerk, lambda: clerk.press("#b-0-worth\\.amount", "Tab"))
    assert "不符" in clerk.inner_text("#examples") and "算得" in clerk.inner_text("#examples")
    clerk.fill("#b-0-worth\\.amount", "5")
    on_card(clerk, lambda: clerk.press("#b-0-worth\\.amount", "Tab"))
    checked_and_adopted(clerk, head, "2026-12-01")
    clerk.goto("/studio/new")
    clerk.check("input[value=version]")
    press(clerk, "起草")
    clerk.goto(f"{clerk.url.split('?')[0]}?clause=第三条")
    clerk.click("#change-0 > summary")
    clerk.fill("#b-0-worth\\.amount", "3")
    on_card(clerk, lambda: clerk.press("#b-0-worth\\.amount", "Tab"))
    assert "不符" in clerk.inner_text("#examples")
    clerk.click("#example-0 > summary")
    clerk.fill("#example-0 input[name='b-units.1.points']", "-6")
    on_card(clerk, lambda: clerk.press("#example-0 input[name='b-units.1.points']", "Tab"))
    clerk.goto(f"/studio/{RegimeDraft.objects.latest('pk').pk}/difference")
    assert "5分" in clerk.inner_text("main") and "3分" in clerk.inner_text("main")
    clerk.goto(clerk.url.replace("/difference", ""))
    checked_and_adopted(clerk, head, "2027-01-01")
    _first, second, third = Adoption.objects.order_by("in_force_from")
    assert third.in_force_from == datetime.date(2027, 1, 1)
    assert [
        str(documents.loaded(each.document_id).clause("第三条").rules[0].worth.amount) for each in (second, third)
    ] == ["-5", "-3"]
