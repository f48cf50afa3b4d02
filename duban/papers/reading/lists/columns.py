"""What the columns of a ledger are called: many namings, one field."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True)
class Field:
    """A column that a ledger may have. `kind` is text, date, names or number; `namings` a pattern for its header."""

    name: str
    label: str
    namings: str
    kind: str = "text"


_OF_UNITS = r"(?:单位|部门|科室|股室|处室|乡镇|主体|机构)?(?:名称)?"

FIELDS = (
    Field("no", "序号", r"序号?|编号|事项编号|督办编号|任务编号|台账编号|NO\.?"),
    Field("letter_no", "建议提案编号", r"(?:建议|提案|议案|建议提案|案)(?:编|案)?号"),
    Field(
        "content",
        "事项内容",
        r"(?:督查|督办|督查督办|交办|重点|工作|具体|决定|议定|批示|任务|目标|会议)*"
        r"(?:事项|任务|内容|工作|目标任务)(?:及|和)?(?:名称|内容|分解|清单|要点|明细)?"
        r"|案由|标题|题目|(?:建议|提案|议案|建议提案)(?:名称|内容|标题|题目|案由)",
    ),
    Field(
        "requirement",
        "办理要求",
        r"(?:办理|工作|落实|具体|完成|督办|有关)?要求|(?:主要|工作|具体|落实)?(?:举措|措施)",
    ),
    Field(
        "due_on",
        "办理时限",
        r"(?:办理|完成|办结|落实|整改|反馈|要求)?(?:时限|期限|时间|日期)(?:要求|节点)?|时间(?:节点|要求)|截止(?:时间|日期)|(?:要求)?办结(?:时限|时间)",
        "date",
    ),
    Field("standard", "办理标准", r"(?:办理|完成|工作|办结|验收|质量|预期)?标准|(?:预期|工作|完成)目标|目标要求"),
    Field(
        "effect",
        "办理效果",
        r"(?:办理|工作|实际|完成|落实)?(?:效果|成效|结果)|(?:工作|目前|办理|最新)?(?:进展|进度)(?:情况)?|(?:办理|完成|落实|推进|办结)情况",
    ),
    Field(
        "responsible",
        "责任人",
        r"(?:具体|直接|主要|单位|第一)?责任人|责任领导|(?:主要|单位)?负责人|承办人|经办人|联系人",
    ),
    Field(
        "supervisor",
        "督办人",
        r"督办(?:责任)?人|督查(?:责任)?人|(?:督办|督查|督导|分管|联系|包抓|牵头|挂钩|市级|县级)(?:市|县|区)?(?:级)?(?:领导|市长|县长)",
    ),
    Field(
        "lead",
        "牵头单位",
        rf"(?:牵头|主办|主责|承办|责任|落实|实施|主要责任|第一责任|被督查){_OF_UNITS}",
        "names",
    ),
    Field("support", "配合单位", rf"(?:配合|协办|协同|参加|参与|协助|会办){_OF_UNITS}", "names"),
    Field(
        "author",
        "提出人",
        r"(?:领衔|第一|主要)?(?:提出|提案|建议|领衔|提议)(?:人|者|代表|委员)(?:姓名)?|(?:代表|委员)(?:姓名)?|领衔人",
    ),
    Field("source", "事项来源", r"(?:事项|任务|工作|督办)?来源|(?:任务|工作)?依据|文件(?:名称|依据)|会议名称"),
    Field("category", "类别", r"(?:事项|任务|工作)?(?:类别|分类|类型|领域)"),
    Field("level", "重要程度", r"(?:重要程度|事项等级|督办等级|等级|级别|紧急程度|事项级别)"),
    Field("note", "备注", r"备注|说明|其他说明|备考"),
)


@dataclass(frozen=True)
class Found:
    """A field, the column that holds it, and what its header says."""

    field: Field
    column: int
    label: str


def fields_of(labels: dict[int, str]) -> list[Found]:
    """Recognise columns by their headers; of two that could be one field the first is taken.

    Where a ledger has both 牵头 and 责任单位, the latter are those that help.
    """
    found: list[Found] = []
    taken: set[str] = set()
    for column, label in sorted(labels.items()):
        plain = plain_label(label)
        field = next((f for f in FIELDS if re.fullmatch(f.namings, plain, re.IGNORECASE)), None)
        if field and field.name == "lead" and "lead" in taken and plain.startswith(("责任", "落实", "承办")):
            field = next(f for f in FIELDS if f.name == "support")
        if field and field.name not in taken:
            taken.add(field.name)
            found.append(Found(field, column, label.strip()))
    return found


def plain_label(label: str) -> str:
    """Strip a header of spaces, stars and remarks in brackets, and narrow its full-width letters."""
    narrow = unicodedata.normalize("NFKC", label)
    return re.sub(r"\(.*?\)|\[.*?\]|[\s*:：★☆]", "", narrow)[:40]
