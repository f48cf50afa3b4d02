"""From the bytes of an upload to a source: kind by extension and content, encodings, limits of size."""

from __future__ import annotations

import re

from duban.papers.reading.tasks.items import UnreadablePaper
from duban.papers.reading.texts.sources import Source, source_of_text

LARGEST = 20 * 1024 * 1024


def source_of(data: bytes, filename: str) -> Source:
    """Extract text and tables; UnreadablePaper with one sentence where that is not possible."""
    extension = filename.rpartition(".")[2].lower() if "." in filename else ""
    if extension in {"doc", "xls", "wps", "et", "ofd", "rtf"}:
        raise UnreadablePaper(f"暂不支持 .{extension} 格式，请另存为 .docx、.xlsx、.txt 或带文字的 .pdf。")
    if extension not in {"txt", "docx", "xlsx", "pdf"}:
        raise UnreadablePaper("无法识别的文件类型，请提供 .docx、.xlsx、.txt 或 .pdf 文件。")
    if len(data) > LARGEST:
        raise UnreadablePaper("文件超过 20 MB，已拒绝读取。")
    if not data.strip(b"\x00 \t\r\n"):
        raise UnreadablePaper("文件是空的。")
    if extension == "txt":
        return source_of_text(_decoded(data))
    if extension == "pdf":
        from duban.papers.reading.formats.pdfs import source_of_pdf

        return source_of_pdf(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadablePaper("文件已加密或为旧版 Office 格式，请去除密码并另存为新格式。")
    from duban.papers.reading.formats.archives import Archive

    archive = Archive(data)
    if extension == "docx":
        from duban.papers.reading.formats.documents import source_of_document

        source = source_of_document(archive)
    else:
        from duban.papers.reading.formats.workbooks import source_of_workbook

        source = source_of_workbook(archive)
    if not source.text.strip():
        raise UnreadablePaper("文件中没有可读取的文字。")
    return source


def _decoded(data: bytes) -> str:
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
