"""Which lines of the journal become messages, to whom, and in which words."""

import datetime

from duban.engine.recording import telling
from duban.ledger.governed import Governed
from duban.ledger.models import JournalLine
from duban.ledger.queries.process.objection_limits import Limits

# Verb → what the people of the unit that the line is about are told.
TO_UNIT = {
    "assignment.dispatched": "新交办，请签收",
    "refusal.upheld": "拒签已同意",
    "refusal.rejected": "拒签被驳回，请签收",
    "assignment.completed": "已认定办结",
    "assignment.transferred": "责任单位已变更",
    "assignment.suspended": "已中止办理",
    "assignment.resumed": "已恢复办理",
    "unit.took_over": "单位变更：原单位的事项转由本单位承接，请核对",
    "unit.abolished": "单位变更：本单位撤并，在办事项已转由承接单位办理",
    "reorganisation.revoked": "单位变更已撤回，请核对在办事项",
    "report.returned": "反馈被退回，请修改重报",
    "matter.reopened": "须重新办理",
    "support.reopened": "事项重新办理，请继续配合",
    "question.asked": "有人提问，请答复",
    "question.withdrawn": "提问已收回，不用答复",
    "opinion.asked": "请会签",
    "complaint.ruled": "配合情况已裁定",
    "unit.urged": "催办",
    "urging.taken_back": "催办已撤回",
    "dispatch.taken_back": "交办已撤回，不需要签收",
    "paper.voided": "文书已作废",
    "lateness.derived": "到期未办，已记录",
    "fact.recorded": "可以提出异议",
    "objection.upheld": "异议成立",
    "objection.rejected": "异议不成立",
    "consequence.imposed": "作出处理",
    "consequence.demanded": "须提交材料",
    "consequence.lifted": "处理已解除",
    "consequence.summoned": "通知约谈，请按时间地点到会",
    "inspection.announced": "将来督查，请做好准备",
    "self_inspection.requested": "请先自查并报送自查报告",
    "preparation.asked": "请做好迎检准备",
    "claim.verified": "申报已核实",
    "claim.rejected": "申报未获认定",
    "finding.handed": "督查发现问题，请报整改方案",
    "finding.ordered": "责令改正",
    "finding.returned": "整改被退回，请继续整改",
    "finding.struck": "督查问题已销号",
    "finding.reopened": "督查问题恢复整改",
    "self_inspection.returned": "自查报告被退回，请重新报送",
    "file.replaced": "附件已更换",
    "finding.excused": "不可抗力成立",
    "finding.not_excused": "不可抗力不成立",
    "conclusion.delivered": "督查结论送达",
    "review.kept": "复核维持结论",
    "review.changed": "复核变更结论",
}


# Verb → what the principal leader is told, where the document has it reported to them (安康 第十二条(三)).
TO_PRINCIPAL = {"consequence.followed": "约谈结果报来"}


# Verb → what the supervision office is told.
TO_OFFICE = {
    "assignment.accepted": "已签收",
    "assignment.refused": "拒绝签收，待裁定",
    "report.submitted": "报来反馈，待审核",
    "report.taken_back": "撤回反馈",
    "complaint.made": "报告配合单位不予配合，待裁定",
    "objection.made": "提出异议，待裁定",
    "consequence.handed_in": "交来材料，待核查",
    "claim.made": "申报加分，待核实",
    "entry.made": "填报情况",
    "slip.returned": "交回征集表",
    "handover.arrived": "上级交办转来，待登记",
    "handover.passed": "上级已改由其他单位承办，不用登记",
    "self_inspection.handed_in": "报来自查报告",
    "finding.reported": "报来整改结果，待验收",
    "finding.pleaded": "说明不可抗力，待认定",
    "review.requested": "申请复核督查结论",
    "regime_draft.submitted": "制度草稿送来，待另一人复核",
    "regime_draft.sent_back": "制度草稿退回起草",
    "regime_draft.checked": "制度草稿复核通过，待采用",
}


# Verb → what the supervision office is told where one of the public did it; what its own people enter is no news to it.
BY_PUBLIC = {"appeal.received": "收到网上诉求，待分办", "matter.rated": "反映人作出评价"}


SIGNING = ("proposal.opened", "proposal.signed", "proposal.reminded")


DECIDED = {
    "proposal.signed": "报批已有签批人同意，还待下一位签批",
    "proposal.refused": "报批未获同意",
    "proposal.undone": "报批的签批已撤销，请等重新签批",
}


# Once the last of them has signed.
APPROVED = "报批已获批准"


# Whose lines name the inspection, where they may.
OF_INSPECTIONS = ("inspection.", "self_inspection.", "preparation.")


# What a message is about, where it is not about a matter: records that have a page of their own.
OWN_PAGES = (
    "claim",
    "objection",
    "consequence",
    "handover",
    "finding",
    "conclusion",
    "notice",
    "bulletin",
    "review",
    "inspection",
    "selfinspection",
    "reorganisation",
    "regimedraft",
)


def about(line: JournalLine) -> str:
    """Return what a line's message is about, as kind and key: the appeal by its number, a record by its key, else the matter by its number."""
    if line.of_kind == "appeal":
        return f"appeal:{line.data['number']}"
    if line.of_kind in OWN_PAGES:
        return line.of
    return f"matter:{line.matter.no}" if line.matter is not None else "desk"


def subject(line: JournalLine) -> str:
    """Return what a line is about, as a message names it: the matter, else what its record is called; empty where it may not be named."""
    if line.verb.startswith((*OF_INSPECTIONS, "handover.")) or line.of_kind == "regimedraft":
        return str(line.data.get("name", ""))
    if line.of_kind == "finding" and line.data.get("name"):
        return f"{line.data['name']}，第 {line.data['order']} 个问题"
    if line.verb == "appeal.received":
        return str(line.data["number"])
    return f"{line.matter.no} {line.matter.title}" if line.matter is not None else ""


def told_to_unit(line: JournalLine, words: str, limits: dict[datetime.date, Limits]) -> str:
    """Return what the people of a unit are told of a line: `words`, with what was recorded, which measure it is and until when something is owed.

    `limits` are those of the days that were asked for before, and keep what is asked now.
    """
    if line.verb == "fact.recorded":
        own = limits.get(line.on) or limits.setdefault(line.on, Limits.of(line))
        document = Governed.of(line.matter).document if line.matter else own.governed.document
        until = own.until(line)
        heard = f"{until.due} 以前可以提出异议（{until.clause}）" if until else "可以提出异议"
        return f"记下“{telling.name_of(document, line.kind, line.data.get('fact', {}))}”，{heard}"
    kind, owed_by = line.data.get("kind"), line.data.get("owed_by")
    if line.verb == "consequence.demanded" and kind:
        return f"须提交{kind}（{owed_by} 前）" if owed_by else f"须提交{kind}"
    if line.verb in ("consequence.imposed", "consequence.lifted") and kind:
        return f"{words}（{kind}）"
    if line.verb == "outcome.carried_out":
        return f"{words}（{line.data['said']}）"
    if line.verb == "step.carried_out" and line.matter is not None:
        wanted = dict(line.data.get("fact") or {}).get("step")
        name = next((step.name for step in Governed.of(line.matter).steps if step.step == wanted), "")
        return f"实施“{name}”" if name else words
    return words
