"""What all wordings of a date share: units, who owes it, who reads it, rest days."""

from __future__ import annotations

import re
from typing import Any

from duban.engine.rules.durations import PLAIN

UNITS = {"个工作日": "working_days", "日": "days", "天": "days", "个月": "months", "小时": "hours"}
UNITS |= {"个自然日": "days", "个日历日": "days", "自然日": "days"}
# Who stands right before a date: the office itself.
_OFFICE = r"(?:督[查改办](?:[室科局组]|领导小组|办(?:公室)?)|政府办(?:公室)?|考核办|热线办)"
OFFICE = re.compile(
    rf"{_OFFICE}(?:应当?|须|在|于|要|需|将|[^,，。;；、]{{0,6}}后|自?(?:收到|接到|受理|公示|公布)[^,，。;；、]{{0,12}}之日起)*$"
)
# Behind a date, before what is done: 每月5日前督查室将考核结果报送县领导.
BY_OFFICE = re.compile(
    rf"[^,，。;；、报送]{{0,6}}[,，]?(?:由)?[^,，。;；、报送]{{0,6}}{_OFFICE}(?:应当?|须|将|要|把|对|向|负责|汇总|会同|牵头|统一)"
)
# What stands right before a date: the matters for which alone it is meant.
MEANT = re.compile(
    r"(?:^|[,，、;；。:：\s)])(?:其中|对|凡)?(?P<of>[一-龥]{1,8}(?:件|事项|类|工单|问题|项目|诉求|投诉)|[一-龥]{0,6}(?:长期|重[要点大]|专项|跨年度?|中心|常规|日常)性?工作|建议|提案|议案)(?:[,，](?:(?:责任|承办|主办|牵头)(?:责任)?(?:单位|部门))?)?(?:[,，]?(?:应当?|须|要|需)?(?:自|从|在|于)[^,，。;；、]{2,10}之日起)?(?:应当?|须|在|要|需|一般|原则上|通常)*(?:于)?$"
)
# Whom it goes to, not what it is.
READER = re.compile("(?:牵头|主办|责任)单位|督[查改办]|办公室|政府|领导小组|考核办|县委|市委|区委")
_REST = "(?:遇|逢|如遇)[^,，。;；]{0,4}(?:节假日|休息日|假日)[^,，。;；]{0,6}"
_NEXT, _PREVIOUS = re.compile(f"{_REST}(?:顺延|推迟)"), re.compile(f"{_REST}提前")


def rest_of(text: str, rule: dict[str, Any]) -> dict[str, Any]:
    """What is said of rest days, of a date that may fall on one."""
    if not set(rule["count"]) & set(PLAIN):
        return {}
    return {"rest": "next"} if _NEXT.search(text) else {"rest": "previous"} if _PREVIOUS.search(text) else {}


def deadline(label: str, count: dict[str, Any], begun: str) -> dict[str, Any]:
    """Give a date by rule, without a name."""
    return {"kind": "deadline", "label": label, "count": count, "counts_from": begun}
