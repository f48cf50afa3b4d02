"""The kinds of sentences that may be added: every pair of select, count and worth that there is, and the other kinds of rules."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from duban.engine.studio.blanks.counts import COUNTS
from duban.engine.studio.blanks.names import Names
from duban.engine.studio.blanks.pairs import STEPPED, goes_together
from duban.engine.studio.blanks.parts import Filled
from duban.engine.studio.blanks.slots import SELECTS
from duban.engine.studio.blanks.worths import WORTHS
from duban.engine.studio.drafts import Content

# What a clerk means by a sentence: the headings under which sentences are offered, in this order.
LESS, MORE, FIGURES, MATTERS, TOTALS, HONOURS, STEPS, ACTS = (
    "扣分", "加分", "数据：比例、数量、评价、达标", "事项办得怎样", "分项、总分、封顶、只计最高", "否决、等次、名次、表扬", "督办措施和时限", "签批、延期、重申",
)  # fmt: skip
# Kinds of rules besides the score rule that a clerk adds, under the heading under which they stand; "rare" where few documents have them.
# The older kinds (points, beyond, sheets, efficacy) are read and changed where they are, and said anew by the words of the score rule.
OTHERS = (
    (TOTALS, "base", "基础分〔　〕分", ""), (TOTALS, "floor", "总分最低〔　〕分", ""), (TOTALS, "cap", "〔每个事项〕〔加分〕合计最多〔　〕分", ""),
    (TOTALS, "highest_only", "同一〔件事〕的〔　〕只计最高", ""), (TOTALS, "factor", "〔哪些条款〕的〔扣分〕乘以〔　〕（加倍、减半）", ""),
    (TOTALS, "exclude", "有〔　〕的事项不计分", ""), (TOTALS, "sheet", "评分表〔　〕部分最多〔　〕分", "rare"),
    (TOTALS, "sheet_row", "评分表〔　〕行最多〔　〕分", "rare"), (TOTALS, "sheet_total", "得分为评分表各项之和", "rare"),
    (TOTALS, "efficacy", "按功效系数法计分（件数多、得分高的系数大）", "rare"),
    (TOTALS, "of_periods", "〔年度〕得分为〔各月〕得分的〔平均值〕", ""),
    (HONOURS, "outcome", "提请〔取消评优、约谈、通报…〕", ""), (HONOURS, "unranked", "仅当〔　〕时不参加排名", ""), (HONOURS, "grade", "评定等次〔　〕", ""),
    (HONOURS, "bands", "〔90〕分起为〔优秀〕…，其余〔　〕", ""),
    (HONOURS, "rank", "分组排名", ""), (HONOURS, "honour", "〔月度〕前〔　〕名通报表扬", ""),
    (STEPS, "step", "〔　〕过后，〔　〕，限〔　〕个工作日", ""), (STEPS, "deadline", "〔　〕从〔　〕起〔　〕个工作日", ""),
    (ACTS, "approval", "〔延期〕须由〔　〕签批", ""), (ACTS, "limit", "〔延期〕只能一次、最长〔　〕、须有〔　〕", ""),
    (ACTS, "restated", "与〔哪一条〕说的是同一件事，不再计（重申）", ""),
)  # fmt: skip
# Pairs that most documents say; the others are folded.
_USUAL = {
    "event": (
        ("each", "amount"), ("once_per", "amount"), ("each", "by"), ("within+from", "amount"), ("each", "place"), ("per", "amount"), ("each", "range"),
    ),
    "matters": (("each", "amount"), ("each", "by"), ("once_per", "amount")),
    "quantity": (("each", "slope"), ("each", "itself")),
    "unit": (("each", "amount"),),
}  # fmt: skip
_PLUS = {("each", "amount"), ("once_per", "amount"), ("each", "by"), ("each", "range")}
_SELECTED = {
    "event": "〔情况〕",
    "matters": "〔结果〕的事项",
    "quantity": "〔数据〕",
    "unit": "符合前提（如某项达标）的每个〔单位〕",
}
_EACH = {"event": "每次", "matters": "每件", "unit": ""}
_COUNTED = {
    "once_per": "同一〔事项〕只计一次，", "within+from": "同一〔事项〕第〔　〕次起每次", "from": "第〔　〕次起每次", "once_per+from": "同一〔单位〕满〔　〕次计一次，",
    "within+in_a_row+along": "同一〔　〕在〔　〕中连续〔　〕次，", "in_a_row+along": "在〔　〕中连续〔　〕次，", "per": "每迟1〔天〕", "within": "同一〔　〕里每次",
}  # fmt: skip
_VALUED = {
    "amount": "扣〔　〕分", "by": "按〔级别〕：〔　〕扣〔　〕分…", "place": "第〔　〕次扣〔　〕分…", "times": "累计〔　〕次以上扣〔　〕分…", "range": "由〔　〕在〔　〕至〔　〕分内定",
    "slope": "达〔　〕得〔　〕分，每少1（次、篇、个百分点）扣〔　〕分", "itself": "是多少就计多少分（评价得分、算式算出的）",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of sentence: the heading under which it is offered, the sentence with its blanks, the values that begin it, and whether it is rare."""

    heading: str
    sentence: str
    values: Filled
    is_rare: bool = False


def kinds(content: Content) -> list[Kind]:
    """List the kinds of sentences that may be added to a card, by what a clerk means, usual ones first; what the draft has no figure for is left out."""
    names = Names(content)
    there = {"event": True, "matters": True, "quantity": bool(names.quantities()), "unit": True}
    found = []
    for (select, _), (count, _), (worth, _) in product(SELECTS, COUNTS, WORTHS):
        if not there[select] or not goes_together(select, count, worth):
            continue
        sides = (
            ["minus", "plus"]
            if select == "event" and (count, worth) in _PLUS
            else ["plus" if select == "unit" else "minus"]
        )
        for side in sides:
            values = {
                "kind": ["score"], "select.shape": [select], "count.shape": [count], "worth.shape": [worth], "worth.side": [side],
            }  # fmt: skip
            is_rare = (count, worth) not in _USUAL[select]
            found.append(Kind(_heading(select, side), sentence_of(select, count, worth, side), values, is_rare))
    found.append(_tiers())
    found += [Kind(heading, sentence, {"kind": [kind]}, bool(rare)) for heading, kind, sentence, rare in OTHERS]
    order = (LESS, MORE, FIGURES, MATTERS, TOTALS, HONOURS, STEPS, ACTS)
    return sorted(found, key=lambda each: (order.index(each.heading), each.is_rare, _place(each)))


def _tiers() -> Kind:
    """Points by how many days late, the tables of 逾期1至3天…: found under 逾期, 天数 and 分档."""
    values = {
        "kind": ["score"], "select.shape": ["event"], "select.event": ["late"], "count.shape": ["each"],
        "worth.shape": ["by"], "worth.by": ["days"], "worth.side": ["minus"],
    }  # fmt: skip
    return Kind(LESS, "〔逾期〕每次按天数分档：〔　〕天起扣〔　〕分…", values)


def _heading(select: str, side: str) -> str:
    if select == "event":
        return MORE if side == "plus" else LESS
    return MATTERS if select == "matters" else FIGURES


def _place(kind: Kind) -> int:
    """The place of a usual pair among the usual ones."""
    values = kind.values
    pair = (values.get("count.shape", [""])[0], values.get("worth.shape", [""])[0])
    usual = _USUAL.get(values.get("select.shape", [""])[0], ())
    return usual.index(pair) if pair in usual else len(usual)


def sentence_of(select: str, count: str, worth: str, side: str = "minus") -> str:
    """Return the sentence of a pair of words, its blanks as 〔　〕."""
    counted = _COUNTED.get(count) or ("" if worth in STEPPED else _EACH.get(select, ""))
    if count == "within" and worth in STEPPED:
        counted = "同一〔　〕"
    valued = _VALUED[worth].replace("扣", "加") if side == "plus" and worth != "slope" else _VALUED[worth]
    if worth == "range" and side == "plus":
        valued = "由〔　〕在加〔　〕至〔　〕分内定"
    return f"{_SELECTED[select]}{counted}{valued}"
