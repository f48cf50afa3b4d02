"""Rows pasted out of a spreadsheet: cells, which column says what, and what is wrong with single cells before anything is kept."""

import csv
import io
from dataclasses import dataclass

from duban.ledger.queries.papers.papers import Matcher
from duban.papers import reading
from duban.papers.reading.lists.cells import names_of
from duban.papers.reading.lists.columns import fields_of
from duban.people.models import Jurisdiction

# The columns of rows that were pasted without their head.
HEAD = ("工作任务", "牵头单位", "配合单位", "完成时限")
MOST_ROWS, MOST_COLUMNS = 500, 20
_DATE_WORDS = ("日期", "时限", "期限", "日", "月")


@dataclass(frozen=True)
class Fault:
    """What is wrong with one cell: its row and column from 0, the head not counted, and the words."""

    row: int
    column: int
    words: str


@dataclass(frozen=True)
class Pasted:
    """The head and the rows of what was pasted, each row as long as the head."""

    head: tuple[str, ...]
    rows: list[list[str]]

    @property
    def text(self) -> str:
        """Return head and rows as the reader of papers takes them, cells divided by tabs."""
        return "\n".join("\t".join(cells) for cells in (list(self.head), *self.rows)) + "\n"


def pasted_from(words: str) -> Pasted:
    """Cut what was pasted into cells: tabs divide them, quotes hold line breaks together; without a head it has the usual one.

    Raises ValueError, saying what is possible, where nothing or too much was pasted.
    """
    read = csv.reader(io.StringIO(words.strip("\r\n")), delimiter="\t", strict=False)
    grid = [[" ".join(cell.split()) for cell in row] for row in read]
    grid = [row for row in grid if any(row)]
    if not grid:
        raise ValueError("没有内容，请粘贴或填写至少一行")
    found = fields_of(dict(enumerate(grid[0])))
    has_head = len(found) > 1 and any(each.field.name == "content" for each in found)
    head, rows = (grid[0], grid[1:]) if has_head else (list(HEAD), grid)
    width = max(len(head), *(len(row) for row in rows)) if rows else len(head)
    if not rows:
        raise ValueError("只有表头，没有内容")
    if len(rows) > MOST_ROWS or width > MOST_COLUMNS:
        raise ValueError(f"一次最多 {MOST_ROWS} 行、{MOST_COLUMNS} 列；更多的请存为文件，从“读入文件”读入")
    head = [*head, *(f"第{place + 1}列" for place in range(len(head), width))]
    return Pasted(tuple(head), [[*row, *[""] * (width - len(row))] for row in rows])


def faults_of(jurisdiction: Jurisdiction, pasted: Pasted, year: int) -> list[Fault]:
    """Return what is doubtful in single cells, row by row: as the reader of papers sees it, and units that there are not."""
    columns = {each.field.name: each.column for each in fields_of(dict(enumerate(pasted.head)))}
    content, lead = columns.get("content", 0), columns.get("lead", columns.get("charge", 0))
    matcher = Matcher(jurisdiction)
    found = []
    for place, row in enumerate(pasted.rows):
        if not row[content]:
            found.append(Fault(place, content, "没有写任务"))
            continue
        for name in ("lead", "charge", "support"):
            if name in columns:
                found += [Fault(place, columns[name], words) for words in _unknown(matcher, row[columns[name]])]
        alone = Pasted(pasted.head, [row])
        for item in reading.parse_text(alone.text, year=year).items:
            for doubt in item.doubts:
                at = lead if "牵头" in doubt else columns.get("due_on", content) if _is_of_date(doubt) else content
                found.append(Fault(place, at, doubt.rstrip("。")))
        if "due_on" in columns and not row[columns["due_on"]]:
            found.append(Fault(place, columns["due_on"], "没有写期限"))
    return list(dict.fromkeys(found))


def _unknown(matcher: Matcher, cell: str) -> list[str]:
    said = []
    for name in names_of(cell):
        if matcher.knows(name):
            continue
        like = matcher.like(name, 2)
        offered = f"，可能是{'、'.join(unit.name for unit in like)}" if like else ""
        said.append(f"没有“{name}”这个单位{offered}")
    return said


def _is_of_date(doubt: str) -> bool:
    return any(doubt.startswith(word) for word in _DATE_WORDS)
