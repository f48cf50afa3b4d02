"""Limits of what is given or taken, as rules: 加分最高不超过10分, 同一事项累计最多扣5分, 每月加分不超过2分."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from duban.engine.studio import drafts
from duban.engine.studio.blanks.names import Names
from duban.engine.studio.offers.found import Found
from duban.engine.studio.offers.words import POINTS, Part, number_of

_CAP = re.compile(
    rf"(?P<side>加|(?<!加)减|扣)分(?:事项|项目|项)?(?:分值|总分值|总额|总分|总计|合计|累[计积])*\(?(?:最多|最高)?(?:不得?超过|以|最多|最高|至多|上限为?)(?:可?[加扣减])?\s*{POINTS}"
)
# A limit of one matter or of one month: 同一事项累计最多扣5分, 每月加分不超过2分.
_NARROWLY = re.compile(
    r"(?P<per>单项(?:工作|任务)|(?:[单每同][个一]?|每一)件?(?:工作)?事项|(?:同|每)一?项(?:工作|任务)|每个?月|单个?月)(?:度?内)?的?"
    r"(?:累[计积]|合计|总计|总共|最终)?"
    r"(?:(?P<side>加|减|扣)分(?:分值|总额|总分|总计|合计|累[计积])?(?:最多|最高)?(?:不得?超过|不高于|以(?=[^,，。;；]*为限)|最多|最高|至多)"
    r"|(?:最多|最高|至多)(?:累[计积])?(?P<late>加|减|扣)(?:除|分)?(?:不得?超过)?|(?:不得?超过)(?P<last>加|减|扣)(?:除|分)?)"
    rf"\s*{POINTS}"
)
# What may stand before such a limit without narrowing it: the number of the clause, each unit.
_PLAINLY = re.compile(r"[\s\d.()、:第条款项一二三四五六七八九十]*(?:(?:各|每一?个?|单个|同一)单位)?")
# Amounts before a limit: it is theirs.
_PAID = re.compile(r"[加扣减奖级体][^,，。;；]{0,6}\d\s*分|分别")
# 各项加分累计: of all, whatever stands before.
_OF_ALL = re.compile("各项|所有|全部|[加减扣]分(?:事项|项)")
# Behind a limit, in which period it holds: 最高不超过5分(季度)，20分(年度).
_BEHIND = re.compile(r"\s*[\(/][每全]?(?:[月季年]|半年)")
# What narrows a limit to one thing or one month: it is none of the whole.
_NARROW = re.compile("单|每|同一|[该本此]项|[月季旬周]|半年|全年|年度|年终|年内|其中|个别|任一|各类|[一某]项")


# A limit of a quarter, a half-year or a year: 全年累计加分不超过10分, 加分全年最高10分.
_LONGER = re.compile(
    r"(?:(?P<of>加|(?<!加)减|扣)分(?:分值|总额|总分)?)?(?P<span>全年|年度|年终|一年|每年|年内|每?个?季度?|每?半年)度?(?:内|之内)?的?"
    r"(?:累[计积]|合计|总计|总共|最终)*(?:(?P<side>加|减|扣)分(?:分值|总额|总分|总计|合计|累[计积])*)?"
    r"(?:最多|最高|至多|不得?超过|不高于|以(?=[^,，。;；]*为限)|上限为?)(?:不超过)?(?P<late>[加减扣])?(?:除|分)?(?:不得?超过)?"
    rf"\s*{POINTS}"
)
_SPANS = (("季", "quarter"), ("半年", "half_year"), ("年", "year"))


def caps_in(part: Part, names: Names) -> Iterator[Found]:
    """Recognise limits of the whole, of one matter, of one month, or of a longer period."""
    for match in _CAP.finditer(part.text):
        before = part.text[: match.start()]
        last = re.split("[,，]", before)[-1]
        # What other limits say is no amount of theirs: 加分上限10分，扣分上限20分.
        paid = _PAID.search(_CAP.sub("", before))
        if (
            _NARROW.search(last)
            or _BEHIND.match(part.text, match.end())
            or (paid and not _OF_ALL.search(last + match[0]))
        ):
            continue
        rule = {"kind": "cap", "side": "plus" if match["side"] == "加" else "minus", "most": number_of(match[2])}
        # 年度加分最高10分，扣分最高20分: both of the year.
        longer = next(_LONGER.finditer(before), None) if not last.strip() else None
        within = {} if longer is None else _within(longer["span"], names)
        if within is not None:
            yield Found(rule | within, (part.span(match),), f"“{match[0]}”是上限")
    yield from _narrow_caps(part)
    yield from _longer_caps(part, names)


def _longer_caps(part: Part, names: Names) -> Iterator[Found]:
    for match in _LONGER.finditer(part.text):
        side = match["of"] or match["side"] or match["late"]
        before = re.split("[,，]", part.text[: match.start()])
        within = _within(match["span"], names)
        if not side or within is None or not _PLAINLY.fullmatch(before[-1]) or _PAID.search("，".join(before[:-1])):
            continue
        rule = {"kind": "cap", "side": "plus" if side == "加" else "minus", "most": number_of(match[5])}
        yield Found(rule | within, (part.span(match),), f"“{match[0]}”是上限")


def _within(said: str, names: Names) -> dict[str, Any] | None:
    """Say in which of the periods that the document scores a limit holds; None where it scores none of that length, or makes it of shorter ones."""
    kind = next(kind for word, kind in _SPANS if word in said)
    scored = [each for each, _ in names.periods()]
    rules = [rule for clause in drafts.clauses_of(names.content) for rule in drafts.rules_of(clause)]
    made = {each for rule in rules if rule.get("kind") == "of_periods" for each in drafts.listed(rule.get("periods"))}
    if kind == "quarter" and kind not in scored and set(scored) & {"year", "half_year"}:
        return {"per": "quarter"}
    if kind not in scored or kind in made:
        return None
    return {"periods": [kind]} if len(scored) > 1 else {}


def _narrow_caps(part: Part) -> Iterator[Found]:
    """Limits of one matter or one month, where nothing else narrows them and no amount before has them for its own."""
    for match in _NARROWLY.finditer(part.text):
        before = part.text[: match.start()]
        others = (_CAP.search(said) or _NARROWLY.search(said) for said in re.split("[,，]", before)[:-1])
        if not all(others) or not _PLAINLY.fullmatch(re.split("[,，]", before)[-1]):
            continue
        side = "plus" if (match["side"] or match["late"] or match["last"]) == "加" else "minus"
        per = "month" if "月" in match["per"] else "matter"
        rule = {"kind": "cap", "per": per, "side": side, "most": number_of(match[5])}
        yield Found(rule, (part.span(match),), f"“{match[0]}”是{'一个月' if per == 'month' else '一个事项'}的上限")
