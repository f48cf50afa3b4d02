"""Who does a row of a table: its columns for units, columns called by units, and what stands above or beside the rows."""

from __future__ import annotations

import re

from duban.papers.reading.formats.grids import Sheet
from duban.papers.reading.lists.cells import is_blank, owners_of, unbroken
from duban.papers.reading.lists.columns import UNITS
from duban.papers.reading.lists.rows import SAME, TableRow
from duban.papers.reading.tasks.dates import Dating, has_limit
from duban.papers.reading.tasks.doubts import doubt
from duban.papers.reading.tasks.owners import Owners
from duban.papers.reading.tasks.units import is_named

# What stands under the name of a unit for its part.
_MARKS = (
    ("lead", "牵头(?:单位)?|主办(?:单位)?|主责"),
    ("support", "配合(?:单位)?|协办(?:单位)?|参与"),
    ("guide", "指导"),
)
# A remark that says who does it, after all.
_OF_OWNERS = re.compile(
    "(?:责任|牵头|配合|主办|协办|承办)(?:单位|部门)|[改转]由|(?:牵头|配合|协办)$|(?:局|委|办|部|镇|乡|街道)(?:牵头|配合|负责)"
)
_ABOVE = re.compile(
    r"(?m)^[ \t\u3000]*(?:责任|牵头|承办|主办|实施)(?:单位|部门)[：:][ \t\u3000]*(?P<names>[^\n]{2,80})$"
)
_ROWS_ABOVE = 5
_LINES_BETWEEN = 2


def owners_in(row: TableRow) -> tuple[Owners, list[str]]:
    """Give who is named in the columns of a row for units, and a doubt for each whose words are no names."""
    owners, unread = Owners(), []
    for each in row.found:
        words = row.cells.get(each.column, "")
        if each.role in UNITS:
            # 同上 with nothing above it names nobody.
            read = None if SAME.fullmatch(words.strip()) else owners_of(words, each.role)
            if read is None:
                unread.append(doubt("unread_words", words))
            else:
                owners.add(read)
    return owners, unread


def take_marked(row: TableRow, heads: dict[int, str], owners: Owners) -> None:
    """Take in the units that are heads of columns, each with a sign where it has a part: 县水利局 ★ · 县财政局 配合."""
    taken = {each.column for each in row.found}
    units = [column for column in sorted(heads) if column not in taken and is_named(heads[column])]
    signs = {column: row.cells[column].strip() for column in units if not is_blank(row.cells.get(column, ""))}
    if len(units) < 2 or any(len(sign) > 4 for sign in signs.values()):
        return
    unsure = []
    for column, sign in signs.items():
        kind = next((kind for kind, words in _MARKS if re.fullmatch(words, sign)), "")
        getattr(owners, kind or "charged").append(heads[column])
        if not kind and len(set(signs.values())) > 1:
            unsure.append(f"{heads[column]}{sign}")
    if unsure:
        owners.doubts.append(doubt("unread_words", "、".join(unsure)))


def owners_above(text: str, start: int, end: int, sheet: Sheet) -> tuple[str, list[tuple[int, int]]]:
    """Give the words of the last line 责任单位：… between two tables, or above the heads of a sheet, and where it stands in the text."""
    lines = list(_ABOVE.finditer(text, start, end))
    if lines and text.count("\n", lines[-1].end(), end) <= _LINES_BETWEEN:
        return lines[-1]["names"], [lines[-1].span()]
    cells = (_ABOVE.fullmatch(words) for (row, _), words in sorted(sheet.words.items()) if row <= _ROWS_ABOVE)
    return next((match["names"] for match in cells if match), ""), []


def of_the_whole(sheet: Sheet, above: str) -> Owners:
    """Give who has all rows of a table without a column for units: named above it, or the unit that the sheet is called by."""
    named = owners_of(above, "charge") if above else None
    if named is None and is_named(sheet.name) and not re.search("表|清单|台账", sheet.name):
        named = Owners(charged=[sheet.name])
    return named or Owners()


def remarked(row: TableRow, dating: Dating) -> list[str]:
    """Doubt what a remark says of days and units: 其中12辆6月底前到位, 责任单位调整为县林业局."""
    words = unbroken(row.words("note"))
    said = [doubt("dated_elsewhere", words[:80])] if has_limit(words, dating) else []
    return [*said, *([doubt("unread_words", words[:80])] if _OF_OWNERS.search(words) else [])]
