"""Tasks in the tables of a paper: one a row, or one a form of labels and values."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from duban.papers.reading.formats.grids import Sheet, address
from duban.papers.reading.lists.cells import is_blank, limits_in, unbroken
from duban.papers.reading.lists.columns import UNITS, Found, field_named, fields_of, is_done_day
from duban.papers.reading.lists.headers import STRETCH, year_above
from duban.papers.reading.lists.rows import TableRow, TaskTable, table_of
from duban.papers.reading.tasks.dates import Dating, Limits, limits_of
from duban.papers.reading.tasks.doubts import doubt
from duban.papers.reading.tasks.items import Item, Milestone
from duban.papers.reading.tasks.owners import Owners, states_first_leads
from duban.papers.reading.tasks.row_owners import of_the_whole, owners_above, owners_in, remarked, take_marked
from duban.papers.reading.texts.sources import Row, Source

_CARD_ROWS = 20
# 3.6月底前: a number before a month, no decimal.
_NUMBERED = re.compile(r"(?<![\d.])(\d{1,2})[.．](?=\d{1,2}月)")
# What a task says, in the order of the columns; what else stands in its row goes beside it.
_TEXT = {"content", "part", "requirement", "standard"}


@dataclass
class _Tables:
    """What the tables of one paper gave so far."""

    dating: Dating
    first_leads: bool
    items: list[Item] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    # Who is named above the table for all its rows, and where.
    above: str = ""
    above_at: list[tuple[int, int]] = field(default_factory=list)


def read_tables(source: Source, dating: Dating) -> tuple[list[Item], str, list[str]]:
    """Read the tasks of every table that has a task column and one for owners or limits.

    Gives the items, the text with those tables blanked out, so that nothing is read twice, and the rows that are no tasks.
    """
    found = _Tables(dating, bool(states_first_leads(source.text)))
    before: TaskTable | None = None
    reached = 0
    for index, rows in enumerate(source.tables):
        if not rows:
            continue
        sheet = source.sheets.get(index) or sheet_of(rows, f"表{index + 1}")
        found.above, found.above_at = owners_above(source.text, reached, rows[0].start, sheet)
        reached = rows[-1].end
        table = table_of(sheet, is_paper=True, before=before) if before else table_of(sheet, is_paper=True)
        if table is None and before is None:
            card = _card(rows, found)
            if card is not None:
                found.items.append(card)
                found.spans.append((rows[0].start, rows[-1].end))
                continue
        before = table
        if table is not None:
            named = year_above(sheet, table.header.first) if dating.year is None and index in source.sheets else None
            found.dating = Dating(named, dating.issued_on) if named else dating
            _take(table, {row.number or at: row for at, row in enumerate(rows, 1)}, found)
            for_all = not any(each.role in UNITS - {"guide"} for each in table.header.found)
            found.spans += [*(found.above_at if for_all else ()), (rows[0].start, rows[-1].end)]
    return found.items, _without(source.text, found.spans), found.unread


def sheet_of(rows: list[Row], name: str) -> Sheet:
    """Make a sheet of a table in running text; a cell that a merge covers has its words from the neighbour that repeats them."""
    sheet = Sheet(name)
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row.cells, 1):
            place = (number, column)
            if not cell.origin and cell.words:
                left, above = (number, column - 1), (number - 1, column)
                for near in (left, above):
                    corner = sheet.covered.get(near, near)
                    if sheet.words.get(corner) == cell.words.strip():
                        sheet.covered[place] = corner
                        break
            elif cell.words.strip():
                sheet.words[place] = cell.words.strip()
                if cell.struck:
                    sheet.struck.add(place)
    return sheet


def _take(table: TaskTable, rows: dict[int, Row], found: _Tables) -> None:
    for number, words in table.left_out:
        found.unread.append(f"“{table.sheet.name}”第{number}行：{words[:120]}")
    for row in table.rows:
        row = _without_faulty(row, table.sheet)
        item = _item(row, table.heads, rows[row.number], found, table.sheet)
        if item is not None:
            found.items.append(item)
        else:
            words = " ".join(dict.fromkeys(row.cells[column] for column in sorted(row.own)))
            # The rule under the heads of a table that is written in signs is no row.
            if words.strip("-—|:= "):
                found.unread.append(f"“{table.sheet.name}”第{row.number}行没有写任务：{words[:200]}")


def _without_faulty(row: TableRow, sheet: Sheet) -> TableRow:
    """Give a row without the cells in which a formula failed (#N/A, #REF!), each of them said."""
    faulty = [column for column in row.cells if (row.number, column) in sheet.faulty]
    if not faulty:
        return row
    said = tuple(doubt("faulty", f"{address((row.number, column))}“{row.cells[column]}”") for column in faulty)
    cells = {column: words for column, words in row.cells.items() if column not in faulty}
    return replace(row, cells=cells, said=(*row.said, *said))


def _item(row: TableRow, heads: dict[int, str], place: Row, found: _Tables, sheet: Sheet) -> Item | None:
    texts = [_said(each, unbroken(row.cells.get(each.column, ""))) for each in row.found if each.field.name in _TEXT]
    if is_blank(row.words("content")) and is_blank(row.words("part")):
        return None
    words = "\n".join(dict.fromkeys(text for text in texts if not is_blank(text)))
    owners, unread = owners_in(row)
    named = any(each.role in UNITS - {"guide"} for each in row.found)
    by_whole = of_the_whole(sheet, found.above) if not named and not owners else Owners()
    owners.add(by_whole)
    take_marked(row, heads, owners)
    roles = owners.roles(found.first_leads)
    doubts = (*roles.doubts, doubt("default_owner")) if by_whole else roles.doubts
    if not named and not owners.lead and not owners.charged and not owners.support:
        # The table has no column for who does it: nothing is missing in its cells.
        doubts = tuple(each for each in doubts if each != doubt("no_lead"))
    cells = [row.cells.get(each.column, "") for each in row.found if each.field.name == "due_on"]
    labelled = tuple(dict.fromkeys([*(each for each in cells if not is_blank(each)), *owners.limits]))
    # A stretch of time in a header is no limit: what its cell says may be.
    bare = "\n".join(unbroken(row.cells.get(each.column, "")) for each in row.found if each.field.name in _TEXT)
    bare = _NUMBERED.sub(r"\1、", bare)
    limits = limits_in(labelled, found.dating) if labelled else limits_of(bare, found.dating)
    stretches = _stretches(row, heads)
    within = limits_of("\n".join(words for _, words in stretches), found.dating).milestones if stretches else ()
    if stretches and not limits.due:
        doubts = (*doubts, doubt("vague_date", "，".join(f"{head}{words}" for head, words in stretches)[:80]))
    on_the_way = _on_the_way(limits_of(bare, found.dating), limits) if labelled else ()
    number = (row.words("no") or row.words("letter_no")).strip(" .．、")
    kind = row.words("category")
    return Item(
        number or str(len(found.items) + 1),
        words,
        roles.lead,
        roles.support,
        (
            *_steps(row, heads, found.dating),
            *on_the_way,
            *(each for each in within if each.date),
            *limits.milestones,
        ),
        limits.due,
        (*row.said, *doubts, *unread, *limits.doubts, *remarked(row, found.dating)),
        (place.start, place.end),
        (*row.groups, *([kind] if kind else [])),
        roles.guide,
        limits.recurrence,
        (*_notes(row, heads), *roles.notes),
    )


def _on_the_way(in_words: Limits, limits: Limits) -> tuple[Milestone, ...]:
    """Give the days before the end that the words name beside the column for it: 年度目标 beside 竣工时间."""
    named = {each.date for each in limits.milestones}
    found = (each for each in in_words.milestones if each.date and each.date not in named)
    return tuple(each for each in found if limits.due and each.date and each.date < limits.due)


def _said(found: Found, words: str) -> str:
    """Give the words of a column; with its header where that names a stretch of time (一季度目标), which the words alone do not say."""
    label = re.sub(r"\s", "", found.label)
    return (
        f"{label}：{words}"
        if re.search(r"[一二三四1-4]季度|[上下]半年|\d{1,2}月", label) and not is_blank(words)
        else words
    )


def _steps(row: TableRow, heads: dict[int, str], dating: Dating) -> tuple[Milestone, ...]:
    """Give the earlier days in columns for time beside the limit's own (启动 · 中期目标), which are no limit."""
    taken = {each.column for each in row.found}
    cells = []
    for column in sorted(row.cells.keys() - taken):
        field = field_named(heads.get(column, ""), is_strict=True)
        is_limit = field is not None and field.name == "due_on" and not is_done_day(heads.get(column, ""))
        if is_limit and not is_blank(row.cells[column]):
            cells.append(row.cells[column])
    return limits_in(tuple(cells), dating).milestones if cells else ()


def _stretches(row: TableRow, heads: dict[int, str]) -> list[tuple[str, str]]:
    """Give what is to be done in each stretch of time that a column of its own stands for: 一季度 · 下半年目标."""
    taken = {each.column for each in row.found}
    return [
        (heads[column], row.cells[column])
        for column in sorted(row.cells.keys() - taken)
        if STRETCH.fullmatch(heads.get(column, "")) and not is_blank(row.cells[column])
    ]


def _notes(row: TableRow, heads: dict[int, str]) -> tuple[tuple[str, str], ...]:
    """Give what else stands in the row, by its header: how far it is, who is in charge, how often is reported, remarks."""
    said = {
        each.column
        for each in row.found
        if each.field.name in _TEXT | {"no", "letter_no", "due_on", "category"} or each.role
    }
    columns = [column for column in sorted(row.cells) if column not in said and not is_blank(row.cells[column])]
    return tuple((heads.get(column, ""), unbroken(row.cells[column])) for column in columns)


def _card(rows: list[Row], found: _Tables) -> Item | None:
    """Read a form of labels and values, one task a table (交办卡, 任务书); None where it is no such form."""
    if len(rows) > _CARD_ROWS:
        return None
    labels: dict[int, str] = {}
    values: dict[int, str] = {}
    for row in rows:
        cells = [cell.words.strip() for cell in row.cells if cell.origin]
        for label, value in zip(cells[::2], cells[1::2], strict=False):
            labels[len(labels) + 1] = label
            values[len(labels)] = value
    fields: list[Found] = fields_of(labels)
    names = {each.field.name for each in fields}
    if "content" not in names or not names & {"lead", "support", "guide"}:
        return None
    filled = {column: words for column, words in values.items() if words}
    card = TableRow(1, tuple(fields), filled, frozenset(filled), (), {})
    return _item(card, labels, Row((), rows[0].start, rows[-1].end), found, Sheet(""))


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    parts, reached = [], 0
    for start, end in spans:
        parts += [text[reached:start], re.sub(r"[^\n]", "\n", text[start:end])]
        reached = end
    return "".join([*parts, text[reached:]])
