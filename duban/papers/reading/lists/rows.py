"""The rows of a table of tasks: headers, groups and remarks told apart, what is merged or 同上 carried down, what is hidden said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from duban.papers.reading.formats.grids import Place, Sheet, address, column_letters
from duban.papers.reading.lists.cells import is_limit_cell
from duban.papers.reading.lists.columns import FIELDS, Found, plain_label
from duban.papers.reading.lists.headers import Header, group_of, has_other_heads, header_of, is_header, is_remark, under
from duban.papers.reading.tasks.doubts import doubt

# 同上 · 〃 · 同上行 · （同上）
SAME = re.compile(r"[（(]?(?:同上(?:行|一?项|一?条|格)?|[〃″]|上同|同前)[）)]?")
# A column called only that holds limits where its cells are such, and else how far things are.
_LIMIT_OR_PROGRESS = re.compile(r"(?:工作)?进度")


@dataclass(frozen=True)
class TableRow:
    """One row under the headers: words by column, carried down where the sheet does not repeat them.

    `own` are the columns that the row fills itself; `said` the sentences about what a reader of the printed sheet would not see.
    """

    number: int
    found: tuple[Found, ...]
    cells: dict[int, str]
    own: frozenset[int]
    groups: tuple[str, ...]
    merged: dict[int, int]
    said: tuple[str, ...] = ()

    def words(self, name: str) -> str:
        """Give the words of a field, of several columns one below the other; empty where there are none."""
        parts = (self.cells.get(each.column, "") for each in self.found if each.field.name == name)
        return "\n".join(dict.fromkeys(part for part in parts if part))


@dataclass
class TaskTable:
    """A table of tasks: its header, its rows, and the rows that are none, each with its number and words."""

    sheet: Sheet
    header: Header
    rows: list[TableRow] = field(default_factory=list)
    left_out: list[tuple[int, str]] = field(default_factory=list)
    heads: dict[int, str] = field(default_factory=dict)
    # The words of the last row by column, for a table that goes on on the next page.
    last: dict[int, str] = field(default_factory=dict)


def table_of(sheet: Sheet, is_paper: bool = False, before: TaskTable | None = None) -> TaskTable | None:
    """Read a sheet as a table of tasks; None where it has no such header.

    `before` is the table before this one in the same paper: its header holds for a table as wide that has none of its own, and 同上
    in the first row of a table with the same header means its last row.
    """
    corners = sheet.spread()
    table: dict[int, dict[int, str]] = {}
    for (row, column), words in sheet.words.items():
        table.setdefault(row, {})[column] = words
    header = header_of(sheet, table, corners, is_paper)
    if (
        header is None
        and before is not None
        and sheet.width == max(before.header.labels)
        and not has_other_heads(table)
    ):
        header = replace(before.header, first=min(table, default=1))
    if header is None:
        return None
    for place, corner in corners.items():
        if place[0] >= header.first and corner in sheet.words and corner[0] >= header.first:
            table.setdefault(place[0], {}).setdefault(place[1], sheet.words[corner])
    used = {column for row, cells in table.items() if row >= header.first for column in cells}
    result = TaskTable(sheet, header, heads=_distinct(header.labels, used))
    halves = [_resolved(found, table, header.first) for found in header.halves]
    result.header = replace(header, found=halves[0] if len(halves) == 1 else header.found)
    goes_on = before is not None and before.header.labels == header.labels
    result.last = dict(before.last) if before is not None and goes_on else {}
    result.rows += _walked(result, table, corners, halves)
    return result


def _walked(
    result: TaskTable, table: dict[int, dict[int, str]], corners: dict[Place, Place], halves: list[list[Found]]
) -> Iterator[TableRow]:
    groups: tuple[str, ...] = ()
    above = result.last
    for number in sorted(row for row in table if row >= result.header.first):
        cells = table[number]
        own = {column: words for column, words in cells.items() if (number, column) not in corners}
        if is_header(cells, result.header.found):
            continue
        group = group_of(cells, own, result.header.found)
        if group:
            groups = under(groups, group)
            continue
        if is_remark(own, result.header.found):
            result.left_out.append((number, " ".join(own.values())))
            continue
        cells = {c: above.get(c, "") if SAME.fullmatch(words) and c in above else words for c, words in cells.items()}
        for found in halves:
            columns = {each.column for each in found} if len(halves) > 1 else set(cells)
            filled = frozenset(own.keys() & columns)
            if filled:
                part = {column: words for column, words in cells.items() if column in columns}
                merged = {c: corners[number, c][0] for c in part if (number, c) in corners}
                part = _with_whole(part, above, found)
                said = _said(result.sheet, number, found, part)
                yield TableRow(number, tuple(found), part, filled, groups, merged, said)
        above = result.last = {**above, **cells} if own else above


def _with_whole(cells: dict[int, str], above: dict[int, str], found: list[Found]) -> dict[int, str]:
    """Carry the whole down where a row only names another part or measure of it, and the kind where a row leaves it blank.

    A measure is a task of its own only where units or a limit stand beside it; a row with a number of its own lacks its content.
    """
    names = {each.field.name: each.column for each in reversed(found)}
    owned = any(cells.get(each.column) for each in found if each.role or each.field.name == "due_on")
    is_measure = owned and not cells.get(names.get("no", 0)) and cells.get(names.get("requirement", 0))
    own = cells.get(names.get("part", 0)) or is_measure
    if not cells.get(names.get("content", 0)) and own and "content" in names:
        for name in ("content", "no"):
            column = names.get(name, 0)
            if not cells.get(column) and above.get(column):
                cells = {**cells, column: above[column]}
    if "category" in names and not cells.get(names["category"]) and above.get(names["category"]):
        cells = {**cells, names["category"]: above[names["category"]]}
    return cells


def _said(sheet: Sheet, number: int, found: list[Found], cells: dict[int, str]) -> tuple[str, ...]:
    said = []
    if number in sheet.hidden_rows:
        said.append(doubt("hidden", f"“{sheet.name}”第{number}行"))
    for each in found:
        place = (number, each.column)
        if place in sheet.struck:
            said.append(doubt("struck", f"{address(place)}“{cells.get(each.column, '')[:30]}”"))
    return tuple(said)


def _resolved(found: list[Found], table: dict[int, dict[int, str]], first: int) -> list[Found]:
    """Let a column that is only called 进度 be the limit where no other is, and most of its cells are limits."""
    if any(each.field.name == "due_on" for each in found):
        return found
    due_on = next(each for each in FIELDS if each.name == "due_on")
    resolved = []
    for each in found:
        if _LIMIT_OR_PROGRESS.fullmatch(plain_label(each.label)):
            words = [cells[each.column] for row, cells in table.items() if row >= first and cells.get(each.column)]
            if words and sum(map(is_limit_cell, words[:50])) * 2 >= len(words[:50]):
                each = replace(each, field=due_on)
        resolved.append(each)
    return resolved


def _distinct(labels: dict[int, str], used: set[int]) -> dict[int, str]:
    """Name every column that is used, each name once, so that nothing is lost in the result file."""
    heads: dict[int, str] = {}
    for column in sorted({*labels, *used}):
        label = labels.get(column, "").strip()
        again = label in heads.values()
        heads[column] = f"{label or '无表头'}（{column_letters(column)}列）" if again or not label else label
    return heads
