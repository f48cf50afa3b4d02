"""Through the browser: the whole text of a real document, pasted in, said clause by clause without a file, adopted, its worked totals met."""

import datetime
import json
import os
from pathlib import Path

import pytest

from duban.ledger import journal
from duban.ledger.actions.office import documents
from duban.ledger.actions.scoring import facts
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.people.models import Unit
from tests import cast, stories
from tests.web.journeys.studio import adopt, check, on_card, press

pytestmark = pytest.mark.journey
SHARED = Path(os.environ.get("DUBAN_SHARED", Path(__file__).parents[4] / "shared"))
WORDS, WORKED = SHARED / "seeds" / "zhuoni-2022.txt", SHARED / "golden" / "zhuoni-half-year.json"
PERIOD = "kind=half_year&from=2022-01-01&to=2022-06-30"
# What the office records of a happening under the document as it stands in the studio.
KNOWN = ("what", "tone", "authority", "section", "points")
SENTENCES = {
    "附件1 导语": 1, "附件1 一": 3, "附件1 二1": 1, "附件1 二2": 1, "附件1 二3": 1, "附件1 三1": 1, "附件1 三2": 2, "附件1 三3": 1, "附件1 三4": 1,
    "第十七条": 2,
}  # fmt: skip


def test_a_real_text_is_adopted_without_a_file_and_its_worked_totals_are_met(visit, settings):
    if not WORDS.exists() or not WORKED.exists():
        pytest.skip("the text of the document and its worked totals are not here: no seeds and golden in ../shared")
    settings.PRESENT_DAY = "2022-01-01"
    office = cast.office()
    at = cast.at("2021-01-05 09:00")
    Unit.objects.filter(pk__in=[each.pk for each in office.units[4:]]).delete()
    del office.units[4:]
    documents.record_first(jurisdiction=office.jurisdiction, at=at, today=at.date())
    clerk, head = visit(office.clerk, "/studio/new"), visit(office.head, "/studio")
    clerk.fill("#id_name", "某县督办办法")
    clerk.fill("#id_text", WORDS.read_text(encoding="utf-8"))
    press(clerk, "起草")
    draft = clerk.url.split("?")[0]
    _document(clerk, draft)
    for number, count in SENTENCES.items():
        clerk.goto(f"{draft}?clause={number}")
        for _ in range(count):
            on_card(clerk, lambda: clerk.locator(".studio-offers button").first.click())
    _sheet(clerk, draft)
    for number in ("第十三条", "附件2 工作落实4"):
        clerk.goto(f"{draft}?clause={number}")
        clerk.locator(".studio-state > summary").click()
        on_card(clerk, lambda: (
            clerk.check("input[name=state][value=by_person]"), clerk.fill("#state-why", "督查室评定"), clerk.click(".studio-state button")
        ))  # fmt: skip
    _others(clerk, draft)
    clerk.goto(draft)
    assert "还有" not in clerk.inner_text("#studio-submit"), clerk.locator("#standing").text_content()
    check(clerk, head)
    adopt(head, "2022-01-01")
    case, expected = (json.loads(WORKED.read_text(encoding="utf-8"))[key] for key in ("case", "expect"))
    settings.PRESENT_DAY = "2022-07-01"
    units = _happened(office, case)
    head.goto(f"/rankings?{PERIOD}")
    rows = [row.inner_text().split() for row in head.locator("main table tbody tr").all()]
    for name, total in expected["totals"].items():
        assert [row[0] for row in rows if units[name].name in row and total in row] == [str(expected["ranks"][name])], (
            rows
        )
    head.goto(f"/scores/{units['bureau2'].code}?{PERIOD}")
    card = head.inner_text("main")
    assert expected["totals"]["bureau2"] in card and all(clause in card for clause in expected["lines"]["bureau2"])


def _document(clerk, draft):
    """The periods by which the office ranks."""
    clerk.goto(f"{draft}/document/about")
    clerk.check("input[name=periods][value=half_year]")
    press(clerk, "保存")


def _sheet(clerk, draft):
    """The two parts of the score sheet, which stand for the base where both are filled in."""
    for number, name in (("附件2 组织领导", "组织领导"), ("附件2 工作落实", "工作落实")):
        clerk.goto(f"{draft}?clause={number}")
        clerk.click("#kinds > summary")
        clerk.fill("[data-finds] input", "评分表 部分")
        with clerk.expect_navigation():
            clerk.click("#kinds li:not([hidden]) a")
        for blank, text in (("b-section", name), ("b-most", "40")):
            clerk.fill(f"#adding [name='{blank}']", text)
            on_card(clerk, lambda blank=blank: clerk.press(f"#adding [name='{blank}']", "Tab"))
        on_card(clerk, lambda: clerk.locator("button", has_text="加上这一句").click())
    clerk.goto(f"{draft}?clause=附件1 一")
    clerk.click("#change-0 > summary")
    clerk.click("#more-0 > summary")
    on_card(clerk, lambda: clerk.select_option("[name='b-unless_sheet']", value="yes"))


def _others(clerk, draft):
    """What needs nothing, what are categories, what people do."""
    clerk.goto(f"{draft}/undecided")
    press(clerk, "照括号里写的确定")
    clerk.locator(".studio-undecided input[value^='第六条']").evaluate_all("boxes => boxes.forEach(box => box.click())")
    clerk.select_option("#way", value="category")
    press(clerk, "确定打勾的各条")
    clerk.check("[data-ticks-all] input")
    clerk.select_option("#way", value="by_person")
    clerk.fill("#way-why", "督查室照文件办理")
    press(clerk, "确定打勾的各条")


def _happened(office, case):
    """Record what the worked case says happened; return its units by their names there."""
    units = dict(zip((each["unit"] for each in case["units"]), office.units, strict=True))
    office.jurisdiction.refresh_from_db()
    regime = Governed.of(office.jurisdiction, datetime.date(2022, 2, 1)).document
    levels = dict(zip(("red", "yellow", "blue"), regime.levels, strict=True))
    matters = {}
    for row in case["facts"]:
        told = {**row}
        kind, day, unit = told.pop("kind"), stories.day(told.pop("on")), units[told.pop("unit")]
        at = cast.at(f"{day} 10:00")
        matter, excused = told.pop("matter", None), told.pop("excused", False)
        if kind == "assigned":
            more = {"level": levels[told["level"]], "quantifiable": told.get("quantifiable", True)}
            matters[matter] = stories.matter(office, due_on=told["due"], at=at, lead=[unit], accept_by=day, **more)
            continue
        told = {key: str(value) for key, value in told.items() if key in KNOWN}
        line = journal.record(
            "fact.recorded", jurisdiction=office.jurisdiction, unit=unit, matter=matters.get(matter), actor=office.clerk, at=at,
            data={"reason": "照工作底稿"}, effect=journal.Effect(on=day, kind=kind, fact=told),
        )  # fmt: skip
        if excused:
            facts.excuse_fact(line=line, reason="不可抗力", by=By(office.head, at))
    return units
