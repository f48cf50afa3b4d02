"""How much one sentence gives or takes at most (每缺报一期扣1分，每月最多扣3分；单次最多扣2分): an item of its own with a bound, or a table by days."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from duban.engine import wording
from duban.engine.studio.offers.found import Found
from duban.engine.studio.offers.words import POINTS, Part, Span, number_of, parts_of

_LIMIT = re.compile(
    r"(?P<joint>以上[^,，。;；\d]{0,8}|[此本该]项)?"
    r"(?P<per>每个?月|[单当]个?月|每个?季度?|[单当]个?季度?|(?:单个|同一个?|每个|单一?项|每项|同一?项|该)(?:工作)?(?:事项|任务|项目|问题|工作)|单件|每件|[单每一]次|全年|每年|年度|一年|半年|每周|单日)?"
    r"(?:内|度内?)?的?(?P<sum>累[计积]|合计|总计|共计?)?(?:(?P<side>[加扣]|(?<!加)减)分?(?:值|总额|总分|合计|累计)?)?"
    rf"(?:最多|最高|至多|不得?超过|上限为?|以)(?:累计)?(?:不超过)?(?P<late>[加扣减])?(?:除|分)?(?:不超过)?\s*{POINTS}"
)
_USED_UP = re.compile(r"扣完\s*(\d+(?:\.\d+)?)\s*分为止")
# A limit of all points, whoever gives them: no sentence's own.
_OF_ALL = re.compile("各项|所有|全部|总分|总计|单位|条|奖")
_MONTH, _QUARTER, _MATTER = re.compile("月"), re.compile("季"), re.compile("事项|任务|项目|问题|工作|件")
_LONGEST, _STEPS = 20, 60


def limited(text: str, founds: Iterable[Found], worth: str = "") -> Iterator[Found]:
    """Give what was found with the limits that the same words set to it; a limit of all that is really one sentence's is left out.

    What uses up the `worth` of the item in which it stands is bounded there.
    """
    listed = list(founds)
    taken: list[Span] = []
    for part in parts_of(text):
        for match in (*_LIMIT.finditer(part.text), *_USED_UP.finditer(part.text)):
            span = part.span(match)
            meant = _meant(part, match, listed)
            if not meant or (worth and number_of(match[match.lastindex or 0]) == worth):
                continue
            made, caps = _bounded(match, span, meant)
            if made:
                listed = [made.get(place, found) for place, found in enumerate(listed)] + caps
                taken.append(span)
    for found in listed:
        is_whole = found.rule["kind"] == "cap" and not found.sections
        if not (is_whole and any(_crosses(span, other) for span in taken for other in found.spans)):
            yield found


def _meant(part: Part, match: re.Match[str], listed: list[Found]) -> dict[int, Found]:
    """What a limit is of, by place: the last that gives such points before it in the sentence, or all of the clause where it says so."""
    words = match.groupdict()
    before = re.split("[,，]", part.text[: match.start()])[-1]
    if _OF_ALL.search(before) or (before.strip() and match.re is _LIMIT and not words.get("per")):
        return {}
    side = words.get("side") or words.get("late") or ("扣" if match.re is _USED_UP else "")
    wanted = {"加": "+", "扣": "-", "减": "-"}.get(side, "")
    fitting = {
        place: found
        for place, found in enumerate(listed)
        if found.rule["kind"] == "score"
        and _end(found) <= part.begin + match.start()
        and (_sign(found) == wanted if wanted else _sign(found))
    }
    # What stands between a limit before and this one; several limits behind one amount are all its own.
    begun = [0, *(each.end() for each in _LIMIT.finditer(part.text[: match.start()]))]
    rows = ({place: found for place, found in fitting.items() if _end(found) > part.begin + at} for at in begun[::-1])
    here = next(filter(None, rows), {})
    if not here:
        return fitting if words.get("joint") or words.get("sum") else {}
    if len(here) == 1 or not re.search("次|件", words.get("per") or ""):
        return here
    last = max(here, key=lambda place: _end(here[place]))
    return {last: here[last]}


def _bounded(match: re.Match[str], span: Span, meant: dict[int, Found]) -> tuple[dict[int, Found], list[Found]]:
    """What is meant with its bound, by place, and the caps that it needs besides; nothing where no words of a document say it."""
    words = match.groupdict()
    per, most = words.get("per") or "", number_of(match[match.lastindex or 0])
    signs = {_sign(found) for found in meant.values()}
    held = {str(found.sections) for found in meant.values()}
    if len(signs) != 1 or len(held) > 1 or any("replaces" in found.rule for found in meant.values()):
        return {}, []
    because = f"；“{match[0]}”是{'这几句' if len(meant) > 1 else '这一句'}自己的上限"
    if re.search("次", per):
        ((place, found),) = list(meant.items())[:1]
        daily = _by_days(found, most, span, because) if len(meant) == 1 else None
        return {place: daily} if daily else {}, []
    label = _label(min(meant.values(), key=_end))
    if len(meant) > 1:
        label = f"{label[: _LONGEST - 1]}等"
    sign = signs.pop()
    own = next(iter(meant.values())).sections
    section: dict[str, Any] = dict(own[0]) if own else {"label": label[:_LONGEST], "start": "0"}
    kind = (
        "month"
        if _MONTH.search(per)
        else "quarter"
        if _QUARTER.search(per)
        else "matter"
        if _MATTER.search(per)
        else ""
    )
    if per and not kind:
        return {}, []  # Of a year, a week or a day: no word of a document says it in every period.
    if kind == "matter" and not all(_has_matter(found) for found in meant.values()):
        return {}, []
    caps: list[Found] = []
    if kind:
        rule = {"kind": "cap", "per": kind, "side": "minus" if sign == "-" else "plus", "most": most}
        caps = [Found(rule, (span,), because.lstrip("；"), sections=(section,))]
    else:
        section |= {"least": f"-{most}"} if sign == "-" else {"most": most}
    made = {
        place: replace(
            found,
            sections=(section,),
            because=f"{found.because}{because}，所以另立一项",
            spans=found.spans if kind else tuple(sorted({*found.spans, span})),
        )
        for place, found in meant.items()
    }
    return made, caps


def _by_days(found: Found, most: str, span: Span, because: str) -> Found | None:
    """每逾期一天扣0.5分，单次最多扣2分: the amounts of one lateness, day by day until the most."""
    rule, each = found.rule, Decimal(str(found.rule.get("worth") if isinstance(found.rule.get("worth"), str) else "0"))
    if rule.get("count") != {"per": "days"} or not each:
        return None
    bound = Decimal(most).copy_sign(each)
    days = int(-(-abs(bound) // abs(each)))
    if not 1 < days <= _STEPS:
        return None
    points = {str(day): wording.plain(each * day) for day in range(1, days)} | {str(days): wording.plain(bound)}
    made = {key: value for key, value in rule.items() if key != "count"} | {"worth": {"by": "days", "points": points}}
    return replace(found, rule=made, spans=tuple(sorted({*found.spans, span})), because=f"{found.because}{because}")


def _label(found: Found) -> str:
    """What an item of one sentence is called."""
    if found.events:
        return str(found.events[0][1]["label"])
    select = found.rule["select"]
    if "matters" in select:
        return "提前办结" if "early" in select["matters"] else "按期办结" if "on_time" in select["matters"] else "办结"
    kinds = select.get("event")
    where = {key: value for key, value in select.get("where", {}).items() if isinstance(value, str)}
    return wording.label(kinds, where) if isinstance(kinds, str) else "本项"


def _has_matter(found: Found) -> bool:
    return "matters" in found.rule["select"] or all(entry.get("of") != "unit" for _, entry in found.events)


def _sign(found: Found) -> str:
    """Whether a rule takes (-) or gives (+); empty where it does both, or by a figure."""
    worth = found.rule.get("worth")
    said = (
        [worth]
        if isinstance(worth, str)
        else list((worth or {}).get("points", {}).values()) or (worth or {}).get("range", [])
    )
    signs = {"-" if str(each).startswith("-") else "+" for each in said if str(each) != "0"}
    return signs.pop() if len(signs) == 1 else ""


def _end(found: Found) -> int:
    return max(last for _, last in found.spans)


def _crosses(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
