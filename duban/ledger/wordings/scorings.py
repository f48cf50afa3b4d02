"""The scoring sheet of a unit (卓尼 附件2), filled in; under other regimes the score slip: every clause with its points."""

from decimal import Decimal

from duban.engine.recording.figures import key_of
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment
from duban.ledger.queries.scoring import entered_marks, matter_sheets, scorecards, waterfalls
from duban.ledger.queries.scoring.periods import Span
from duban.ledger.refusals import Refused
from duban.ledger.wordings.frames import clean, slip_paper
from duban.papers.writing.documents import Block, Cell, Paper, Paragraph, Table, table
from duban.papers.writing.texts import minus_signs, points_words
from duban.people.models import Jurisdiction, Unit


def sheet_of(jurisdiction: Jurisdiction, unit: Unit, span: Span) -> Paper:
    """Return a unit's sheet of a period: the document's own form where it has one, else every point by clause; the total at the end.

    Raises Refused for a unit that takes no part.
    """
    regime = Governed.of(jurisdiction).document
    card = scorecards.card_for(jurisdiction, unit, span)
    if card is None:
        raise Refused(f"{unit.name}不参加考核，没有评分表")
    named = next((paper for paper in regime.papers if paper.act == "sheet"), None)
    slip = next(
        (paper.name for paper in regime.papers if paper.act == "assessment" and paper.name.endswith("单")), "得分单"
    )
    body: list[Block] = [Paragraph(f"单位：{unit.name}　　　　期间：{span.name}", indent=False)]
    total = points_words(card.total) if card.total is not None else card.grade or "未计分"
    if named is not None:
        body.append(_form(jurisdiction, unit, span, card, total))
        title = f"重点工作督查{named.name}" if "重点工作" in (regime.title or "") else named.name
    else:
        rows = [
            (str(place), line.clause, minus_signs(clean(line.why)), line.said)
            for place, line in enumerate(card.lines, 1)
        ]
        got = waterfalls.hundredths(card.total) if card.total is not None else total
        rows.append(("", "合计", card.sum or "", got))
        body.append(table(("序号", "条款", "计分情况", "分值"), rows, widths=(1, 3, 8, 2)))
        title = slip
    if card.why_unranked:
        body.append(Paragraph(f"{card.why_unranked}，不排名。", indent=False))
    body += [Paragraph(f"{note}。", indent=False) for note in card.reorganised]
    body.append(Paragraph("评分人：　　　　　被评单位：　　　　　　年　月　日", indent=False))
    return slip_paper(jurisdiction, title=title, body=tuple(body), has_head=False)


def _form(jurisdiction: Jurisdiction, unit: Unit, span: Span, card: scorecards.Card, total: str) -> Table:
    """附件2: 序号、事项名称、督查内容、评分标准、分值、得分, the sections of the document with their rows, 最后得分 in the last line."""
    governed = Governed.of(jurisdiction)
    sheets = entered_marks.sections_of(governed.document, governed.choices)
    entered = entered_marks.standing(jurisdiction, ("sheet",), span)
    head = tuple(Cell(each, label=True) for each in ("序号", "事项名称", "督查内容", "评分标准", "分值", "得分"))
    body: list[list[Cell]] = []
    for rule in sheets:
        kept = [
            each
            for each in governed.document.clauses
            if each.clause.startswith(rule.clause) and each.clause != rule.clause
        ]
        lines = entered.get((unit.code, key_of(rule)))
        got = points_words(Decimal(str(lines[-1].data["fact"]["points"]))) if lines else ""
        most = points_words(rule.most) if rule.most is not None else ""
        for number, clause in enumerate(kept):
            cells = [Cell(clause.gist, align="left")]
            if number == 0:
                cells = [
                    Cell(rule.label, down=len(kept)),
                    *cells,
                    Cell(most, down=len(kept)),
                    Cell(got, down=len(kept)),
                ]
            body.append(cells)
    counted = {rule.clause for rule in sheets}
    for line in card.lines:
        if line.clause not in counted:
            body.append(
                [Cell(line.clause), Cell(minus_signs(clean(line.why)), align="left"), Cell("—"), Cell(line.said)]
            )
    rows: list[tuple[Cell, ...]] = [head]
    for place, cells in enumerate(body, 1):
        matter = [Cell("本期承办的重点工作", down=len(body))] if place == 1 else []
        rows.append((Cell(str(place)), *matter, *cells))
    rows.append((Cell("最后得分", across=5, label=True), Cell(total)))
    return Table(tuple(rows), 1, (1.2, 2.4, 2.4, 7, 1.4, 1.6))


def matter_sheet_of(assignment: Assignment, span: Span) -> Paper:
    """Return the sheet of one matter of a unit (附件2), filled in as far as it is marked; 最后得分 in the last line once all is.

    Raises Refused where the document has no sheet for single matters.
    """
    matter = assignment.matter
    governed = Governed.of(matter.jurisdiction, span.first)
    parts = matter_sheets.parts_of(governed)
    if not parts:
        raise Refused(f"{governed.document.name}不按事项逐件评分")
    lines = matter_sheets.standing(matter.jurisdiction, span, [assignment]).get((matter.pk, assignment.unit_id), {})
    marks, totals = matter_sheets.marks_of(parts, lines), matter_sheets.totals_of(parts, lines)
    heads = ("序号", "事项名称", "督查内容", "评分标准", "分值", "得分")
    rows: list[tuple[Cell, ...]] = [tuple(Cell(each, label=True) for each in heads)]
    count = sum(len(part.rows) for part in parts)
    for part in parts:
        for place, row in enumerate(part.rows):
            number = len(rows)
            cells = [Cell(str(number))]
            if number == 1:
                cells.append(Cell(f"{matter.title}（{matter.no}）", down=count))
            if place == 0:
                cells.append(Cell(part.label, down=len(part.rows)))
            cells.append(Cell(row.gist, align="left"))
            if not part.key and any(key in marks for key, _ in part.marks):
                cells += [Cell(_said(row.most)), Cell(_said(marks.get(row.key)))]
            elif place == 0:
                cells += [
                    Cell(_said(part.most), down=len(part.rows)),
                    Cell(_said(totals.get(part.label)), down=len(part.rows)),
                ]
            rows.append(tuple(cells))
    total = sum(totals.values(), Decimal(0)) if len(totals) == len(parts) else None
    rows.append((Cell("最后得分", across=5, label=True), Cell(_said(total))))
    named = next((paper.name for paper in governed.document.papers if paper.act == "sheet"), "评分表")
    title = f"重点工作督查{named}" if "重点工作" in (governed.document.title or "") else named
    body: tuple[Block, ...] = (
        Paragraph(f"单位：{assignment.unit.name}　　　　期间：{span.name}", indent=False),
        Table(tuple(rows), 1, (1.2, 2.4, 2.4, 7, 1.4, 1.6)),
        Paragraph("评分人：　　　　　被评单位：　　　　　　年　月　日", indent=False),
    )
    return slip_paper(matter.jurisdiction, title=title, body=body, has_head=False)


def _said(points: Decimal | None) -> str:
    return "" if points is None else points_words(points)
