"""What a check says of a pack, in the words of a clerk: no key, no id, no YAML."""

from __future__ import annotations

import re
from typing import Any

from duban.engine import facts, wording
from duban.engine.studio import drafts
from duban.engine.studio.drafts import Content

# What the keys of a pack are called on a card. Longer ones are looked for first.
KEYS = {
    "gist": "要点", "kinds": "条款性质", "rules": "执行内容", "feature": "系统功能", "by_person": "由谁评定", "cannot": "系统不能的原因",
    "no_rule": "不需系统处理的原因", "counts: highest": "同一情况只计最高", "counts": "同一情况怎样计", "select": "计分对象", "where": "条件",
    "count": "计次", "worth": "分值", "points": "分值", "into": "计入哪一项", "replaces": "代替哪些条款", "only_if": "前提条件",
    "periods": "期别", "once_per": "同一…只计一次", "within": "同一…之内", "from": "从第几次起", "in_a_row": "连续几次", "along": "按什么连续",
    "per": "按什么数", "range": "分值幅度", "slope": "按差额扣分", "each": "每少1扣多少", "full": "满分", "at": "达到多少", "least": "最低",
    "most": "最高", "by": "按什么区分", "side": "加分还是扣分", "times": "倍数", "of": "所指内容", "events": "登记的情况", "event": "登记的情况",
    "fact": "登记的情况", "facts": "登记的情况", "matters": "事项", "matter": "事项", "quantity": "数据", "quantities": "数据", "unit": "单位",
    "sections": "分项", "section": "分项", "groups": "单位类别", "group": "单位类别", "levels": "等级", "level": "等级", "label": "名称",
    "name": "名称", "id": "标识", "clause": "条款", "clauses": "条款", "opens": "何时开始", "after": "在什么之后", "before": "在什么之前",
    "entry": "一交办就开始", "carried_by": "以什么为准", "limit": "期限", "approval": "签批", "signers": "签批人", "paper": "文书",
    "papers": "文书", "also": "同时登记", "act": "办理事项", "needs": "须有什么", "at_most": "最长", "share": "最长为原时限的几分之几", "counts_from": "从何时起算",
    "default": "没有写明时", "when": "执行口径", "readings": "执行口径", "chosen": "采用的口径", "question": "问题", "why": "理由",
    "switch": "是否可选", "formula": "算式", "if_zero": "除数为0时", "across": "各单位之间", "pool": "比较范围", "pools": "分组", "typed": "由人填报",
    "sum": "求和", "field": "求和的内容", "fields": "登记的内容", "same": "怎样算同一件", "until": "到什么为止", "recorded_only": "只作记录的原因",
    "scale": "等次", "steps": "步骤", "step": "步骤", "categories": "事项类别", "category": "事项类别", "roles": "职务名称", "role": "承办角色",
    "authorities": "机关", "authority": "机关", "authority_classes": "机关级别", "class": "机关级别", "bodies": "评定机构", "grades": "等次",
    "lists": "清单", "items": "清单内容", "figure": "数据或分项", "first": "前几名", "drop": "是否列出", "missing": "没有填报时", "choice": "可选的数",
    "whole": "整数", "start": "起评分", "in": "属于哪一项", "totals": "应得总分", "examples": "例子", "period": "期间", "units": "单位", "day": "日期",
    "days": "天数", "place": "第几次", "base": "基础分", "beyond": "超过次数计分", "sheet": "评分表", "floor": "最低分", "cap": "上限", "factor": "加倍",
    "highest_only": "只计最高", "exclude": "不计入", "unranked": "不参加排名", "outcome": "提请", "rank": "分组排名", "efficacy": "功效系数",
    "honour": "通报表扬", "grade": "等次", "bands": "按得分定等次", "of_periods": "由各期得分得出", "how": "怎样得出", "below": "其余", "deadline": "时限", "restated": "重申", "score": "计分", "kind": "句式", "version": "版本",
    "title": "标题", "issued_on": "成文日期", "in_force": "施行日期", "issuing": "印发信息", "became": "事项结果", "amount": "分值",
    "person": "评定人", "reason": "理由", "half": "半数", "null": "空着", "working_days": "工作日", "hours": "小时", "months": "月", "true": "是",
    "false": "否", "meetings": "会议", "entered_by": "由谁登记", "verified_by": "由谁核实", "proof": "佐证", "owes": "应交什么",
    "at_least": "不低于", "over": "高于", "at_most ": "不高于", "under": "低于", "is": "等于",
    "among": "只看哪些单位", "beyond_most": "超出最高的", "by_class": "按类别评定", "counted": "计哪些事项", "date": "每年几月几日",
    "day_of_month": "每月几日", "end_dates": "事项是否都有期限", "exempt": "哪些不受限", "for": "用途", "from_dispatch": "从交办之日重新计算", "from_next": "从次月起",
    "held_on": "期限从哪天算", "highest": "最多件数的范围", "issuer": "发文机关", "ladder": "督办措施的走法", "last_working_day_of": "期末最后一个工作日",
    "ledger_columns": "台账栏目", "level_clause": "写级别的条款", "matter_roles": "承办角色", "more_than": "超过几次", "moved_by": "因什么改期",
    "needs_matter": "须有对应事项", "never_after": "最迟日期", "number": "文号", "once": "只能一次", "only_role": "只看哪种承办角色", "owed_by": "谁的时限",
    "parts": "各部分", "per_matter": "每件满分", "remarks": "说明", "repeats": "到期再发", "rest": "遇休息日", "row": "评分表的行", "several": "几张评分表怎样合成",
    "sheet_row": "评分表的行", "sheet_total": "评分表合计", "tone": "表扬还是批评", "unless": "除外情况", "unless_complete": "没有填全时的分",
    "unless_sheet": "以评分表为准", "unquantifiable": "不可量化的", "weight": "权重", "without": "有扣分的", "working_day_of_month": "每月第几个工作日",
    "working_days_before": "提前几个工作日",
}  # fmt: skip
_LATIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_GUESS = re.compile(r"；是不是“[^”]*”？")
_BRACES = re.compile(r"[{\[][^{}\[\]]*[}\]]")
# Sentences that only one who writes YAML understands, and what a clerk is told instead.
_WHOLE = (
    (re.compile(r"^(?:[a-z_]+ ?)?缺少 ([a-z_]+)$"), r"这一句还缺少 \1"),
    (re.compile(r"写明 recorded_only: 为什么"), "请写明原因"),
    (re.compile(r"；在 readings 里写 switch: true|；给它写 limit|，要写 if_zero：.*"), ""),
    (re.compile(r"与第 \d+ 行的(?:规则)?同时成立"), "与另一句同时成立，只能留一句，或让它们只在不同的执行口径下成立"),
    (re.compile(r"没有“[^”]*”这一项.*"), "这里有系统不认识的内容"),
    (re.compile(r"papers 的“(.*)”(?:没有写用途|：没有“).*"), r"文书“\1”还没有选办什么时用，请在“全文 › 文书”里选"),
    (re.compile(r"lists 的“(.*)”（\w+）没有用处.*"), r"列举“\1”还没有选用在哪里，请在“全文 › 列举”里选，用不上的删去"),
    (re.compile(r"only_if 里的“([^”]*)”既不是 quantities 也不是 sections"), r"前提条件里的“\1”不是本文件的数据或分项"),
    (re.compile(r"公式里的“([^”]*)”不在 quantities 里"), r"算式里的“\1”不是本文件的数据"),
)
# What is left to say better once the words of the draft stand in the place of ids.
_AFTER = (
    (re.compile(r"应是数，写法不对(?:；“”不是|；所写的不是)?"), "应是数"), (re.compile(r"应是一组 ?键: ?[值名称]+"), "写法不对"),
    (re.compile(r"不能是(?:所写的|“”)"), "不能这样填"), (re.compile(r"没有(?:所写的|“”)这种规则"), "没有这种句式"), (re.compile(r"阶梯里"), "督办措施里"),
    (re.compile(r"歧义“"), "执行口径“"), (re.compile(r"^事件“"), "情况“"), (re.compile(r"(?<=[：；，])事件“"), "情况“"),
    (re.compile(r"不是日期：(?:所写的|“”)"), "不是日期"), (re.compile(r"；所写的不是$"), ""),
)  # fmt: skip
_SPLIT = re.compile(r"(?<=[；，：])")


def names_in(content: Content) -> dict[str, str]:
    """Return what readers call each id of a draft; the words of the program too."""
    found: dict[str, str] = {**wording.KINDS}
    for words in wording.VALUES.values():
        found |= words
    head = drafts.head_of(content)
    for key in ("groups", "levels", "authorities", "matter_roles", "bodies", "roles", "events", "quantities"):
        entries = head.get(key)
        for name, entry in entries.items() if isinstance(entries, dict) else ():
            said = _label(entry)
            found |= {str(name): said} if said else {}
            declared = entry.get("fields") if isinstance(entry, dict) else None
            for field, value in declared.items() if isinstance(declared, dict) else ():
                found |= {str(field): str(value["label"])} if isinstance(value, dict) and "label" in value else {}
                found |= _words_of(value)
    for key in ("sections", "categories", "papers", "lists", "authority_classes", "periods"):
        for entry in drafts.listed(head.get(key)):
            said = _label(entry)
            if said and isinstance(entry, dict) and entry.get("id"):
                found[str(entry["id"])] = said
    for entry in drafts.listed(content.get("readings")):
        if isinstance(entry, dict) and entry.get("question"):
            found[str(entry.get("id"))] = str(entry["question"])
            found |= {str(name): str(said) for name, said in _items(entry.get("readings"))}
    for clause in drafts.clauses_of(content):
        for rule in drafts.rules_of(clause):
            if rule.get("kind") == "step" and rule.get("name"):
                found[str(rule.get("step"))] = str(rule["name"])
            if rule.get("kind") == "deadline" and rule.get("label"):
                found[str(rule.get("name"))] = str(rule["label"])
    return found


def said(what: str, content: Content) -> str:
    """Return what a check says with the names of the draft in the place of its ids; what has no name is left out."""
    names = names_in(content)
    for pattern, instead in _WHOLE:
        what = pattern.sub(instead, what)
    text = _GUESS.sub(lambda found: _guess(found[0], names), what)
    text = re.sub(r"（[a-z0-9_]+）", "", text)
    text = re.sub(r"应写作 [^；。]*|要写作[^；。]*|如 \"[^\"]*\"|写作 \S*[{\[].*", "写法不对", text)
    text = _BRACES.sub("", text).replace("加引号写作文字，不用浮点数", "是数")
    told = _LATIN.sub(lambda found: names.get(found[0]) or KEYS.get(found[0]) or found[0], text)
    told = re.sub(r"“[A-Za-z0-9_ ]*[A-Za-z_][A-Za-z0-9_ ]*”", "所写的", told)
    kept = [part for part in _SPLIT.split(told) if not _LATIN.search(_quoted_out(part))]
    joined = "".join(kept).strip(" ；，：")
    for pattern, instead in _AFTER:
        joined = pattern.sub(instead, joined)
    return re.sub(r"(?<=[\u4e00-\u9fff”）]) +(?=[\u4e00-\u9fff“（])", "", joined) or "这里没有填对，请重新填写"


def entry_named(content: Content, path: tuple[Any, ...]) -> str:
    """Return what an entry of the head is called: 事项类别“项目”; 这一项 where it has no name."""
    entry: Any = drafts.head_of(content)
    for step in path[:2]:
        try:
            entry = entry[step]
        except (KeyError, IndexError, TypeError):
            return "这一项"
    label = _label(entry)
    return f"{KEYS.get(str(path[0]), '')}“{label}”" if label else "这一项"


def _quoted_out(text: str) -> str:
    """What is left without quoted words that hold Chinese or numbers: what the clerk wrote stays as they wrote it."""
    return re.sub(r"“[^”A-Za-z]*”", "", text)


def _guess(text: str, names: dict[str, str]) -> str:
    word = text[len("；是不是“") : -len("”？")]
    known = names.get(word) or ("" if _LATIN.fullmatch(word) else word)
    return f"；是不是“{known}”？" if known else ""


def _items(value: Any) -> Any:
    return value.items() if isinstance(value, dict) else ()


def _label(entry: Any) -> str:
    if isinstance(entry, str):
        return entry
    if isinstance(entry, list):
        return next((found for each in entry if (found := _label(each))), "") if entry else ""
    if isinstance(entry, dict):
        return str(entry.get("label") or entry.get("name") or entry.get("title") or "")
    return ""


def _words_of(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or any(key in value for key in ("text", *facts.VALUES)):
        return {}
    return {
        str(name): str(word)
        for name, word in value.items()
        if isinstance(word, str) and name not in ("label", "optional")
    }
