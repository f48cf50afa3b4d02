"""Forms that people fill in by hand: as empty sheets, or with what the ledger knows of a matter and a unit."""

from collections.abc import Callable

from duban.engine.clauses import Paper as Named
from duban.engine.clauses import Regime
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Matter, Report
from duban.ledger.wordings.frames import clean, grid, oneline, open_cell, slip_paper
from duban.papers.writing.documents import Block, Cell, Paper, Paragraph, Table, form, table
from duban.papers.writing.texts import date_words, end_words
from duban.people.models import Jurisdiction, Unit

_LINES = 12
_WIDTHS = (2.0, 4.0, 2.0, 4.0)

# What each asks a unit to write, in the order of the sheet.
_ASKED = {
    "书面承诺": ("未按期办结的原因", "承诺的整改措施", "承诺的办结日期"),
    "书面检查": ("存在的问题", "原因分析", "整改措施和时限"),
    "情况说明和整改方案": ("未按期办结的原因", "整改目标和措施", "责任人和完成时限"),
    "整改方案": ("查出的问题", "整改措施", "责任领导和完成时限"),
    "书面整改方案": ("查出的问题", "整改措施", "责任人和完成时限"),
    "专题答复": ("未按期办结的原因", "已采取的措施", "预计办结日期"),
    "配合单位不予配合情况报告": ("配合单位", "商请配合的经过", "不予配合的情况和影响"),
    "提请领导协调的报告": ("需要协调的问题", "已做的工作", "建议"),
    "提请召开专项会议的报告": ("未办结的原因", "需要会议研究的问题", "建议参会单位"),
    "约谈结果报告": ("约谈情况", "单位表态", "整改落实情况"),
    "书面承诺兑现核查单": ("承诺内容", "核查情况", "核查结论"),
    "复核申请": ("不服的结论", "理由和依据", "请求"),
    "自查报告": ("自查情况", "存在的问题", "下一步措施"),
}
# Signed by the unit, and not by the office.
_BY_OFFICE = frozenset({"约谈结果报告", "书面承诺兑现核查单"})

# The acts whose paper is such a sheet.
_ACTS = frozenset(
    {
        "collection",
        "special_answer",
        "support_complaint",
        "coordination",
        "special_meeting",
        "interview_result",
        "rectification_plan",
        "commitment_check",
        "milestones",
        "feedback",
        "report",
        "self_inspection",
        "review_request",
    }
)


def blanks_of(regime: Regime) -> list[Named]:
    """Return the papers of a regime that people fill in by hand, in the document's order."""
    return [
        paper
        for paper in regime.papers
        if paper.act in _ACTS or (paper.name in _ASKED and paper.act.startswith("step:"))
    ]


def owed_blank(name: str, matter: Matter | None, unit: Unit | None) -> tuple[Block, ...]:
    """Return the sheet on which a unit writes what it owes: who, on what, and the questions to answer."""
    regime = Governed.of(matter).document if matter else None
    held = _held(matter, unit)
    rows: list[tuple[str | Cell, ...]] = [
        _pair("单位", unit.name if unit else "", "事项编号", matter.no if matter else ""),
        (Cell("督办事项", label=True), Cell(oneline(matter.title) if matter else "", across=3, lines=2)),
        _pair("原定时限", end_words(held.due_on) if held else "", "主要负责人", ""),
    ]
    for question in _ASKED.get(name, ("内容",)):
        rows.append(open_cell(question, 4))
    signed = f"{'经办人' if name in _BY_OFFICE else '主要负责人（公章）'}：　　　　　　　　年　　月　　日"
    rows.append((Cell("签名", label=True), Cell(signed, across=3, lines=2)))
    words = f"（{regime.name}规定的{name}，由单位如实填写）" if regime and name not in _BY_OFFICE else ""
    sheet = form(rows, widths=_WIDTHS)
    return (Paragraph(words, align="center", indent=False), sheet) if words else (sheet,)


def blank_of(jurisdiction: Jurisdiction, paper: Named, matter: Matter | None = None, unit: Unit | None = None) -> Paper:
    """Return a form of the regime as an empty sheet, or for one matter and unit with what is known of them."""
    compose = _OWN.get(paper.act)
    body = compose(jurisdiction, matter, unit) if compose else owed_blank(paper.name, matter, unit)
    return slip_paper(jurisdiction, title=paper.name, body=body, has_head=False)


def _collection(jurisdiction: Jurisdiction, matter: Matter | None, unit: Unit | None) -> tuple[Block, ...]:
    """三(一): each leader writes what they want supervised."""
    head = tuple(
        Cell(each, label=True) for each in ("序号", "需要督办的事项", "责任单位", "完成标准", "完成时限", "备注")
    )
    rows = tuple(
        (Cell(str(number)), Cell("", lines=2), Cell(""), Cell(""), Cell(""), Cell("")) for number in range(1, 11)
    )
    return (
        Paragraph("填表领导：　　　　　　填表日期：　　　年　月　日", indent=False),
        Table((head, *rows), 1, (1, 6, 3, 4, 3, 2)),
        Paragraph("填好后请交督查机构汇总，列入督办计划。", indent=False),
    )


def _feedback(jurisdiction: Jurisdiction, matter: Matter | None, unit: Unit | None) -> tuple[Block, ...]:
    """附件3: which unit, what problems, remarks, signed by the head of the team."""
    return (
        form(
            [
                (Cell("被督查单位", label=True), Cell(unit.name if unit else "", across=3)),
                (Cell("督查事项", label=True), Cell(oneline(matter.title) if matter else "", across=3, lines=2)),
                open_cell("存在的问题", _LINES),
                open_cell("备注", 4),
                (Cell("督查组长", label=True), Cell("签名：　　　　　　　　　　年　　月　　日", across=3, lines=2)),
            ],
            widths=_WIDTHS,
        ),
    )


def _plan(jurisdiction: Jurisdiction, matter: Matter | None, unit: Unit | None) -> tuple[Block, ...]:
    """附件2 工作落实3: long matters have a plan; the milestones that were set stand in it."""
    stones = list(matter.milestones.order_by("on", "id")) if matter else []
    rows = [
        (
            str(place),
            clean(stone.text),
            date_words(stone.on),
            "",
            date_words(stone.reached_on) if stone.reached_on else "",
        )
        for place, stone in enumerate(stones, 1)
    ]
    rows += [(str(place), "", "", "", "") for place in range(len(rows) + 1, 8)]
    return (
        grid(
            ("承办单位", unit.name if unit else "", "事项编号", matter.no if matter else ""),
            ("事项名称", oneline(matter.title) if matter else ""),
        ),
        table(("序号", "推进节点", "完成时限", "责任人", "完成情况"), rows, widths=(1, 6, 3, 2, 3), caption="推进节点"),
    )


def _report(jurisdiction: Jurisdiction, matter: Matter | None, unit: Unit | None) -> tuple[Block, ...]:
    """第九条第一款: what a report must say; the latest one's words where there is one."""
    held = _held(matter, unit)
    last = Report.objects.filter(assignment=held).order_by("-id").first() if held else None
    said = (
        ("已完成工作", last.done if last else ""),
        ("存在问题", last.problems if last else ""),
        ("无法落实的及原因", last.blocked if last else ""),
        ("下一步措施", last.next_steps if last else ""),
        ("项目形象进度", last.visible_progress if last else ""),
    )
    return (
        form(
            [
                _pair("报告单位", unit.name if unit else "", "事项编号", matter.no if matter else ""),
                (Cell("事项名称", label=True), Cell(oneline(matter.title) if matter else "", across=3, lines=2)),
                *(open_cell(name, 4, words) for name, words in said),
                _pair(
                    "填报日期",
                    date_words(last.submitted_on) if last else "",
                    "填报人",
                    str(last.submitted_by) if last else "",
                ),
            ],
            widths=_WIDTHS,
        ),
    )


_OWN: dict[str, Callable[[Jurisdiction, Matter | None, Unit | None], tuple[Block, ...]]] = {
    "collection": _collection,
    "feedback": _feedback,
    "milestones": _plan,
    "report": _report,
}


def _pair(first: str, value: str, second: str, other: str) -> tuple[Cell, ...]:
    return Cell(first, label=True), Cell(clean(value)), Cell(second, label=True), Cell(clean(other))


def _held(matter: Matter | None, unit: Unit | None) -> Assignment | None:
    if matter is None or unit is None:
        return None
    return Assignment.objects.filter(matter=matter, unit=unit).order_by("-id").first()
