"""What the ledger's page shows beside its rows: columns, filters as chips, their words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict

from duban.engine.clauses import Regime
from duban.ledger.models.assignments import Part, Stage
from duban.ledger.models.matters import Source, State
from duban.ledger.queries.flags import MARKS
from duban.ledger.queries.matters import DUES, STATE_GROUPS, Filter, Row
from duban.papers.writing import sheets
from duban.people.models import Portfolio, Unit

# Column → its word. The order is the order on the page; those of the documents' own ledgers are among them.
COLUMNS = {
    "level": "级别",
    "no": "编号",
    "title": "事项内容",
    "requirement": "办理要求",
    "standard": "办理标准",
    "category": "类别",
    "source": "来源",
    "lead": "牵头单位",
    "support": "配合单位",
    "responsible": "责任人",
    "due": "办理时限",
    "state": "状态",
    "progress": "办理效果",
    "registered_on": "登记日期",
    "dispatched_on": "交办日期",
    "registered_by": "督办人",
}
USUAL = ("level", "no", "title", "lead", "due", "state", "progress", "dispatched_on")
# The columns by the names that a document's own ledger gives them.
_DOCUMENTS = {
    "事项内容": "title",
    "办理要求": "requirement",
    "办理时限": "due",
    "办理标准": "standard",
    "办理效果": "progress",
    "责任人": "responsible",
    "督办人": "registered_by",
}


def columns_from(words: QueryDict, regime: Regime) -> tuple[str, ...]:
    """Return the columns that an address asks for, in the page's order; the usual ones where it asks for none."""
    asked = set(words.getlist("col")) | set(words.get("cols", "").split(","))
    chosen = tuple(name for name in COLUMNS if name in asked)
    return chosen or tuple(name for name in USUAL if name != "level" or regime.levels)


def document_columns(regime: Regime) -> str:
    """Return the columns that the document names for its ledger, as an address has them; empty where it names none."""
    named = [_DOCUMENTS[name] for name in regime.ledger_columns if name in _DOCUMENTS]
    return ",".join(["no", *named, "state"]) if named else ""


@dataclass(frozen=True)
class Chip:
    """One question of the filter in words, and the address without it."""

    word: str
    url: str


def chips_of(asked: Filter, regime: Regime, units: list[Unit], portfolios: list[Portfolio], kept: str) -> list[Chip]:
    """Return the filter's questions in words, each with the address of the list without it; `kept` is what else the address holds."""
    names = {unit.code: unit.name for unit in units}
    fields = {str(portfolio.pk): portfolio.name for portfolio in portfolios}
    categories = {each.id: each.name for each in regime.categories}
    said = [
        ("q", f"含“{asked.q}”"),
        ("state", STATE_GROUPS[asked.state][0] if asked.state in STATE_GROUPS else _word(State, asked.state)),
        ("stage", f"有单位{_word(Stage, asked.stage)}"),
        ("source", _word(Source, asked.source)),
        ("category", categories.get(asked.category, asked.category)),
        ("level", regime.levels.get(asked.level, asked.level)),
        ("mark", MARKS[asked.mark][0] if asked.mark else ""),
        ("unit", names.get(asked.unit, asked.unit)),
        ("part", _word(Part, asked.part)),
        ("portfolio", fields.get(asked.portfolio, asked.portfolio)),
        ("due", DUES.get(asked.due, "")),
        ("since", f"期限自 {asked.since}"),
        ("until", f"期限至 {asked.until}"),
        ("parent", f"{asked.parent} 的子事项"),
    ]
    return [Chip(word, _url(asked.without(name), kept)) for name, word in said if getattr(asked, name)]


def sheet_of(rows: Iterable[Row], columns: tuple[str, ...], regime: Regime) -> bytes:
    """Return the rows as a sheet with these columns, in which every word stays a word."""
    categories = {each.id: each.name for each in regime.categories}
    kinds = {"due": "date", "registered_on": "date", "dispatched_on": "date"}
    heads = [sheets.Column(COLUMNS[name], _WIDTHS.get(name, 14), kinds.get(name, "text")) for name in columns]
    lines = ([_cell(name, row, regime, categories) for name in columns] for row in rows)
    return sheets.write_xlsx(heads, lines, name="台账")


_WIDTHS = {"title": 40, "requirement": 50, "standard": 40, "progress": 50, "lead": 18, "support": 24}


def _cell(name: str, row: Row, regime: Regime, categories: dict[str, str]):
    matter = row.matter
    cells = {
        "level": lambda: regime.levels.get(matter.level, ""),
        "category": lambda: categories.get(matter.category, matter.category),
        "source": matter.get_source_display,
        "lead": lambda: "、".join(each.unit.name for each in row.leads),
        "support": lambda: "、".join(each.unit.name for each in row.supports),
        "responsible": lambda: "、".join(each.responsible for each in row.leads if each.responsible),
        "due": lambda: row.due_on,
        "state": matter.get_state_display,
        "progress": lambda: row.progress.done if row.progress else "",
        "registered_by": lambda: str(matter.registered_by),
    }
    value = cells[name]() if name in cells else getattr(matter, name)
    return value[: sheets.LONGEST_CELL] if isinstance(value, str) else value


def _word(choices, value: str) -> str:
    return str(choices(value).label) if value else ""


def _url(asked: Filter, kept: str) -> str:
    return "?" + "&".join(part for part in (asked.query, kept) if part)
