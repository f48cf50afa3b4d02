"""What follows from how many points a unit has in all, as rules: 年度考核得分低于70分的由分管领导约谈."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from duban.engine import wording
from duban.engine.studio.blanks.names import Names
from duban.engine.studio.offers.found import Found
from duban.engine.studio.offers.totals.ranks import ACTED, MORE, act_named, acts_of, kind_of
from duban.engine.studio.offers.words import parts_of

_SCORE = r"(\d+(?:\.\d+)?)"
# 年度考核得分低于70分的, 考核得分在60分以下的单位.
_BELOW = re.compile(
    rf"(?P<kind>月度?|季度?|半年度?|年度|年终|全年)?(?:督查|督办|工作|综合|量化|目标)*(?:考[核评]|评价|考核评价)?(?:综合|最终|总)?(?:得分|总分|成绩|积分)"
    rf"(?:在|为|仍)?(?:(?P<under>低于|不足|不满|未达到?|不到|小于){_SCORE}分(?!以)|{_SCORE}分以下(?P<how>\((?:不含|含)[^()]{{0,6}}\))?)"
    r"(?:的)?(?:责任|承办)?(?:单位|乡镇|部门|街道|县区)?(?:的)?"
)
# Of one thing, of a person, of several periods: no total of a unit in one.
_OTHER = re.compile("满意|测评|单项|该项|每项|每件|事项得分|任务得分|个人|干部|连续|平均|累[计积]")


def thresholds_in(words: str, names: Names) -> Iterator[Found]:
    """Recognise what follows from a total below so many points; nothing where it is not said in which period, or more is asked for."""
    for part in parts_of(words):
        for match in _BELOW.finditer(part.text):
            acted = ACTED.match(part.text, match.end())
            said = re.split("[,，、:]", part.text[: match.start()])[-1] + match[0]
            kind = kind_of(match["kind"] or "", names)
            if acted is None or kind is None or _OTHER.search(said) or MORE.search(said):
                continue
            bound = match[3] or match[4]
            word = "at_most" if (match["how"] or "").startswith("(含") else "under"
            because = f"“{said}”：{wording.PERIODS[kind]}的得分，期末以后才算数"
            if match["under"] is None and not match["how"]:
                because += f"；“{bound}分以下”按不含{bound}分，请核对"
            for each in acts_of(part.text, acted):
                rule: dict[str, Any] = {
                    "kind": "outcome",
                    "name": act_named(each),
                    "only_if": [{"figure": "total", word: bound}],
                }
                rule |= {"periods": [kind]} if len(names.periods()) > 1 else {}
                yield Found(rule, (part.span(match), part.span(each, "act")), because)
