"""A ladder by ranges of days, as rules: 逾期10日以内的发函催办，10日以上20日以内的约谈，20日以上的由县长约谈."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from duban.engine.studio.blanks.names import Names
from duban.engine.studio.offers.found import Found
from duban.engine.studio.offers.ladders.steps import ACT, OF_REPORTS, step_of
from duban.engine.studio.offers.words import CHINESE, number_of, parts_of

_UNIT = "个工作日|天|日"
_NUMBER = rf"[\d{CHINESE}]+"
_WITH = r"(?:\((?P<{0}>不?含)[^()]{{0,6}}\))?"
_TO = r"(?:以上|至|到|—|－|-|~|～)+[、,，]?"
_ROW = re.compile(
    rf"(?:(?:逾期|超期|超时)(?:仍?未(?:办结|完成))?(?:时间)?(?:在|达)?)?(?P<over>超过)?(?:(?P<low>{_NUMBER})\s*(?:{_UNIT})?{_WITH.format('low_with')}{_TO})?"
    rf"(?P<less>不足|不满|不到)?(?P<high>{_NUMBER})\s*(?P<unit>{_UNIT}){_WITH.format('high_with')}(?P<end>以内|之内|以下|内|及?以上)?(?:(?:仍?未(?:办结|完成)))?(?:的)?(?:责任|承办)?(?:单位)?(?:的)?[,，]"
    r"(?P<act>[^。;；扣加减\d]{2,24})"
)
_LATE = re.compile("逾期|超期|超时")


def late_ranges_in(words: str, names: Names) -> Iterator[Found]:
    """Recognise a ladder by ranges of days that a matter is late; nothing where the ranges leave a gap, or points go with them."""
    for sentence in parts_of(words, "。\n"):
        if not _LATE.search(sentence.text):
            continue
        rows = [(part, match) for part in parts_of(sentence.text) for match in [_ROW.search(part.text)] if match]
        days = _days([match for _, match in rows])
        begin = rows[0][0].begin + rows[0][1].start() if rows else 0
        subject = re.split("[,，]", sentence.text[:begin])[-1] + "".join(match[0] for _, match in rows)
        if days is None or not all(ACT.search(match["act"]) for _, match in rows) or OF_REPORTS.search(subject):
            continue
        for further, ((part, match), day) in enumerate(zip(rows, days, strict=True)):
            unit = "working_days" if match["unit"] == "个工作日" else "days"
            opens: dict[str, Any] = {"after": "deadline", **({unit: day} if day > 1 else {})}
            rule = step_of(match["act"], opens, names, further)
            if rule is None:
                return
            begin = sentence.begin + part.begin
            span = (begin + match.start(), begin + match.end())
            yield Found(rule, (span,), f"“{match[0]}”：按办理期限过了几天走到这一步，过第{day}天起")


def _days(rows: list[re.Match[str]]) -> list[int] | None:
    """From which day late each row holds; None where fewer than two rows follow one another, or one does not go on where the last ended."""
    if len(rows) < 2 or len({match["unit"] == "个工作日" for match in rows}) > 1:
        return None
    found: list[int] = []
    ended: int | None = 0  # Up to which day, inclusive, the row before holds.
    for match in rows:
        is_open = (match["end"] or "").endswith("以上") or match["over"] is not None
        low = _number(match["high"] if is_open else match["low"]) if is_open or match["low"] else 0
        if ended is None or (is_open and match["low"]):
            return None
        start = low + 1 if match["over"] or low == ended else low
        if (found and start != ended + 1) or (not found and not low and is_open):
            return None
        found.append(start)
        ended = (
            None if is_open else _number(match["high"]) - (match["high_with"] == "不含" or match["less"] is not None)
        )
    return found


def _number(said: str) -> int:
    return int(float(number_of(said)))
