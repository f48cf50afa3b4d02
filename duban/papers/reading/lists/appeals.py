"""A list of appeals as a platform hands it out: which column is which, one appeal a row, with what is wrong by row and column."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from duban.papers.reading.formats.files import source_of
from duban.papers.reading.tasks.items import UnreadablePaper
from duban.papers.reading.texts.sources import Row

# Field → the headings under which platforms give it.
HEADINGS: dict[str, tuple[str, ...]] = {
    "text": ("诉求内容", "反映内容", "留言内容", "工单内容", "问题描述", "内容"),
    "received_on": ("收到日期", "受理日期", "受理时间", "来电时间", "留言时间", "登记日期", "日期"),
    "channel": ("渠道", "来源渠道", "诉求渠道", "来源"),
    "kind": ("类别", "诉求类别", "诉求类型", "类型"),
    "person": ("反映人", "姓名", "诉求人", "来电人", "留言人", "联系人"),
    "contact": ("联系方式", "联系电话", "来电号码", "电话", "手机"),
    "source_no": ("平台编号", "工单编号", "工单号", "留言编号", "编号"),
    "due_on": ("规定时限", "办结时限", "办理时限", "截止日期", "期限"),
    "triage": ("难易", "难易程度"),
}
LABELS = {name: words[0] for name, words in HEADINGS.items()}
DATES = {"received_on", "due_on"}
MOST = 2000


@dataclass(frozen=True)
class AppealRow:
    """One row: the words by field, dates as such, and its number in the sheet's table."""

    row: int
    values: dict[str, str]
    dates: dict[str, date]


@dataclass(frozen=True)
class AppealFault:
    """What is wrong in one row, and under which heading."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        return f"第 {self.row} 行“{self.column}”：{self.message}"


@dataclass
class AppealList:
    """The rows that were read and what is wrong."""

    rows: list[AppealRow] = field(default_factory=list)
    faults: list[AppealFault] = field(default_factory=list)


def read_appeals(data: bytes, filename: str) -> AppealList:
    """Read the first table with headings for content and day. UnreadablePaper where there is none, or more than MOST rows."""
    source = source_of(data, filename)
    for table in source.tables:
        for at, row in enumerate(table[:20]):
            columns = _columns(row)
            if {"text", "received_on"} <= set(columns.values()):
                return _read(table[at + 1 :], columns, at + 2)
    raise UnreadablePaper(f"没有找到表头：至少要有“{LABELS['text']}”和“{LABELS['received_on']}”两栏。")


def _columns(row: Row) -> dict[int, str]:
    found: dict[int, str] = {}
    for place, cell in enumerate(row.cells):
        heading = re.sub(r"[\s（(][^）)]*[）)]|[\s*＊：:]", "", cell.words[:400])
        name = next((name for name, words in HEADINGS.items() if heading in words), "")
        if name and name not in found.values():
            found[place] = name
    return found


def _read(rows: list[Row], columns: dict[int, str], first: int) -> AppealList:
    if len(rows) > MOST:
        raise UnreadablePaper(f"一次最多导入 {MOST} 行，请分开上传。")
    found = AppealList()
    for number, row in enumerate(rows, first):
        values = {name: row.cells[place].words.strip() for place, name in columns.items() if place < len(row.cells)}
        if not any(values.values()):
            continue
        dates: dict[str, date] = {}
        for name in DATES & values.keys():
            words = values.pop(name)
            day = _day(words)
            if words and day is None:
                found.faults.append(AppealFault(number, LABELS[name], f"“{words[:20]}”不是日期，请写成 2026-03-31"))
            elif day is not None:
                dates[name] = day
        found.rows.append(AppealRow(number, values, dates))
    return found


def _day(words: str) -> date | None:
    # A cell that was formatted as text after its date was typed shows the day's number in Excel's count.
    if re.fullmatch(r"[34567]\d{4}", words):
        return date(1899, 12, 30) + timedelta(days=int(words))
    match = re.match(r"\s*(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})", words)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
