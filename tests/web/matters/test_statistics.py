"""统计: the page stands without a script, its figures are links, its sheet holds the same."""

import io
import json
import re

import openpyxl
import pytest

from tests import cast, stories

EARLY = cast.at("2026-01-12 09:00")
pytestmark = pytest.mark.django_db


def test_the_page_is_sentence_table_and_data_and_loads_the_library_only_for_a_picture(office, signed_in):
    client = signed_in(office.clerk)
    empty = client.get("/statistics").content.decode()
    assert "2026 年还没有登记事项。" in empty and "echarts" not in empty
    stories.matter(office, title="迟到的书房", due_on="2026-03-20", at=EARLY)
    page = client.get("/statistics").content.decode()
    assert "vendor/echarts.min" in page and "超过了期限" in page
    told = json.loads(re.search(r'<script id="charts" type="application/json">(.*?)</script>', page)[1])
    assert list(told) == ["flow"] and told["flow"]["heads"][0] == "来源"
    address = told["flow"]["lines"][0]["marks"][0]["url"]
    listed = client.get(address).content.decode()
    assert "共 <b>1</b> 件" in listed and "在办已超期 ×" in listed and "2026 年登记 ×" in listed
    # What pictures ask for stays when the list is filtered further.
    assert 'type="hidden" name="outcome" value="late"' in listed


def test_a_year_that_cannot_be_meant_is_this_one_and_the_sheet_holds_the_figures(office, signed_in):
    stories.matter(office, title="迟到的书房", due_on="2026-03-20", at=EARLY)
    client = signed_in(office.liaison)
    assert "2026 年，截至" in client.get("/statistics?year=2199&unit=nobody&portfolio=x").content.decode()
    sheet = openpyxl.load_workbook(io.BytesIO(client.get("/statistics/export").getvalue())).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert ["各单位各月超期", office.units[0].name, "合计", 1] in rows
