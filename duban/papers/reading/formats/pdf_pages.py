"""The pages of a PDF as paragraphs: lines put together by where they stand, lines that a margin broke joined."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdf
from pypdf.errors import LimitReachedError, PyPdfError

from duban.papers.reading.formats.apart import answer_apart
from duban.papers.reading.lists.columns import field_named
from duban.papers.reading.tasks.items import UnreadablePaper
from duban.papers.reading.texts.paragraphs import is_marked

PAGES = 500
LONGEST = 500_000
_PAGE_NUMBER = re.compile(r"[\s—–\-―－·第共页/]*\d{1,4}[\s—–\-―－·第共页/\d]*")
# Justified lines are at times written sign by sign, with a space after each.
_SPREAD = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])")
_CELL_GAP = 3.0
_SHORTEST = 10


def main() -> None:
    """Be the process that reads one: its paragraphs, none where it holds only pictures."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    answer_apart(paragraphs_of_pdf)


def paragraphs_of_pdf(data: bytes) -> tuple[list[str], list[int], list[int]]:
    """Give the paragraphs of a PDF in the order of reading, page numbers left out, the pages that hold only pictures, and those with a table.

    No paragraph where all do. UnreadablePaper where it cannot be read.
    """
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadablePaper("PDF 已加密，请去除密码后重试。")
        if len(reader.pages) > PAGES:
            raise UnreadablePaper(f"PDF 超过 {PAGES} 页，无法按公文读取。")
        pages, pictures, tables, length = [], [], [], 0
        for number, page in enumerate(reader.pages, 1):
            runs = _runs_of(page)
            pages.append(_lines_of(runs))
            if _heads_a_table(runs):
                tables.append(number)
            if not pages[-1] and _has_picture(page):
                pictures.append(number)
            length += sum(len(line.words) for line in pages[-1])
            if length > LONGEST:
                raise UnreadablePaper(f"文件篇幅过大：正文超过 {LONGEST} 字。")
    except UnreadablePaper:
        raise
    except LimitReachedError as error:
        raise UnreadablePaper("PDF 解压后过大，疑似压缩炸弹，已拒绝读取。") from error
    except (
        PyPdfError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        ArithmeticError,
        OSError,
        RecursionError,
    ) as error:
        if "AES" in str(error) or "cryptography" in str(error):
            raise UnreadablePaper("PDF 已加密，请去除密码后重试。") from error
        raise UnreadablePaper("PDF 已损坏，无法读取。") from error
    found = list(_joined(pages))
    return (found if any(re.search(r"\w", words) for words in found) else []), pictures, tables


def _has_picture(page: Any) -> bool:
    drawn = (page.get("/Resources") or {}).get("/XObject") or {}
    return any(drawn[name].get("/Subtype") == "/Image" for name in list(drawn)[:20])


@dataclass
class _Run:
    x: float
    y: float
    size: float
    words: str

    @property
    def right(self) -> float:
        return self.x + self.size * sum(1.0 if ord(sign) > 0x2E7F or sign in "“”‘’—…" else 0.5 for sign in self.words)


@dataclass
class _Line:
    left: float
    right: float
    size: float
    words: str


def _runs_of(page: Any) -> list[_Run]:
    runs: list[_Run] = []

    def visit(words: str, matrix: list[float], place: list[float], font: Any, size: float) -> None:
        if words.strip():
            x = matrix[4] + place[4] * matrix[0] + place[5] * matrix[2]
            y = matrix[5] + place[4] * matrix[1] + place[5] * matrix[3]
            scale = abs(place[3] * matrix[3]) or abs(place[0] * matrix[0]) or 1.0
            indent = len(words) - len(words.lstrip())
            runs.append(_Run(x + indent * size * scale / 2, y, max(size * scale, 1.0), words.strip("\n")))

    page.extract_text(visitor_text=visit)
    return runs


def _heads_a_table(runs: list[_Run]) -> bool:
    """Tell whether one line of a page is the head of a table of tasks, cell beside cell: 序号 任务 责任单位 完成时限."""
    rows: dict[int, list[str]] = {}
    for run in runs:
        rows.setdefault(round(run.y), []).append(re.sub(r"\s", "", run.words))
    for cells in rows.values():
        named = [field.name for words in cells if (field := field_named(words, is_strict=True)) is not None]
        if len(named) > 2 and len(set(named)) > 2 and len(named) * 2 >= len(cells):
            return True
    return False


def _lines_of(runs: list[_Run]) -> list[_Line]:
    rows: list[list[_Run]] = []
    for run in runs if _has_cells(runs) else sorted(runs, key=lambda run: -run.y):
        near = rows and abs(rows[-1][-1].y - run.y) < 0.4 * max(run.size, rows[-1][-1].size)
        if near:
            rows[-1].append(run)
        else:
            rows.append([run])
    lines = [_line(row) for row in rows]
    for edge in (0, -1):
        if lines and _PAGE_NUMBER.fullmatch(lines[edge].words):
            del lines[edge]
    return lines


def _has_cells(runs: list[_Run]) -> bool:
    """Tell whether runs stand beside each other as cells do: then the file's own order is kept, cell by cell."""
    rows: dict[int, list[_Run]] = {}
    for run in runs:
        rows.setdefault(round(run.y / 3), []).append(run)
    gaps = 0
    for row in rows.values():
        row.sort(key=lambda run: run.x)
        gaps += any(after.x - run.right > _CELL_GAP * run.size for run, after in pairwise(row))
    return gaps > 2


def _line(row: list[_Run]) -> _Line:
    row.sort(key=lambda run: run.x)
    words = row[0].words
    for before, run in pairwise(row):
        words += (" " if run.x - before.right > 0.6 * run.size else "") + run.words
    words = re.sub(r"[\x00-\x1f\x7f\ufffe\uffff]", "", re.sub(r"[ \u00a0]+", " ", words)).strip()
    if len(words) > 16 and len(_SPREAD.findall(words)) > len(words) / 6:
        words = _SPREAD.sub("", words)
    return _Line(row[0].x, max(run.right for run in row), row[0].size, words)


def _joined(pages: list[list[_Line]]) -> Iterator[str]:
    lines = [line for page in pages for line in page if line.words]
    if not lines:
        return
    lefts = Counter(round(line.left) for line in lines)
    margin = min((left for left, count in lefts.items() if count > 0.05 * len(lines)), default=0)
    edge = sorted(line.right for line in lines)[int(0.9 * (len(lines) - 1))]
    words = lines[0].words
    for before, line in pairwise(lines):
        full = before.right > edge - 2.6 * before.size and before.right - margin > _SHORTEST * before.size
        if full and abs(line.left - margin) < 0.7 * line.size and not is_marked(line.words):
            words += line.words
        else:
            yield words
            words = line.words
    yield words
