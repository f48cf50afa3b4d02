"""Assessment tables in an official text: cut into heads and items, each with name, points, standard and department; merged cells are filled, nothing is lost."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from duban.papers.reading.texts.assessment_cells import (
    Head,
    Item,
    Row,
    head_of,
    is_total,
    number_in,
    parted,
    points_in,
    row_of,
    unit_in,
)
from duban.papers.reading.texts.assessment_columns import NAME, columns_of, is_header, placed

MARK = "〔考核表{number}〕"
_LEAST_ROWS = 3
_GOES_ON = re.compile(r"\s*(?:\d{1,2}[.．、)）]|[（(]\d{1,2}[)）]|[①-⑳])")
# How the sheet of a matter heads its parts, which the splitter of regulations cuts by itself.
_SHEET_PART = re.compile(r"^\t*[㐀-鿿]+(?:方面|项)?\s*[（(]\d+[)）]\t")
_ENDED = re.compile(r"[。；;：:！!]\s*$")
_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True)
class Table:
    """A table that was read: its heads and items in order, and the lines of it that are neither, as they stand."""

    heads: tuple[Head, ...]
    items: tuple[Item, ...]
    left: tuple[str, ...]
    total: str = ""


def lifted(text: str) -> tuple[str, list[str]]:
    """Take the assessment tables out of a text: the text with a mark in the place of each, and the tables as lines of cells."""
    kept: list[str] = []
    tables: list[str] = []
    for block, is_table in _blocks(_rows_whole(text)):
        has_header = is_table and len(block) >= _LEAST_ROWS and any(is_header(line.split("\t")) for line in block[:3])
        if not has_header or sum(bool(_SHEET_PART.match(line)) for line in block) > 1:
            kept += block
            continue
        tables.append("\n".join(block))
        mark = MARK.format(number=len(tables))
        # Behind a sentence it is no paragraph of its own, which would be cited by itself.
        if kept and _ENDED.search(kept[-1]):
            kept[-1] += mark
        else:
            kept.append(mark)
    return "\n".join(kept), tables


def table_in(text: str) -> Table | None:
    """Read the lines of a table; None where no line of it says what its columns hold."""
    lines = [line for line in _rows_whole(text).split("\n") if line.strip()]
    at = next((place for place, line in enumerate(lines[:3]) if is_header(line.split("\t"))), None)
    if at is None:
        return None
    columns = columns_of(lines[at].split("\t"))
    heads: list[Head] = []
    items: list[Item] = []
    left = [" ".join(line.split()) for line in lines[:at]]
    total, before = "", Row()
    for line in _joined(lines[at + 1 :], len(columns)):
        if "\t" not in line:
            left.append(line.strip())
            continue
        row = row_of(placed(line.split("\t"), columns), before, _is_of_units(heads))
        if is_total(row):
            total = row.points
        elif (head := head_of(row)) is not None:
            heads.append(head)
            if row.standard or row.content:
                items.append(_whole(replace(row, number="", name=row.content, content=""), heads))
            row = Row(head=head.number)
        elif not (row.standard or row.content or row.name):
            left.append(" ".join(line.split()))
            continue
        elif items and row.goes_on:
            items[-1] = replace(items[-1], words=f"{items[-1].words}\n{row.standard or row.content}")
        else:
            items.append(_whole(row, heads))
        before = row
    if not heads:
        items, heads = _headed(items, columns.count(NAME) > 1)
    return Table(tuple(heads), tuple(_numbered(_parted(items))), tuple(left), total)


def _whole(row: Row, heads: Sequence[Head]) -> Item:
    """A row as one item."""
    return Item(
        head=heads[-1].number if heads else "",
        number=row.number,
        name=row.content if (row.unit or row.is_below) and row.content else row.name or row.content,
        points=row.points,
        words=row.standard or row.content,
        unit=row.unit,
        note=row.note,
        above=row.name if row.is_below and not row.unit else "",
        below="" if row.unit else row.content,
        states_number=row.states_number,
    )


def _headed(items: list[Item], has_levels: bool) -> tuple[list[Item], list[Head]]:
    """Without lines that head others the first column does, where it is merged over several rows."""
    if not has_levels or not any(each.above for each in items):
        return items, []
    firsts = list(dict.fromkeys(each.above or each.name for each in items))
    if len(firsts) > len(_NUMERALS):
        return items, []
    numbers = {name: _NUMERALS[place] for place, name in enumerate(firsts)}
    heads = [Head(number, name, "") for name, number in numbers.items()]
    told = [
        replace(each, head=numbers[each.above or each.name], number="", name=each.below or each.name) for each in items
    ]
    return told, heads


def _parted(items: Sequence[Item]) -> Iterator[Item]:
    """Items whose standard numbers parts, each with points of its own or none with any, one by one."""
    for each in items:
        parts = parted(each.words)
        stated = [points_in(part) for part in parts]
        if len(parts) > 1 and (sum(bool(points) for points in stated) > 1 or not (each.points or any(stated))):
            for part, points in zip(parts, stated, strict=True):
                yield replace(each, words=part, points=points, is_part=True, of=each.points)
        else:
            yield replace(each, points=each.points or points_in(each.words), of=each.points)


def _numbered(items: Iterator[Item]) -> Iterator[Item]:
    """Give every item the number by which it is cited: head, number of the row, place within it."""
    listed = list(items)
    rows: list[list[Item]] = []
    for each in listed:
        last = rows[-1] if rows else [each]
        is_line = bool(rows) and last[-1].line_of(each)
        is_same = (
            bool(rows) and (last[0].head, last[0].number) == (each.head, each.number) and bool(each.number or is_line)
        )
        fresh = each.states_number and not is_line
        if is_same and not fresh:
            rows[-1].append(each)
        else:
            rows.append([each])
    seen: Counter[str] = Counter()
    for row in rows:
        seen[row[0].head] += not row[0].number
        stem = (
            row[0].head
            if not row[0].number and row[0].is_part
            else f"{row[0].head}{row[0].number or seen[row[0].head]}"
        )
        for place, each in enumerate(row, 1):
            inner = str(place) if stem == row[0].head else f"({place})"
            yield replace(each, number=f"{stem}{inner}" if len(row) > 1 else stem)


def _is_of_units(heads: Sequence[Head]) -> bool:
    return (
        bool(heads) and bool(re.search("部门|单位", heads[-1].name)) and not re.search("全部|所有|各", heads[-1].name)
    )


def _rows_whole(text: str) -> str:
    """Cells in quotes, as a spreadsheet copies those that hold lines, on one line."""
    return re.sub(
        r'(?<=\t)"((?:[^"]|"")*)"(?=\t|\n|\Z)|(?<=\n)"((?:[^"]|"")*)"(?=\t)',
        lambda found: re.sub(r"\s*\n\s*", " ", (found[1] or found[2] or "").replace('""', '"')),
        text.replace("\r\n", "\n"),
    )


def _blocks(text: str) -> Iterator[tuple[list[str], bool]]:
    """Stretches of lines with cells and of lines without; a line that goes on numbering inside a cell stays with its table."""
    block: list[str] = []
    was_table = False
    for line in text.split("\n"):
        here = "\t" in line or (was_table and (not line.strip() or bool(_GOES_ON.match(line))))
        if here != was_table and block:
            yield block, was_table
            block = []
        block.append(line)
        was_table = here
    if block:
        yield block, was_table


def _joined(lines: Sequence[str], width: int) -> Iterator[str]:
    """Rows that line breaks inside a cell tore apart, whole again."""
    held = ""
    for line in lines:
        count, more = held.count("\t") + 1, line.count("\t") + 1
        goes_on = held and _GOES_ON.match(line) and (more == 1 or (count < width and count + more - 1 == width))
        if goes_on and not number_in(line.split("\t")[0]):
            held = f"{held} {line.strip()}"
            continue
        if held:
            yield held
        held = line
    if held:
        yield held


__all__ = ["MARK", "Head", "Item", "Table", "lifted", "table_in", "unit_in"]
