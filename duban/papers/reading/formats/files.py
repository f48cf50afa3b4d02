"""From the bytes of an upload to a source or to sheets: what it is by its content, encodings, limits of size."""

from __future__ import annotations

import re

from duban.papers.reading.formats.grids import Sheet
from duban.papers.reading.formats.kinds import TABLES, Kind, kind_of
from duban.papers.reading.formats.separated import sheet_of_separated
from duban.papers.reading.formats.workbooks import source_of_sheets
from duban.papers.reading.tasks.items import UnreadablePaper
from duban.papers.reading.texts.sources import Source, source_of_text

LARGEST = 20 * 1024 * 1024
_THROUGH_OFFICE = {Kind.DOC, Kind.RTF, Kind.ODT}


def source_of(data: bytes, filename: str) -> Source:
    """Extract text and tables; UnreadablePaper with one sentence where that is not possible."""
    kind = _checked(data, filename)
    source = source_of_sheets(_sheets(data, kind, filename)) if kind in TABLES else _text(data, kind)
    if not source.text.strip():
        raise UnreadablePaper("文件中没有可读取的文字。")
    return source


def sheets_of(data: bytes, filename: str) -> list[Sheet]:
    """Extract the sheets of a workbook, or the tables of any other file, each as a sheet; UnreadablePaper as above."""
    kind = _checked(data, filename)
    if kind in TABLES:
        return _sheets(data, kind, filename)
    from duban.papers.reading.tasks.tables import sheet_of

    source = _text(data, kind)
    return [sheet_of(rows, f"表{number}") for number, rows in enumerate(source.tables, 1)]


def _checked(data: bytes, filename: str) -> Kind:
    if len(data) > LARGEST:
        raise UnreadablePaper("文件超过 20 MB，已拒绝读取。")
    return kind_of(data, filename)


def _sheets(data: bytes, kind: Kind, filename: str) -> list[Sheet]:
    if kind is Kind.XLSX:
        from duban.papers.reading.formats.sheets import read_sheets

        return read_sheets(data)
    if kind is Kind.SEPARATED:
        return [sheet_of_separated(decoded(data), filename)]
    from duban.papers.reading.formats.old_workbooks import read_old_sheets

    return read_old_sheets(data)


def _text(data: bytes, kind: Kind) -> Source:
    if kind is Kind.TEXT:
        return source_of_text(decoded(data))
    if kind is Kind.PDF:
        from duban.papers.reading.formats.pdfs import source_of_pdf

        return source_of_pdf(data)
    if kind is Kind.PICTURE:
        from duban.papers.reading.formats.pictures import source_of_picture

        return source_of_picture(data)
    if kind in _THROUGH_OFFICE:
        from duban.papers.reading.formats.office import as_docx

        data = as_docx(data, kind)
    from duban.papers.reading.formats.archives import Archive
    from duban.papers.reading.formats.documents import source_of_document

    return source_of_document(Archive(data))


def decoded(data: bytes) -> str:
    """Give the words of a text in UTF-8, UTF-16 or GB18030; UnreadablePaper where it is none of these or no text."""
    encodings = ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if re.search(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffe\uffff]", text):
            break
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if not text.strip():
            raise UnreadablePaper("文件是空的。")
        return text
    raise UnreadablePaper("文件不是文本，或编码无法识别，请另存为 UTF-8 文本。")
