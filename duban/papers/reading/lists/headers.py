"""What the rows of a ledger are: headers one or two deep, groups, remarks."""

from __future__ import annotations

import re

from duban.papers.reading.formats.sheets import Sheet
from duban.papers.reading.lists.columns import Found, fields_of

_HEADER_WITHIN = 30
_NUMERALS = r"[一二三四五六七八九十百]{1,4}"
_GROUP = re.compile(rf"(?:第?{_NUMERALS}[、．.：:]|[（(]{_NUMERALS}[）)]|第{_NUMERALS}[部类章批])")
_REMARK = re.compile(
    r"[（(]?(?:备\s*注|注|说明|填表说明|填报|填表|制表|审核|审签|合计|总计|小计|联系人|联系电话)[：:\s）)]?"
)


def header_of(
    sheet: Sheet, table: dict[int, dict[int, str]], corners: dict[tuple[int, int], tuple[int, int]]
) -> tuple[list[Found], dict[int, str], int] | None:
    """Find the row of headers, one or two deep: fields, labels by column, and the first row below."""
    for row in sorted(table)[:_HEADER_WITHIN]:
        labels = _labels(sheet, row, table, corners)
        found = fields_of(labels)
        if not _counts(found):
            continue
        below = dict(table.get(row + 1, {}))
        two_deep = any(corner[0] == row and place[0] == row + 1 for place, corner in corners.items()) or any(
            corner == (row, column) for column in table[row] for place, corner in corners.items() if place[0] == row
        )
        if two_deep and below:
            second = {
                **labels,
                **{c: w for c, w in below.items() if (row + 1, c) not in corners and len(w) <= 20},
            }
            deeper = fields_of(second)
            if (
                _counts(deeper)
                and set(below) <= set(second)
                and len(deeper) >= len(found)
                and _names_only(below, second)
            ):
                return deeper, second, row + 2
        return found, labels, row + 1
    return None


def is_header(cells: dict[int, str], found: list[Found]) -> bool:
    """Tell whether a row repeats the headers, as at the top of a printed page."""
    return sum(cells.get(each.column) == each.label for each in found) >= min(3, len(found))


def group_of(cells: dict[int, str], own: dict[int, str], found: list[Found]) -> str:
    """Give the words of a row that only names what follows: a merged row, or a heading with its Chinese numeral."""
    values = list(dict.fromkeys(cells.values()))
    columns = {each.field.name: each.column for each in found}
    if len(values) == 1 and len(own) == 1:
        merged = len(cells) > 1
        if _GROUP.match(values[0]) and len(values[0]) <= 80:
            return values[0]
        return values[0] if merged and not _REMARK.match(values[0]) else ""
    number, content = columns.get("no"), columns.get("content")
    if number is not None and content is not None and set(own) <= {number, content} and len(values) == 2:
        numeral = cells.get(number, "")
        if re.fullmatch(rf"[（(]?{_NUMERALS}[）)]?[、．.]?", numeral):
            return (
                f"{numeral.rstrip('、．.')}、{cells.get(content, '')}"
                if numeral[:1] not in "（("
                else numeral + cells.get(content, "")
            )
    return ""


def under(groups: tuple[str, ...], group: str) -> tuple[str, ...]:
    """Put a group beneath those above it: （一） within 一、, anything else in place of all."""
    inner = group.startswith(("（", "("))
    return (*(each for each in groups if not each.startswith(("（", "("))), group) if inner else (group,)


def is_remark(own: dict[int, str], found: list[Found]) -> bool:
    """Tell whether a row is a remark or a total and no matter."""
    if not own:
        return False
    first = own[min(own)]
    return (len(own) <= 2 and bool(_REMARK.match(first))) or (len(own) > 2 and first in ("合计", "总计", "小计"))


def _labels(
    sheet: Sheet,
    row: int,
    table: dict[int, dict[int, str]],
    corners: dict[tuple[int, int], tuple[int, int]],
) -> dict[int, str]:
    labels = dict(table[row])
    for (r, column), corner in corners.items():
        if r == row and corner in sheet.words:
            labels.setdefault(column, sheet.words[corner])
    return labels


def _names_only(below: dict[int, str], labels: dict[int, str]) -> bool:
    """Tell whether a second row still holds headers: at least one is recognised, none is long."""
    own = {column: words for column, words in below.items() if labels.get(column) == words}
    return bool(own) and bool(fields_of(own)) and all(len(words) <= 20 for words in own.values())


def _counts(found: list[Found]) -> bool:
    names = {each.field.name for each in found}
    return "content" in names and len(names) >= 2
