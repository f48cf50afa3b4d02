"""统计: the page stands without a script, its figures are links, its sheet holds the same."""

import io
import json
import re

import openpyxl
import pytest

from duban.ledger.queries.matters.filters import Filter
from duban.ledger.queries.matters.statistics.figures import Mark
from duban.web.templatetags.statistics import sentence
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


def test_units_read_no_burden_and_no_ratings_and_the_office_all_four(office, signed_in):
    stories.matter(office, title="书房", due_on="2026-03-20", at=EARLY)
    office_page = signed_in(office.clerk).get("/statistics/units").content.decode()
    assert re.findall(r'data-statistic="(\w+)"', office_page) == ["ranks", "burden", "origins", "satisfaction"]
    assert "2026 年还没有发布过排名。" in office_page and 'href="/burden?month=2026-01&amp;group=' in office_page
    unit_page = signed_in(office.liaison).get("/statistics/units").content.decode()
    assert re.findall(r'data-statistic="(\w+)"', unit_page) == ["ranks", "origins"]
    # A month of the registration is a list with its own words.
    assert "2026 年 1 月登记 ×" in signed_in(office.clerk).get("/matters?year=2026-01").content.decode()
    sheet = openpyxl.load_workbook(
        io.BytesIO(signed_in(office.clerk).get("/statistics/export?of=units").getvalue())
    ).active
    assert {row[0].value for row in sheet.iter_rows()} >= {"基层负担", "事项来源"}


def test_the_sum_of_a_group_stands_under_its_month(office, signed_in):
    stories.matter(office, title="书房", due_on="2026-03-20", at=EARLY)
    page = signed_in(office.clerk).get("/burden?month=2026-01&group=county").content.decode()
    assert "县（市、区）" in page and "看全部单位" in page and office.units[-1].name not in page
    assert "看全部单位" not in signed_in(office.clerk).get("/burden?month=2026-01&group=nonsense").content.decode()


def test_a_number_stays_on_the_line_of_its_measure():
    said = sentence(["一半在 35 天内办结，有", Mark(8, Filter(due="late")), "超过期限"])
    assert said == '一半在 35\u00a0天内办结，有 <a class="figure" href="/matters?due=late">8 件</a>超过期限'
