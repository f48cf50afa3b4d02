"""Pages on paper: whose they are, of which day, every row, and nothing to press."""

import re
from pathlib import Path

import pytest

import duban
from duban.ledger.queries.matters import matters as ledgers
from tests import stories

pytestmark = pytest.mark.django_db


def test_on_paper_a_list_has_office_day_and_every_row_and_no_buttons(office, signed_in, monkeypatch):
    monkeypatch.setattr(ledgers, "PAGE", 1)
    for title in ("第一件", "第二件"):
        stories.matter(office, title=title, due_on="2026-04-30")
    client = signed_in(office.clerk)
    page = client.get("/matters?state=to_accept").content.decode()
    assert "第二件" in page and "第一件" not in page and "本页是第 1 页，共 2 页、2 条" in page
    assert (
        "2026年3月31日打印" in page
        and office.jurisdiction.name in page
        and 'href="?state=to_accept&amp;print=all"' in page
    )
    whole = client.get("/matters?state=to_accept&print=all").content.decode()
    assert "第二件" in whole and "第一件" in whole and "全部 2 条都在这一页" in whole and "下一页" not in whole
    rules = (Path(duban.__file__).parent / "web/static/duban/print.css").read_text()
    assert re.search(r"main button, main input.*main \.btn.* \{ display: none !important; \}", rules)


def test_on_paper_numbers_and_days_are_not_broken_and_nothing_lies_on_a_table():
    """The ledger's boxes go, its numbers and days stay on one line; a letter keeps its own margins and lists do not take them."""
    styles = Path(duban.__file__).parent / "web" / "static" / "duban"
    paper, ledger, pictures = ((styles / f"{name}.css").read_text() for name in ("print", "ledger", "statistics"))
    assert re.search(r"main \.tick \{ display: none", paper) and "thead { display: table-header-group; }" in paper
    whole, broken = paper.index(".table td.nowrap"), paper.index("white-space: normal; }")
    assert broken < whole and ".table .what { min-width: 70px; }" in paper
    assert "@page letter" in ledger and "body:has(.letter) { page: letter; }" in ledger and "@page {" not in ledger
    assert ".statistic-chart:has(> .flow) { height: auto !important; }" in pictures


def test_every_list_in_pages_can_be_printed_whole():
    """`page_of` gives all rows for `print=all`; nobody else cuts a list into the pages that an address asks for."""
    views = Path(duban.__file__).parent / "web" / "views"
    cut = [path.name for path in views.rglob("*.py") if "page_number(request" in path.read_text()]
    assert cut == ["matters.py"] and "per_page(request" in (views / "matters" / "matters.py").read_text()
