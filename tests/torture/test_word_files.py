"""Every paper that duban writes, opened by LibreOffice as a Word file, beside its PDF: pages, head, red line's neighbours, imprint."""

import os
import re
import shutil
import subprocess
import sys

import pytest
from pypdf import PdfReader

from duban.papers.writing.docx import render_docx
from duban.papers.writing.pdf import render_pdf
from tests.papers.writing import samples
from tests.papers.writing.test_pdf import MM, lines
from tests.servers import ROOT

pytestmark = pytest.mark.torture
# Other fonts stand in for the standard's: a line may break elsewhere, and a short last page come or go, in few of them.
APART_MM = 4
MARKS = ("〔20", "印发")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Papers of every document and the samples, each as PDF and Word file; the Word files opened and printed by LibreOffice."""
    made = tmp_path_factory.mktemp("papers")
    outer = {name: value for name, value in os.environ.items() if not name.startswith(("DUBAN_", "DATABASE_URL"))}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/ledger/wordings"]
    done = subprocess.run(
        command, cwd=ROOT, env={**outer, "DUBAN_PICTURES": str(made)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:]
    for name, sample in samples.ALL.items():
        (made / f"sample-{name}.pdf").write_bytes(render_pdf(sample()))
        (made / f"sample-{name}.docx").write_bytes(render_docx(sample()))
    office = shutil.which("soffice")
    assert office, "scripts/install_for_torture installs LibreOffice"
    profile = f"-env:UserInstallation=file://{made}/profile"
    files = sorted(map(str, made.glob("*.docx")))
    subprocess.run(
        [office, "--headless", profile, "--convert-to", "pdf", "--outdir", str(made / "opened"), *files],
        check=True,
        capture_output=True,
        timeout=900,
    )
    return made


def _places(pages):
    """Give for each mark the pages and heights (mm) where it stands at its last place."""
    found = {}
    for number, page in enumerate(pages, 1):
        for y, (_, words) in lines(page).items():
            for mark in MARKS:
                # In the text the number of another paper may stand: only a line that is a number counts.
                if mark in words and (mark == "印发" or re.fullmatch(r"\S{1,6}〔20\d\d〕\s*\d+\s*号", words)):
                    found.setdefault(mark, (number, y / MM))
    return found


def test_word_files_have_the_pages_and_places_of_the_pdf(folder):
    """Page for page, number and imprint at the same height: the imprint at the foot of the last page."""
    names = sorted(each.stem for each in folder.glob("*.docx"))
    apart, furthest = [], 0.0
    for name in names:
        printed, opened = (
            PdfReader(path).pages for path in (folder / f"{name}.pdf", folder / "opened" / f"{name}.pdf")
        )
        if len(printed) != len(opened):
            apart.append(f"{name}: {len(printed)} pages, {len(opened)} in Word")
            continue
        wanted, found = _places(printed), _places(opened)
        if "印发" in wanted and wanted["印发"][0] != len(printed):
            apart.append(f"{name}: the imprint stands on page {wanted['印发'][0]} of {len(printed)}")
        for mark, (page, y) in wanted.items():
            if mark not in found:
                apart.append(f"{name}: no {mark}")
                continue
            furthest = max(furthest, abs(found[mark][1] - y))
            if found[mark][0] != page or abs(found[mark][1] - y) > APART_MM:
                apart.append(
                    f"{name}: {mark} on {page} at {y:.0f} mm, in Word on {found[mark][0]} at {found[mark][1]:.0f} mm"
                )
    print(f"\nTORTURE word files beside PDFs: {len(names)} papers, {len(apart)} apart, at most {furthest:.1f} mm")
    assert len(names) >= 100 and not apart, "\n".join(apart)
