"""Sheets for the file: approvals (审批单) with what each signer said on which day, and handings over of posts (岗位交接单) for both to sign."""

import datetime
from dataclasses import replace

from duban.ledger import access, acts
from duban.ledger.governed import ROLE_OF_SIGNER, Governed
from duban.ledger.models import Proposal, Succession
from duban.ledger.models.proposals import START, Decision, Outcome
from duban.ledger.queries.office import successions
from duban.ledger.refusals import Refused
from duban.ledger.wordings.frames import clean, grid, oneline, slip_paper
from duban.ledger.wordings.measures.decisions import government_of
from duban.papers.writing.documents import Annex, Block, Cell, Paper, Paragraph, form, table
from duban.papers.writing.texts import date_words, end_words
from duban.people.models import Officer

_SAID = {Decision.WAITING: "", Decision.AGREED: "同意", Decision.REFUSED: "不同意"}

# So many rows fit on one page beside the signatures; the rest is in the system.
_MOST = 18


def sheet_of(proposal: Proposal) -> Paper:
    """Return a proposal as a sheet for the file; what is not signed yet is left open for the pen."""
    matter, held = proposal.assignment.matter, proposal.assignment
    regime = Governed.of(matter).document
    # Where the document has a paper of its own by which consent to a step is asked, the sheet is that paper, addressed to the government.
    asks = Governed.of(matter).paper(f"request:{proposal.step}") if proposal.step else None
    named = asks or Governed.of(matter).paper(proposal.act)
    act = acts.of(proposal)
    rows = [
        ("事项编号", matter.no, "责任单位", held.unit.name),
        ("督办事项", oneline(matter.title)),
        ("原定时限", end_words(held.due_on), "申请日期", date_words(proposal.proposed_on)),
    ]
    what, asked, called = act.on_sheet(proposal) or ("申请事项", act.asked_on_sheet(proposal), "依据")
    basis = f"{regime.name}{proposal.clause}" if proposal.clause or act.on_sheet(proposal) else "办公室内部程序"
    rows.append((what, asked, called, basis))
    rows.append(("理由", clean(proposal.reason)))
    rows.append(
        (
            "申请人",
            str(proposal.proposed_by) if proposal.proposed_by else "由系统按期限提出",
            "办理结果",
            proposal.get_outcome_display(),
        )
    )
    signatures = []
    for signature in proposal.signatures.select_related("officer", "on_behalf_of").order_by("order"):
        role = regime.roles.get(signature.role) or dict(ROLE_OF_SIGNER).get(signature.role, signature.role)
        who = str(signature.officer) if signature.officer and signature.decided_on else ""
        if who and signature.on_behalf_of:
            who = f"{who}（代{signature.on_behalf_of}）"
        opinion = "：".join(each for each in (_SAID[Decision(signature.decision)], clean(signature.reason)) if each)
        day = date_words(signature.decided_on) if signature.decided_on else "　　年　月　日"
        signatures.append(
            (
                Cell(str(getattr(role, "label", role)), label=True),
                Cell(
                    f"{opinion}\n{who}　　{day}" if opinion else f"\n　　　　　　　　　　{day}",
                    across=3,
                    lines=3,
                    align="right",
                ),
            )
        )
    body: list[Block] = [Paragraph(f"{act.sentence(proposal)}妥否，请批示。")] if asks else []
    body.append(grid(*rows))
    if signatures:
        body.append(form(signatures, widths=(2, 4, 2, 4), caption="签批意见"))
    to = (government_of(proposal.jurisdiction, regime),) if asks else ()
    title = named.name if named else act.sheet
    return slip_paper(proposal.jurisdiction, title=title, addressees=to, body=tuple(body), has_head=False)


def starts_of(officer: Officer, on: datetime.date) -> Paper:
    """Return one sheet for all matters whose start was put up on a day, with them as its annexed list; who signed stands in each row.

    Raises Refused where none was put up on that day.
    """
    found = access.requests.proposals(officer).filter(act=START, proposed_on=on).exclude(outcome=Outcome.WITHDRAWN)
    found = found.select_related("jurisdiction", "assignment__matter", "assignment__unit", "proposed_by")
    proposals = list(found.prefetch_related("signatures__officer", "signatures__on_behalf_of").order_by("id"))
    if not proposals:
        raise Refused(f"{on} 没有提请立项审批的事项")
    act, first, office = acts.named(START), proposals[0], officer.office
    governed = Governed.of(office)
    named, approval = governed.paper(START), governed.approval(START)
    basis = f"{governed.document.name}{approval.clause}" if approval and approval.clause else "办公室内部程序"
    rows = [
        (
            str(place),
            each.assignment.matter.no,
            oneline(each.assignment.matter.title),
            each.assignment.unit.name,
            str(each.assignment.due_on or "长期"),
            _signed(each),
        )
        for place, each in enumerate(proposals, 1)
    ]
    listed = table(
        ("序号", "编号", "督办事项", "牵头单位", "完成时限", "签批"), rows, widths=(1, 1.9, 4.6, 2.4, 2.3, 3.2)
    )
    body = (
        grid(
            ("提请件数", f"{len(rows)} 件（见附件）", "申请日期", date_words(on)),
            ("申请事项", act.asked_on_sheet(first), "依据", basis),
            ("理由", "；".join(dict.fromkeys(clean(each.reason) for each in proposals))),
            ("申请人", "、".join(dict.fromkeys(str(each.proposed_by or "系统") for each in proposals))),
        ),
    )
    sheet = slip_paper(office, title=named.name if named else act.sheet, body=body, has_head=False)
    return replace(sheet, annexes=(Annex("提请立项督办事项清单", (listed,)),))


def _signed(proposal: Proposal) -> str:
    said = []
    for each in sorted(proposal.signatures.all(), key=lambda each: each.order):
        if each.decided_on is None:
            said.append("待签")
            continue
        who = f"{each.officer}" + (f"（代{each.on_behalf_of}）" if each.on_behalf_of else "")
        # Each on a line of its own: in the narrow column a line of both would break within 同意.
        said.append(f"{_SAID[Decision(each.decision)]}\n{who}\n{each.decided_on.isoformat()}")
    return "\n".join(said)


def succession_sheet_of(reader: Officer, made: Succession) -> Paper:
    """Return a handing over as a sheet; rows that the reader may not see by name are counted, what does not fit is summed up."""
    to = str(made.to) if made.to else "暂缺"
    rows = [
        ("移交人", str(made.of), "岗位", oneline(made.post)),
        ("暂代人" if made.acting else "接任人", to, "交接日期", date_words(made.on)),
        ("事由", clean(made.reason)),
    ]
    passed, left = successions.passed_groups(reader, made)
    lines = [(group.label, words, "已移交") for group in passed for words, _, _ in group.shown] + [
        (group.label, words, why) for group in left for words, _, why in group.shown
    ]
    lines += [(group.label, f"{group.unnamed} 项", "") for group in (*passed, *left) if group.unnamed]
    table: list[tuple[str | Cell, ...]] = [
        (Cell("种类", label=True), Cell("事项", label=True, across=2), Cell("移交情况", label=True))
    ]
    table += [
        (Cell(kind, align="center"), Cell(oneline(words)[:60], across=2), Cell(how or "—", align="center"))
        for kind, words, how in lines[:_MOST]
    ]
    if len(lines) > _MOST:
        counts = "，".join(f"{label} {count} 项" for label, count in successions.counts_of(made.items).items())
        table.append((Cell("其余", align="center"), Cell(f"合计：{counts}；明细见系统记录", across=3)))
    if not lines:
        table.append((Cell("—", align="center"), Cell("没有待移交的事项", across=3)))
    signed = [
        (
            Cell(label, label=True),
            Cell("\n　　　　　　　　　　　　　　　　年　月　日", across=3, lines=3, align="right"),
        )
        for label in ("移交人签字", "接任人签字", "监交人签字")
    ]
    body = (
        grid(*rows),
        form(table, widths=(2.4, 3, 3, 3.6), caption="移交事项"),
        form(signed, widths=(2, 4, 2, 4), caption="签字"),
    )
    return slip_paper(made.jurisdiction, title="岗位交接单", body=body, has_head=False)
