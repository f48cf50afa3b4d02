"""What the invented people of the demonstration write: reports, reasons, rulings. All of it made up for it."""

import datetime
import random

_STEPS = (
    "已成立工作专班，召开推进会两次，任务分解到股室和责任人。",
    "已完成摸底核查，建立问题台账，按周更新。",
    "施工单位已进场，材料和人员到位，按计划推进。",
    "完成方案编制和部门会签，进入组织实施阶段。",
    "完成总量的四成左右，剩余部分已明确完成时点。",
    "完成总量的七成左右，转入收尾和资料整理。",
)
_PROBLEMS = (
    "",
    "",
    "部分点位协调难度较大，个别群众意见尚未统一。",
    "受连续降雨影响，室外作业推迟约一周。",
    "配套资金到位稍慢，正在与财政部门衔接。",
    "专业技术人员不足，资料整理进度偏慢。",
)
_NEXT = ("倒排工期，每周调度一次。", "逐点明确责任人和完成时限。", "加快手续办理，确保按期办结。")
_THIN = ("该项工作已基本完成。", "已按要求落实到位。", "各项任务有序推进，成效明显。")
_RETURNED = (
    "只写了做法，没有写结果，请对照完成标准逐项说明并附佐证材料。",
    "数据与台账不一致，请核实后重报。",
    "没有回答任务书第二项要求，请补充。",
)
_VISIBLE = ("基础施工完成三成", "主体完成五成", "主体完成八成", "进入收尾，完成九成")
DEFECTS = {
    "poor_report": ("过于简单", "反馈只有一句话，未对照标准说明，经复核认定为过于简单。"),
    "false_report": ("虚报", "现场抽查两处未完工，与反馈不符，经核实认定为虚报。"),
}
REJECTION = "对照三定方案和任务分工，职责属本单位，请即办理。"
EXTENSION = "因主汛期连续降雨，室外工序无法展开，需要顺延；已重排工期并明确到周。"
START = "属于督办范围，拟予立项。"
EXTENSION_REFUSED = "同类项目均按期推进，理由不充分，请倒排工期按原时限办结。"
WRITE_OFF = "上级调整年度计划，该项目已不在实施范围，现阶段不具备条件，申请销号。"
TRANSFER = "机构职能调整后，该项职责已划转，申请变更责任单位。"
STEP_REFUSED = "单位已当面说明情况并恢复施工，先观察一周。"


def progress(chance: random.Random, want: str) -> tuple[str, str, str]:
    """Return what was done, what is difficult and what comes next, for a report on the way."""
    return (
        f"对照“{want.rstrip('。')}”，{chance.choice(_STEPS)}",
        chance.choice(_PROBLEMS),
        chance.choice(_NEXT),
    )


def thin(chance: random.Random) -> str:
    """Return a report that says too little and will come back."""
    return chance.choice(_THIN)


def returned(chance: random.Random) -> str:
    """Return why a report is sent back."""
    return chance.choice(_RETURNED)


def visible(chance: random.Random) -> str:
    """Return how far a building site has come."""
    return chance.choice(_VISIBLE)


def refusal(proper: str) -> str:
    """Return why a unit does not take a matter on, and who ought to."""
    return f"该事项的主管职责不在本单位，建议由{proper}承办，本单位可以配合。"


def proof(title: str, unit: str, on: datetime.date, done: str) -> tuple[str, bytes]:
    """Return name and content of a unit's evidence."""
    text = f"佐证材料\n事项：{title}\n单位：{unit}\n日期：{on}\n\n{done}\n（演示资料，内容均为虚构）\n"
    return f"佐证材料-{title[:20]}.txt", text.encode()


def excerpt(title: str, on: datetime.date, said: str) -> tuple[str, bytes]:
    """Return name and content of an excerpt that proves praise or criticism."""
    text = f"摘录\n{title}\n{on}\n\n{said}\n（演示资料，内容均为虚构）\n"
    return f"{title[:30]}（摘录）.txt", text.encode()
