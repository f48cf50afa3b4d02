"""Print a paper both ways and open it again. DUBAN_PICTURES names a folder that keeps the PDFs, to be looked at."""

import io
import os
import re
from pathlib import Path

import docx
import pypdf

from duban.papers.writing.documents import Paper
from duban.papers.writing.docx import render_docx
from duban.papers.writing.pdf import render_pdf
from duban.papers.writing.texts import date_words


def printed(paper: Paper, name: str = "") -> tuple[int, str]:
    """Return how many pages a paper has and what its Word file says; a missing glyph or a broken file raises."""
    made, written = render_pdf(paper), render_docx(paper)
    keep = os.environ.get("DUBAN_PICTURES")
    if keep and name:
        (Path(keep) / f"{name}.pdf").write_bytes(made)
        (Path(keep) / f"{name}.docx").write_bytes(written)
    document = docx.Document(io.BytesIO(written))
    text = "\n".join(node.text or "" for node in document.element.body.iter("{*}t"))
    assert "".join(paper.title.split()) in "".join(text.split())
    pages = pypdf.PdfReader(io.BytesIO(made)).pages
    assert all(round(float(page.mediabox.width)) == 595 for page in pages)
    _check_signature(paper, ["".join(page.extract_text().split()) for page in pages])
    return len(pages), "".join(text.split())


def word_file(*lines: str) -> bytes:
    """Return a small .docx of these paragraphs."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _check_signature(paper: Paper, pages: list[str]) -> None:
    """No page may hold the signature and no words of the paper (GB/T 9704-2012, 7.3.5)."""
    if not paper.signature or paper.dated_on is None:
        return
    sealed = re.compile(re.escape(paper.signature[-1] + date_words(paper.dated_on)) + "(?!印发)")
    signed = [page for page in pages if sealed.search(page)]
    assert signed
    before = sealed.split(signed[-1])[0]
    assert before.strip("—0123456789"), "the signature stands alone on its page"
