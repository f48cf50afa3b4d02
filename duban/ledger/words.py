"""The one Chinese word of each thing that users read and no record names: kinds of facts, what was missed, ways of urging, periods, needs.

States, stages, outcomes and kinds of consequence have theirs in the models, an act of approval in its module, levels, grades and groups in
the document. Forms, rulings, timelines, score cards, papers and the interface all take them from there.
"""

from collections.abc import Mapping

from duban.engine import wording

FACTS: Mapping[str, str] = wording.KINDS
TONES: Mapping[str, str] = wording.VALUES["tone"]
MISSED: Mapping[str, str] = wording.VALUES["what"]
CHANNELS: Mapping[str, str] = wording.VALUES["channel"]
PERIODS: Mapping[str, str] = {"week": "周", "month": "月度", "quarter": "季度", "half_year": "半年", "year": "年度"}
NEEDS: Mapping[str, str] = {
    "proposal": "建议的承办单位",
    "reason": "理由",
    "proof": "佐证材料",
    "objection_date": "提出异议的截止日",
    "top_grade": "优秀等次",
}
# The particular shortcoming of a report, from the document's own list.
DEFECT = "问题类型"


def level(value: str, named: Mapping[str, str]) -> str:
    """Return a level in the document's own words, by its colour where it has none: 红色（特别重要）."""
    return wording.level(value, named) if value in wording.COLOURS else named.get(value, value)


def short_level(value: str, named: Mapping[str, str]) -> str:
    """Return a level with its colour's first sign, or the document's word alone where that is all there is to say: 红（特别重要）, 橙."""
    colour, word = wording.COLOURS.get(value, "")[:1], named.get(value, "")
    return f"{colour}（{word}）" if colour and word and colour != word else word or colour or "未分级"
