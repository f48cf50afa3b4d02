"""The box that finds everything: a page of its own, the same in a box at every page, and what one may do by its name."""

import pytest
from django.urls import resolve, reverse

from duban.ledger import access
from duban.people.models import Role
from duban.web.finding import commands
from tests import cast, stories
from tests.web.permissions import ROWS

TODAY = cast.at().date()
pytestmark = pytest.mark.django_db


@pytest.fixture
def told(office, signed_in):
    """Return a function that asks as an officer and gives what stands there: words of each link by its address."""
    stories.matter(office, due_on="2026-06-30", title="路灯亮化")

    def ask(who, words, **headers):
        answer = signed_in(office.officers[who]).get("/find", {"q": words}, headers=headers)
        assert answer.status_code == 200
        return answer.content.decode()

    return ask


def test_the_page_works_without_script_and_the_box_takes_its_results_alone(told):
    page, part = told("clerk", "路灯"), told("clerk", "路灯", hx_request="true")
    assert "<h1" in page and 'value="路灯"' in page and "路灯亮化" in page and "/matters/2026-1" in page
    assert "<html" not in part and "路灯亮化" in part and "/matters/2026-1" in part
    assert "没有找到“无此物”" in told("clerk", "无此物") and "&lt;b&gt;" in told("clerk", "<b>")


@pytest.mark.parametrize("typed", ["2026－1", "２０２６—１", "2026–1"])
def test_a_number_is_found_whatever_dash_a_keyboard_has(told, office, signed_in, typed):
    assert "/matters/2026-1" in told("clerk", typed)
    browser = signed_in(office.clerk)
    assert "路灯亮化" in browser.get("/matters", {"q": typed}).content.decode()
    # In the forms that take the number of a matter.
    for name, page, words in (
        ("matter", reverse("records"), {"kind": "circular"}),
        ("parent", reverse("matter_new"), {"title": "子事项"}),
        ("matters", reverse("inspection_new"), {"title": "专项督查"}),
    ):
        assert "没有这个编号的事项" not in browser.post(page, {**words, name: typed}).content.decode()
        assert "没有这个编号的事项" in browser.post(page, {**words, name: "2026-99"}).content.decode()


def test_every_kind_leads_to_a_page_that_opens(told, office, signed_in):
    assert 'href="/matters?unit=caizheng"' in told("clerk", "czj")
    assert "caizheng" not in told("assessment", "czj")
    assert 'href="/settings/units/caizheng"' in told("administrator", "czj")
    leader = office.leader
    assert f'href="/settings/officers/{leader.pk}"' in told("administrator", leader.full_name)
    assert f'href="/successions/of/{leader.pk}"' in told("office_head", leader.full_name)
    assert f'href="/matters?leader={leader.pk}"' in told("section", leader.full_name)
    assert 'href="/matters?unit=jia"' in told("section", office.liaison.full_name)
    address = reverse("clause", args=["附件2 三5"])
    assert f'href="{address}"' in told("liaison", "附件2 三5")
    assert signed_in(office.liaison).get(address).status_code == 200


def test_a_command_is_offered_to_those_whom_its_page_lets_in(office):
    """What a role is offered is what tests/web/permissions lets it open."""
    for role in Role.values:
        offered = {each.route for each in commands.permitted(office.officers[role])}
        assert offered == {each.route for each in commands.COMMANDS if role in ROWS[each.route].who}, role


def _ways(officer, words, units=()):
    return [(each.word, each.url) for each in commands.offered(officer, words, units, TODAY)]


@pytest.mark.parametrize(
    ("words", "word"),
    [
        ("登记事项", "登记事项"),
        ("djsx", "登记事项"),
        ("立项", "登记事项"),
        ("读入", "读入文件"),
        ("drwj", "读入文件"),
        ("密码", "修改口令"),
    ],
)
def test_commands_go_by_name_other_names_and_initials(office, words, word):
    assert _ways(office.clerk, words)[0][0] == word


@pytest.mark.parametrize(
    ("words", "span"),
    [
        ("排名 3月", "kind=month&from=2026-03-01&to=2026-03-31"),
        ("排名3月", "kind=month&from=2026-03-01&to=2026-03-31"),
        ("排名 10 月", "kind=month&from=2025-10-01&to=2025-10-31"),
        ("pm 2025年12月", "kind=month&from=2025-12-01&to=2025-12-31"),
        ("考核 上月", "kind=month&from=2026-02-01&to=2026-02-28"),
        ("排名 一季度", "kind=quarter&from=2026-01-01&to=2026-03-31"),
        ("排名 2025年", "kind=year&from=2025-01-01&to=2025-12-31"),
    ],
)
def test_a_ranking_takes_a_period(office, signed_in, words, span):
    assert _ways(office.clerk, words)[0][1] == f"/rankings?{span}"
    assert signed_in(office.clerk).get(f"/rankings?{span}").status_code == 200


def test_a_period_that_is_none_and_a_role_that_may_not_are_offered_nothing(office):
    for words in ("排名 13月", "排名 0月", "排名 9999年", "排名 abc"):
        assert not _ways(office.clerk, words)
    assert not _ways(office.discipline, "排名 3月") and not _ways(office.liaison, "登记事项")


def test_ledger_and_points_take_a_unit(told):
    assert 'href="/matters?unit=caizheng"' in told("clerk", "台账 财政")
    assert 'href="/scores/caizheng"' in told("clerk", "得分 czj")
    # A unit has its own alone.
    assert "/scores/caizheng" not in told("liaison", "得分 czj") and "/scores/jia" in told("liaison", "得分 甲县")


def test_whoever_may_open_a_page_is_asked_by_the_page_itself():
    view = resolve("/matters/new").func
    assert view.verb == "register_matter" and "clerk" in access.MAY[view.verb]


@pytest.mark.journey
def test_keys_alone_open_find_and_go(visit):
    office = cast.office()
    stories.matter(office, due_on="2026-06-30", title="路灯亮化")
    page = visit(office.clerk, "/desk")
    page.keyboard.press("Control+k")
    page.keyboard.type("路灯")
    page.locator("#finder-found a", has_text="路灯亮化").wait_for()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent").startswith("路灯亮化")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/matters/2026-1")
    page.keyboard.press("/")
    page.locator("#finder-found a", has_text="登记事项").wait_for()
    page.keyboard.press("Escape")
    assert page.locator("#finder").is_hidden()
    page.set_viewport_size({"width": 390, "height": 844})
    page.click("[data-finds]")
    assert page.locator("#finder input").is_visible()
