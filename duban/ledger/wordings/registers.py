"""Registers to be printed: what went out in a year, which matters were entered, and what is planned."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F

from duban.ledger import access
from duban.ledger.governed import Governed
from duban.ledger.models.bulletins import Phase
from duban.ledger.models.matters import State
from duban.ledger.queries.matters import matters as ledger
from duban.ledger.refusals import Refused
from duban.ledger.wordings.frames import clean, oneline, slip_paper
from duban.papers.writing.documents import Block, Paper, Paragraph, table
from duban.papers.writing.texts import end_words
from duban.people.models import Officer

MOST = 2000


@dataclass(frozen=True)
class Register:
    """One register that an office may print: its id, its name in the document if that has one, and the clause."""

    id: str
    name: str
    clause: str = ""


def registers_of(officer: Officer) -> list[Register]:
    """Return the registers under the officer's document, by its names; 发文登记簿 is every office's own."""
    assert officer.jurisdiction is not None
    governed = Governed.of(officer.jurisdiction)
    found = []
    for act, plain in (("registration", "督办事项登记册"), ("planning", "督办计划")):
        named = governed.paper(act)
        found.append(Register(act, named.name if named else plain, named.clause if named else ""))
    return [*found, Register("issued", "发文登记簿")]


def register_of(officer: Officer, register: Register, year: int) -> Paper:
    """Return a register of a year, from what the officer may see. Raises Refused where it has more rows than a paper holds."""
    assert officer.jurisdiction is not None
    head, rows, widths = {"registration": _entered, "planning": _planned, "issued": _issued}[register.id](officer, year)
    if len(rows) > MOST:
        raise Refused(f"{year}年有{len(rows)}行，打印的{register.name}最多{MOST}行", possible="请从台账导出表格。")
    numbered = [(str(place), *row) for place, row in enumerate(rows, 1)]
    said = Paragraph(f"{year}年，共{len(rows)}{'件' if register.id == 'issued' else '项'}。", indent=False)
    body: tuple[Block, ...] = (said, table(("序号", *head), numbered, widths=(1.6, *widths))) if rows else (said,)
    return slip_paper(officer.jurisdiction, title=register.name, body=body, has_head=False)


_Rows = tuple[tuple[str, ...], Sequence[tuple[str, ...]], tuple[float, ...]]


def _entered(officer: Officer, year: int) -> _Rows:
    found = (
        access.matters.matters(officer).filter(registered_on__year=year).select_related("registered_by").order_by("id")
    )
    head = ("编号", "事项内容", "来源", "责任单位", "完成时限", "登记日期", "状态")
    rows = [
        (
            row.matter.no,
            oneline(row.matter.title),
            str(row.matter.get_source_display()),
            _names(each.unit.name for each in row.leads),
            end_words(row.due_on),
            _day(row.matter.registered_on),
            str(row.matter.get_state_display()),
        )
        for row in ledger.rows_of(officer, found[: MOST + 1])
    ]
    return head, rows, (2, 4.6, 2.2, 3, 2.8, 2.4, 1.8)


def _planned(officer: Officer, year: int) -> _Rows:
    """县方案 三(一): what was collected and entered, before it goes out."""
    found = (
        access.matters.matters(officer)
        .filter(registered_on__year=year, state=State.PROPOSED)
        .order_by(F("due_on").asc(nulls_last=True), "id")
    )
    head = ("督办事项", "办理要求和完成标准", "责任单位", "配合单位", "完成时限")
    rows = [
        (
            oneline(row.matter.title),
            clean(row.matter.standard or row.matter.requirement),
            _names(each.unit.name for each in row.leads),
            _names(each.unit.name for each in row.supports),
            end_words(row.due_on),
        )
        for row in ledger.rows_of(officer, found[: MOST + 1])
    ]
    return head, rows, (4, 5, 3, 3, 3)


def _issued(officer: Officer, year: int) -> _Rows:
    """Every numbered paper of the year: notices and bulletins, by the day and in the order of their numbers."""
    notices = (
        access.papers.notices(officer).filter(year=year).select_related("jurisdiction", "unit", "matter", "issued_by")
    ).prefetch_related("items__assignment__unit")
    bulletins = access.papers.bulletins(officer).filter(phase=Phase.ISSUED, year=year).select_related("issued_by")
    lines = [
        (
            each.issued_on,
            0,
            each.serial,
            (
                each.number,
                f"{each.name}：{oneline(each.matter.title if each.matter else each.about)}".rstrip("："),
                each.addressed,
                str(each.issued_by),
            ),
        )
        for each in notices.order_by("serial")[: MOST + 1]
    ]
    lines += [
        (
            each.issued_on,
            1,
            each.serial,
            (each.number, oneline(each.title), str(each.get_audience_display()), str(each.issued_by)),
        )
        for each in bulletins.order_by("serial")[: MOST + 1]
        if each.issued_on is not None and each.serial is not None
    ]
    lines.sort(key=lambda line: line[:3])
    rows = [(number, _day(on), what, to, who) for on, _, _, (number, what, to, who) in lines]
    return ("文号", "印发日期", "文种和标题", "主送", "经办"), rows, (4, 2.4, 6, 3, 2)


def _day(on: datetime.date) -> str:
    """Say a day of the register's own year."""
    return f"{on.month}月{on.day}日"


def _names(names: Iterable[str]) -> str:
    return "、".join(names) or "—"
