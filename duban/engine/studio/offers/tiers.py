"""Points by how many days late: 迟报1至3天扣1分，4至7天扣2分，7天以上扣4分, as one table that goes by the days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from duban.engine.studio.offers import facts
from duban.engine.studio.offers.found import Found
from duban.engine.studio.offers.words import NUMBER, POINTS, Part, number_of

# An amount that holds for so many days or so much of something only.
_NARROW = re.compile(
    rf"{NUMBER}\s*(?:个?工作日|天|日|小时|次|件|分|%)?\s*(?:[至到—～~－-]|以上不[满足])\s*[\d零一二两三四五六七八九十百]+\s*(?:个?工作日|天|日|小时|次|件|%)(?!前|内[反办答报提])"
    rf"|(?:逾期|超期|超时|延迟|迟|晚)[^,，。;；\d]{{0,4}}(?:不?超过)?\s*{NUMBER}\s*(?:个?工作日|天|日|小时)(?:\(含\))?(?:及?以[内上下]|之?内|的)"
)
_FIGURE = r"[\d零一二两三四五六七八九十百]+"
_TIER = re.compile(
    rf"(?:(?P<first>{_FIGURE})[天日]?(?:\(含\))?(?:[至到—～~－-]|以上不[满足])(?P<last>{_FIGURE})[天日](?:\(含\))?(?:以内|之内|内)?"
    rf"|(?P<within>{_FIGURE})[天日](?:\(含\))?(?:以内|之内|内|及?以下)|(?P<over>超过)?(?P<from>{_FIGURE})[天日](?:\(含\))?(?:(?:及|\(含\))?以上)?)"
    rf"(?:未[^,，。;；\d]{{1,6}})?的?[,，]?(?:每[件次项份])?(?P<side>扣除?|减|加){POINTS}"
)
_RESULT = re.compile(r"(?:逾期|超期|延期)(?:仍?未)?(?:办结|完成)|未(?:能)?按[时期](?:办结|完成)")
DAYS_ARE_COUNTED = "；自动补记的逾期，报来（结果要审核通过）以后才有天数，在此以前列为不计"


def is_tiered(part: Part) -> bool:
    """Say whether an amount of a sentence holds for so many days or so much only."""
    return _NARROW.search(part.text) is not None


def tiers_in(part: Part) -> Iterator[Found]:
    """Recognise amounts by days that follow one another without a gap, of a lateness."""
    matches = list(_TIER.finditer(part.text))
    if len(matches) < 2 or len({match["side"][0] == "加" for match in matches}) > 1:
        return
    points: dict[str, str] = {}
    end = 0
    for match in matches:
        begin, last = _span(match, end)
        if begin is None or (points and begin != end + 1):
            return
        points[str(begin)] = ("" if match["side"][0] == "加" else "-") + number_of(match[match.lastindex or 0])
        end = last
    subject = part.text[: matches[0].end()]
    known = facts.kind_in(subject)
    if known is not None and known[0] == "late":
        where: dict[str, Any] = dict(known[1])
    elif _RESULT.search(subject):
        where = {"what": "result"}
    else:
        return
    select = {"event": "late", **({"where": where} if where else {})}
    rule = {"kind": "score", "select": select, "worth": {"by": "days", "points": points}}
    because = f"“{matches[0][0]}”：按逾期的天数分档{DAYS_ARE_COUNTED}"
    yield Found(rule, tuple(part.span(match) for match in matches), because)


def _span(match: re.Match[str], end: int) -> tuple[int | None, int]:
    """The first and the last day of a tier, after one that ended on day `end`; no first day where they do not follow one another."""
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
