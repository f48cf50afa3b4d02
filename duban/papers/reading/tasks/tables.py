"""Tasks in tables: which column is what, group rows, merged cells, tables that run on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from duban.papers.reading.tasks.dates import Dating, limits_of
from duban.papers.reading.tasks.doubts import doubt
from duban.papers.reading.tasks.items import Item
from duban.papers.reading.tasks.owners import Owners, read_owners, states_first_leads
from duban.papers.reading.texts.sources import Cell, Row, Source

_UNIT = r"(?:责任|负责)?(?:单位|部门|处室|科室|股室|乡镇|地区|主体|机构)?(?:及分工|名称)?"
_COLUMNS = (
    ("no", r"(?:序|编|项|任务|事项|条目)号|序|NO\.?|No\.?|№"),
    # When it begins is no limit.
    ("start", r"(?:启动|开始|开工|起始)(?:时间|日期)?"),
    ("person", r".*(?:领导|责任人|联系人|负责人|分管|电话).*"),
    ("limit", r".*(?:时限|期限|时间|进度安排|进度要求|时间节点|节点|完成日期|截止日期|什么时候|何时).*|(?:工作)?进度"),
    ("lead", rf"(?:总)?牵头{_UNIT}|主办(?:单位|部门)|主责(?:单位|部门)|第一责任(?:单位|部门)"),
    ("support", rf"(?:配合|协办|协助|参与|参加|协同|支持|会办|协作|其他|相关){_UNIT}(?<!其他)(?<!相关)"),
    (
        "charge",
        r"(?:主要|具体|市级|县级|省级|市直|县直)?(?:责任|负责|承办|落实|实施|完成|主管|包保|包联)(?:单位|部门|处室|科室|股室|主体|机构|乡镇|镇街|街道)(?:及分工)?|任务分工|责任分工|分工|职责分工|责任划分|谁(?:来)?(?:办|干|抓|负责|落实)|由谁.{1,4}",
    ),
    ("group", r"(?:任务|工作|事项|项目|指标|问题)?(?:类别|分类|类型|领域|板块|方面|大类)|一级指标|所属领域"),
    ("note", r".*(?:备注|说明|来源|依据|进展|完成情况|落实情况|分值|得分|权重|状态).*"),
    (
        "task",
        r".*(?:任务|事项|实事|内容|举措|措施|工作|项目|要求|目标|问题|要点|指标|清单|建议|议题|提案|批示|标准).*",
    ),
)
_OWNING = {"lead", "support", "charge"}
_CARD_ROWS = 20
_FOOT = re.compile(r"[（(]?(?:备?注|说明|填表|制表|合计|总计)")


@dataclass(frozen=True)
class _Header:
    roles: tuple[str, ...]
    titles: tuple[str, ...]
    below: int

    def at(self, role: str) -> list[int]:
        return [i for i, r in enumerate(self.roles) if r == role]


def read_tables(source: Source, dating: Dating) -> tuple[list[Item], str]:
    """Read the tasks of every table that has a task column and one for owners or limits.

    Gives the items, and the text with those tables blanked out, so that nothing is read twice.
    """
    items: list[Item] = []
    text = source.text
    first_leads = bool(states_first_leads(text))
    header: _Header | None = None
    spans = []
    for rows in source.tables:
        rows = _unfolded(rows)
        own = _header(rows)
        card = _card(rows, dating, first_leads, len(items)) if own is None and header is None else None
        if card is not None:
            items.append(card)
            spans.append((rows[0].start, rows[-1].end))
            continue
        if own is None and header and rows and len(rows[0].cells) == len(header.roles):
            own = _Header(header.roles, header.titles, 0)
        header = own
        if header is None:
            continue
        items += _items(rows[header.below :], header, dating, first_leads, len(items))
        spans.append((rows[0].start, rows[-1].end))
    parts, reached = [], 0
    for start, end in spans:
        parts += [text[reached:start], "\n" * (end - start)]
        reached = end
    return items, "".join([*parts, text[reached:]])


def _header(rows: list[Row]) -> _Header | None:
    for index, row in enumerate(rows[:15]):
        titles = [_title(cell) for cell in row.cells]
        below = index + 1
        # The title above a table is one cell: nothing stands under it as its own.
        titled = len(set(filter(None, titles))) < 2
        merged = below < len(rows) and any(not cell.origin for cell in rows[below].cells)
        if not titled and (merged or _spread(row)):
            second = [_title(cell) for cell in rows[below].cells] if below < len(rows) else []
            if len(second) == len(titles) and _roles(second) is not None:
                titles = [b if b and _role(b) else a for a, b in zip(titles, second, strict=True)]
                below += 1
        roles = _roles(titles)
        if roles:
            return _Header(roles, tuple(titles), below)
    return None


def _unfolded(rows: list[Row]) -> list[Row]:
    """Put what a page prints in two halves side by side, each with the same heads, one below the other."""
    for row in rows[:15]:
        titles = [_title(cell) for cell in row.cells]
        half = len(titles) // 2
        if half >= 2 and titles[:half] == titles[half:] and _roles(titles[:half]):
            if any(len(each.cells) != 2 * half for each in rows):
                return rows
            return [Row(each.cells[at : at + half], each.start, each.end) for each in rows for at in (0, half)]
    return rows


def _card(rows: list[Row], dating: Dating, first_leads: bool, before: int) -> Item | None:
    """Read a form of labels and values, one task a table (交办卡, 任务书); None where it is no such form."""
    found: dict[str, list[str]] = {}
    for row in rows[:_CARD_ROWS]:
        cells = [cell.words.strip() for cell in row.cells if cell.origin]
        for label, value in zip(cells[::2], cells[1::2], strict=False):
            found.setdefault(_role(re.sub(r"[（(].*?[）)]|[\s：:]", "", label)), []).append(value)
    roles = tuple(role for role, values in found.items() for _ in values)
    if len(rows) > _CARD_ROWS or "task" not in found or not _OWNING & set(found):
        return None
    cells = [value for values in found.values() for value in values]
    words = "\n".join(dict.fromkeys(filter(None, found["task"])))
    no = next(filter(None, found.get("no", [])), "") or str(before + 1)
    whole = Row((), rows[0].start, rows[-1].end)
    return _item(whole, cells, _Header(roles, (), 0), dating, first_leads, no, words, ()) if words else None


def _spread(row: Row) -> bool:
    return any(not cell.origin for cell in row.cells)


def _title(cell: Cell) -> str:
    return re.sub(r"[（(].*?[）)]|\s", "", cell.words)


def _role(title: str) -> str:
    if not title or len(title) > 16:
        return ""
    return next((role for role, words in _COLUMNS if re.fullmatch(words, title)), "")


def _roles(titles: list[str]) -> tuple[str, ...] | None:
    roles = tuple(_role(title) for title in titles)
    if "task" not in roles and "group" in roles:
        roles = tuple("task" if role == "group" else role for role in roles)
    owning = any(role in _OWNING for role in roles)
    # A column of limits alone makes a table of tasks only beside a number or owners.
    return roles if "task" in roles and (owning or ("limit" in roles and "no" in roles)) else None


def _items(rows: list[Row], header: _Header, dating: Dating, first_leads: bool, before: int) -> list[Item]:
    items: list[Item] = []
    groups: tuple[str, ...] = ()
    for row in rows:
        cells = [cell.words.strip() for cell in row.cells]
        cells += [""] * (len(header.roles) - len(cells))
        values = list(dict.fromkeys(words for words in cells if words))
        if not values or (_FOOT.match(values[0]) and len(values) <= 2) or _is_header(cells):
            continue
        if _is_group(row, cells, values, header):
            groups = (" ".join(values),)
            continue
        task = [cells[i] for i in header.at("task") if cells[i]]
        if not task:
            continue
        words = "\n".join(dict.fromkeys(task))
        above = tuple(dict.fromkeys(cells[i] for i in header.at("group") if cells[i]))
        numbers = [cells[i] for i in header.at("no") if cells[i]]
        no = numbers[0].strip(" .．、") if numbers else str(before + len(items) + 1)
        items.append(_item(row, cells, header, dating, first_leads, no, words, groups + above))
    return items


def _item(
    row: Row,
    cells: list[str],
    header: _Header,
    dating: Dating,
    first_leads: bool,
    no: str,
    words: str,
    parents: tuple[str, ...],
) -> Item:
    owners = Owners()
    unread = []
    for role in ("lead", "charge", "support"):
        for index in header.at(role):
            if not cells[index] or cells[index] in {"-", "—", "/", "无"}:
                continue
            read = read_owners(cells[index], role)
            if read:
                owners.add(read)
            else:
                unread.append(doubt("unread_words", cells[index]))
    labelled = [cells[i] for i in header.at("limit") if cells[i]] + owners.limits
    lead, support, doubts = owners.divided(first_leads)
    limits = limits_of("" if labelled else words, dating, tuple(dict.fromkeys(labelled)))
    return Item(
        no,
        words,
        lead,
        support,
        limits.milestones,
        limits.due,
        (*doubts, *unread, *limits.doubts),
        (row.start, row.end),
        parents,
    )


def _is_header(cells: list[str]) -> bool:
    return _roles([re.sub(r"\s", "", words) for words in cells]) is not None


def _is_group(row: Row, cells: list[str], values: list[str], header: _Header) -> bool:
    """A row that only names what follows: one merged cell, or a heading with its number and nothing else."""
    filled = [i for i, words in enumerate(cells) if words]
    if len(values) == 1:
        spread = sum(1 for words in cells if words == values[0]) > 1
        heading = re.match(r"[（(]?[一二三四五六七八九十]{1,3}[、．.）)]", values[0])
        return spread or bool(heading) or filled[0] not in header.at("task")
    numbered = [i for i in filled if header.roles[i] == "no"]
    rest = {cells[i] for i in filled if i not in numbered}
    if numbered and len(rest) == 1 and len(filled) == len(numbered) + 1:
        return bool(re.fullmatch(r"[（(]?[一二三四五六七八九十]{1,3}[）)]?[、．.]?", cells[numbered[0]]))
    return False
