"""What a file is: told by its content, the name only where the content leaves it open."""

from __future__ import annotations

import enum
import io
import zipfile

from duban.papers.reading.formats.archives import BOMB, ENTRIES
from duban.papers.reading.tasks.items import UnreadablePaper

# One sentence for every door.
ACCEPTED = "Word（.docx .doc .wps .rtf .odt）、表格（.xlsx .xls .et .xlsb .ods .csv）、.txt、.pdf，以及扫描件和照片（.jpg .png）"


EXTENSIONS = tuple(
    ["docx", "doc", "wps", "rtf", "odt", "xlsx", "xls", "et", "xlsb", "ods", "csv", "txt", "pdf", "jpg", "jpeg", "png"]
)


class Kind(enum.Enum):
    """The kinds of files that are read."""

    TEXT = "txt"
    SEPARATED = "csv"
    DOCX = "docx"
    XLSX = "xlsx"
    XLS = "xls"
    XLSB = "xlsb"
    ODS = "ods"
    DOC = "doc"
    RTF = "rtf"
    ODT = "odt"
    PDF = "pdf"
    PICTURE = "jpg"


_NAMED = {
    Kind.TEXT: {"txt"},
    Kind.XLSX: {"xlsx", "et"},
    Kind.XLS: {"xls", "et"},
    Kind.DOCX: {"docx", "wps"},
    Kind.DOC: {"doc", "wps"},
    Kind.PICTURE: {"jpg", "jpeg", "png"},
}
TABLES = {Kind.XLSX, Kind.XLS, Kind.XLSB, Kind.ODS, Kind.SEPARATED}
_OFD = "暂不支持 .ofd 格式，请另存为带文字的 .pdf 或 .docx。"
_PARTS = (
    ("word/document.xml", Kind.DOCX),
    ("xl/workbook.xml", Kind.XLSX),
    ("xl/workbook.bin", Kind.XLSB),
)
_MIME = {"spreadsheet": Kind.ODS, "text": Kind.ODT}
_TEXTS = {"txt", "text", "md", "csv", "tsv", "xls", "et"}
_ZIPPED = {"docx", "xlsx", "xlsb", "ods", "odt", "xlsm", "docm"}
_COMPOUND = (("EncryptedPackage", None), ("Workbook", Kind.XLS), ("WordDocument", Kind.DOC), ("Book", Kind.XLS))


def kind_of(data: bytes, filename: str) -> Kind:
    """Tell what a file is. UnreadablePaper, one sentence, where it is empty, encrypted, broken or nothing that is read."""
    extension = filename.rpartition(".")[2].lower() if "." in filename else ""
    if not data.strip(b"\x00 \t\r\n"):
        raise UnreadablePaper("文件是空的，或者已损坏。")
    if b"%PDF-" in data[:1024]:
        return Kind.PDF
    if data.startswith(b"PK"):
        return _in_archive(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _in_compound(data)
    if data.startswith(b"{\\rtf"):
        return Kind.RTF
    if data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        return Kind.PICTURE
    return _of_text(data, extension)


def named_truly(data: bytes, filename: str) -> str:
    """Give a file's name with the extension of what it is, where it bears another one. UnreadablePaper where it is nothing that is read."""
    kind = kind_of(data, filename)
    extension = filename.rpartition(".")[2].lower() if "." in filename else ""
    return filename if extension in _NAMED.get(kind, {kind.value}) else f"{filename}.{kind.value}"


def _of_text(data: bytes, extension: str) -> Kind:
    if extension in _ZIPPED:
        raise UnreadablePaper(f"文件已损坏，或不是 .{extension} 格式。")
    if extension == "pdf":
        raise UnreadablePaper("文件已损坏，或不是 PDF 格式。")
    if extension == "ofd":
        raise UnreadablePaper(_OFD)
    if extension not in _TEXTS:
        raise UnreadablePaper(f"无法识别的文件类型，请提供：{ACCEPTED}。")
    if data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<html", b"<!doctype html", b"<table", b"<?xml")):
        raise UnreadablePaper("文件内容是网页格式，请用表格软件打开后另存为 .xlsx。")
    return Kind.TEXT if extension in ("txt", "text", "md") else Kind.SEPARATED


def _in_archive(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {name.lstrip("/") for name in archive.namelist()}
            if len(names) > ENTRIES:
                raise UnreadablePaper(BOMB)
            for part, kind in _PARTS:
                if part in names:
                    return kind
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                word = archive.read("mimetype").decode("ascii", "replace").rpartition(".")[2].strip()
                if word in _MIME:
                    return _MIME[word]
            if "OFD.xml" in names:
                raise UnreadablePaper(_OFD)
    except UnreadablePaper:
        raise
    except Exception as error:  # zlib, zipfile and the like each have their own for one broken part
        raise UnreadablePaper("文件已损坏，无法读取。") from error
    raise UnreadablePaper(f"文件已损坏，或不是可以读取的格式，请提供：{ACCEPTED}。")


def _in_compound(data: bytes) -> Kind:
    """Tell apart what older office programs write by the names in the file's directory."""
    for name, kind in _COMPOUND:
        if name.encode("utf-16-le") in data:
            if kind is None:
                break
            return kind
    else:
        raise UnreadablePaper("文件已损坏、已加密，或不是旧版 Word、Excel 文件，请另存为 .docx 或 .xlsx。")
    raise UnreadablePaper("文件已加密，请去除密码后重试。")
