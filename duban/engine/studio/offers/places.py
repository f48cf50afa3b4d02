"""What goes by which time it is: 第一次扣1分，第二次扣2分，第三次及以上扣3分 as a table, 首次提醒、二次约谈、三次通报 as steps or consequences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from duban.engine.studio.blanks.names import Names
from duban.engine.studio.offers import facts
from duban.engine.studio.offers.found import Found
from duban.engine.studio.offers.standards import HAPPENING
from duban.engine.studio.offers.words import CHINESE, POINTS, Span, number_of

_TIME = rf"(?:(?P<first>首次|初次)|第?(?P<number>[{CHINESE}\d]+)次(?P<more>及?以上|及以后|起)?)"
_PAID = re.compile(rf"{_TIME}(?P<what>[^,，。;；、\d]{{0,14}}?)的?[,，]?(?:每次)?(?P<side>扣除?|减|加)分?\s*{POINTS}")
_ACTS = "提醒|提示|约谈|通报|督办|问责|诫勉|检[查讨]|警示|黄牌|红牌|移送|函|挂牌|说明"
_ACTED = re.compile(
    rf"{_TIME}(?P<what>[^,，。;；、\d]{{0,8}}?的)?[,，]?(?P<act>[^,，。;；、:\d扣加减]{{0,10}}?(?:{_ACTS})[^,，。;；、:\d扣加减并]{{0,10}})"
)
_BEHIND = re.compile(
    rf"分[,，]?(?:并|同时|且)?(?P<act>[^,，。;；、:\d扣加减]{{0,10}}?(?:{_ACTS})[^,，。;；、:\d扣加减]{{0,10}})"
)
_LATE = re.compile("(?:逾期|超期|超时)(?!.{0,6}(?:反馈|报送|上报|签收))")
_RUN = re.compile("连续|累[计积]")
_LABEL = re.compile(r"^(?:第[一二三四五六七八九十百\d]+条)?(?:[\d.、()一二三四五六七八九十\s]|[①-⑳])*|[,，、的: ]+$")
_LEAD = re.compile("^(?:予以|给予|进行|由[^,，]{0,8}?(?=约谈|通报)|将|发出?(?=.{0,4}[函单书]))")


@dataclass(frozen=True, slots=True)
class _Taken:
    """What is counted, where it is said, what to look at, and a happening of the document's own that it is."""

    select: dict[str, Any]
    spans: tuple[Span, ...]
    note: str = ""
    label: str = ""

    def events(self, of: str) -> tuple[tuple[str, dict[str, Any]], ...]:
        """The happening that a rule brings along."""
        return ((HAPPENING, {"label": self.label, "of": of}),) if self.label else ()


def places_in(text: str, names: Names) -> Iterator[Found]:
    """Recognise points, and what follows besides, by which time something happens; nothing where a time is left out."""
    paid = _paid(text)
    if paid:
        yield from _table(text, paid)
    acted = _series([each for each in _ACTED.finditer(text) if each["number"] != "一" or "第" in each[0]])
    told = [(match, match["act"], match.span()) for match in acted]
    if paid and not told:
        behind = [(match, _BEHIND.match(text, match.end() - 1)) for match in paid]
        told = [(match, each["act"], (match.start(), each.end())) for match, each in behind if each]
    if len(told) > 1:
        yield from _measures(text, told, names)


def spans_in(text: str) -> list[Span]:
    """Return where a table by times stands: its amounts are read as one."""
    return [match.span() for match in _paid(text)]


def _paid(text: str) -> list[re.Match[str]]:
    """Amounts by which time it is; 一次减5分，两次减10分 says in all, and is no such table."""
    return _series([each for each in _PAID.finditer(text) if each["first"] or each["more"] or each[0][0] == "第"])


def _series(matches: list[re.Match[str]]) -> list[re.Match[str]]:
    """Times that follow one another from the first on, the last such row of the words; empty where there are none."""
    found: list[re.Match[str]] = []
    best: list[re.Match[str]] = []
    for match in matches:
        number = _number(match)
        if number == 1:
            found = [match]
        elif found and number == len(found) + 1:
            found.append(match)
        else:
            found = []
        best = found if len(found) > 1 else best
    return best


def _number(match: re.Match[str]) -> int:
    return 1 if match["first"] else int(float(number_of(match["number"])))


def _select(text: str, matches: list[re.Match[str]]) -> _Taken | None:
    """What is counted; None where the words do not say it."""
    begin = matches[0].start()
    last = max((each.end() for each in re.finditer("[。;；\n]", text[:begin])), default=0)
    before = text[last:begin]
    heading = before.rfind(":") + 1  # 首次提醒、二次约谈: is told again behind it.
    last, before = last + heading, before[heading:]
    subject = before + "".join(match["what"] or "" for match in matches)
    if _RUN.search(subject):
        return None
    known = facts.kind_in(subject)
    if known is not None:
        kind, where, said = known
        spans = tuple((last + each.start(), last + each.end()) for each in said if each.end() <= len(before))
        return None if facts.is_issued(kind) else _Taken({"event": kind, **({"where": where} if where else {})}, spans)
    if _LATE.search(subject):
        select = {"event": "late", "where": {"what": "result"}}
        return _Taken(select, (), "；“逾期”没有写明是什么逾期，按结果逾期算，请核对")
    label = _LABEL.sub("", before).strip()
    if not 2 <= len(label) <= 24 or re.search(r"[,，:\d]", label):
        return None
    start = last + before.index(label)
    return _Taken({"event": HAPPENING}, ((start, start + len(label)),), label=label)


def _row(text: str) -> str:
    return "matter" if re.search("(?:同一|单个|同)[个一]?件?(?:事项|任务|件|项|工作|问题|项目)", text) else "unit"


def _table(text: str, matches: list[re.Match[str]]) -> Iterator[Found]:
    taken = _select(text, matches)
    sides = {match["side"][0] == "加" for match in matches}
    if taken is None or len(sides) > 1:
        return
    sign = "" if sides.pop() else "-"
    points = {str(_number(match)): sign + number_of(match[match.lastindex or 0]) for match in matches}
    row = _row(text[: matches[-1].end()])
    worth = {"by": "place", "points": points}
    rule = {"kind": "score", "select": taken.select, "count": {"within": row}, "worth": worth}
    because = f"“{matches[0][0]}”：按{'同一事项' if row == 'matter' else '本单位在考核期间内'}的第几次定分值"
    if not matches[-1]["more"]:
        because += "，再多的也按最后一次"
    spans = tuple(sorted({*taken.spans, *(match.span() for match in matches)}))
    yield Found(rule, spans, f"{because}{taken.note}", taken.events(row))


def _measures(text: str, told: list[tuple[re.Match[str], str, Span]], names: Names) -> Iterator[Found]:
    """Steps where the times are those of one matter; else consequences for the unit, each from its time on."""
    taken = _select(text, [match for match, _, _ in told])
    is_of_matter = _row(text) == "matter"
    if taken is None or (is_of_matter and taken.select["event"] != "late"):
        return
    select = taken.select
    used = {step for step, _ in names.steps()}
    free = (made for at in range(1, 100) if (made := f"step_{at}") not in used)
    held = {label: step for step, label in names.steps()}
    for match, act, span in told:
        name, number = _LEAD.sub("", act.strip("的 ")).strip(), _number(match)
        if is_of_matter:
            opens = {
                "count": number,
                "fact": select["event"],
                **({"where": select["where"]} if "where" in select else {}),
            }
            rule: dict[str, Any] = {"kind": "step", "step": held.get(name) or next(free), "name": name, "opens": opens}
        else:
            rule = {"kind": "outcome", "name": name, "select": select, "count": {"once_per": "unit", "from": number}}
        because = f"“{match[0]}”：{'同一事项' if is_of_matter else '本单位在考核期间内'}第{number}次时{taken.note}"
        yield Found(rule, tuple(sorted({*taken.spans, span})), because, taken.events("unit"))
