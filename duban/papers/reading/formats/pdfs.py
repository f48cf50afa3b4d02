"""PDF files with text: read in a process of its own, which is bounded in time and memory and may die alone."""

from __future__ import annotations

import json
import subprocess
import sys

from duban.papers.reading.tasks.items import UnreadablePaper
from duban.papers.reading.texts.sources import Source

SECONDS = 20
_PROGRAM = "from duban.papers.reading.formats.pdf_pages import main; main()"


def source_of_pdf(data: bytes) -> Source:
    """Give the text of a .pdf in the order of reading; UnreadablePaper where it is encrypted, hostile, huge or only pictures."""
    if b"%PDF-" not in data[:1024]:
        raise UnreadablePaper("文件已损坏，或不是 PDF 格式。")
    command = [sys.executable, "-c", _PROGRAM, str(SECONDS)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, check=False, timeout=3 * SECONDS)
    except subprocess.TimeoutExpired as error:
        raise UnreadablePaper(_TOO_MUCH) from error
    if done.returncode:
        raise UnreadablePaper(_TOO_MUCH)
    answer = json.loads(done.stdout)
    if "refusal" in answer:
        raise UnreadablePaper(answer["refusal"])
    source = Source()
    for line in answer["lines"]:
        source.add_line(line)
    return source.close()


_TOO_MUCH = "PDF 过于复杂，读取所需的时间或内存超过限度，已拒绝读取，请提供 .docx 或 .txt。"
