"""Points by how many days late: 迟报1至3天扣1分，4至7天扣2分，7天以上扣4分, as one table that goes by the days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from duban.engine.studio.offers import facts
from duban.engine.studio.offers.found import Found
from duban.engine.studio.offers.words import NUMBER, POINTS, Part, number_of, parts_of

# An amount that holds for so many days or so much of something only.
_NARROW = re.compile(
    rf"{NUMBER}\s*(?:个?工作日|天|日|小时|次|件|分|%)?\s*(?:[至到—～~－-]|以上不[满足])\s*[\d零一二两三四五六七八九十百]+\s*(?:个?工作日|天|日|小时|次|件|%)(?!前|内[反办答报提])"
    rf"|(?:逾期|超期|超时|延迟|迟|晚)[^,，。;；\d]{{0,4}}(?:不?超过)?\s*{NUMBER}\s*(?:个?工作日|天|日|小时|个?月|个?星期|周)(?:\(含\))?(?:及?以[内上下]|之?内|的)"
)
_FIGURE = r"[\d零一二两三四五六七八九十百]+"
_TIER = re.compile(
    rf"(?:(?P<first>{_FIGURE})[天日]?(?:\(含\))?(?:[至到—～~－-]|以上不[满足])(?P<last>{_FIGURE})[天日](?:\(含\))?(?:以内|之内|内)?"
    rf"|(?P<within>{_FIGURE})[天日](?:\(含\))?(?:以内|之内|内|及?以下)|(?P<over>超过)?(?P<from>{_FIGURE})[天日](?:\(含\))?(?:(?:及|\(含\))?以上)?)"
    rf"(?:未[^,，。;；\d]{{1,6}}|[,，]?视[为同][^,，。;；\d扣]{{1,6}}?)?的?[,，]?(?:每[件次项份])?(?P<side>扣除?|减|加){POINTS}"
)
_MORE = re.compile(
    rf"(?:超过|逾期|迟报)?\s*{_FIGURE}[天日](?:\(含\))?(?:及?以上|的)(?![^,，。;；]*(?:内|前)?(?:办结|反馈))|超过\s*{_FIGURE}[天日]"
)
_RESULT = re.compile(r"(?:逾期|超期|延期)(?:仍?未)?(?:办结|完成)|未(?:能)?按[时期](?:办结|完成)")
# What was owed, where a tier says only 逾期1至3天: in the words of the clause before it.
_OWED = (
    ("result", re.compile(r"(?:报送|上报|报告|反馈)(?:办理|办结|落实)?结果|办结|完成")),
    ("report", re.compile(r"(?:报送|上报|反馈|报告)[^,，。;；]{0,8}?(?:进展|进度|情况|信息|材料)")),
)
_LATE = re.compile("逾期|超期|超时|延迟|迟")
DAYS_ARE_COUNTED = "；自动补记的逾期，报来（结果要审核通过）以后才有天数，在此以前列为不计"


def is_tiered(part: Part) -> bool:
    """Say whether an amount of a sentence holds for so many days or so much only."""
    return _NARROW.search(part.text) is not None


def tiers_in(words: str) -> Iterator[Found]:
    """Recognise amounts by days that follow one another without a gap, of a lateness; semicolons may stand between them."""
    for sentence in parts_of(words, "。\n"):
        for matches, points, begin in _runs(sentence.text):
            select = _select(sentence.text[begin : matches[0].end()], words[: sentence.begin])
            if _MORE.search(sentence.text, matches[-1].end()):
                continue  # 7天以上的不得分: the last tier costs no amount that was read.
            if select is None or len(matches) < 2 or len({match["side"][0] == "加" for match in matches}) > 1:
                continue
            rule = {"kind": "score", "select": select, "worth": {"by": "days", "points": points}}
            because = f"“{matches[0][0]}”：按逾期的天数分档{DAYS_ARE_COUNTED}"
            yield Found(rule, tuple(sentence.span(match) for match in matches), because)


def _runs(text: str) -> list[tuple[list[re.Match[str]], dict[str, str], int]]:
    """Tiers that follow one another, with their amounts by first day, and where the words begin that say of what; none where days are left out."""
    runs: list[tuple[list[re.Match[str]], dict[str, str], int]] = []
    end = 0
    for match in _TIER.finditer(text):
        begin, last = _span(match, end)
        if not runs or begin != end + 1:
            begin, last = _span(match, 0)
            if runs and begin > int(next(iter(runs[-1][1]))):
                return []
            told = max(text.rfind("；", 0, match.start()), text.rfind(";", 0, match.start())) + 1
            runs.append(([], {}, max(told, runs[-1][0][-1].end() if runs else 0)))
        matches, points, _ = runs[-1]
        matches.append(match)
        points[str(begin)] = ("" if match["side"][0] == "加" else "-") + number_of(match[match.lastindex or 0])
        end = last
    return runs


def _select(subject: str, before: str) -> dict[str, Any] | None:
    """Of which lateness a tier speaks, by its own words, else by those of the clause before it; None where neither says."""
    known = facts.kind_in(subject)
    if known is not None:
        return {"event": "late", **({"where": dict(known[1])} if known[1] else {})} if known[0] == "late" else None
    if _RESULT.search(subject):
        return {"event": "late", "where": {"what": "result"}}
    said = [what for what, pattern in _OWED if pattern.search(before)]
    if _LATE.search(subject) and len(said) == 1:
        return {"event": "late", "where": {"what": said[0]}}
    return None


def _span(match: re.Match[str], end: int) -> tuple[int, int]:
    """The first and the last day of a tier, after one that ended on day `end`."""
    if match["first"]:
        first, last = int(number_of(match["first"])), int(number_of(match["last"]))
        if "不" in match[0]:
            last -= 1
        return (end + 1 if first == end and end else first), last
    if match["within"]:
        return (1 if not end else end + 1), int(number_of(match["within"]))
    begin = int(number_of(match["from"]))
    # 10日以上 behind 4至10日 begins with the eleventh.
    begin = begin + 1 if match["over"] or begin == end else begin
    return begin, begin
