"""PDF files with text: read in a process of its own, which is bounded in time and memory and may die alone."""

from __future__ import annotations

from duban.papers.reading.formats.apart import read_apart
from duban.papers.reading.texts.sources import Source

SECONDS = 20
_TOO_MUCH = "PDF 过于复杂，读取所需的时间或内存超过限度，已拒绝读取，请提供 .docx 或 .txt。"


def source_of_pdf(data: bytes) -> Source:
    """Give the text of a .pdf in the order of reading; of one that holds only pictures, what is recognised in them.

    UnreadablePaper where it is encrypted, hostile, huge, or a scan on a machine without recognition.
    """
    lines, pictures, tables = read_apart("duban.papers.reading.formats.pdf_pages", data, SECONDS, _TOO_MUCH)
    if not lines:
        from duban.papers.reading.formats.pictures import source_of_scan

        return source_of_scan(data)
    source = Source()
    if pictures:
        source.remarks.append(f"第{'、'.join(map(str, pictures))}页只有图片，没有读入，请核对。")
    if tables:
        source.remarks.append(
            f"第{'、'.join(map(str, tables))}页有表格，PDF 中的表格不能逐格读出，表中的任务没有读入或没有读全，请提供 Word 或 Excel 文件，或逐项登记。"
        )
    for line in lines:
        source.add_line(line)
    return source.close()
