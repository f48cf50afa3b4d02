"""Excel ledgers in: rows with what is wrong with each cell, never a guess and never a half-read file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from duban.papers.reading.formats.sheets import Sheet, column_letters, read_sheets
from duban.papers.reading.lists.cells import day_of, names_of, narrowed
from duban.papers.reading.lists.columns import FIELDS, Found
from duban.papers.reading.lists.headers import group_of, header_of, is_header, is_remark, under
from duban.papers.reading.tasks.dates import Dating
from duban.papers.reading.tasks.items import UnreadablePaper

LARGEST = 20 * 1024 * 1024
LONGEST_TEXT = 5_000


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
    """Read a ledger from .xlsx: title rows, merged heads, group rows, remarks and repeated heads are told apart.

    `year` is lent to limits that name none (3月31日); without it such a cell is a fault. `required` are field names whose
    absence in a row is grave. `progress` is called with the number of rows read so far. Raises UnreadablePaper, one
    sentence, where the file is no workbook, is hostile, or has no table with a column for the matter's content.
    """
    extension = filename.rpartition(".")[2].lower() if "." in filename else "xlsx"
    if extension != "xlsx":
        raise UnreadablePaper("台账只接受 .xlsx 文件，请在表格软件中另存为“Excel 工作簿(.xlsx)”。")
    if len(data) > LARGEST:
        raise UnreadablePaper("文件超过 20 MB，已拒绝读取。")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadablePaper("文件已加密或为旧版 Office 格式，请去除密码并另存为 .xlsx。")
    reading = _Reading(Dating(year), tuple(required), progress)
    headed = [sheet for sheet in read_sheets(data) if reading.read(sheet)]
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
    rows: list[LedgerRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def read(self, sheet: Sheet) -> bool:
        corners = sheet.spread()
        table: dict[int, dict[int, str]] = {}
        for (row, column), words in sheet.words.items():
            table.setdefault(row, {})[column] = words
        header = header_of(sheet, table, corners)
        if header is None:
            return False
        found, labels, first = header
        heads = _distinct(labels, {column for row, cells in table.items() if row >= first for column in cells})
        known = {each.column for each in found}
        for name in self.required:
            if name not in {each.field.name for each in found}:
                label = next(each.label for each in FIELDS if each.name == name)
                self.faults.append(Fault(sheet.name, first - 1, f"A{first - 1}", "", f"表头缺少“{label}”一栏"))
        self.labels += [heads[each.column] for each in found]
        self.unknown += [head for column, head in sorted(heads.items()) if column not in known]
        for place, corner in corners.items():
            if place[0] >= first and corner in sheet.words and corner[0] >= first:
                table.setdefault(place[0], {}).setdefault(place[1], sheet.words[corner])
        groups: tuple[str, ...] = ()
        for row in sorted(number for number in table if number >= first):
            cells = table[row]
            own = {column: words for column, words in cells.items() if (row, column) not in corners}
            if is_header(cells, found):
                continue
            group = group_of(cells, own, found)
            if group:
                groups = under(groups, group)
            elif is_remark(own, found):
                self.left_out.append(f"“{sheet.name}”第{row}行：{next(iter(own.values()), '')[:40]}")
            elif own:
                self._take(sheet, row, cells, found, heads, groups, corners)
        return True

    def _take(
        self,
        sheet: Sheet,
        row: int,
        cells: dict[int, str],
        found: list[Found],
        heads: dict[int, str],
        groups: tuple[str, ...],
        corners: dict[tuple[int, int], tuple[int, int]],
    ) -> None:
        values: dict[str, Any] = {}
        before = len(self.faults)
        for each in found:
            words = cells.get(each.column, "")
            place = (row, each.column)
            if place in sheet.faulty:
                self._fault(sheet, place, each, f"公式出错（{words}），请改为填写内容")
                words = ""
            elif len(words) > LONGEST_TEXT:
                self._fault(sheet, place, each, f"有{len(words)}字，超过{LONGEST_TEXT}字")
            values[each.field.name] = self._value(sheet, place, each, words)
            if each.field.kind == "date":
                values["due_text"] = words
        for each in found:
            cell = f"{column_letters(each.column)}{row}"
            told = any(fault.cell == cell for fault in self.faults[before:])
            if each.field.name in self.required and not values[each.field.name] and not told:
                self._fault(sheet, (row, each.column), each, f"缺少{each.field.label}")
            elif each.field.name == "content" and (row, each.column) in corners and values["content"]:
                above = corners[row, each.column][0]
                self._fault(sheet, (row, each.column), each, f"与第{above}行合并，按同一事项的另一行读取", grave=False)
        raw = {label: cells.get(column, "") for column, label in heads.items()}
        places = {each.field.name: f"{column_letters(each.column)}{row}" for each in found}
        self.rows.append(LedgerRow(sheet.name, row, groups, values, raw, places))
        if self.progress and len(self.rows) % 500 == 0:
            self.progress(len(self.rows))

    def _value(self, sheet: Sheet, place: tuple[int, int], found: Found, words: str) -> Any:
        if found.field.kind == "names":
            return names_of(words)
        if found.field.kind == "date":
            if not words:
                return None
            on, fault, grave = day_of(words, place in sheet.dates, self.dating)
            if fault:
                self._fault(sheet, place, found, fault, grave)
            return on
        return narrowed(words) if found.field.name == "no" else words

    def _fault(self, sheet: Sheet, place: tuple[int, int], found: Found, message: str, grave: bool = True) -> None:
        cell = f"{column_letters(place[1])}{place[0]}"
        self.faults.append(Fault(sheet.name, place[0], cell, found.label, message, grave))


def _distinct(labels: dict[int, str], used: set[int]) -> dict[int, str]:
    """Name every column that is used, each name once, so that nothing is lost in the result file."""
    heads: dict[int, str] = {}
    for column in sorted({*labels, *used}):
        label = labels.get(column, "").strip()
        again = label in heads.values()
        heads[column] = f"{label or '无表头'}（{column_letters(column)}列）" if again or not label else label
    return heads
