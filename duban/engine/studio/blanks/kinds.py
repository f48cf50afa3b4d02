"""The kinds of sentences that may be added: every pair of select, count and worth that there is, and the other kinds of rules."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from duban.engine.studio.blanks.counts import COUNTS
from duban.engine.studio.blanks.names import Names
from duban.engine.studio.blanks.parts import Filled
from duban.engine.studio.blanks.slots import SELECTS
from duban.engine.studio.blanks.worths import WORTHS
from duban.engine.studio.drafts import Content

# Kinds of rules besides the score rule that a clerk adds, under the heading under which they stand. The older kinds
# (points, beyond, sheets, efficacy) are read and changed where they are, and said anew by the words of the score rule.
OTHERS = (
    ("计分", "base", "基础分〔　〕分"), ("计分", "floor", "总分最低〔　〕分"), ("计分", "cap", "〔加分〕合计最多〔　〕分"),
    ("计分", "factor", "〔哪些条款〕的〔扣分〕乘以〔　〕"), ("计分", "highest_only", "同一〔件事〕的〔　〕只计最高"), ("计分", "exclude", "有〔　〕的事项不计分"),
    ("计分", "sheet", "评分表〔　〕部分最多〔　〕分"), ("计分", "sheet_row", "评分表〔　〕行最多〔　〕分"), ("计分", "sheet_total", "得分为评分表各项之和"),
    ("计分", "efficacy", "按功效系数法计分"),
    ("结果", "unranked", "仅当〔　〕时不参加排名"), ("结果", "outcome", "提请〔　〕"), ("结果", "rank", "分组排名"), ("结果", "honour", "〔月度〕前〔　〕名通报表扬"),
    ("结果", "grade", "评定等次〔　〕"), ("督办", "step", "〔　〕过后，〔　〕，限〔　〕个工作日"), ("时限", "deadline", "〔　〕从〔　〕起〔　〕个工作日"),
    ("办理", "limit", "〔延期〕只能一次、最长〔　〕、须有〔　〕"), ("办理", "approval", "〔延期〕须由〔　〕签批"), ("其他", "restated", "重申〔　〕的规定"),
)  # fmt: skip
_SELECTED = {"event": "〔情况〕", "matters": "〔结果〕的事项", "quantity": "按〔数据〕", "unit": "每个〔单位〕"}
_EACH = {"event": "每次", "matters": "每件", "unit": ""}
_COUNTED = {
    "once_per": "同一〔事项〕只计一次，", "within+from": "同一〔事项〕第〔　〕次起每次", "from": "第〔　〕次起每次", "once_per+from": "同一〔单位〕满〔　〕次计一次，",
    "within+in_a_row+along": "同一〔　〕在〔　〕中连续〔　〕次，", "in_a_row+along": "在〔　〕中连续〔　〕次，", "per": "每迟1〔天〕", "within": "同一〔　〕里每次",
}  # fmt: skip
_VALUED = {
    "amount": "扣〔　〕分", "by": "按〔级别〕：〔　〕扣〔　〕分…", "place": "第〔　〕次扣〔　〕分…", "times": "累计〔　〕次以上扣〔　〕分…", "range": "由〔　〕在〔　〕至〔　〕分内定",
    "slope": "达〔　〕得〔　〕分，每少1扣〔　〕分", "itself": "计",
}  # fmt: skip
_STEPPED = ("place", "times")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of sentence: the heading under which it is offered, the sentence with its blanks, and the values that begin it."""

    heading: str
    sentence: str
    values: Filled


def kinds(content: Content) -> list[Kind]:
    """List the kinds of sentences that may be added to a card; what the draft has nothing for (no figure, no group) is left out."""
    names = Names(content)
    there = {"event": True, "matters": True, "quantity": bool(names.quantities()), "unit": True}
    found = []
    for (select, _), (count, _), (worth, _) in product(SELECTS, COUNTS, WORTHS):
        if there[select] and goes_together(select, count, worth):
            values = {
                "kind": ["score"], "select.shape": [select], "count.shape": [count], "worth.shape": [worth], "worth.side": ["minus"],
            }  # fmt: skip
            found.append(Kind("计分", sentence_of(select, count, worth), values))
    return found + [Kind(heading, sentence, {"kind": [kind]}) for heading, kind, sentence in OTHERS]


def goes_together(select: str, count: str, worth: str) -> bool:
    """Say whether a pair of words exists."""
    if select == "quantity":
        return count == "each" and worth in ("slope", "itself")
    if worth in ("slope", "itself"):
        return False
    if select == "unit":
        return count == "each" and worth == "amount"
    if select == "matters" and (worth == "range" or count == "per" or "along" in count):
        return False
    if worth == "times" and ("from" in count or "in_a_row" in count):
        return False
    if worth in _STEPPED:
        return count in ("each", "within", "once_per")
    # Rows alone change nothing: it is by the place in the row or from which time that they matter.
    return count != "within"


def sentence_of(select: str, count: str, worth: str) -> str:
    """Return the sentence of a pair of words, its blanks as 〔　〕."""
    counted = _COUNTED.get(count) or ("" if worth in _STEPPED else _EACH.get(select, ""))
    if count == "within" and worth in _STEPPED:
        counted = "同一〔　〕"
    return f"{_SELECTED[select]}{counted}{_VALUED[worth]}"
