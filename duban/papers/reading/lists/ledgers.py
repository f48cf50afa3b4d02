"""Ledgers in: rows with what is wrong with each cell, never a guess and never a half-read file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from duban.papers.reading.formats.files import sheets_of
from duban.papers.reading.formats.grids import TEMPLATE_SHEETS, Place, Sheet, address
from duban.papers.reading.formats.kinds import TABLES, kind_of
from duban.papers.reading.lists.cells import Day, day_of, is_blank, names_of, narrowed, owners_of, unbroken
from duban.papers.reading.lists.columns import LABELS, Found
from duban.papers.reading.lists.headers import year_above
from duban.papers.reading.lists.rows import TableRow, table_of
from duban.papers.reading.tasks.dates import Dating
from duban.papers.reading.tasks.items import UnreadablePaper
from duban.papers.reading.tasks.owners import Owners

LONGEST_TEXT = 5_000
# Longer texts, whose lines mean something; the words of a title are one line, however the cell broke them.
_KEEP_LINES = {"requirement", "standard", "effect", "note"}


@dataclass(frozen=True)
class Fault:
    """What is wrong in one cell, in words. A grave one keeps the file from being taken over."""

    sheet: str
    row: int
    cell: str
    label: str
    message: str
    grave: bool = True

    def __str__(self) -> str:
        return (
            f"“{self.sheet}”{self.cell}（{self.label}）：{self.message}"
            if self.label
            else f"“{self.sheet}”{self.cell}：{self.message}"
        )


@dataclass(frozen=True)
class LedgerRow:
    """One row. `values` by field name: str, date or None for `due_on`, names as a tuple; `raw` are the words by header.

    `cells` are the addresses by field name: where a later check says that something is wrong.
    """

    sheet: str
    row: int
    groups: tuple[str, ...]
    values: dict[str, Any]
    raw: dict[str, str]
    cells: dict[str, str]

    @property
    def number(self) -> str:
        """Give the number that the row calls itself by, empty where it has none."""
        return str(self.values.get("letter_no") or self.values.get("matter_no") or self.values.get("no", ""))


@dataclass(frozen=True)
class Ledger:
    """A ledger as read: rows, faults by cell, headers not recognised, rows left out with the reason."""

    rows: tuple[LedgerRow, ...]
    faults: tuple[Fault, ...]
    labels: tuple[str, ...]
    unknown: tuple[str, ...]
    left_out: tuple[str, ...]

    @property
    def is_clean(self) -> bool:
        """Tell whether the whole may be taken over: there are rows and no grave fault."""
        return bool(self.rows) and not any(fault.grave for fault in self.faults)


def read_ledger(
    data: bytes,
    filename: str = "",
    *,
    year: int | None = None,
    required: Sequence[str] = ("content",),
    progress: Callable[[int], None] | None = None,
) -> Ledger:
    """Read a ledger from any file with a table: title rows, merged heads, group rows, remarks and repeated heads are told apart.

    `year` is lent to limits that name none (3月31日); without it such a cell is a fault. `required` are field names whose
    absence in a row is grave. `progress` is called with the number of rows read so far. Raises UnreadablePaper, one
    sentence, where the file cannot be read, is hostile, or has no table with a column for the matter's content.
    """
    sheets = sheets_of(data, filename)
    reading = _Reading(Dating(year), tuple(required), progress, kind_of(data, filename) in TABLES)
    filled = [sheet for sheet in sheets if len(sheets) == 1 or sheet.name.strip() not in TEMPLATE_SHEETS]
    headed = [sheet for sheet in filled if reading.read(sheet)]
    if not headed:
        raise UnreadablePaper(
            "没有找到表头：请至少有“事项内容”（或重点任务、工作任务等）一栏及另一栏，或下载模板填写。"
        )
    return Ledger(
        tuple(reading.rows),
        tuple(reading.faults),
        tuple(dict.fromkeys(reading.labels)),
        tuple(dict.fromkeys(reading.unknown)),
        tuple(reading.left_out),
    )


def with_faults(ledger: Ledger) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Give header and rows of the result file: the words as they came, and a last column 核对结果."""
    labels = (*ledger.labels, *(label for label in ledger.unknown if label not in ledger.labels))
    wrong: dict[tuple[str, int], list[str]] = {}
    for fault in ledger.faults:
        wrong.setdefault((fault.sheet, fault.row), []).append(f"{fault.cell} {fault.label}：{fault.message}")
    rows = [
        (*(row.raw.get(label, "") for label in labels), "；".join(wrong.get((row.sheet, row.row), ["无误"])))
        for row in ledger.rows
    ]
    return (*labels, "核对结果"), rows


@dataclass
class _Reading:
    dating: Dating
    required: tuple[str, ...]
    progress: Callable[[int], None] | None
    # In a workbook somebody typed each line break; in a paper the narrow column may have made it.
    is_workbook: bool
    rows: list[LedgerRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    # The dating of the sheet that is being read.
    lent: Dating = field(default_factory=lambda: Dating(None))

    def read(self, sheet: Sheet) -> bool:
        self.left_out += sheet.remarks()
        table = None if sheet.is_hidden else table_of(sheet)
        if table is None:
            return False
        first, found = table.header.first, table.header.found
        own = year_above(sheet, first) if self.dating.year is None else None
        self.lent = Dating(own) if own else self.dating
        known = {each.column for half in table.header.halves for each in half}
        for name in self.required:
            if name not in {each.field.name for each in found}:
                self.faults.append(Fault(sheet.name, first - 1, f"A{first - 1}", "", f"表头缺少“{LABELS[name]}”一栏"))
        self.labels += [table.heads[each.column] for each in found]
        self.unknown += [head for column, head in sorted(table.heads.items()) if column not in known]
        self.left_out += [f"“{sheet.name}”第{row}行：{words[:40]}" for row, words in table.left_out]
        for row in table.rows:
            self._take(sheet, row, table.heads)
        return True

    def _take(self, sheet: Sheet, row: TableRow, heads: dict[int, str]) -> None:
        before = len(self.faults)
        values: dict[str, Any] = {each.field.name: () if each.field.kind == "names" else "" for each in row.found}
        for each in row.found:
            place = (row.number, each.column)
            words = row.cells.get(each.column, "")
            if place in sheet.faulty:
                self._fault(sheet, place, each, f"公式出错（{words}），请改为填写内容")
                words = ""
            elif len(words) > LONGEST_TEXT:
                self._fault(sheet, place, each, f"有{len(words)}字，超过{LONGEST_TEXT}字")
            self._put(values, sheet, place, each, words)
        values["lead"] = values.get("lead", ())
        for each in row.found:
            cell = address((row.number, each.column))
            told = any(fault.cell == cell for fault in self.faults[before:])
            merged = row.merged.get(each.column)
            if each.field.name in self.required and not values[each.field.name] and not told:
                self._fault(sheet, (row.number, each.column), each, f"缺少{each.field.label}")
            elif each.field.name == "content" and merged and values["content"] and not values.get("part"):
                self._fault(
                    sheet, (row.number, each.column), each, f"与第{merged}行合并，按同一事项的另一行读取", grave=False
                )
        for sentence in row.said:
            self.faults.append(Fault(sheet.name, row.number, f"A{row.number}", "", sentence, grave=False))
        raw = {label: row.cells.get(column, "") for column, label in heads.items()}
        places = {each.field.name: address((row.number, each.column)) for each in reversed(row.found)}
        self.rows.append(LedgerRow(sheet.name, row.number, row.groups, values, raw, places))
        if self.progress and len(self.rows) % 500 == 0:
            self.progress(len(self.rows))

    def _put(self, values: dict[str, Any], sheet: Sheet, place: Place, found: Found, words: str) -> None:
        """Read one cell into the row's values; a further column of the same field adds to what the first said."""
        name = found.field.name
        if found.field.kind == "names":
            owners = owners_of(words, found.role)
            for into, names in _named(owners, found, words):
                values[into] = tuple(dict.fromkeys((*values.get(into, ()), *names)))
            for sentence in owners.doubts if owners else ():
                self._fault(sheet, place, found, sentence, grave=False)
            if found.role == "charge":
                values["support"] = tuple(
                    each for each in values.get("support", ()) if each not in values.get("lead", ())
                )
        elif name == "due_on":
            day = day_of(words, place in sheet.dates, self.lent) if not is_blank(words) else Day(None)
            if day.fault:
                self._fault(sheet, place, found, day.fault, day.is_grave)
            values |= {"due_on": day.on, "due_text": words, "milestones": day.before}
        else:
            if name in ("no", "letter_no"):
                words = narrowed(words)
            elif not (self.is_workbook and name in _KEEP_LINES):
                words = unbroken(words)
            values[name] = "\n".join(filter(None, (values.get(name, ""), words)))

    def _fault(self, sheet: Sheet, place: Place, found: Found, message: str, grave: bool = True) -> None:
        self.faults.append(Fault(sheet.name, place[0], address(place), found.label, message, grave))


def _named(owners: Owners | None, found: Found, words: str) -> list[tuple[str, Sequence[str]]]:
    """Give the units of a cell by the field that they belong to: 牵头 and 配合 may stand in one cell."""
    if owners is None:
        return [(found.field.name, names_of(words))]
    if found.role == "charge":
        first = owners.lead or owners.charged
        rest = owners.charged if owners.lead else []
        into = found.field.name
        return [(into, first), ("support", [*rest, *owners.support])]
    return [("lead", owners.lead), (found.field.name, owners.charged), ("support", owners.support)]
