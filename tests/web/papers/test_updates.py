"""A ledger that comes again on its page: what differs by cell, taken over by choice, or a matter of its own."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from duban.ledger.models import Matter
from duban.papers.writing import sheets
from tests.web.papers.test_imports import CHOSEN, DUE, HEADS

LATER = datetime.date(2026, 9, 30)


@pytest.fixture
def client(office, signed_in, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    return signed_in(office.clerk)


def _upload(client, *rows):
    data = sheets.write_xlsx([sheets.Column(head) for head in HEADS], rows)
    return client.post("/imports", {**CHOSEN, "file": SimpleUploadedFile("台账.xlsx", data)}).url


def test_what_differs_is_shown_and_taken_over_by_choice(client):
    first = _upload(client, ("建成数据平台", DUE, "市发改委"), ("修好乡村道路", DUE, "甲县"), ("办好事", DUE, "甲县"))
    client.post(first.partition("?")[0], CHOSEN)
    page = client.get("/imports").content.decode()
    assert "Separate" not in page and 'name="separate"' in page
    there = _upload(client, ("建成数据平台", LATER, "市发改委"), ("修好乡村的道路", LATER, "甲县"))
    page = client.get(there).content.decode()
    assert "表里有改动的 2 件" in page and "<del>2026-06-30</del>" in page and "<ins>2026-09-30</ins>" in page
    assert "表里不再有的 1 件" in page and "没有新的事项" in page
    address = there.partition("?")[0]
    assert client.post(address, {**CHOSEN, "update": "1"}).status_code == 422
    answer = client.post(address, {**CHOSEN, "update": "1", "no": ["2026-1"]}, follow=True)
    assert "表里有改动的 1 件" in answer.content.decode()
    assert [matter.due_on for matter in Matter.objects.order_by("id")] == [LATER, DUE, DUE]
    apart = client.get(f"{there}&separate=%E5%8F%B0%E8%B4%A6%213").content.decode()
    sheet = client.get(f"{there}&separate=Sheet1%213").content.decode()
    assert "确认登记 1 件" in apart + sheet


def test_aliases_and_names_for_many_are_shown_and_changed_in_one_place(office, client):
    assert client.post("/names/collectives", {"name": "各县区", "units": "甲县、乙县"}).status_code == 302
    page = client.get("/names").content.decode()
    assert "各县区" in page and "甲县" in page and "市发改委" in page
    assert client.post("/names/collectives", {"name": "甲县", "units": "甲县"}).status_code == 422
    alias = office.jurisdiction.aliases.get(name="市发改委")
    client.post(f"/names/aliases/{alias.pk}/removal")
    assert "市发改委" not in client.get("/names").content.decode().partition("<h2>别名</h2>")[2]


def test_questions_of_a_paper_are_answered_on_its_page(office, client):
    text = "任务\t牵头单位\t时限\n修路\t市水衙门\t2026年6月30日\n修桥\t市水衙门\t2026年9月31日\n"
    there = client.post("/papers/new", {"text": text}).url
    page = client.get(there).content.decode()
    assert "2 处都这样匹配" in page and "1 处都用这一天" in page
    assert client.post(f"{there}/names", {"name": "市水衙门"}).status_code == 422
    client.post(f"{there}/names", {"name": "市水衙门", "units": "市发改委"})
    # The other fields of the row stand empty: they are no part of this act.
    fields = {"units": "", "due_on": ""}
    dated = {**fields, "order": ["1"], "act": "day", "due_on": "2026-08-31"}
    assert "1 件已设期限" in client.post(f"{there}/selection", dated, follow=True).content.decode()
    assert client.post(f"{there}/selection", {**fields, "order": ["1"], "act": "lead"}).status_code == 422
    page = client.post(f"{there}/selection", {**fields, "order": ["2"], "act": "drop"}, follow=True).content.decode()
    assert "1 件不登记" in page and "1 件可以登记" in page
    assert client.post(f"{there}/selection", {"act": "drop"}).status_code == 422
    client.post(f"{there}/basis", {"basis": "某方案"})
    assert "作为本批 2 件的依据：《某方案》" in client.get(there).content.decode()
