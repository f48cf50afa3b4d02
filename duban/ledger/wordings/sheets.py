"""Approval sheets (审批单): a proposal with what is asked, why, by which clause, and what each signer said on which day."""

from duban.ledger import acts
from duban.ledger.governed import ROLE_OF_SIGNER, Governed
from duban.ledger.models import Proposal
from duban.ledger.models.proposals import Decision
from duban.ledger.wordings.frames import clean, grid, oneline, slip_paper
from duban.papers.writing.documents import Cell, Paper, form
from duban.papers.writing.texts import date_words

_SAID = {Decision.WAITING: "", Decision.AGREED: "同意", Decision.REFUSED: "不同意"}


def sheet_of(proposal: Proposal) -> Paper:
    """Return a proposal as a sheet for the file; what is not signed yet is left open for the pen."""
    matter, held = proposal.assignment.matter, proposal.assignment
    regime = Governed.of(matter).document
    named = Governed.of(matter).paper(proposal.act)
    act = acts.of(proposal)
    rows = [
        ("事项编号", matter.no, "责任单位", held.unit.name),
        ("督办事项", oneline(matter.title)),
        ("原定时限", date_words(held.due_on), "申请日期", date_words(proposal.proposed_on)),
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
    body = [grid(*rows)]
    if signatures:
        body.append(form(signatures, widths=(2, 4, 2, 4), caption="签批意见"))
    return slip_paper(proposal.jurisdiction, title=named.name if named else act.sheet, body=tuple(body), has_head=False)
