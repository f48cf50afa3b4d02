"""What the rows of a ledger are: headers one or two deep, groups, remarks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from duban.papers.reading.formats.grids import Place, Sheet
from duban.papers.reading.lists.columns import UNITS, Found, field_named, fields_of, is_end, plain_label

_HEADER_WITHIN = 30
_OTHER_HEAD = re.compile(
    r"姓名|性别|年龄|职务|职称|岗位|电话|手机|(?:联系|移动|办公)?(?:电话|方式|号码)|邮箱|地点|地址|时间|日期|金额|数量|单价|合计|总计|比例|单位|规格|型号|来源|用途|名称|内容|人数|面积|总?投资"
)
# A column that stands for a stretch of time: 一季度 · 下半年目标 · 6月底
STRETCH = re.compile(
    r"(?:\d{4}年)?(?:第?[一二三四1-4]季度[末底]?|[上下]半年|\d{1,2}(?:[-—至~]\d{1,2})?月份?[末底]?|年[末底])前?(?:目标|任务|计划|进度|安排|工作)?"
)
_NUMERALS = r"[一二三四五六七八九十百]{1,4}"
_GROUP = re.compile(rf"(?:第?{_NUMERALS}[、．.：:]|[（(]{_NUMERALS}[）)]|第{_NUMERALS}[部类章批])")
_REMARK = re.compile(
    r"[（(]?(?:备\s*注|注\d?|说明|填表说明|填报(?:人|单位|时间|日期)?|填表(?:人|单位|时间|日期)?|制表(?:人|单位|时间|日期)?|审核(?:人)?|审签(?:人)?|合\s*计|总\s*计|小\s*计|联系人|联系电话)(?:[：:\s）)]|$)"
)


@dataclass(frozen=True)
class Header:
    """Where a table's columns are: fields in their order, every label by column, and the first row below.

    `halves` are the fields of each half, where a page prints two halves with the same heads side by side.
    """

    found: list[Found]
    labels: dict[int, str]
    first: int

    @property
    def halves(self) -> list[list[Found]]:
        """Give the fields once, or half by half."""
        columns = sorted(self.labels)
        half = len(columns) // 2
        left, right = columns[:half], columns[half:]
        if half < 2 or len(columns) % 2 or [self.labels[c] for c in left] != [self.labels[c] for c in right]:
            return [self.found]
        halves = [fields_of({c: self.labels[c] for c in each}) for each in (left, right)]
        return halves if all(is_table_of_tasks(each) for each in halves) else [self.found]


def header_of(
    sheet: Sheet, table: dict[int, dict[int, str]], corners: dict[Place, Place], is_paper: bool = False
) -> Header | None:
    """Find the row of headers, one or two deep. In a paper a table counts only where it names units, or limits beside numbers."""
    counts = is_table_of_tasks if is_paper else _counts
    for row in sorted(table)[:_HEADER_WITHIN]:
        labels = _labels(sheet, row, table, corners)
        # The title above a table is one cell: nothing stands under it as its own.
        if len(set(labels.values())) < 2:
            continue
        below = dict(table.get(row + 1, {}))
        two_deep = any(corner[0] == row and place[0] == row + 1 for place, corner in corners.items()) or any(
            corner == (row, column) for column in table[row] for place, corner in corners.items() if place[0] == row
        )
        found = fields_of(labels)
        if two_deep and below:
            own = {c: words for c, words in below.items() if (row + 1, c) not in corners}
            second = {**labels, **{c: _second(labels.get(c, ""), words) for c, words in own.items()}}
            deeper = fields_of(second)
            stretches = {column for column, words in own.items() if STRETCH.fullmatch(words)}
            fewer = sum(each.column in stretches for each in found)
            if counts(deeper) and len(deeper) >= len(found) - fewer and _names_only(own):
                return Header(deeper, second, row + 2)
        if counts(found):
            return Header(found, labels, row + 1)
    return None


def has_other_heads(table: dict[int, dict[int, str]]) -> bool:
    """Tell whether a table begins with heads of its own that are none of tasks: 姓名 · 单位 · 电话."""
    cells = [plain_label(words) for words in table[min(table)].values()] if table else []
    heads = [words for words in cells if _OTHER_HEAD.fullmatch(words) or field_named(words, is_strict=True)]
    return len(cells) > 1 and 3 * len(heads) > 2 * len(cells)


def year_above(sheet: Sheet, head: int) -> int | None:
    """Give the one year that a sheet's name or the lines above its head name; None where they name none, or several."""
    above = (words for (row, _), words in sheet.words.items() if row < head)
    named = {int(year) for words in (sheet.name, *above) for year in re.findall(r"(?<!\d)(20\d\d)(?=年|\.|-|$)", words)}
    return named.pop() if len(named) == 1 else None


def is_table_of_tasks(found: list[Found]) -> bool:
    """Tell whether headers are those of tasks: a content, and units, or limits that are surely such or stand beside numbers."""
    names = {each.field.name for each in found}
    owned = any(each.role in UNITS for each in found)
    sure = all(field_named(each.label, is_strict=True) for each in found)
    limited = sure and any(each.field.name == "due_on" and is_end(each.label) for each in found)
    return "content" in names and (owned or limited or ("due_on" in names and bool(names & {"no", "letter_no"})))


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
    corners: dict[Place, Place],
) -> dict[int, str]:
    labels = dict(table[row])
    for (r, column), corner in corners.items():
        if r == row and corner in sheet.words:
            labels.setdefault(column, sheet.words[corner])
    return labels


def _second(above: str, below: str) -> str:
    """Give the header of a column whose head is two deep: the lower words, both together, or the upper, whichever names a field."""
    if len(below) > 20:
        return above
    for words in (below, above + below):
        if field_named(words, is_strict=True):
            return words
    if STRETCH.fullmatch(below):
        # 进度安排 over 一季度, 二季度: each says of its own stretch what is to be done.
        return below
    return above if field_named(above) else below or above


def _names_only(own: dict[int, str]) -> bool:
    """Tell whether a second row still holds headers: at least one is recognised, none is long."""
    return any(field_named(words, is_strict=True) for words in own.values()) and all(
        len(words) <= 20 for words in own.values()
    )


def _counts(found: list[Found]) -> bool:
    names = {each.field.name for each in found}
    return "content" in names and len(names) >= 2
