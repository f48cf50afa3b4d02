"""An office's people as a workbook says them: its units, who is in charge of which field, its officers; each word with its cell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from duban.papers.reading.formats.files import sheets_of
from duban.papers.reading.formats.grids import TEMPLATE_SHEETS, Sheet, column_letters
from duban.papers.reading.tasks.items import UnreadablePaper
from duban.papers.reading.texts.folding import name_together

MOST = 5_000
# Fields that hold a person's name.
_PERSONS = ("full_name", "leader")
_HEAD_WITHIN = 10


@dataclass(frozen=True)
class Column:
    """A column of one sheet: the field, its label, the headings under which it is found, whether a row must fill it."""

    name: str
    label: str
    headings: str
    required: bool = False


SHEETS: dict[str, tuple[str, tuple[Column, ...]]] = {
    "units": (
        "单位",
        (
            Column("name", "名称", r"(?:单位)?(?:名称|全称)|单位", required=True),
            Column("group", "类别", r"(?:单位)?(?:类别|类型|分组)", required=True),
            Column("aliases", "简称和别名", r"简称|别名|(?:简称|别名|其他名称)[、和及](?:简称|别名|其他名称)|其他名称"),
            Column("portfolio", "分管领域", r"分管领域|领域|口|分管口"),
            Column("ranked", "参加排名", r"(?:是否)?参加?排名"),
            Column("code", "代码", r"(?:单位)?代码|编码"),
        ),
    ),
    "portfolios": (
        "分管领域",
        (
            Column("name", "分管领域", r"分管领域|领域|名称|口", required=True),
            Column("leader", "分管领导", r"(?:分管)?领导(?:姓名)?|姓名"),
        ),
    ),
    "officers": (
        "人员",
        (
            Column("full_name", "姓名", r"姓名|人员", required=True),
            Column("role", "岗位", r"岗位|角色", required=True),
            Column("unit", "所在单位", r"(?:所在|工作|所属)?单位(?:名称)?"),
            Column("title", "职务", r"职务|职位"),
            Column("username", "账号", r"账号|用户名|登录名"),
        ),
    ),
}


@dataclass(frozen=True)
class RollRow:
    """One row: what it says by field, and where each word stands (`places` by field, `place` for the row itself)."""

    sheet: str
    values: dict[str, str]
    places: dict[str, str]
    place: str

    def at(self, name: str) -> str:
        """Return where a field's word stands, the row where it has no cell."""
        return self.places.get(name, self.place)

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")


@dataclass(frozen=True)
class RollFault:
    """What is wrong, and where: sheet and cell as a spreadsheet names them. A remark keeps nothing from being taken in."""

    sheet: str
    place: str
    why: str
    is_remark: bool = False

    def __str__(self) -> str:
        return f"“{self.sheet}”{self.place}：{self.why}" if self.place else f"“{self.sheet}”：{self.why}"


@dataclass
class Roll:
    """The rows of each sheet in their order, and what was wrong already where they were read."""

    units: list[RollRow] = field(default_factory=list)
    portfolios: list[RollRow] = field(default_factory=list)
    officers: list[RollRow] = field(default_factory=list)
    faults: list[RollFault] = field(default_factory=list)

    def rows(self, kind: str) -> list[RollRow]:
        """Return the rows of one kind: units, portfolios or officers."""
        return {"units": self.units, "portfolios": self.portfolios, "officers": self.officers}[kind]


def read_roll(data: bytes, filename: str = "名册.xlsx") -> Roll:
    """Read the sheets 单位, 分管领域 and 人员 of a workbook (.xlsx, .xls, .et, .ods); one or two of them may be missing.

    Raises UnreadablePaper for what is no workbook, has none of them, or more than MOST rows.
    """
    roll, known = Roll(), {label: kind for kind, (label, _) in SHEETS.items()}
    found = False
    for sheet in sheets_of(data, filename):
        kind = known.get(sheet.name.strip())
        if kind is not None and not sheet.is_hidden:
            found = True
            roll.faults += [RollFault(sheet.name, "", words, True) for words in sheet.remarks()]
            _read(sheet, kind, roll)
        elif sheet.name.strip() not in TEMPLATE_SHEETS and (sheet.words or sheet.is_hidden):
            roll.faults.append(RollFault(sheet.name, "", "没有读取这张工作表，只读“单位”“分管领域”“人员”三张", True))
    if not found:
        raise UnreadablePaper("工作簿里没有“单位”“分管领域”“人员”三张工作表中的任何一张，请使用模板。")
    if sum(len(roll.rows(kind)) for kind in SHEETS) > MOST:
        raise UnreadablePaper(f"一次最多导入 {MOST} 行，请分开上传。")
    return roll


def roll_of(given: dict[str, Iterable[dict[str, str]]]) -> Roll:
    """Return a roll that a program hands in: rows by kind, each with its fields; a place is the row's number from 1."""
    roll = Roll()
    for kind, (label, columns) in SHEETS.items():
        for number, row in enumerate(given.get(kind, ()), 1):
            values = {name: words.strip() for name, words in row.items()}
            values |= {name: name_together(values[name]) for name in _PERSONS if name in values}
            places = {column.name: f"{kind}[{number}].{column.name}" for column in columns}
            roll.rows(kind).append(RollRow(label, values, places, f"{kind}[{number}]"))
            _miss(roll, kind, roll.rows(kind)[-1])
    return roll


def _read(sheet: Sheet, kind: str, roll: Roll) -> None:
    label, columns = SHEETS[kind]
    head, at = _head(sheet, columns)
    if head is None:
        needed = "、".join(f"“{each.label}”" for each in columns if each.required)
        roll.faults.append(RollFault(label, "", f"没有找到表头：至少要有{needed}一栏"))
        return
    for column in range(1, sheet.width + 1):
        words = sheet.words.get((head, column), "").strip()
        if words and column not in at.values():
            roll.faults.append(RollFault(label, f"{column_letters(column)}{head}", f"没有读取“{words}”这一栏", True))
    for row in range(head + 1, sheet.height + 1):
        values = {name: _line(sheet.words.get((row, column), "")) for name, column in at.items()}
        values |= {name: name_together(values[name]) for name in _PERSONS if name in values}
        if not any(values.values()):
            continue
        places = {name: f"{column_letters(column)}{row}" for name, column in at.items()}
        if any((row, column) in sheet.struck for column in at.values()):
            roll.faults.append(RollFault(label, f"第 {row} 行", "有删除线，没有读取这一行", True))
            continue
        if row in sheet.hidden_rows:
            roll.faults.append(RollFault(label, f"第 {row} 行", "这一行是隐藏的，已一并读取，请核对", True))
        made = RollRow(label, values, places, f"第 {row} 行")
        roll.rows(kind).append(made)
        _miss(roll, kind, made)


def _head(sheet: Sheet, columns: tuple[Column, ...]) -> tuple[int | None, dict[str, int]]:
    """Find the row of headings, with the column of each field; every heading that a row must fill is there."""
    for row in range(1, min(sheet.height, _HEAD_WITHIN) + 1):
        at: dict[str, int] = {}
        for column in range(1, sheet.width + 1):
            words = re.sub(r"[\s*＊]|[（(].*?[）)]", "", sheet.words.get((row, column), "")[:400])
            for each in columns:
                if words and each.name not in at and re.fullmatch(each.headings, words):
                    at[each.name] = column
                    break
        if all(each.name in at for each in columns if each.required):
            return row, at
    return None, {}


def _miss(roll: Roll, kind: str, row: RollRow) -> None:
    for column in SHEETS[kind][1]:
        if column.required and not row[column.name]:
            roll.faults.append(RollFault(row.sheet, row.at(column.name), f"没有填写{column.label}"))


def _line(words: str) -> str:
    return re.sub(r"[\u200b\ufeff]", "", words).replace("\u3000", " ").replace("\xa0", " ").strip()
