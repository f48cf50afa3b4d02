"""Tables of what belongs to a drafted document as a whole: each part's rows and columns, and the part again out of what was typed.

Ids never show: a new row gets one of its own, and what names a row elsewhere is chosen by its name. What a table has no column for stays.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from duban.engine.studio import uses
from duban.ledger.queries.office.drafting.drafted_contents import Content
from duban.ledger.refusals import Refused
from duban.papers.reading.texts.folding import folded
from duban.web.forms.office import document_figures, event_fields

Head = Mapping[str, Any]
Choices = Callable[[Content], list[tuple[str, str]]]
_ID = "id"
# What a list is for stands in its name, not beside it.
_USE = "use"


@dataclass(frozen=True)
class Column:
    """One column: `kind` is text, lines, choice or fields; `choices` of a choice, by the draft."""

    key: str
    label: str
    kind: str = "text"
    choices: Choices | None = None
    is_required: bool = False


@dataclass(frozen=True)
class Table:
    """One part as a table. `shape`: how it is written: rows (a list), named (id: row), names (id: name) or words (a list of words)."""

    key: str
    title: str
    hint: str
    shape: str
    columns: tuple[Column, ...]

    @property
    def takes_lines(self) -> bool:
        """Say whether a name, with a clause for all, is enough of a row."""
        return self.shape not in ("words", "roles") and {each.key for each in self.columns} <= {"name", "in", "clause"}

    @property
    def has_clause(self) -> bool:
        """Say whether a row stands under a clause."""
        return any(each.key == "clause" for each in self.columns)


def _named(key: str, own: str = "name") -> Choices:
    """Return the rows of another part to choose from."""

    def found(content: Content) -> list[tuple[str, str]]:
        entries = content["regime"].get(key) or {}
        if isinstance(entries, dict):
            return [(name, _label(entry, own) or name) for name, entry in entries.items()]
        return [(str(each.get(_ID, "")), _label(each, own)) for each in entries if isinstance(each, dict)]

    return found


def _clauses(content: Content) -> list[tuple[str, str]]:
    return [(each["clause"], each["clause"]) for each in content["clauses"]]


def _these(*pairs: tuple[str, str]) -> Choices:
    return lambda content: list(pairs)


def _recorders(content: Content) -> list[tuple[str, str]]:
    return [("office", "督查室"), ("unit", "单位"), ("daily", "系统每日"), *_named("bodies")(content)]


_NAME, _CLAUSE = Column("name", "名称", is_required=True), Column("clause", "所在条款", "choice", _clauses)
_CITED = Column("clause", "所在条款", "choice", _clauses, is_required=True)
_LABEL = Column("label", "名称", is_required=True)
_MISSING = _these(("pending", "待录入"), ("full", "按满分"), ("zero", "按0分"), ("not_scored", "不计"))
TABLES = {
    table.key: table
    for table in (
        Table("groups", "单位分组", "分开排名、分别计分的各组单位。", "names", (_NAME, Column("in", "属于", "choice", _named("groups")))),
        Table("categories", "事项类别", "办法区分的各类事项。", "rows", (_NAME, _CITED)),
        Table("levels", "级别", "如红、黄、蓝；没有就空着。", "names", (_NAME,)),
        Table("matter_roles", "承办角色", "如主办、协办；不写就是牵头、配合。", "names", (_NAME,)),
        Table("roles", "签批人的称谓", "办法怎样称呼各签批岗位。", "roles", (
            Column("leader", "分管领导"), Column("new_leader", "接办单位的分管领导"), Column("contact_leader", "联系领导"),
            Column("principal", "主要领导"), Column("secretary_general", "秘书长"), Column("office_head", "督查室负责人"),
            Column("section", "科室"),
        )),
        Table("papers", "文书", "办法点名的文书，办到那一步时按这个名称印。", "rows", (
            _NAME, Column("for", "办什么时用", "choice", uses.of_papers, is_required=True), _CITED,
        )),
        Table("bodies", "其他填报、核实的机构", "督查室、单位以外，由谁填报或核实。", "names", (_NAME,)),
        Table("authorities", "机关", "表扬、批示、检查来自哪些机关；写了就以此为准。", "names", (_NAME,)),
        Table("grades", "等次", "从高到低，每行一个。", "words", (Column("words", "等次", "lines"),)),
        Table("ledger_columns", "台账栏目", "每行一个。", "words", (Column("words", "栏目", "lines"),)),
        Table("events", "自有情形", "办法自己规定、要登记的情形，如缺席会议、未报方案。", "named", (
            _LABEL, Column("of", "是谁的", "choice", _these(("unit", "单位的"), ("matter", "事项的"), ("either", "都可以"))),
            Column("fields", "登记时要填（每行一项：名称：文字／整数／日期／月份／机关／级别，或 甲、乙、丙 供选）", "fields"),
            Column("entered_by", "谁登记", "choice", _recorders), Column("verified_by", "谁核实", "choice", _recorders),
            Column("proof", "佐证", "choice", _these(("none", "不用"), ("offered", "可以附"), ("required", "必须附"))),
            _CLAUSE, Column("recorded_only", "只登记不计分的原因"),
        )),
        Table("sections", "分项", "总分由哪些分项组成；没有分项就空着。", "rows", (
            _LABEL, Column("in", "属于", "choice", _named("sections", "label")), Column("start", "起评分"), Column("most", "最高"),
            Column("least", "最低"), Column("group", "只对这组", "choice", _named("groups")),
            Column("typed", "由谁填报（按规则得出的不选）", "typed_by", _recorders), Column("missing", "没有填报时", "choice", _MISSING), _CLAUSE,
        )),
        Table("quantities", "数量", "规则里要用的数：由人填报的、按算式得出的。", "named", (
            _LABEL, Column("unit", "单位"), Column("typed", "由督查室填报的，从多少至多少（如 0至100）", "typed_range"), Column("formula", "算式（用名称和＋－×÷、括号写）", "formula"),
            Column("if_zero", "除数为0时"), Column("group", "只对这组", "choice", _named("groups")), _CLAUSE,
        )),
        Table("lists", "列举", "办法逐项列出名字的内容，办理时从里面选。", "rows", (
            _NAME, Column(_USE, "用在哪里", "choice", uses.of_lists, is_required=True), Column("items", "各项（每行一项）", "lines"), _CITED,
        )),
    )
}  # fmt: skip


def rows_of(table: Table, content: Content, typed: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the rows of a part: id, and the cells in order as (column, text, choices); one empty row comes last.

    What was `typed` into a row and could not be taken stands in it again.
    """
    rows = _rows_of(table, content)
    for at, row in enumerate(rows):
        row["cells"] = [
            (column, typed.get(f"{at}-{column.key}", text), choices) for column, text, choices in row["cells"]
        ]
    return rows


def _rows_of(table: Table, content: Content) -> list[dict[str, Any]]:
    value = content["regime"].get(table.key)
    if table.shape == "words":
        return [_row(table, "", {"words": [str(each) for each in value or []]}, content)]
    if table.shape == "roles":
        return [_row(table, "", value or {}, content)]
    entries = [(name, each) for name, each in _entries(table, value) if isinstance(each, dict)]
    return [_row(table, name, each, content) for name, each in [*entries, ("", {})]]


def left_out(table: Table, content: Content) -> int:
    """Return how many entries of a part its table has no row for: those that are written once for each reading."""
    if table.shape not in ("rows", "named", "names"):
        return 0
    return sum(not isinstance(each, dict) for _, each in _entries(table, content["regime"].get(table.key)))


def value_of(table: Table, content: Content, given: QueryDict) -> Any:
    """Return the part as its table was filled in; None where nothing is left of it. Raises Refused for a row without a name."""
    was = content["regime"].get(table.key)
    count = count_of(given)
    filled = [{column.key: given.get(f"{row}-{column.key}", "") for column in table.columns} for row in range(count)]
    if table.shape == "words":
        return _lines(filled[0]["words"] if filled else "") or None
    if table.shape == "roles":
        said = {key: folded(text).strip() for key, text in filled[0].items()} if filled else {}
        kept = {key: text for key, text in (was or {}).items() if key not in said}
        return {**kept, **{key: text for key, text in said.items() if text}} or None
    known = dict(_entries(table, was))
    rows = {given.get(f"{row}-id", "") or f"+{row}": (row, cells) for row, cells in enumerate(filled)}
    made: dict[str, Any] = {}
    for name, before in known.items():
        if not isinstance(before, dict) or name not in rows:
            made[name] = before
        elif not given.get(f"{rows[name][0]}-out"):
            made[name] = _entry(table, dict(before), rows[name][1], content)
    for name, (_, cells) in rows.items():
        if name not in known and any(text.strip() for text in cells.values()):
            made[free_id(table.key, {*known, *made})] = _entry(table, {}, cells, content)
    clause = {"clause": given["more-clause"]} if table.has_clause and given.get("more-clause") else {}
    for line in _lines(given.get("more", "")) if table.takes_lines else ():
        made[free_id(table.key, {*known, *made})] = {"name": line[:120], **clause}
    if not made:
        return None
    if table.key == "lists":
        made = _by_use(made)
    if table.shape == "rows":
        listed = [(name, each) for name, held in made.items() for each in (held if isinstance(held, list) else [held])]
        return [{_ID: name, **{key: value for key, value in each.items() if key != _ID}} for name, each in listed]
    if table.shape == "names":
        return {name: entry["name"] if set(entry) == {"name"} else entry for name, entry in made.items()}
    return made


def _by_use(made: Mapping[str, Any]) -> dict[str, Any]:
    """Name the lists by what they are for. Raises Refused for two that are for the same."""
    found: dict[str, Any] = {}
    kept = {name for name, each in made.items() if not isinstance(each, dict) or _USE not in each}
    for name, each in made.items():
        if name in kept:
            found[name] = each
            continue
        entry = dict(each)
        try:
            found[uses.name_for(entry.pop(_USE), {*kept, *found})] = entry
        except ValueError:
            raise Refused(
                f"“{entry.get('name', '')}”：这个用处已有一份列举", possible="请把各项并在一份里。", field=_USE
            ) from None
    return found


def _entries(table: Table, value: Any) -> list[tuple[str, Any]]:
    """Return the entries of a part by id: a bare name as a row of its own, what stands several times (once for each reading) together."""
    if isinstance(value, list):
        together: dict[str, list[Any]] = {}
        for each in value:
            together.setdefault(str(each.get(_ID, "")), []).append(each)
        return [(name, listed[0] if len(listed) == 1 else listed) for name, listed in together.items()]
    return [(name, {"name": each} if isinstance(each, str) else each) for name, each in (value or {}).items()]


def _row(table: Table, name: str, entry: Mapping[str, Any], content: Content) -> dict[str, Any]:
    cells = [
        (column, _shown(column, entry, content), column.choices(content) if column.choices else [])
        for column in table.columns
    ]
    return {"id": name, "cells": cells, "more": bool(set(entry) - {column.key for column in table.columns} - {_ID})}


def _shown(column: Column, entry: Mapping[str, Any], content: Content) -> str:
    if column.key == _USE:
        return uses.use_of(str(entry.get(_ID, "")))
    value = entry.get(column.key)
    if value is None:
        return ""
    if column.kind == "fields":
        return event_fields.in_words(value)
    if column.kind == "formula":
        return document_figures.in_names(str(value), content)
    if column.kind == "typed_by":
        by = value.get("by") if isinstance(value, dict) else None
        return str(by[0] if isinstance(by, list) and by else by or "")
    if column.kind == "typed_range":
        return f"{value.get('least', '')}至{value.get('most', '')}" if isinstance(value, dict) else ""
    if column.kind == "lines":
        return "\n".join(str(each) for each in value)
    return str(value[0] if isinstance(value, list) and value else value)


def _entry(table: Table, entry: dict[str, Any], cells: Mapping[str, str], content: Content) -> dict[str, Any]:
    for column in table.columns:
        text = folded(cells[column.key]).strip()
        if column.is_required and not text:
            raise Refused(f"{table.title}：请填写{column.label}", field=column.key)
        if text == folded(_shown(column, entry, content)).strip():
            continue
        if not text:
            entry.pop(column.key, None)
        elif column.kind == "fields":
            entry[column.key] = event_fields.from_words(text, entry.get(column.key) or {})
        elif column.kind == "formula":
            entry[column.key] = document_figures.in_ids(text, content)
        elif column.kind == "typed_by":
            entry[column.key] = {**(entry.get(column.key) or {}), "by": text}
        elif column.kind == "typed_range":
            entry[column.key] = {**(entry.get(column.key) or {}), **document_figures.range_of(text)}
        elif column.kind == "lines":
            entry[column.key] = _lines(text)
        else:
            entry[column.key] = text
    return entry


def count_of(given: QueryDict) -> int:
    """Return how many rows a form says that it has."""
    text = str(given.get("rows", ""))
    return min(int(text), 1000) if text.isdecimal() else 0


def free_id(part: str, taken: set[str]) -> str:
    """Return an id for a new entry of a part; no reader sees it."""
    stem = part.rstrip("s")
    number = 1
    while f"{stem}_{number}" in taken:
        number += 1
    return f"{stem}_{number}"


def _lines(text: str) -> list[str]:
    return [line for line in (folded(each).strip() for each in text.splitlines()) if line]


def _label(entry: Any, own: str) -> str:
    if isinstance(entry, list) and entry:
        entry = entry[0]
    return (
        str(entry.get(own) or entry.get("label") or entry.get("name") or "") if isinstance(entry, dict) else str(entry)
    )
