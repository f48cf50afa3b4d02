"""Photos and scans: their words recognised by Tesseract with Chinese, where it is installed. A person looks at all of it."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from functools import lru_cache
from pathlib import Path

from duban.papers.reading.formats.apart import run_tool
from duban.papers.reading.tasks.items import UnreadablePaper
from duban.papers.reading.texts.folding import folded
from duban.papers.reading.texts.paragraphs import is_marked
from duban.papers.reading.texts.sources import Source

SECONDS = 60
PAGES = 30
_MEMORY = 2 * 1024 * 1024 * 1024
_LARGEST = 256 * 1024 * 1024
_LANGUAGE = "chi_sim"
_MISSING = (
    "本机没有安装文字识别（Tesseract 及其简体中文数据），不能读取{}，请粘贴文字或提供 .docx，或请系统管理员安装。"
)
_NOTHING = "没有从图片里识别出文字，请换一张清晰、端正的照片，或粘贴文字。"
SAID = "文字由图片识别得来，可能有误，请对照原件逐字核对。"


def source_of_picture(data: bytes) -> Source:
    """Give the words of a .jpg or .png, all of it to be looked at. UnreadablePaper where no recognition is installed, or nothing is found."""
    program = _tesseract("照片和扫描件")
    with tempfile.TemporaryDirectory(prefix="duban-") as name:
        folder = Path(name)
        picture = folder / ("page.png" if data.startswith(b"\x89PNG") else "page.jpg")
        picture.write_bytes(data)
        return _source(_recognised(program, [picture], folder))


def source_of_scan(data: bytes) -> Source:
    """Give the words of a .pdf that holds only pictures of pages, at most PAGES. UnreadablePaper as above."""
    program = _tesseract("扫描的 PDF")
    drawing = shutil.which("pdftoppm")
    if drawing is None:
        raise UnreadablePaper(
            "本机没有安装 pdftoppm（poppler-utils），不能识别扫描的 PDF，请提供照片、.docx，或请系统管理员安装。"
        )
    with tempfile.TemporaryDirectory(prefix="duban-") as name:
        folder = Path(name)
        (folder / "paper.pdf").write_bytes(data)
        command = [drawing, "-r", "200", "-gray", "-l", str(PAGES + 1), "-png", "paper.pdf", "page"]
        if run_tool(command, folder, seconds=SECONDS, memory=_MEMORY, largest=_LARGEST) is None:
            raise UnreadablePaper("PDF 已损坏或过于复杂，不能识别，请提供照片或 .docx。")
        pages = sorted(folder.glob("page*.png"))
        if len(pages) > PAGES:
            raise UnreadablePaper(f"扫描的 PDF 超过 {PAGES} 页，请分开上传。")
        return _source(_recognised(program, pages, folder))


def _tesseract(what: str) -> str:
    program = shutil.which("tesseract")
    if program is None or _LANGUAGE not in _languages(program):
        raise UnreadablePaper(_MISSING.format(what))
    return program


@lru_cache(maxsize=4)
def _languages(program: str) -> frozenset[str]:
    try:
        told = subprocess.run([program, "--list-langs"], capture_output=True, check=False, timeout=10)
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    return frozenset(told.stdout.decode("utf-8", "replace").split() + told.stderr.decode("utf-8", "replace").split())


def _recognised(program: str, pages: list[Path], folder: Path) -> list[str]:
    lines: list[str] = []
    for page in pages:
        command = [program, page.name, "stdout", "-l", _LANGUAGE, "--psm", "6", "-c", "preserve_interword_spaces=0"]
        told = run_tool(command, folder, seconds=SECONDS, memory=_MEMORY, largest=_LARGEST)
        if told is None:
            raise UnreadablePaper("图片已损坏、过大或过于复杂，没有识别出文字，请换一张清晰的照片。")
        lines += told.decode("utf-8", "replace").replace("\f", "\n").splitlines()
    return lines


def _source(lines: list[str]) -> Source:
    """Join the lines of each paragraph: a line goes on where the one before it is full and it opens nothing."""
    lines = [_closed(folded(line)) for line in lines]
    lines = [line for line in lines if line]
    if not any(any("\u4e00" <= sign <= "\u9fff" for sign in line) for line in lines):
        raise UnreadablePaper(_NOTHING)
    full = 0.85 * max(map(len, lines))
    source = Source(by_eye=True)
    source.remarks.append(SAID)
    words = ""
    for line in lines:
        goes_on = (
            words and len(words.rsplit("\n", 1)[-1]) >= full and not is_marked(line) and words[-1] not in "。；：）"
        )
        words = f"{words}{line}" if goes_on else line if not words else f"{words}\n{line}"
    for paragraph in words.split("\n"):
        source.add_line(paragraph)
    return source.close()


def _closed(line: str) -> str:
    """Take out the spaces that recognition puts between Chinese signs."""
    signs = line.strip()
    closed = ""
    for at, sign in enumerate(signs):
        wide = sign == " " and (_is_wide(signs[at - 1]) or _is_wide(signs[at + 1]))
        closed += "" if wide else sign
    return closed


def _is_wide(sign: str) -> bool:
    return ord(sign) > 0x2E7F or sign in "“”‘’…—"
