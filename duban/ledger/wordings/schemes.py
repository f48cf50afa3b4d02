"""The papers before an inspection: its scheme (督查方案), the plan of a year, the application outside the plan; for the file and for signature."""

from duban.engine.clauses import Paper as Named
from duban.engine.clauses import Regime
from duban.ledger import conditions
from duban.ledger.governed import Governed
from duban.ledger.models import AnnualPlan, Inspection, SelfInspection
from duban.ledger.wordings.frames import clean, file_paper, grid, oneline, paragraphs, slip_paper
from duban.papers.writing.documents import Block, Cell, Heading, Paper, Paragraph, form, table
from duban.papers.writing.texts import date_words

_SHEETS = ("plan_application", "plan_approval", "plan_filing")


def scheme_of(inspection: Inspection) -> Paper:
    """Return the scheme as a paper: basis, what, whom, when, the team, the places, and what members keep to."""
    governed = Governed.of(inspection.jurisdiction)
    named = governed.paper("inspection_plan")
    clause = named.clause if named else conditions.inspections.clause_on(governed.document, "inspections")
    units = "、".join(unit.name for unit in inspection.units.order_by("order", "id"))
    basis = f"根据{governed.document.name}{clause}" if clause else "根据工作需要"
    planned = f"按照{inspection.plan_item.plan}" if inspection.plan_item else ""
    body: list[Block] = [
        Paragraph(
            f"{'，'.join(each for each in (basis, planned) if each)}，现就{clean(inspection.title)}制定如下方案。"
        )
    ]
    body += [Heading(1, "一、督查内容"), *paragraphs(inspection.scheme)]
    matters = list(inspection.matters.order_by("id").values_list("no", "title"))
    if matters:
        body.append(
            table(
                ("编号", "督查事项"), [(no, oneline(title)) for no, title in matters], widths=(2, 9), caption="督查事项"
            )
        )
    body += [
        Heading(1, "二、督查对象"),
        Paragraph(f"{units}。"),
        Heading(1, "三、时间和方式"),
        Paragraph(
            f"{date_words(inspection.from_on)}至{date_words(inspection.to_on)}，采取{inspection.get_method_display()}"
            f"{'（暗访，不发通知、不打招呼、不听汇报）' if inspection.unannounced else ''}的方式进行。"
        ),
    ]
    places = [
        (date_words(each.on), each.unit.name, clean(each.place), each.get_how_display())
        for each in inspection.visits.select_related("unit").order_by("on", "id")
    ]
    if places:
        body.append(table(("日期", "单位", "点位", "做什么"), places, widths=(3, 3, 5, 2), caption="点位安排"))
    body += [Heading(1, "四、督查组"), *_team(inspection)]
    if inspection.made_with:
        body += [Heading(1, "五、会同部门"), Paragraph(f"{clean(inspection.made_with)}。")]
    title = f"{oneline(inspection.title)}{named.name if named else '督查方案'}"
    return file_paper(
        inspection.jurisdiction, title=title, body=tuple(body), on=inspection.signed_on or inspection.opened_on
    )


def sheets_of(regime: Regime) -> list[Named]:
    """Return the sheets of an inspection outside the plan that the document names: applied for, approved, filed (安康 第十条)."""
    return [paper for act in _SHEETS for paper in regime.papers if paper.act == act]


def application_of(inspection: Inspection, act: str = "plan_application") -> Paper:
    """Return a sheet of an inspection outside the plan, with the signature and the filing as they stand.

    `act` is one of plan_application, plan_approval, plan_filing; the approval's says nothing of filing, the filing's was approved.
    """
    governed = Governed.of(inspection.jurisdiction)
    named = governed.paper(act)
    signing = conditions.inspections.signing_of(inspection)
    latest = conditions.inspections.latest_application(inspection.jurisdiction, inspection.from_on)
    rows = [
        (
            "编号",
            inspection.no,
            "申报日期",
            date_words(inspection.applied_on) if inspection.applied_on else "　　年　月　日",
        ),
        ("名称", oneline(inspection.title)),
        ("被督查单位", "、".join(unit.name for unit in inspection.units.order_by("order", "id"))),
        (
            "开展日期",
            f"{date_words(inspection.from_on)}至{date_words(inspection.to_on)}",
            "最迟申报",
            date_words(latest.due) if latest else "—",
        ),
        ("计划外理由", clean(inspection.unplanned_reason) or "—"),
        ("依据", f"{governed.document.name}{signing.clause}" if signing.clause else "办公室内部程序"),
    ]
    opinion = "\n　　　　　　　　　　　　年　月　日"
    if inspection.signed_by and inspection.signed_on:
        said = clean(inspection.opinion) or "同意"
        opinion = f"{said}\n{inspection.signed_by}　　{date_words(inspection.signed_on)}"
    filed = "\n　　　　　　　　　　　　年　月　日"
    if inspection.filed_on:
        filed = f"已报{clean(inspection.filed_with)}备案\n{date_words(inspection.filed_on)}"
    signed = [(Cell("审批意见", label=True), Cell(opinion, across=3, lines=3, align="right"))]
    if act != "plan_approval":
        signed.append((Cell("备案", label=True), Cell(filed, across=3, lines=2, align="right")))
    title = named.name if named else "督查审批单"
    return slip_paper(
        inspection.jurisdiction, title=title, body=(grid(*rows), form(signed, widths=(2, 4, 2, 4))), has_head=False
    )


def plan_paper_of(plan: AnnualPlan) -> Paper:
    """Return the plan of a year as a paper: with whom it was made, and its items, of which there is at least one."""
    governed = Governed.of(plan.jurisdiction)
    named = governed.paper("annual_plan")
    items = list(plan.items.prefetch_related("units").order_by("from_on", "order"))
    rows = [
        (
            str(place),
            clean(item.title),
            clean(item.contents).replace("\n", "；") or "—",
            "、".join(unit.name for unit in item.units.all()) or "—",
            f"{item.from_on.month}月{item.from_on.day}日至{item.to_on.month}月{item.to_on.day}日",
        )
        for place, item in enumerate(items, 1)
    ]
    with_whom = f"会同{clean(plan.made_with)}" if plan.made_with else ""
    clause = named.clause if named else conditions.inspections.plan_clause(governed.document)
    basis = f"根据{governed.document.name}{clause}，" if clause else ""
    body = (
        Paragraph(f"{basis}{with_whom}制定{plan.year}年度督查计划如下。计划以外的督查，按规定报批。"),
        table(("序号", "督查事项", "督查内容", "单位", "时间"), rows, widths=(1, 3, 5, 3, 3), caption="计划项目"),
    )
    title = (
        f"{plan.year}年度{named.name if named else '督查计划'}"
        if not (named and "年度" in named.name)
        else f"{plan.year}年{named.name}"
    )
    return file_paper(plan.jurisdiction, title=title, body=body, on=plan.adopted_on or items[0].from_on)


def self_report_of(row: SelfInspection) -> Paper:
    """Return a unit's report on its own check, as it was handed in, under the name that the document has for it."""
    governed = Governed.of(row.inspection.jurisdiction)
    named = governed.paper("self_inspection")
    title = named.name if named else "自查报告"
    rows = [
        ("报送单位", row.unit.name, "报送日期", date_words(row.handed_in_on) if row.handed_in_on else "　　年　月　日"),
        ("督查名称", oneline(row.inspection.title)),
        ("应报日期", date_words(row.due_on) if row.due_on else "—", "报送人", str(row.handed_in_by or "")),
        ("自查情况", clean(row.text) or "　"),
    ]
    if named:
        rows.append(("依据", f"{governed.document.name}{named.clause}"))
    return slip_paper(row.inspection.jurisdiction, title=title, body=(grid(*rows),), has_head=False)


def _team(inspection: Inspection) -> list[Block]:
    members = inspection.members.filter(recused_on__isnull=True).order_by("id")
    rows = [
        (each.get_capacity_display(), clean(each.name), clean(each.body) or "—") for each in sorted(members, key=_rank)
    ]
    if not rows:
        return [Paragraph("督查组人员另行确定。")]
    return [
        table(("身份", "姓名", "单位职务"), rows, widths=(2, 2, 5), caption="督查组"),
        Paragraph("督查组成员实事求是、公道正派、保守秘密、轻车简从，与被督查单位有利害关系的主动回避。"),
    ]


def _rank(member) -> int:
    return 0 if member.capacity == "head" else 1
