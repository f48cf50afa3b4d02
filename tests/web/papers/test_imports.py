"""Import pages: template, upload, check by cell, confirmation once, result file, round trip with the export."""

import datetime
import io
import re
import time

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.ledger.actions.papers import imports
from duban.ledger.governed import Governed
from duban.ledger.models import JournalLine, Matter
from duban.papers.writing import sheets
from duban.people.models import UnitAlias
from duban.web import jobs
from tests import cast, stories

HEADS = ("事项内容", "办理时限", "牵头单位")
DUE = datetime.date(2026, 6, 30)
CHOSEN = {"category": "policy", "source": "paper", "standard": "全部办结"}


@pytest.fixture
def client(office, signed_in, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    return signed_in(office.clerk)


def _upload(client, *rows, heads=HEADS, name="台账.xlsx"):
    data = sheets.write_xlsx([sheets.Column(head) for head in heads], rows)
    return client.post("/imports", {**CHOSEN, "file": SimpleUploadedFile(name, data)})


def _sheet(response):
    return openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))


@pytest.mark.feature("ledger_exchange")
@pytest.mark.proves("sanmenxia-2019", "二(一)", "ledger_exchange")
def test_upload_check_confirm(client):
    there = _upload(client, ("建成数据平台", DUE, "市发改委"), ("修好乡村道路", DUE, "甲县")).url
    page = client.get(there).content.decode()
    assert "确认登记 2 件" in page and not Matter.objects.exists()
    address = there.partition("?")[0]
    form = {**CHOSEN, "form_key": "once"}
    page = client.post(address, form, follow=True).content.decode()
    assert "2026-1" in page and "2026-2" in page and "已全部登记" in page
    client.post(address, form)
    assert client.post(address, {**form, "form_key": "again"}).status_code == 422
    assert Matter.objects.count() == 2


@pytest.mark.feature("ledger_exchange")
def test_faults_are_told_by_cell_and_in_the_result_file(client):
    there = _upload(client, ("建成数据平台", DUE, "市发展改革委员会"), ("=1+1", DUE, "甲县")).url
    page = client.get(there).content.decode()
    assert "C2" in page and "可能是" in page and "市发展改革委" in page and "disabled" in page
    address, _, query = there.partition("?")
    sheet = _sheet(client.get(f"{address}/result.xlsx?{query}")).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][-1] == "核对结果" and "C2" in rows[1][-1] and rows[2][-1] == "无误"
    assert sheet["A3"].value == "=1+1" and sheet["A3"].data_type == "s"
    assert client.post(address, CHOSEN).status_code == 422
    assert not Matter.objects.exists()


@pytest.mark.feature("ledger_exchange")
def test_what_is_exported_comes_in_again_with_what_was_added(office, client):
    stories.matter(office, due_on="2026-04-30", title="旧事项")
    book = _sheet(client.get("/matters/export?cols=no,title,requirement,standard,category,source,lead,support,due"))
    # The heads stand under the title of the sheet.
    heads = next(row for row in book.active.iter_rows(values_only=True) if "事项内容" in row)
    added = {
        "事项内容": "新事项",
        "办理要求": "按月报进展",
        "牵头单位": "甲县",
        "办理时限": "2026年9月底",
        "来源": "会议决定",
    }
    book.active.append([added.get(head) for head in heads])
    out = io.BytesIO()
    book.save(out)
    there = client.post("/imports", {**CHOSEN, "file": SimpleUploadedFile("台账.xlsx", out.getvalue())}).url
    page = client.get(there).content.decode()
    assert "确认登记 1 件" in page and "台账里已有 <b>1</b> 件" in page
    client.post(there.partition("?")[0], CHOSEN)
    assert sorted(Matter.objects.values_list("title", flat=True)) == ["新事项", "旧事项"]
    assert Matter.objects.get(title="新事项").due_on == datetime.date(2026, 9, 30)


@pytest.mark.feature("ledger_exchange")
@pytest.mark.parametrize("regime", cast.REGIMES)
def test_the_template_is_of_this_document_and_comes_in_filled(regime, db, signed_in, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    office = cast.office(regime)
    client = signed_in(office.clerk)
    book = _sheet(client.get("/imports/template.xlsx"))
    assert book.sheetnames[:2] == ["台账", "填写说明"]
    sheet = book["台账"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    assert ("级别" in heads) == bool(Governed.of(office.jurisdiction).document.levels)
    assert sheet.data_validations.count
    for head, value in (
        ("事项内容*", "建成数据平台"),
        ("办理时限*", "2026-06-30"),
        ("牵头单位*", office.units[3].name),
    ):
        sheet.cell(2, heads[head]).value = value
    out = io.BytesIO()
    book.save(out)
    page = client.get("/imports").content.decode()
    assert "下载模板" in page
    answer = client.post(
        "/imports",
        {
            "category": Governed.of(office.jurisdiction).document.categories[0].id,
            "source": "paper",
            "level": "blue",
            "file": SimpleUploadedFile("台账.xlsx", out.getvalue()),
        },
    )
    assert "确认登记 1 件" in client.get(answer.url).content.decode()


def test_hostile_files_are_refused_in_one_sentence(client):
    for name, data in (
        ("坏.xlsx", b"PK\x03\x04 no zip"),
        ("程序.exe", b"MZ"),
        ("旧.xls", b"\xd0\xcf\x11\xe0"),
        ("空.xlsx", b"x"),
    ):
        answer = client.post("/imports", {**CHOSEN, "file": SimpleUploadedFile(name, data)})
        assert answer.status_code == 422 and 'class="wrong"' in answer.content.decode()


def test_other_defaults_can_be_tried(client):
    there = _upload(client, ("建成数据平台", "6月底", "甲县")).url
    address = there.partition("?")[0]
    assert "没有写明年份" in client.get(there).content.decode()
    answer = client.post(address, {**CHOSEN, "year": "2026", "check": "1"})
    assert "year=2026" in answer.url and "确认登记 1 件" in client.get(answer.url).content.decode()
    assert client.get(f"{address}?category=nonsense").status_code == 422


def test_the_number_of_queries_does_not_grow(client):
    counts = []
    for number in (3, 30):
        rows = [(f"第{number}批之{n}", DUE, "甲县") for n in range(number)]
        there = _upload(client, *rows, name=f"{number}.xlsx").url
        with CaptureQueriesContext(connection) as queries:
            client.get(there)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.feature("ledger_exchange")
def test_many_rows_are_registered_while_the_page_tells_how_far_it_has_come(client, monkeypatch):
    begun = []
    monkeypatch.setattr(jobs, "spawn", begun.append)
    there = _upload(client, *((f"第{n}件事", DUE, "甲县") for n in range(600))).url
    address = there.partition("?")[0]
    form = {**CHOSEN, "form_key": "once"}
    page = client.post(address, form, follow=True).content.decode()
    assert 'hx-trigger="every 1s"' in page and "<progress" in page and "确认登记" not in page
    # Sent again, by this form or another, it is not begun twice.
    client.post(address, form)
    client.post(address, {**form, "form_key": "again"})
    assert len(begun) == 1 and not Matter.objects.exists()
    told = []
    kept = jobs._write

    def write(name, words):
        kept(name, words)
        told.append((words.get("doing"), words.get("done"), words.get("of")))
        assert "正在" in client.get(there).content.decode()

    monkeypatch.setattr(jobs, "_write", write)
    begun.pop()()
    assert told == [("读取", 500, 0), ("核对", 0, 600), ("核对", 500, 600), ("登记", 0, 600), ("登记", 500, 600)]
    page = client.get(there).content.decode()
    assert 'hx-trigger="every 1s"' not in page and "登记 <b>600</b> 件" in page and Matter.objects.count() == 600


def test_a_page_that_asks_for_itself_writes_nothing_and_keeps_nobody_signed_in(client):
    session = client.session
    session["seen"] = int(time.time()) - 300
    session.save()
    client.get("/imports", headers={"X-Poll": "1"})
    assert client.session["seen"] == session["seen"]
    client.get("/imports")
    assert client.session["seen"] > session["seen"]


def test_work_that_fails_or_dies_is_said_and_can_be_begun_again(client, monkeypatch):
    begun = []
    monkeypatch.setattr(jobs, "spawn", begun.append)
    there = _upload(client, *((f"第{n}件事", DUE, "甲县") for n in range(500))).url
    address = there.partition("?")[0]
    client.post(address, CHOSEN)
    with monkeypatch.context() as patch:
        patch.setattr(imports, "import_ledger", None)
        begun.pop()()
    page = client.get(there).content.decode()
    assert "系统出错，一件也没有登记" in page and "确认登记 500 件" in page and 'hx-trigger="every 1s"' not in page
    client.post(address, CHOSEN)
    monkeypatch.setattr(jobs, "_is_alive", lambda process: False)
    assert "服务中断，登记没有做完，一件也没有登记" in client.get(there).content.decode()
    client.post(address, CHOSEN)
    assert len(begun) == 2 and not Matter.objects.exists()


def test_the_page_answers_while_the_rows_come_in_and_shows_none_before_all(
    at_once, signed_in, settings, tmp_path, monkeypatch
):
    settings.FILES_ROOT = tmp_path / "files"
    begun, seen = [], []
    monkeypatch.setattr(jobs, "spawn", begun.append)
    office = cast.office()
    client = signed_in(office.clerk)
    there = _upload(client, *((f"第{n}件事", DUE, "甲县") for n in range(2000))).url
    client.post(there.partition("?")[0], CHOSEN)

    def look():
        until = time.monotonic() + 20
        while time.monotonic() < until and (not seen or seen[-1] != "done"):
            page = client.get(there).content.decode()
            seen.append("done" if "登记 <b>2000</b> 件" in page else Matter.objects.count())
            time.sleep(0.02)

    assert at_once(begun.pop(), look) == [None, None]
    assert seen[-1] == "done" and 0 in seen and set(seen) <= {0, 2000, "done"}
    assert not list(settings.FILES_ROOT.glob(".draft*"))


@pytest.mark.feature("ledger_exchange")
def test_names_that_no_unit_has_are_chosen_on_the_page_and_learned(office, client):
    rows = (("建成平台", DUE, "市发展和改革委员会"), ("修好道路", DUE, "县衙"), ("办好实事", DUE, "各有关单位"))
    there = _upload(client, *rows).url
    page = client.get(there).content.decode()
    assert page.index("可能是") < page.index("全部单位") and "请在原表里写明具体单位：各有关单位" in page
    fields = re.findall(r'<select name="(name-[0-9a-f]{16})"', page)
    assert len(fields) == 2
    address, form = there.partition("?")[0], {**CHOSEN, "learn": "1"}
    assert client.post(address, form).status_code == 422
    assert client.post(address, {**form, fields[0]: "nonsense"}).status_code == 422
    answer = client.post(address, {**form, fields[0]: "fagai", fields[1]: "jia"})
    assert answer.url == there
    assert dict(UnitAlias.objects.values_list("name", "unit__code"))["县衙"] == "jia"
    line = JournalLine.objects.filter(verb="unit.named").order_by("seq").first()
    assert (line.unit.code, line.content) == ("fagai", {"name": "市发展和改革委员会"})
    page = client.get(there).content.decode()
    assert "错误 <b>1</b> 处" in page and not re.search("name-[0-9a-f]{16}", page)
    # Sent again, from a page that is old by now.
    assert client.post(address, {**form, fields[0]: "yi"}).status_code == 422
