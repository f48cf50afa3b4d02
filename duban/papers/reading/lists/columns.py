"""What the columns of a table of tasks are called: many namings, one field, for every door through which a table comes in."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Field:
    """A column that a table may have. `kind` is text, date or names; `namings` a pattern for its whole header.

    `loosely` is tried where no field's namings fit: headers that a field's own words are merely part of.
    Of a field that `may_repeat` a table may have several columns; of others the first is taken and the next told as unknown.
    """

    name: str
    label: str
    namings: str
    kind: str = "text"
    loosely: str = ""
    may_repeat: bool = False


_OF_UNITS = r"(?:责任|负责)?(?:单位|部门|科室|股室|处室|乡镇|镇街|街道|地区|主体|机构)?(?:及分工|名称|(?:及|和|与|/|\+)(?:具体|主要|第一)?(?:责任|负责|联系|承办|经办)人(?:员|姓名)?)?"
_UNITS = r"(?:责任)?(?:单位|部门|科室|股室|处室|乡镇|镇街|街道|地区|主体|机构)(?:及分工|名称|(?:及|和|与|/|\+)(?:具体|主要|第一)?(?:责任|负责|联系|承办|经办)人(?:员|姓名)?)?"
_TASK = r"(?:督查|督办|查办|交办|重点|工作|具体|决定|议定|批示|任务|目标|会议|主要|年度|实事|民生|整改|推进|牵头|立项|建议|提案|改革|项目)*"

# Each naming beside examples of what offices write. The first that fits is taken: what is narrow stands before what is wide.
FIELDS = (
    Field(
        "no",
        "序号",
        r"序号?|(?:事项|督办|任务|台账|项目|条目|问题|顺)?(?:编号|序号)|(?:项|任务|事项|条目)号|NO\.?|№|项次",
    ),
    # Beside 序号: the number of the matter itself, as in a ledger that went out and comes back.
    Field("matter_no", "事项编号", r"(?:事项|督办|任务|台账)?编号"),
    # 建议号 · 提案编号 · 案号
    Field("letter_no", "建议提案编号", r"(?:代表|委员)?(?:建议|提案|议案|建议提案|案)(?:编|案)?号|案由?编号"),
    # When something began or was ordered is no limit: 交办时间 · 启动时间 · 批示日期
    Field(
        "assigned_on",
        "交办时间",
        r"(?:交办|下达|立项|登记|受理|批示|印发|发文|收文|来文|会议|召开|转办|分办|录入|签收|启动|开始|开工|起始|提出)(?:时间|日期)|启动|开工|开始|起始",
        may_repeat=True,
    ),
    # 反馈周期 · 报送频次
    Field("cycle", "反馈周期", r"(?:反馈|报送|报告|汇报|调度|上报|督办|督查|通报)(?:的)?(?:周期|频次|频率)|周期|频次"),
    Field(
        "due_on",
        "办理时限",
        r"(?:办理|完成|办结|落实|整改|反馈|要求|交办|计划|拟|预计|答复|办复|回复|责任|工作|推进|报送|目标|结束|开?竣工|起止|起讫|督办|限定|规定)*(?:时限|期限|时间|日期|节点)(?:要求|节点|安排|进度|表)?"
        r"|时间(?:节点|要求|安排|进度|表)|(?:时序|进度|序时)(?:进度|安排|要求|计划|节点)|截止(?:时间|日期|期限)?|阶段(?:目标|安排)|完成|结束|竣工|办结"
        r"|什么时候.{0,4}|何时.{0,4}",
        "date",
        r".*(?:时限|期限|截止|时间节点|进度安排|进度要求|完成日期|完成时间).*",
    ),
    Field(
        "requirement",
        "办理要求",
        r"(?:办理|工作|落实|具体|完成|督办|有关|任务|批示)?要求|(?:主要|工作|具体|落实|推进|整改|办理|重点|改革)?(?:举措|措施)(?:及要求)?|推进(?:方式|路径)|工作路径",
        loosely=r".*(?:举措|措施|要求).*",
        may_repeat=True,
    ),
    # 任务分解 · 具体任务, beside a column that names the whole: then the part is the task and the whole stands above it.
    Field(
        "part",
        "任务分解",
        r"(?:目标)?(?:任务|工作|目标|责任目标)(?:分解|细化)|(?:具体|细化|分解|年度|子)(?:工作)?任务|任务(?:细化|明细)|分项任务",
    ),
    Field(
        "content",
        "事项内容",
        _TASK
        + r"(?:[一二三四]级)?(?:事项|任务|内容|工作|目标任务|任务目标|实事|问题|项目|议题)(?:及|和)?(?:名称|内容|分解|清单|要点|明细|事项)?"
        r"|案由|标题|题目|主要内容|(?:建议|提案|议案|建议提案)(?:名称|内容|标题|题目|案由)?|议定(?:事项|意见)|工作要点|改革举措|清单事项",
        loosely=r".*(?:任务|事项|实事|内容|工作|项目|问题|议题|提案|建议|批示|指标|清单).*",
    ),
    # 考核要点 · 验收标准 · 年度目标
    Field(
        "standard",
        "办理标准",
        r"(?:办理|完成|工作|办结|验收|质量|预期|考核|评价|销号)?(?:标准|要点)|(?:预期|工作|完成|年度|量化|考核|阶段性?|总体|绩效)?目标|目标要求|(?:考核|量化|年度|目标)指标|目标值|完成标志|验收方式",
        loosely=r".*(?:目标|标准|要点|指标值).*",
        may_repeat=True,
    ),
    Field(
        "effect",
        "办理效果",
        r"(?:办理|工作|实际|完成|落实|预期)?(?:效果|成效|结果)|(?:工作|目前|办理|最新|任务|落实|整改|推进|项目|当前)?(?:进展|进度)(?:情况|状态)?|(?:办理|完成|落实|推进|办结|整改|答复|反馈|工作|开展)情况|办理状态|完成状态",
        loosely=r".*(?:进展|完成情况|落实情况).*",
    ),
    Field(
        "responsible",
        "责任人",
        r"(?:具体|直接|主要|单位|第一|工作)?责任人(?:员)?(?:及电话|及联系方式)?|责任领导|(?:主要|单位|具体|部门)?负责人|承办人|经办人|联系人(?:及电话)?|联络员",
    ),
    # 分管领导 · 责任县长 · 包抓领导
    Field(
        "supervisor",
        "督办人",
        r"(?:督办|督查)(?:责任)?人|(?:督办|督查|督导|分管|联系|包抓|包保|牵头|挂钩|市级|县级|区级|责任|批示|主管|挂包|领办)*(?:市|县|区)?(?:级)?(?:领导|市长|县长|区长)(?:同志)?",
        loosely=r".*(?:领导|责任人|联系人|负责人).*",
    ),
    # 指导部门: guides, and neither leads nor helps.
    Field(
        "guide", "指导单位", rf"(?:业务|行业|对口|市级|县级|省级)?(?:指导|督导指导){_UNITS}", "names", may_repeat=True
    ),
    Field(
        "lead",
        "牵头单位",
        rf"(?:总|市级|县级)?(?:牵头|主办|分办|主责|第一责任|首问){_OF_UNITS}",
        "names",
        rf".*牵头{_UNITS}",
        may_repeat=True,
    ),
    Field(
        "support",
        "配合单位",
        rf"(?:配合|协办|协同|参加|参与|协助|会办|支持|协作|协同配合){_OF_UNITS}|(?:其他|其它|相关)责任?{_UNITS}",
        "names",
        rf".*(?:配合|协办){_UNITS}",
        may_repeat=True,
    ),
    # 责任单位: leads where nobody else does, helps beside 牵头单位.
    Field(
        "charge",
        "责任单位",
        rf"(?:主要|具体|市级|县级|省级|市直|县直|区级|镇级|直接|被)*(?:责任|负责|承办|落实|实施|完成|主管|包保|包联|督查|督办|整改|承接|办理|填报){_UNITS}"
        r"|具体承办|承办|任务分工|责任分工|分工|职责分工|责任划分|责任落实|谁(?:来)?(?:办|干|抓|负责|落实)|由谁.{1,4}|单位|部门",
        "names",
        rf".*(?:责任|承办|实施|落实){_UNITS}",
        may_repeat=True,
    ),
    Field(
        "author",
        "提出人",
        r"(?:领衔|第一|主要)?(?:提出|提案|建议|领衔|提议)(?:人|者|代表|委员)(?:姓名)?|(?:代表|委员)(?:姓名)?|领衔人|(?:提案|建议)者|提出者|届别",
    ),
    Field(
        "source",
        "事项来源",
        r"(?:事项|任务|工作|督办)?来源|(?:任务|工作|政策|文件)?依据|文件(?:名称|依据|号)?|会议名称|文号|交办文号",
    ),
    Field(
        "category",
        "类别",
        r"(?:事项|任务|工作|项目|指标|问题|所属)?(?:类别|分类|类型|领域|板块|方面|大类)|一级指标|所属领域|办理类型",
    ),
    Field("state", "状态", r"(?:事项)?状态"),
    Field("level", "重要程度", r"(?:重要程度|事项等级|督办等级|等级|级别|紧急程度|事项级别|缓急程度)"),
    Field("note", "备注", r"备注|说明|其他说明|备考|注"),
)
LABELS = {field.name: field.label for field in FIELDS}
# What stands in a column of such a name is neither task, owner nor limit, whatever words are in it.
_OTHER = re.compile(
    r".*(?:任务|事项|项目|问题|工作|建议|提案|议题|件|项|个)(?:总)?数量?|.*(?:分值|得分|评分|权重|完成率|比例|电话|联系方式|事由|范围|状态|金额|资金|投资|是否|签字|签名|盖章|日志|成果形式|满意).*|(?:督办|督查|督导){0,1}(?:督导)(?:单位|部门)"
)
_ROLES_IN_BRACKETS = (("lead", r"牵头|主办|主责"), ("support", r"配合|协办|会办|参与"), ("guide", r"指导"))
_END = re.compile(r"完成|办结|竣工|时限|期限|截止|结束")
# 办结时限 is to be kept; 办结日期 beside it says when it was.
_PLANNED = re.compile(r"时限|期限|截止|要求|计划|节点|限")
_DONE_DAY = re.compile(r"(?:实际|已)?(?:办结|完成|销号|办复|答复|回复|整改完成|交付)(?:时间|日期)|实际.*(?:时间|日期)")
_TIER = re.compile(r"\s*[三四]级")
_LONGEST = 24
# What stands behind this many characters of a label is a remark, however long.
_LONGEST_LABEL = 400
UNITS = {"lead", "charge", "support", "guide"}


@dataclass(frozen=True)
class Found:
    """A field, the column that holds it, what its header says, and as what the units in it are named (lead, charge, support, guide)."""

    field: Field
    column: int
    label: str
    role: str = ""


def fields_of(labels: dict[int, str]) -> list[Found]:
    """Recognise columns by their headers, in their order.

    Where a table has both 牵头 and 责任单位, the latter are those that help; where it names no lead, 责任单位 stand for the lead.
    Of two columns for the content the second is a part of it. Of several for limits the one that names the end is the limit.
    """
    found = [each for each in (_found(column, label) for column, label in sorted(labels.items())) if each]
    if any(each.field.name == "due_on" and _END.search(each.label) for each in found):
        found = [each for each in found if each.field.name != "due_on" or _END.search(each.label)]
    if any(each.field.name == "due_on" and _PLANNED.search(each.label) for each in found):
        found = [each for each in found if each.field.name != "due_on" or not is_done_day(each.label)]
    has_lead = any(each.role == "lead" for each in found)
    taken: set[str] = set()
    kept = []
    for each in found:
        name = ("support" if has_lead else "lead") if each.role == "charge" else each.field.name
        if name == "no" and name in taken and re.fullmatch(_field("matter_no").namings, plain_label(each.label)):
            name = "matter_no"
        if name == "content" and name in taken and "part" not in taken:
            name = "part"
        elif name == "content" and (_TIER.match(each.label) or [other.label for other in found].count(each.label) > 2):
            # 任务 over 一级, 二级, 三级: the last is what is to be done.
            name = "part"
        elif name in taken and not each.field.may_repeat:
            continue
        taken.add(name)
        kept.append(each if name == each.field.name else replace(each, field=_field(name)))
    return _with_content(kept)


def is_end(label: str) -> bool:
    """Tell whether a header of a limit names the end of something: 完成时限, 办结期限."""
    return bool(re.search("时限|期限|截止", label) or (_END.search(label) and not is_done_day(label)))


def is_done_day(label: str) -> bool:
    """Tell whether a header beside that of a limit names the day on which something was done."""
    return bool(_DONE_DAY.fullmatch(plain_label(label)))


def plain_label(label: str) -> str:
    """Strip a header of spaces, stars and remarks in brackets, and narrow its full-width letters."""
    narrow = unicodedata.normalize("NFKC", label[:_LONGEST_LABEL])
    return re.sub(r"[(\[【{].*?[)\]】}]|[\s*:：★☆#、·\u200b-\u200f\ufeff]", "", narrow)[:40]


def field_named(label: str, is_strict: bool = False) -> Field | None:
    """Recognise one header by itself; None where it names no field. A strict look takes whole namings only."""
    plain = plain_label(label)
    if not plain or len(plain) > _LONGEST:
        return None
    found = next((field for field in FIELDS if re.fullmatch(field.namings, plain, re.IGNORECASE)), None)
    if found is None and not is_strict and not _OTHER.fullmatch(plain) and len(plain) <= 16:
        found = next((field for field in FIELDS if field.loosely and re.fullmatch(field.loosely, plain)), None)
    return found


def _found(column: int, label: str) -> Found | None:
    field = field_named(label)
    if field is None:
        return None
    role = field.name if field.name in UNITS else ""
    if role == "charge":
        inside = "".join(re.findall(r"[(（\[【](.*?)[)）\]】]", label))
        role = next(
            (name for name, words in _ROLES_IN_BRACKETS if re.fullmatch(rf"(?:{words})(?:单位|部门)?", inside)), role
        )
        if role != "charge":
            field = _field(role)
    return Found(field, column, label.strip(), role)


def _with_content(found: list[Found]) -> list[Found]:
    """Let another column stand for the content where no header names it: a part, what is demanded, what is aimed at, the kind."""
    if any(each.field.name == "content" for each in found) or not any(each.role for each in found):
        return found
    for name in ("part", "requirement", "standard", "category"):
        for at, each in enumerate(found):
            if each.field.name == name:
                return [*found[:at], replace(each, field=_field("content")), *found[at + 1 :]]
    return found


def _field(name: str) -> Field:
    return next(field for field in FIELDS if field.name == name)
