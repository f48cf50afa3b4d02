"""Ledgers from strangers: bombs, loops and mutations give a ledger or one sentence, and cost neither memory nor time."""

import io
import random
import subprocess
import sys
import zipfile

import pytest

from duban.papers.reading.lists.ledgers import read_ledger
from duban.papers.reading.tasks.items import UnreadablePaper
from tests import pace
from tests.papers.workbooks import book

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def values(ledger, name):
    return [row.values[name] for row in ledger.rows]


HEAD = ("序号", "事项内容", "办理时限", "牵头单位", "备注")


def package(sheet, **parts):
    """Write a workbook by hand, so that it may say what no program would."""
    stream = io.BytesIO()
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{relations}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        made.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        made.writestr("xl/worksheets/sheet1.xml", sheet)
        for name, content in parts.items():
            made.writestr(name, content)
    return stream.getvalue()


def cells(*rows, more=""):
    inside = "".join(
        f'<row r="{r}">' + "".join(f'<c r="{at}" t="inlineStr"><is><t>{w}</t></is></c>' for at, w in row) + "</row>"
        for r, row in enumerate(rows, 1)
    )
    return f'<worksheet xmlns="{MAIN}"><sheetData>{inside}</sheetData>{more}</worksheet>'


GOOD_HEAD = [("A1", "序号"), ("B1", "事项内容")]
MANY = f'<worksheet xmlns="{MAIN}"><sheetData><row>{{}}</row></sheetData></worksheet>'
HOSTILE = {
    "empty": (lambda: b"", "损坏"),
    "text": (lambda: "序号,事项".encode(), "损坏"),
    "old": (lambda: b"\xd0\xcf\x11\xe0" + bytes(512), "旧版"),
    "cut": (lambda: book([HEAD])[:900], "损坏"),
    "large": (lambda: bytes(21 << 20), "20 MB"),
    "bomb": (lambda: package(cells(GOOD_HEAD), **{"xl/media/x.bin": bytes(200 << 20)}), "压缩炸弹"),
    "spaces": (lambda: package(" " * (63 << 20)), "损坏"),
    "entries": (lambda: package(cells(GOOD_HEAD), **{f"x/{n}": "" for n in range(10_000)}), "压缩炸弹"),
    "corner": (lambda: package(cells(GOOD_HEAD, [("XFD1048576", "远")])), "范围过大"),
    "elements": (
        lambda: package(MANY.format("<c/>" * 2_100_000)),
        "范围过大",
    ),
    "entity": (
        lambda: package('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + cells([("A1", "&a;")])),
        "文档类型声明",
    ),
    "laughs": (
        lambda: package('<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>' + cells([("A1", "&b;")])),
        "文档类型声明",
    ),
    "deep": (lambda: package(f'<worksheet xmlns="{MAIN}">' + "<x>" * 100_000), "嵌套过深"),
    "headless": (lambda: book([("甲", "乙"), ("1", "2")]), "没有找到表头"),
    "nothing": (lambda: book([]), "没有找到表头"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_with_one_sentence(name):
    make, sentence = HOSTILE[name]
    with pytest.raises(UnreadablePaper, match=sentence) as refused:
        read_ledger(make(), "x.xlsx")
    assert str(refused.value).count("。") == 1


def test_hostile_files_cost_neither_memory_nor_time(tmp_path):
    """Read in a process of its own, for the peak of this one is not the reader's. Kilobytes and seconds."""
    for name, (make, _) in HOSTILE.items():
        (tmp_path / f"{name}.xlsx").write_bytes(make())
    before = pace.slowness()
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    slower = (before + pace.slowness()) / 2
    measured = [line.split() for line in done.stdout.splitlines()]
    assert {name for name, *_ in measured} == set(HOSTILE)
    for name, seconds, kilobytes in measured:
        assert float(seconds) / slower < 5, name
        assert int(kilobytes) < 200 * 1024, name


def test_declared_dimensions_and_merges_cost_nothing():
    huge = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    sheet = cells(GOOD_HEAD, [("A2", "1"), ("B2", "甲")]).replace(
        "<sheetData>", '<dimension ref="A1:XFD1048576"/><cols><col min="1" max="16384"/></cols><sheetData>'
    )
    with pace.measured() as work:
        assert values(read_ledger(package(sheet)), "content") == ["甲"]
        with pytest.raises(UnreadablePaper):
            read_ledger(package(cells([("A1", "台账")], [("A2", "序号")], more=huge)))
    assert work.seconds < 2


@pytest.mark.parametrize("filename", ["a.xls", "a.csv", "a.docx", "a.et", "a"])
def test_what_a_file_is_called_does_not_matter(filename):
    assert values(read_ledger(book([HEAD, ("1", "甲", "", "局", "")]), filename), "content") == ["甲"]


def test_500_mutations_give_a_ledger_or_one_sentence():
    original = book(
        [("某市台账",), HEAD, *((str(n), f"事项{n}", "2026年3月底", "市发改委", "") for n in range(30))],
        ("A1:E1",),
    )
    chance = random.Random(20260331)
    refused = 0
    for _ in range(500):
        data = bytearray(original)
        for _ in range(chance.choice((1, 2, 8, 64))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        if chance.random() < 0.2:
            data = data[: chance.randrange(len(data))]
        try:
            read_ledger(bytes(data), "x.xlsx")
        except UnreadablePaper as error:
            refused += 1
            assert str(error).endswith("。")
    assert refused > 100


def test_500_mutations_inside_the_parts_give_a_ledger_or_one_sentence():
    """Bytes are changed within the parts and packed again, so that no checksum catches them first."""
    original = zipfile.ZipFile(io.BytesIO(book([HEAD, ("1", "甲", 46112, "局", "")], ("D2:E2",))))
    parts = {name: original.read(name) for name in original.namelist()}
    chance = random.Random(331)
    read_well = 0
    for _ in range(500):
        name = chance.choice([n for n in parts if n.startswith("xl/")])
        data = bytearray(parts[name])
        for _ in range(chance.choice((1, 3, 20))):
            data[chance.randrange(len(data))] = chance.choice(b'<>/&"=0123456789AZaz \x00\xff')
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as made:
            for other, content in (parts | {name: bytes(data)}).items():
                made.writestr(other, content)
        try:
            read_ledger(stream.getvalue(), "x.xlsx")
            read_well += 1
        except UnreadablePaper as error:
            assert str(error).endswith("。")
    assert 50 < read_well < 500


MEASURE = """
import pathlib, resource, sys, time
from duban.papers.reading.lists.ledgers import UnreadablePaper, read_ledger
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
before = peak()
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    data, start = path.read_bytes(), time.process_time()
    try:
        read_ledger(data, "x.xlsx")
    except UnreadablePaper:
        print(path.stem, time.process_time() - start, peak() - before)
"""
