"""Until when whoever disagrees may say so, and the office has to answer: 对扣分有异议的，可在收到通知后3个工作日内提出申诉，督查室5个工作日内答复."""

from __future__ import annotations

import re
from typing import Any

from duban.engine.studio.offers.dates.building import OFFICE, UNITS, deadline
from duban.engine.studio.offers.words import Part, number_of

# Whoever disagrees is told something first: their days run from then, and from nothing that only goes out.
OBJECTS = re.compile("异议|申诉|复核|不服")
OBJECTED = re.compile("有(?:不同意见|异议)|不服")
# Points and results have a record that says since when; of a warning nothing tells.
_SCORED = re.compile(
    "考核(?!办|组|中心|领导)|得分|计分|评分|记分|分数|分值|成绩|排名|名次|等次|[扣加减]\\s*分|公布|公示"
)
_RESULT = re.compile("结果|排名|名次|得分|成绩|等次|公布|公示|通报|考核(?![扣减记])")
_HEARD = re.compile("(?:收到|接到|受理)[^,，。;；、]{0,4}(?:异议|申诉|申辩|复核)(?!意见|结果|决定|结论|通知|答复)")
TOLD = ("提出", "提交", "反馈", "申请", "报送", "报告")
REVIEWED = ("作出复核决定", "完成复核")
_ANSWERED = ("答复", "反馈", "核查", *REVIEWED)


def objection_in(part: Part, match: re.Match[str], last: re.Match[str] | None, day: str) -> dict[str, Any] | None:
    """Return until when a unit may object to its points, or the office has to answer; None of any other date. `last` is the date before, `day` since when it runs by the words."""
    count = {UNITS[match["unit"]]: int(number_of(match[1]))}
    before = part.text[: match.start()] if last is None else part.text[last.end() : match.start()]
    is_heard = _HEARD.search(before) is not None or (
        last is not None
        and OBJECTS.search(part.text[: last.end() + 8]) is not None
        and OFFICE.search(before) is not None
    )
    # Of a task or a card, no points.
    is_of_points = _SCORED.search(part.text) is not None or OBJECTED.search(part.text) is None
    is_answered = match["done"] in _ANSWERED and is_heard and is_of_points
    is_reviewed = match["done"] in REVIEWED
    if (is_reviewed and _SCORED.search(part.text)) or (is_answered and not is_reviewed):
        return {**deadline("裁定异议", count, "收到申诉之日"), "owed_by": "office"}
    is_told = match["done"] in ("申诉", "申请复核") or (match["done"] in TOLD and OBJECTS.search(before))
    if not is_told or is_answered or not _SCORED.search(part.text) or OFFICE.search(before):
        return None
    is_result = _RESULT.search(part.text[: match.start()]) is not None
    if is_result and not _RESULT.search(day):
        # 对考核结果有异议的，自收到通知之日起5日内: of the result, never of each record.
        day = re.sub("(?<=收到)|(?<=接到)", "结果", day, count=1) if re.search("[收接]到", day) else ""
    label = match["done"] if match["done"] in ("申诉", "申请复核") else "提出异议"
    return deadline(label, count, day or ("公布之日" if is_result else "记录之日"))
