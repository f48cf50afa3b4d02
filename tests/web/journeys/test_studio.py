"""Through the browser: a document that was pasted in is said clause by clause, its example met, checked by somebody else and in force next month."""

import datetime

import pytest

from duban.ledger import journal
from duban.ledger.actions.office import documents as acts
from duban.ledger.audit import published_rankings
from duban.ledger.models import Ranking
from tests import cast
from tests.web.journeys.studio import adopt, check, on_card, press

pytestmark = pytest.mark.journey
TEXT = """第一条 为了推进重点工作，制定本细则。
第二条 每个单位基础分100分。
第三条 迟报进展的，每次扣5分。
"""


def turn(page, key="j"):
    page.locator("#clause-name").click()
    with page.expect_navigation():
        page.keyboard.press(key)


def happened(office, day):
    """Let the first unit be late with a report on a day."""
    effect = journal.Effect(on=day, kind="late", fact={"what": "report"})
    journal.record(
        "fact.recorded", jurisdiction=office.jurisdiction, unit=office.units[0], actor=office.clerk, at=cast.at(f"{day} 10:00"),
        data={"reason": "迟报"}, effect=effect,
    )  # fmt: skip


def test_a_pasted_document_is_adopted_without_a_file_and_one_figure_changed_later(visit, settings):
    settings.PRESENT_DAY = "2026-11-01"
    office = cast.office()
    at = cast.at("2026-01-05 09:00")
    acts.record_first(jurisdiction=office.jurisdiction, at=at, today=at.date())
    clerk, head = visit(office.clerk, "/studio/new"), visit(office.head, "/studio")
    clerk.fill("#id_name", "某县督查考核细则")
    clerk.fill("#id_text", TEXT)
    press(clerk, "起草")
    draft = clerk.url
    clerk.goto(f"{draft}/document/about")
    clerk.check("input[name=periods][value=month]")
    press(clerk, "保存")
    clerk.goto(draft)
    on_card(clerk, lambda: (
        clerk.check("input[name=state][value=no_rule]"), clerk.fill("#state-why", "宗旨"), clerk.click(".studio-state button")
    ))  # fmt: skip
    turn(clerk)
    on_card(clerk, lambda: clerk.locator(".studio-offers button").first.click())
    assert "基础分100分" in clerk.inner_text(".studio-sentences") and clerk.locator("mark.taken").count()
    turn(clerk)
    on_card(clerk, lambda: clerk.locator(".studio-offers button").first.click())
    assert "扣5分" in clerk.inner_text(".studio-sentences")
    assert "−5" in clerk.inner_text(".studio-lines")
    clerk.click("text=加一例")
    clerk.fill("input[name='b-name']", "迟报两次的单位")
    on_card(clerk, lambda: clerk.select_option("select[name='b-facts.1.event']", label="逾期"))
    for name, text in (("b-units.1.points", "-10"), ("b-facts.1.times", "2")):
        clerk.fill(f"input[name='{name}']", text)
        on_card(clerk, lambda name=name: clerk.press(f"input[name='{name}']", "Tab"))
    on_card(clerk, lambda: clerk.locator("[name='b-facts.1.fields.what']").select_option(value="report"))
    on_card(clerk, lambda: clerk.locator("button", has_text="加上这一例").click())
    assert "相符" in clerk.inner_text("#examples"), clerk.inner_text("#examples")
    check(clerk, head)
    adopt(head, "2026-11-01")
    settings.PRESENT_DAY = "2026-12-02"
    happened(office, datetime.date(2026, 11, 20))
    head.goto("/rankings/new?kind=month&from=2026-11-01&to=2026-11-30")
    press(head, "确认发布")
    published = head.url
    clerk.goto("/studio/new")
    clerk.check("input[value=version]")
    press(clerk, "起草")
    changed = clerk.url.split("?")[0]
    clerk.goto(f"{changed}?clause=第三条")
    clerk.click("#change-0 > summary")
    clerk.fill("#b-0-worth\\.amount", "3")
    on_card(clerk, lambda: clerk.press("#b-0-worth\\.amount", "Tab"))
    # The example that met the old figure says that it does not meet this one, until it is mended.
    assert "不符" in clerk.inner_text("#examples") and "算得" in clerk.inner_text("#examples")
    clerk.click("#example-0 > summary")
    clerk.fill("#example-0 input[name='b-units.1.points']", "-6")
    on_card(clerk, lambda: clerk.press("#example-0 input[name='b-units.1.points']", "Tab"))
    check(clerk, head)
    head.goto(f"{changed}/difference?kind=month&from=2026-11-01&to=2026-11-30")
    told = head.inner_text("main")
    assert "5分" in told and "3分" in told and office.units[0].name in told
    head.goto(changed)
    adopt(head, "2027-01-01")
    # In force from the next month on: what happens then counts three, what was published stands to the digit.
    settings.PRESENT_DAY = "2027-01-05"
    acts.let_come_into_force(
        jurisdiction=office.jurisdiction, on=datetime.date(2027, 1, 1), at=cast.at("2027-01-01 00:10")
    )
    happened(office, datetime.date(2027, 1, 4))
    head.goto(f"/scores/{office.units[0].code}?kind=month&from=2027-01-01&to=2027-01-31")
    assert "−3" in head.inner_text("main") and "97" in head.inner_text("main")
    head.goto(published)
    head.get_by_role("link", name="现在核验").click()
    assert "刚刚重新计算，结果完全一致" in head.inner_text("main") and "95" in head.inner_text("main")
    assert [list(published_rankings.flaws_of(each)) for each in Ranking.objects.all()] == [[]]
