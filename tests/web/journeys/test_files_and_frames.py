"""A file that takes long says so until it is there, and a table with a height of its own lies over nothing, in Chromium."""

from itertools import pairwise

import pytest

from duban.ledger.actions.office import units
from duban.ledger.by import By
from tests import cast, stories

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("committed")]
SLOWLY = "window.fetch = ((was) => (...asked) => new Promise((done) => setTimeout(() => done(was(...asked)), 1500)))(window.fetch)"


def test_an_export_says_that_it_is_made_and_is_saved(visit, office):
    stories.matter(office, due_on="2026-04-30")
    page = visit(office.clerk, "/matters")
    page.evaluate(SLOWLY)
    with page.expect_download() as saved:
        page.locator("main a[href*='/matters/export']").click()
        page.locator(".busy-line", has_text="正在生成文件").wait_for()
    assert saved.value.suggested_filename.endswith(".xlsx")
    page.locator(".busy-line").wait_for(state="detached")


def test_what_is_no_file_is_read_as_a_page(visit, office):
    stories.matter(office, due_on="2026-04-30")
    page = visit(office.clerk, "/matters")
    page.context.clear_cookies()
    page.locator("main a[href*='/matters/export']").click()
    page.wait_for_url("**/login**")


def test_the_table_of_grades_lies_over_nothing(visit):
    office = cast.office("ankang-2020")
    page = visit(office.head, "/rankings/marks")
    page.set_viewport_size({"width": 1280, "height": 360})
    table, button = page.locator("table.marks"), page.locator("main form button[type=submit]").last
    assert table.locator("tbody tr").count() == 6
    wrap = page.locator(".marks-wrap").bounding_box()
    assert wrap["height"] < table.bounding_box()["height"]
    assert page.locator(".marks-wrap").evaluate("each => getComputedStyle(each).overflowY") == "auto"
    assert button.bounding_box()["y"] >= wrap["y"] + wrap["height"]


def test_an_act_of_a_row_of_the_ledger_unfolds_below_it_and_goes_again(visit, office):
    early = cast.at("2026-03-02 09:00")
    for due_on in ("2026-03-20", "2026-05-20"):
        stories.accept(office, stories.matter(office, due_on=due_on, at=early), early)
    page = visit(office.clerk, "/matters?due=late")
    unfolded, opener = page.locator("tr.unfolded"), page.locator("a[data-part]")
    opener.click()
    unfolded.locator("textarea[name=note]").wait_for()
    assert opener.inner_text() == "收起"
    opener.click()
    assert (unfolded.count(), opener.inner_text()) == (0, "催办")
    opener.click()
    unfolded.locator("button", has_text="催办").click()
    page.locator(".said", has_text="已催办甲县").wait_for()
    assert page.url.endswith("/matters?due=late")


@pytest.mark.parametrize("width", [1280, 1600])
def test_a_leaders_desk_has_no_holes_between_its_cards(visit, office, at, width):
    early = cast.at("2026-03-02 09:00")
    for number in range(5):
        units.add_portfolio(
            jurisdiction=office.jurisdiction, name=f"领域{number}", leader=office.leader, by=By(office.admin, at)
        )
        stories.accept(office, stories.matter(office, due_on="2026-03-20", at=early), early)
    page = visit(office.principal, "/desk", width=width)
    columns = {}
    for box in (each.bounding_box() for each in page.locator(".leader > .card").all()):
        columns.setdefault(round(box["x"]), []).append(box)
    gaps = [after["y"] - one["y"] - one["height"] for each in columns.values() for one, after in pairwise(each)]
    assert len(columns) == 3 and max(gaps) <= 17


# The dates and numbers of the page that lie on more than one line.
BROKEN = """() => {
  const broken = [], walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) for (const found of walker.currentNode.data.matchAll(/\\d{2,4}-\\d{1,4}(-\\d{2})?/g)) {
    const range = document.createRange();
    range.setStart(walker.currentNode, found.index);
    range.setEnd(walker.currentNode, found.index + found[0].length);
    if (new Set([...range.getClientRects()].map((each) => Math.round(each.top))).size > 1) broken.push(found[0]);
  }
  return broken;
}"""


def test_no_date_is_broken_at_its_hyphens(visit, office):
    early = cast.at("2026-03-02 09:00")
    title = "按2026-03-01、2026-03-02、2026-03-03、2026-03-04、2026-03-05的会议要求推进"
    made = stories.matter(office, due_on="2026-03-20", at=early, title=title)
    stories.accept(office, made, early)
    page = visit(office.clerk, "/matters", width=390)
    assert page.evaluate(BROKEN) == []
    page.locator("a[data-part]").click()
    page.locator("tr.unfolded textarea").first.wait_for()
    assert "2026-03-05" in page.locator("tr.unfolded .nowrap").all_inner_texts()
    for path in ("/desk", f"/matters/{made.no}"):
        page.goto(path)
        for width in (390, 375, 360, 345):
            page.set_viewport_size({"width": width, "height": 844})
            assert page.evaluate(BROKEN) == [], (path, width)


def test_what_may_not_be_pressed_stays_so_when_the_page_is_there(visit):
    office = cast.office("county-plan")
    made = stories.matter(office, due_on="2026-05-20", at=cast.at("2026-03-02 09:00"))
    stories.accept(office, made, cast.at("2026-03-02 09:00"))
    report = stories.report(office, made, cast.at("2026-03-30 09:00"))
    page = visit(office.clerk, f"/reports/{report.pk}")
    page.wait_for_load_state("networkidle")
    assert page.locator("main button", has_text="通过").is_disabled()
    assert page.locator("main button", has_text="退回").is_enabled()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_title_without_a_blank_makes_no_page_wide(visit, office, width):
    made = stories.matter(office, due_on="2026-04-30", title="W" * 200, at=cast.at("2026-03-02 09:00"))
    waiting = stories.matter(office, due_on="2026-04-30", title="W" * 200, dispatched=False)
    page = visit(office.clerk, f"/matters/{made.no}", width)
    # What `visit` measures of each page that is opened: none is wider than its window.
    for path in (
        f"/dispatches?no={waiting.no}",
        "/ageing",
        "/notices",
        "/matters",
        "/desk",
        f"/matters/{made.no}/edit",
    ):
        page.goto(path)
        assert page.locator("main").inner_text()
