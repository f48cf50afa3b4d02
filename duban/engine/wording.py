"""The sentences that say why, in Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

# The end date, in facts, of a matter that has none.
NEVER = date(9999, 12, 30)
PERIODS = {"week": "每周", "month": "月度", "quarter": "季度", "half_year": "半年", "year": "全年"}
KINDS = {
    "late": "逾期",
    "poor_report": "报告质量不合格",
    "false_report": "报告不实",
    "uncooperative": "配合单位不予配合",
    "urged": "催办",
    "returned": "退回重办",
    "circular": "通报",
    "instruction": "批示",
    "interview": "约谈",
    "promoted": "经验推广",
    "published": "刊发",
    "hosted_meeting": "现场会",
    "inspection_excellent": "迎检优秀",
    "top_ranked": "月度排名通报表扬",
    "period_total": "已发布的得分",
    "sheet": "评分表",
    "grade": "评定等次",
    "figure": "填报数据",
    "step": "督办措施",
    "extended": "延期",
    "reopened": "办结后返工",
    "limit_missed": "限期未办结",
    "assigned": "交办",
    "accepted": "签收",
    "reported": "报送反馈",
    "completed": "办结",
    "written_off": "销号",
    "transferred": "变更责任单位",
    "withdrawn": "撤销记录",
    "corrected": "更正记录",
}
VALUES = {
    "tone": {"praise": "表扬", "criticism": "批评"},
    "what": {
        "acceptance": "签收", "report": "报告", "result": "结果", "resubmission": "重报", "objection": "异议",
        "progress": "进展",
    },
    "channel": {"phone": "电话或口头", "written": "书面", "on_site": "现场", "meeting": "专项会议"},
    "authority": {
        "central": "中央", "ministry": "国家部委", "province": "省委省政府",
        "province_department": "省直部门", "province_coordinating": "省级协调机构",
        "prefecture": "市（州）委市（州）政府",
        "prefecture_principal": "市（州）主要领导", "prefecture_coordinating": "市（州）级协调机构",
        "prefecture_office": "市（州）督查室", "county": "县委县政府", "county_principal": "县主要领导",
        "county_office": "县督查室",
    },
}  # fmt: skip
COLOURS = {"red": "红色", "yellow": "黄色", "blue": "蓝色"}
EXCUSED = "有正当理由，不计"
# Groups of units of a document that names none.
GROUPS = {
    "county": "县（市、区）", "township": "乡镇（街道）", "department": "部门", "subordinate": "下属单位", "zone": "开发区", "enterprise": "企业",
    "superior_agency": "垂直管理单位", "authorised": "授权单位",
}  # fmt: skip
UNQUANTIFIABLE = "所涉事项不可量化，不计分"
EXCLUDED = "所涉事项不计入考核，不计"
NO_MATTER = "没有对应的督查事项，不计"
NO_LEVEL = "事实和事项都没有标明等级，无法计分"
NOT_BECOME = "所涉事项没有达到本条的条件，不计"
AT_ONCE = "这类事项可以直接从这一步起"
WAITING = "已报结果，尚待验收，期末不作为未办结"
INCOMPLETE_SHEET = "评分表没有填全，不计"
SHEETS_OF_MATTERS = "已按事项逐件评分，单位的总表不再计"


def plain(points: Decimal) -> str:
    """Write points as a plain decimal: 15, -0.2."""
    text = format(points, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def signed(points: Decimal) -> str:
    """Write points with their sign."""
    return f"{'+' if points > 0 else ''}{plain(points)}"


def label(kind: str, values: Mapping[str, object]) -> str:
    """Name a kind of fact by its kind and the values that tell it apart."""
    words = [VALUES[name][str(values[name])] for name in ("authority", "channel") if values.get(name)]
    tail = [VALUES[name][str(values[name])] for name in ("what", "tone") if values.get(name)]
    name = KINDS.get(kind, kind)
    return "".join([*words, *tail, name] if kind == "late" else [*words, name, *tail])


def keeps_out(why: str) -> bool:
    """Say whether a fact was left out because of what it lacks, or what its matter is: who records it can mend that."""
    return (
        why in (NO_MATTER, NO_LEVEL, NOT_BECOME)
        or why.startswith(("没有写明", "该单位不是所涉事项的"))
        or "不在 " in why
    )


def wrong_role(role: str) -> str:
    """Say that a fact charges a unit that has not the role it must have, named in words."""
    return f"该单位不是所涉事项的{role}单位，不计"


def no_field(name: str) -> str:
    """Say that a fact, or its matter, lacks what a rule asks for."""
    return f"没有写明{name or '本条所需的内容'}，不计"


def same_as(day: date) -> str:
    """Say that a fact only repeats an earlier one, of that day."""
    return f"与{on(day)}已经登记的是同一件，不重复计"


def on(day: date) -> str:
    """Say a day as it is told within a period: 3月5日."""
    return f"{day.month}月{day.day}日"


def ended(name: str, day: str) -> str:
    """Say that a state was put right and no longer counts."""
    return f"{day}已{name}，不再计"


def out_of_bounds(value: Decimal, least: Decimal | None, most: Decimal | None) -> str:
    """Say that a typed figure lies outside its bounds and does not count."""
    low = "" if least is None else plain(least)
    high = "" if most is None else plain(most)
    return f"{plain(value)} 不在 {low} 至 {high} 之间，不计"


def times(name: str, count: int, points: Decimal, level: str | None = None) -> str:
    """Say how often something happened and what each time counts; `level` as `level` words it."""
    if not points:
        return f"{name}{count}次，不加不减"
    of = f"{level}事项" if level else ""
    each = "每次" if count > 1 else ""
    return f"{of}{name}{count}次，{each}{signed(points)}分"


def level(key: str, names: Mapping[str, str]) -> str:
    """Name a level by its colour and the regime's own word for it: 红色（特别重要）."""
    return f"{COLOURS[key]}（{names[key]}）" if key in names else COLOURS[key]


def highest(occasion: str, outdone: Iterable[str]) -> str:
    """Say which facts about the same thing were outdone, each by its day and its name."""
    return f"{f'“{occasion}”' if occasion else ''}只计最高的一项，{'、'.join(dict.fromkeys(outdone))}不再计"


def beyond(name: str, matters: Mapping[str, int], more_than: int, once: bool) -> str:
    """Say on which matters something happened too often."""
    said = "、".join(f"{matter}（{count}次）" for matter, count in sorted(matters.items()))
    return f"{name}超过{more_than}次：{said}，{'每个事项计一次' if once else '超出的每次都计'}"


def base(points: Decimal) -> str:
    """Say that a unit starts with these points."""
    return f"基础分{plain(points)}分"


def sheet(section: str, points: Decimal, matters: int = 0) -> str:
    """Say what a section of the scoring sheet gave; `matters`: it is the mean of so many matters' sheets."""
    of = "" if not matters else f"{matters}件事项平均" if matters > 1 else "1件事项"
    return f"评分表“{section}”{of}得{plain(points)}分"


def section_cut(section: str, most: Decimal) -> str:
    """Say that a section lies between 0 and its most."""
    return f"“{section}”按0至{plain(most)}分计，超出部分不计"


def cap(side: str, most: Decimal, of: str = "") -> str:
    """Say what a cap cut; `of` names the matter, month or quarter that it is of."""
    return f"{of}{'加' if side == 'plus' else '减'}分最多{plain(most)}分，超出部分不计"


def share(part: Decimal) -> str:
    """Say a share of something: 一半, 30%."""
    return "一半" if part == Decimal("0.5") else f"{plain(part * 100)}%"


def span(year: int, number: int, per: str) -> str:
    """Name a month or a quarter: 2026年3月, 2026年第2季度."""
    return f"{year}年{number}月" if per == "month" else f"{year}年第{number}季度"


def floor(least: Decimal) -> str:
    """Say what the floor lifted."""
    return f"扣完为止，最低{plain(least)}分"


def sheet_total(count: int) -> str:
    """Say that the sheet entries of the period were added up."""
    return f"本期评分表{count}项合计"


def grade_of_class(of: str, name: str, on: date) -> str:
    """Say which grade a unit has in a class of tasks; it stands beside the unit's own."""
    return f"{on}按任务类别评定：{of}为{name}"


def grade(name: str, on: date, step: bool) -> str:
    """Say who or what set the grade."""
    return f"{on}{'督办到最后一步，定为' if step else '评定为'}{name}"


def until(day: str) -> str:
    """Say until when a matter runs, of a day as facts have it; 长期 where it has no end."""
    return "长期" if day == NEVER.isoformat() else day


def after_deadline(due: date, extended: bool, days: int = 0, working_days: int = 0) -> str:
    """Say that the deadline passed undone, and for how many days where the document counts them."""
    late = f"{working_days}个工作日" if working_days else f"{days}日" if days else ""
    return f"{'延期后的' if extended else ''}期限{due}已过{late}，仍未办结"


def before_deadline(due: date, days: int) -> str:
    """Say that the deadline is near."""
    return f"期限{due}前{days}天，尚未办结"


def found_after(name: str, on: date, said: str, found: date) -> str:
    """Say that something was found wanting after a step was carried out."""
    return f"{on}已{name}，{found}{said}，未见改正"


def after_step(name: str, on: date, limit: date) -> str:
    """Say that a step was carried out and its limit passed undone."""
    return f"{on}已{name}，限期至{limit}，仍未办结"


def after_count(name: str, count: int) -> str:
    """Say that something happened for the n-th time on the matter."""
    return f"同一事项第{count}次{name}" if count > 1 else f"出现{name}"


def held_back(extended_to: date | None, taken_on: date | None, reopened_on: date | None) -> str:
    """Say what moved the opening of a step to a later day."""
    said = []
    if extended_to:
        said.append(f"延期至{extended_to}")
    if taken_on:
        said.append(f"{taken_on}起由本单位承办")
    if reopened_on:
        said.append(f"{reopened_on}办结被撤回")
    return f"（{'，'.join(said)}）" if said else ""
