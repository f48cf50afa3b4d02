"""What the papers and the lists of a document are for, in the words of a clerk: a paper is printed by an act, a list is chosen from somewhere."""

from __future__ import annotations

import re

from duban.engine.studio import drafts
from duban.engine.studio.drafts import Content

Choice = tuple[str, str]
# By the act that prints it (`packs.unread.PAPERS`).
PAPERS = {
    "dispatch": "交办", "planning": "督办计划", "registration": "登记", "report": "单位报送进展", "urge": "催办", "return": "退回重办", "extension": "延期",
    "transfer": "责任单位变更", "write_off": "销号、办结", "proof": "佐证材料", "milestones": "推进计划", "ledger": "台账", "support_complaint": "反映配合单位不配合",
    "coordination": "提请协调", "escalation": "提级督查", "special_meeting": "提请召开专项会议", "special_answer": "专题答复", "collection": "征集督办事项",
    "circular": "通报", "briefing": "专报", "quarterly_summary": "季度汇总", "proposals_report": "建议提案办理报告", "ranking": "排名通报", "honours": "通报表扬",
    "assessment": "考核结果", "sheet": "评分表", "sanction": "惩戒措施", "summons": "约谈通知", "interview_result": "约谈结果", "commitment_check": "承诺兑现核查",
    "discipline_handover": "问题移送", "correction": "责令改正", "annual_plan": "年度督查计划", "plan_application": "计划外督查申报",
    "plan_approval": "计划外督查审批", "plan_filing": "计划外督查备案", "inspection_plan": "督查方案", "inspection": "督查报告", "self_inspection": "自查报告",
    "findings": "问题清单", "feedback": "督查反馈", "rectification": "整改通知", "rectification_plan": "整改方案", "conclusion": "督查结论",
    "review_request": "复核申请", "review": "复核决定",
}  # fmt: skip
# By the name under which the program looks for it (`packs.unread.LISTS`); of several of one use the names go on.
LISTS = {
    "meetings": "会议的种类", "media": "宣传的媒体", "_media": "加分时点名的媒体", "poor_report_defects": "报告质量问题的种类",
    "false_report_defects": "报告不实的种类", "sanctions": "问责、惩戒的方式", "conclusion_elements": "督查结论要写明的内容", "aspects": "督查查什么",
    "random_sources": "随机督查从哪里抽", "progress_classes": "季度通报的分类", "quarterly_lists": "科室季度报什么", "plan_partners": "年度计划会同谁制定",
    "plan_filing": "计划外督查向谁备案",
}  # fmt: skip
_SEVERAL = ("sanctions", "_media")


def of_papers(content: Content) -> list[Choice]:
    """Return what a paper may be for: an act, a step of the ladder, the request of one."""
    steps = _steps(content)
    return [
        *PAPERS.items(),
        *((f"step:{step}", f"实施“{name}”") for step, name in steps),
        *((f"request:{step}", f"提请“{name}”") for step, name in steps),
    ]


def of_lists(content: Content) -> list[Choice]:
    """Return what a list may be for, by the beginning or end of its name: the program's own, what follows a step, what is ruled before one."""
    steps = _steps(content)
    return [
        *LISTS.items(),
        *((f"after_{step}", f"“{name}”之后怎样处理") for step, name in steps),
        *((f"rulings_{step}", f"可以认定为“{name}”的情形") for step, name in steps),
    ]


def use_of(name: str) -> str:
    """Return the use of a list by its name: own words of the program as they are, further ones of one use as the first."""
    if name.endswith("_media"):
        return "_media"
    return "sanctions" if name.startswith("sanctions") else name


def name_for(use: str, taken: set[str]) -> str:
    """Return the name of a list of that use. Raises ValueError where there is one already and there may be no second."""
    numbered = re.sub(r"^_", "own_", use)
    if numbered not in taken:
        return numbered
    if use not in _SEVERAL:
        raise ValueError(use)
    number = 2
    while (name := f"own_{number}_media" if use == "_media" else f"{use}_{number}") in taken:
        number += 1
    return name


def _steps(content: Content) -> list[Choice]:
    return [
        (str(rule["step"]), str(rule.get("name") or "这一步"))
        for clause in drafts.clauses_of(content)
        for rule in drafts.rules_of(clause)
        if rule.get("kind") == "step" and rule.get("step")
    ]
