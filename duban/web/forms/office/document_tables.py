"""The tables of what belongs to a drafted document as a whole: each part's rows and columns, and what may be chosen in them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from duban.engine.studio import uses
from duban.engine.vocabulary.events import RANKING
from duban.ledger.queries.office.drafting.drafted_contents import Content
from duban.web.forms.office import document_rows

Head = Mapping[str, Any]
Choices = Callable[[Content], list[tuple[str, str]]]
ID = "id"
# What a list is for stands in its name, not beside it.
USE = "use"


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
    def takes_rows(self) -> bool:
        """Say whether several rows may be added at once."""
        return self.shape not in ("words", "roles")

    @property
    def heads(self) -> list[str]:
        """The heads of the columns over rows that are added at once."""
        return [document_rows.head_of(each) for each in self.columns]

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
        return [(str(each.get(ID, "")), _label(each, own)) for each in entries if isinstance(each, dict)]

    return found


def _clauses(content: Content) -> list[tuple[str, str]]:
    return [(each["clause"], each["clause"]) for each in content["clauses"]]


def _these(*pairs: tuple[str, str]) -> Choices:
    return lambda content: list(pairs)


def _recorders(content: Content) -> list[tuple[str, str]]:
    return [("office", "督查室"), ("unit", "单位"), ("daily", "系统每日"), *_named("bodies")(content)]


def _enterers(content: Content) -> list[tuple[str, str]]:
    return [*_recorders(content), (RANKING, "发布排名时系统登记")]


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
        Table("matter_roles", "承办角色", "单位在一件事项里的身份，如主办、协办；不写就是牵头、配合。", "names", (_NAME,)),
        Table("roles", "签批人的称谓", "办法怎样称呼各签批岗位。", "roles", (
            Column("leader", "分管领导"), Column("new_leader", "接办单位的分管领导"), Column("contact_leader", "联系领导"),
            Column("principal", "主要领导"), Column("secretary_general", "秘书长"), Column("office_head", "督查室负责人"),
            Column("section", "科室"),
        )),
        Table("papers", "文书", "办法点名的文书，办到那一步时按这个名称印。", "rows", (
            _NAME, Column("for", "办什么时用", "choice", uses.of_papers, is_required=True), _CITED,
        )),
        Table("bodies", "其他填报、核实的机构", "督查室、单位以外，由谁填报或核实。", "names", (_NAME,)),
        Table("authorities", "机关", "表扬、批示、通报由谁作出（如省委省政府、市督查室）；写了就以此为准。", "names", (_NAME,)),
        Table("grades", "等次", "从高到低，每行一个。", "words", (Column("words", "等次", "lines"),)),
        Table("ledger_columns", "台账栏目", "每行一个。", "words", (Column("words", "栏目", "lines"),)),
        Table("events", "自有情形", "办法自己规定、要登记的情形，如缺席会议、未报方案。", "named", (
            _LABEL, Column("of", "是谁的", "choice", _these(("unit", "单位的"), ("matter", "事项的"), ("either", "都可以"))),
            Column("fields", "登记时要填（每行一项：名称：文字／整数／日期／月份／机关／级别，或 甲、乙、丙 供选）", "fields"),
            Column("entered_by", "谁登记", "choice", _enterers), Column("verified_by", "谁核实", "choice", _recorders),
            Column("proof", "佐证", "choice", _these(("none", "不用"), ("offered", "可以附"), ("required", "必须附"))),
            _CLAUSE, Column("recorded_only", "只登记不计分的原因"),
        )),
        Table("sections", "分项", "总分由哪些分项组成；没有分项就空着。", "rows", (
            _LABEL, Column("in", "属于", "choice", _named("sections", "label")), Column("start", "起评分"), Column("most", "最高"),
            Column("least", "最低"), Column("group", "只对这组（空着是全部单位，不在各组里的也算）", "choice", _named("groups")),
            Column("typed", "由谁填报（按规则得出的不选）", "typed_by", _recorders), Column("missing", "没有填报时", "choice", _MISSING), _CLAUSE,
        )),
        Table("quantities", "数量", "规则里要用的数：由人填报的、按算式得出的。", "named", (
            _LABEL, Column("unit", "单位"), Column("typed", "由督查室填报的，从多少至多少（如 0至100）", "typed_range"),
            Column("missing", "没有填报时", "typed_missing", _MISSING), Column("formula", "算式（用名称和＋－×÷、括号写）", "formula"),
            Column("if_zero", "除数为0时"), Column("group", "只对这组（空着是全部单位，不在各组里的也算）", "choice", _named("groups")), _CLAUSE,
        )),
        Table("lists", "列举", "办法逐项列出名字的内容，办理时从里面选。", "rows", (
            _NAME, Column(USE, "用在哪里", "choice", uses.of_lists, is_required=True), Column("items", "各项（每行一项）", "lines"), _CITED,
        )),
    )
}  # fmt: skip


def _label(entry: Any, own: str) -> str:
    if isinstance(entry, list) and entry:
        entry = entry[0]
    return (
        str(entry.get(own) or entry.get("label") or entry.get("name") or "") if isinstance(entry, dict) else str(entry)
    )
