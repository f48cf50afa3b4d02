"""What the ledger's page shows beside its rows: columns, filters as chips, their words."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import Any

from django.db.models import Choices
from django.http import QueryDict, StreamingHttpResponse
from django.utils.http import content_disposition_header

from duban.engine.clauses import Regime
from duban.ledger.models.assignments import Part, Stage
from duban.ledger.models.matters import Source, State
from duban.ledger.queries.matters.filters import DUES, OUTCOMES, RECENTS, STATE_GROUPS, THENS, Filter
from duban.ledger.queries.matters.flags import MARKS
from duban.ledger.queries.matters.listing.choices import PortfolioChoice, UnitChoice
from duban.ledger.queries.matters.listing.rows import Listed
from duban.papers.reading.lists.ledgers import Ledger, with_faults
from duban.papers.writing import sheets
from duban.papers.writing.streamed_sheets import stream_xlsx
from duban.papers.writing.texts import date_words
from duban.people.models import Officer, Portfolio, Unit

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


def chips_of(
    asked: Filter,
    regime: Regime,
    units: Sequence[Unit | UnitChoice],
    portfolios: Sequence[Portfolio | PortfolioChoice],
    kept: str,
) -> list[Chip]:
    """Return the filter's questions in words, each with the address of the list without it; `kept` is what else the address holds."""
    names = {unit.code: unit.name for unit in units}
    fields = {str(portfolio.pk): portfolio.name for portfolio in portfolios}
    categories = {each.id: each.name for each in regime.categories}
    steps = {each.step: each.name for each in regime.steps()} | {"urged": "催办"}
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
        ("outcome", OUTCOMES.get(asked.outcome, "")),
        ("year", f"{asked.year.replace('-0', ' 年 ').replace('-', ' 年 ')} {'月' if '-' in asked.year else '年'}登记"),
        ("step", f"已采取“{steps.get(asked.step, '未知措施')}”"),
        ("then", THENS.get(asked.then, "")),
        (
            "leader",
            "分管领域："
            + ("、".join(each.name for each in portfolios if str(each.leader_id) == asked.leader) or "没有"),
        ),
        ("recent", RECENTS.get(asked.recent, "")),
        ("parent", f"{asked.parent} 的子事项"),
    ]
    return [Chip(word, _url(asked.without(name), kept)) for name, word in said if getattr(asked, name)]


def exported_columns(words: QueryDict, regime: Regime) -> tuple[str, ...]:
    """Return the columns of a file: those asked for; else the usual ones, and who helps beside who leads."""
    chosen = columns_from(words, regime)
    if "col" in words or words.get("cols"):
        return chosen
    return tuple(name for name in COLUMNS if name in chosen or name == "support")


def sheet_of(
    rows: Iterable[Listed], columns: tuple[str, ...], regime: Regime, *, count: int, title: str = "", note: str = ""
) -> Iterator[bytes]:
    """Yield the rows, `count` of them, as a numbered sheet with these columns, in which every word stays a word; `note` says who, when, how many."""
    known = _readers(regime)
    readers = [known.get(name) or attrgetter(f"matter.{name}") for name in columns]
    kinds = {"due": "date", "registered_on": "date", "dispatched_on": "date"}
    heads = [sheets.Column(COLUMNS[name], _WIDTHS.get(name, 14), kinds.get(name, "text")) for name in columns]
    lines = ([_cell(read(row)) for read in readers] for row in rows)
    return stream_xlsx(heads, lines, count=count, name="台账", title=title, note=note)


def handed_out(parts: Iterable[bytes], name: str) -> StreamingHttpResponse:
    """Return a sheet of that name as a download that begins before its last row is read."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "attachment"}
    return StreamingHttpResponse(parts, content_type=kind, headers=headers)


def note_of(officer: Officer, on: datetime.date, told: str) -> str:
    """Return the line under a file's title: whose it is, of which day, and what is told of it."""
    whose = (officer.unit or officer.office).name
    return f"导出单位：{whose}　　导出日期：{date_words(on)}　　{told}"


def template_of(regime: Regime, units: Iterable[Unit], example_on: datetime.date) -> bytes:
    """Return the sheet in which a ledger for import is filled in: lists to choose from, and a page of instructions."""
    column = sheets.Column
    columns = [
        column("事项内容", 40, required=True, help="一行一件，写清要办成什么事；不超过200字。"),
        column("办理要求", 50, help="不填的，以事项内容为要求。"),
        column("办理标准", 40, help="办到什么程度算办结；交办前必须补齐。"),
        column("办理时限", 14, "date", required=True, help="如 2026-03-31，也可写“2026年3月底”。不能早于登记当天。"),
        column(
            "牵头单位",
            20,
            choices=tuple(unit.name for unit in units),
            required=True,
            help="从名单中选一家；另有牵头的，登记后再加。",
        ),
        column("配合单位", 30, help="单位全称或名单中的别名，多家用顿号隔开。"),
        *(
            [
                column(
                    "类别",
                    20,
                    choices=tuple(each.name for each in regime.categories),
                    help="不填的，用导入时选定的类别。",
                )
            ]
            if regime.categories
            else []
        ),
        column("来源", 14, choices=tuple(str(label) for label in Source.labels), help="不填的，用导入时选定的来源。"),
    ]
    example: list[str | int | Decimal | datetime.date | None] = [
        "建成某某项目",
        "按月反馈进展",
        "通过竣工验收",
        example_on,
        columns[4].choices[0] if columns[4].choices else "",
    ]
    if regime.levels:
        columns.append(column("级别", 10, choices=tuple(regime.levels.values()), help="不填的，用导入时选定的级别。"))
    told = [
        f"本模板按《{regime.name}》的类别{'和级别' if regime.levels else ''}制作。",
        "带 * 的栏目必须填写；栏目的次序可以调整，名称不要改。",
        "上传后先核对，逐格列出错误；有一处错误，就一件也不登记。",
        "台账里已有的事项（编号相同，或内容、要求、时限、牵头单位都相同）不会重复登记。",
    ]
    if regime.ledger_columns:
        told.append(
            f"办法规定台账须有{'、'.join(regime.ledger_columns)}；其中办理效果、责任人、督办人在办理中由系统记入，不必填写。"
        )
    return sheets.write_template(columns, name="台账", instructions=told, example=example)


def checked_sheet_of(ledger: Ledger) -> bytes:
    """Return a ledger's rows as they came, with a last column that says what is wrong with each."""
    heads, rows = with_faults(ledger)
    columns = [sheets.Column(head, 40 if head == heads[-1] else 18) for head in heads]
    return sheets.write_xlsx(
        columns, [[words[: sheets.LONGEST_CELL] for words in row] for row in rows], name="核对结果"
    )


_WIDTHS = {"title": 40, "requirement": 50, "standard": 40, "progress": 50, "lead": 18, "support": 24}


def _readers(regime: Regime) -> dict[str, Callable[[Listed], Any]]:
    """Return how each column reads its cell from a row."""
    categories = {each.id: each.name for each in regime.categories}
    sources, states = dict(Source.choices), dict(State.choices)
    return {
        "level": lambda row: regime.levels.get(row.matter.level, ""),
        "category": lambda row: categories.get(row.matter.category, row.matter.category),
        "source": lambda row: str(sources.get(row.matter.source, row.matter.source)),
        "lead": lambda row: "、".join(each.unit.name for each in row.leads),
        "support": lambda row: "、".join(each.unit.name for each in row.supports),
        "responsible": lambda row: "、".join(each.responsible for each in row.leads if each.responsible),
        "due": lambda row: row.due_on or "长期",
        "state": lambda row: str(states.get(row.matter.state, row.matter.state)),
        "progress": lambda row: row.progress.done if row.progress else "",
        "registered_by": lambda row: row.matter.registered_by,
    }


def _cell(value: Any) -> Any:
    return value[: sheets.LONGEST_CELL] if isinstance(value, str) else value


def _word(choices: type[Choices], value: str) -> str:
    return str(choices(value).label) if value else ""


def _url(asked: Filter, kept: str) -> str:
    return "?" + "&".join(part for part in (asked.query, kept) if part)
