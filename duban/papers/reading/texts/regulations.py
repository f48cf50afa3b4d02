"""The official text of a regime, split into the clauses that a reader cites."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

from duban.papers.reading.formats.files import source_of
from duban.papers.reading.formats.kinds import TABLES, kind_of
from duban.papers.reading.tasks.items import UnreadablePaper
from duban.papers.reading.texts.paragraphs import (
    ANNEX,
    ANNEXES,
    ARTICLE,
    CHAPTER,
    DATE,
    IMPRINT,
    ITEM,
    POINT,
    SECTION,
    WEBSITE,
    numeral_of,
    only_heads,
    paragraphs_of,
    value_of,
)
from duban.papers.reading.texts.sources import Source

LONGEST = 500_000
# What the number of a clause ends with where a text has the same one twice.
REPEATED = "（重号"
_ALIKE = 0.85
# A hostile text must not make us compare without end.
_TITLE, _ANNEXES_AT_MOST, _COMPARED = 60, 20, 200


@dataclass(frozen=True)
class Passage:
    """One clause of a text as it is cited, with its words; `heads`: it only heads its own items."""

    clause: str
    words: str
    heads: bool = False


def regulation_text(data: bytes, filename: str) -> str:
    """Give the text of a regulation; UnreadablePaper with one sentence where it has none."""
    if kind_of(data, filename) in TABLES:
        raise UnreadablePaper("办法原文请提供 .docx、.txt 或带文字的 .pdf 文件。")
    text = _rows_whole(source_of(data, filename))
    if len(text) > LONGEST:
        raise UnreadablePaper(f"文件篇幅过大：正文超过 {LONGEST} 字，无法按条款读取。")
    return text


def _rows_whole(source: Source) -> str:
    """The text with every row of its tables on one line, however many paragraphs its cells have."""
    signs = list(source.text)
    for row in (row for table in source.tables for row in table):
        signs[row.start : row.end] = source.text[row.start : row.end].replace("\n", " ")
    return "".join(signs)


def split_regulation(text: str) -> list[Passage]:
    """Split an official text into its clauses in order, each named as a reader cites it (第九条(二), 附件2 一(一)3)."""
    splitter = _Splitter()
    for line in paragraphs_of(text):
        splitter.take(line)
    return splitter.passages()


class _Splitter:
    """Reads paragraph by paragraph and keeps where it stands: annex, section or article, item, point."""

    def __init__(self) -> None:
        self._parts: dict[str, list[str]] = {}
        self._headed: set[str] = set()
        self._sheets: dict[str, list[list[str]]] = {}
        self._titles: list[str] = []
        self._annex = self._top = self._item = self._point = ""
        self._state = "opening"
        self._opening: list[str] = []
        self._opened: Counter[str] = Counter()
        self._last = 0

    def take(self, line: str) -> None:
        """Take the next paragraph."""
        if self._state == "imprint" or self._begins_annex(line):
            return self._keep("版记", line) if self._state == "imprint" else None
        if IMPRINT.match(line) and self._state != "opening":
            self._state = "imprint"
            return self._keep("版记", line)
        article = ARTICLE.match(line)
        if article and not self._annex and self._succeeds(article):
            return self._open_article(article, line)
        if CHAPTER.match(line):
            return None
        if self._state == "annexes":
            return self._add_title(line)
        if ANNEXES.match(line) and self._top and not self._annex:
            self._state = "annexes"
            return self._add_title(line)
        if DATE.match(line) and self._state == "clauses" and not self._annex:
            self._state = "signed"
        if "\t" in line and self._annex:
            self._sheets.setdefault(self._annex, []).append([cell.strip() for cell in line.split("\t")])
            return None
        return None if self._state == "signed" else self._take_clause(line)

    def passages(self) -> list[Passage]:
        """Give what was read, in order."""
        found = self._front()
        for name, lines in self._parts.items():
            if name.startswith("附件") and name.split()[0] in self._sheets and " " not in name:
                continue
            found += self._passages_of(name, lines)
        for annex, rows in self._sheets.items():
            found += _sheet(annex, rows, self._parts.get(annex, []))
        return found

    def _begins_annex(self, line: str) -> bool:
        mark = ANNEX.match(line)
        if mark and self._top:
            number = int(mark[1] or mark[2] or 1)
        elif self._titles and len(line) <= _TITLE and self._state in ("annexes", "clauses"):
            here = int(self._annex[2:] or 0)
            ahead = [n for n, title in enumerate(self._titles, 1) if n >= max(here, 1) and alike(title, line) >= _ALIKE]
            if not ahead or POINT.match(line):
                return False
            number = ahead[0]
        else:
            return False
        if self._annex != f"附件{number}":
            self._annex, self._top, self._item, self._point = f"附件{number}", "附件", "", ""
        self._state = "clauses"
        if not mark or mark[3]:
            self._keep(self._annex, line)
        return True

    def _succeeds(self, article: re.Match[str]) -> bool:
        number = value_of(article[1])
        return number == self._last + 1 or (number >= self._last and article[0][-1].isspace())

    def _open_article(self, article: re.Match[str], line: str) -> None:
        self._last = value_of(article[1])
        number = str(self._last) if article[1].isdecimal() else article[1]
        self._state, self._item, self._point = "clauses", "", ""
        self._top = self._once("", f"第{number}条")
        self._keep(self._top, line)

    def _add_title(self, line: str) -> None:
        title = POINT.sub("", ANNEXES.sub("", line), count=1)
        if not DATE.match(title) and len(title) <= _TITLE and len(self._titles) < _ANNEXES_AT_MOST:
            self._titles.append(title)
        self._keep("附件说明", line)

    def _take_clause(self, line: str) -> None:
        section, item, point = SECTION.match(line), ITEM.match(line), POINT.match(line)
        articles = self._top.startswith("第")
        if section and not articles:
            self._state, self._item, self._point = "clauses", "", ""
            self._top = self._once("", section[1])
            self._headed.add(self._annex)
        elif item and self._top:
            self._item, self._point = self._once(self._above, f"({item[1]})"), ""
        elif point and self._top:
            self._point = self._once(f"{self._above}{self._item}", str(int(point[1])))
        if not self._top:
            self._opening.append(line)
            return
        top = self._above
        inner = f"{top}{self._item}{self._point}"
        if self._point or self._item:
            self._headed.add(self._name(top))
        if self._point and self._item:
            self._headed.add(self._name(f"{top}{self._item}"))
        self._keep(self._name(inner), line)

    @property
    def _above(self) -> str:
        return "" if self._top == "附件" else self._top

    def _once(self, above: str, mark: str) -> str:
        """The mark of a clause below others; where the text has it a second time, a mark of its own."""
        name = self._name(f"{above}{mark}")
        self._opened[name] += 1
        return mark if self._opened[name] == 1 else f"{mark}{REPEATED}{self._opened[name]}）"

    def _name(self, inner: str) -> str:
        return " ".join(part for part in (self._annex, inner) if part)

    def _keep(self, name: str, line: str) -> None:
        self._parts.setdefault(name, []).append(line)

    def _front(self) -> list[Passage]:
        lines = self._opening
        if not lines:
            return []
        website = max((place for place, line in enumerate(lines[:8]) if WEBSITE.match(line)), default=-1)
        found = [Passage("页首", "\n".join(lines[: website + 1]))] if website >= 0 else []
        rest = lines[website + 1 :]
        issued = self._last and any("印发" in line and "通知" in line for line in rest)
        if rest:
            found.append(Passage("印发通知" if issued else "导语", "\n".join(rest)))
        return found

    def _passages_of(self, name: str, lines: list[str]) -> list[Passage]:
        words = "\n".join(lines)
        if name in self._headed:
            heads = all(only_heads(line) for line in lines)
            opens = name.rpartition("(")[1] == "" and not heads
            if re.fullmatch(r"附件\d+", name):
                heads, opens = len(lines) == 1, len(lines) > 1
            return [Passage(f"{name} 导语" if opens else name, words, heads)]
        if name.startswith("第") and "(" not in name and len(lines) > 1 and not only_heads(lines[0]):
            return [Passage(f"{name}第{numeral_of(n)}款", line) for n, line in enumerate(lines, 1)]
        return [Passage(name, words)]


def _sheet(annex: str, rows: list[list[str]], around: list[str]) -> list[Passage]:
    if max(len(row) for row in rows) < 5:
        return [Passage(annex, "\n".join([*around, *(" ".join(filter(None, row)) for row in rows)]))]
    head, *body = rows
    form = [*around, " ".join(filter(None, head))]
    found = []
    for row in body:
        cells = [cell for cell in row if cell and not re.fullmatch(r"[\d\s]+", cell)]
        section = re.match(r"([㐀-鿿]+?)(方面)?\s*[（(]\d+[)）]", cells[0]) if cells else None
        if section is None:
            form.append(" ".join(cells))
            continue
        name = f"{annex} {section[1]}"
        found.append(Passage(name, " ".join(filter(None, row))))
        items = [item for cell in cells[1:] for item in cell.split()]
        found += [Passage(f"{name}{n}", item) for n, item in enumerate(items, 1)]
    return [Passage(f"{annex} 表式", "\n".join(form)), *found]


def alike(one: str, other: str) -> float:
    """Say how much two texts read alike, from 0 to 1, by how they begin."""
    return SequenceMatcher(None, one[:_COMPARED], other[:_COMPARED], autojunk=False).ratio()
