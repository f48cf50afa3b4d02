"""The real programs: LibreOffice reads what it wrote as .rtf and .odt, Tesseract a page that poppler drew."""

import shutil
import subprocess

import pytest

from duban.papers.reading import parse
from duban.papers.writing.sheets import Column, write_xlsx

PAPER = "一、修建道路，2026年6月底前完工。（县住建局牵头，县财政局配合）"


@pytest.fixture
def written(tmp_path):
    """Return a function that writes the paper in a format through LibreOffice."""
    if shutil.which("soffice") is None or shutil.which("tesseract") is None or shutil.which("pdftoppm") is None:
        pytest.skip("LibreOffice, Tesseract or poppler-utils is not installed")
    from docx import Document

    document = Document()
    document.add_paragraph(PAPER)
    document.save(tmp_path / "paper.docx")

    def write(form):
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        command = [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            form,
            "--outdir",
            tmp_path,
            tmp_path / "paper.docx",
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return tmp_path / f"paper.{form}"

    return write


@pytest.mark.parametrize("form", ["doc", "rtf", "odt"])
def test_older_documents_are_read_by_the_real_libreoffice(written, form):
    paper = parse(written(form).read_bytes(), f"分工.{form}")
    assert [(item.lead, item.support) for item in paper.items] == [(("县住建局",), ("县财政局",))]


def test_a_page_is_recognised_by_the_real_tesseract(written, tmp_path):
    subprocess.run(["pdftoppm", "-r", "200", "-png", written("pdf"), tmp_path / "page"], check=True, timeout=60)
    (page,) = tmp_path.glob("page*.png")
    paper = parse(page.read_bytes(), "照片.png")
    assert "2026" in paper.text and "修建道路" in paper.text and paper.by_eye


def test_an_old_workbook_is_read_as_libreoffice_writes_it(written, tmp_path):
    (tmp_path / "paper.docx").write_bytes(write_xlsx([Column("任务"), Column("责任单位")], [("修路", "县住建局")]))
    (tmp_path / "paper.docx").rename(tmp_path / "book.xlsx")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xls", "--outdir", tmp_path, tmp_path / "book.xlsx"]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    (item,) = parse((tmp_path / "book.xls").read_bytes(), "台账.et").items
    assert item.lead == ("县住建局",)
