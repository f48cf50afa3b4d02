"""What goes by which time it is: 第一次扣1分，第二次扣2分，第三次及以上扣3分 as a table, 一次扣1分，两次扣3分 as one by how often in all, 首次提醒、二次约谈、三次通报 as steps or consequences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from duban.engine.studio.blanks.names import Names
from duban.engine.studio.offers import facts
from duban.engine.studio.offers.found import Found
from duban.engine.studio.offers.sharers import is_narrowed as is_less
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
_LATE = re.compile("(?:逾期|超期|超时)(?!.{0,6}(?:反馈|报送|上报|签收))(?=仍?未|办|完成|销号|的|[,，、:]|$)")
_RUN = re.compile("连续|累[计积]")
# 三次及以上不得分: what the last times cost, no amount says.
_BEYOND = re.compile(rf"[^。\n\d]{{0,8}}?{_TIME}[^,，。;；、\d]{{0,8}}?(?:不得分|不计分|[得记计]0分|扣完|全扣|全部扣)")
_LABEL = re.compile(
    r"^(?:第[一二三四五六七八九十百\d]+条)?(?:对于?(?=[一-龥]{2}))?(?:[\d.、()一二三四五六七八九十\s]|[①-⑳])*|[,，、的: ]+$"
)
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
    rows = _paid(text)
    for row in rows:
        yield from _table(text, row)
    summed = _summed(text)
    for row in summed:
        yield from _sums(text, row)
    paid = next(reversed(rows or summed), [])
    acted = next(
        reversed(_rows([each for each in _ACTED.finditer(text) if each["number"] != "一" or "第" in each[0]])), []
    )
    told = [(match, match["act"], match.span()) for match in acted]
    if paid and not told:
        behind = [(match, _BEHIND.match(text, match.end() - 1)) for match in paid]
        told = [(match, each["act"], (match.start(), each.end())) for match, each in behind if each]
    # 三次及以上扣10分并约谈: one alone, where amounts say of what it is the third time.
    if len(told) > 1 or (paid and told):
        yield from _measures(text, told, paid or [match for match, _, _ in told], names)


def spans_in(text: str) -> list[Span]:
    """Return where a table by times stands, also one of which a time is left out: its amounts are read as one, or not at all."""
    runs = _runs([each for each in _PAID.finditer(text) if not _is_place(each)])
    rows = (*_paid(text), *(run for run in runs if len(run) > 1 and not _says_again(run)))
    return [match.span() for row in rows for match in row]


def _paid(text: str) -> list[list[re.Match[str]]]:
    """Amounts by which time it is, row by row; 一次减5分，两次减10分 says in all, and is no such table."""
    return _rows([each for each in _PAID.finditer(text) if _is_place(each)])


def _is_place(match: re.Match[str]) -> bool:
    return bool(match["first"] or match[0][0] == "第")


def _summed(text: str) -> list[list[re.Match[str]]]:
    """Amounts by how often in all: 一次扣1分，两次扣3分，三次及以上扣5分."""
    rows = _rows([each for each in _PAID.finditer(text) if not _is_place(each)])
    return [row for row in rows if not _says_again(row) and not _is_each(text, row)]


def _is_each(text: str, row: list[re.Match[str]]) -> bool:
    """Whether amounts of a row are of each time: 每退回一次扣0.5分，两次以上的每次扣1分. What that comes to in all the words leave open."""
    return (
        any("每次" in match[0] for match in row)
        or re.search("每[^,，。;；、]{0,8}$", text[: row[0].start()]) is not None
    )


def _says_again(row: list[re.Match[str]]) -> bool:
    """Whether a row only says again what once costs: 一次扣5分，两次扣10分."""
    return not row[-1]["more"] and all(_amount(row[0]) * _number(each) == _amount(each) for each in row)


def _rows(matches: list[re.Match[str]]) -> list[list[re.Match[str]]]:
    """Times that follow one another from the first on, row by row; none of one time alone, and none where a time is left out."""
    return [row for row in _runs(matches) if len(row) > 1 and _is_whole(row)]


def _runs(matches: list[re.Match[str]]) -> list[list[re.Match[str]]]:
    """Times from a first one to the next first one."""
    runs: list[list[re.Match[str]]] = []
    for match in matches:
        if _number(match) == 1:
            runs.append([])
        if runs:
            runs[-1].append(match)
    return runs


def _is_whole(row: list[re.Match[str]]) -> bool:
    """Whether no time is left out; 三次以上 behind 三次 is the fourth."""
    times = [_number(match) for match in row]
    if len(row) > 1 and row[-1]["more"] and times[-1] == times[-2]:
        times[-1] += 1
    return times == list(range(1, len(row) + 1))


def _amount(match: re.Match[str]) -> Decimal:
    return Decimal(number_of(match[match.lastindex or 0]))


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
    is_narrowed = is_less(subject)  # 逾期未报且未说明理由的: less than what is late.
    known = None if is_narrowed else facts.kind_in(subject)
    if known is not None:
        kind, where, said = known
        spans = tuple((last + each.start(), last + each.end()) for each in said if each.end() <= len(before))
        return None if facts.is_issued(kind) else _Taken({"event": kind, **({"where": where} if where else {})}, spans)
    if _LATE.search(subject) and not is_narrowed:
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
    if taken is None or len(sides) > 1 or _BEYOND.match(text, matches[-1].end()):
        return
    sign = "" if sides.pop() else "-"
    points = {str(at): f"{sign}{number_of(match[match.lastindex or 0])}" for at, match in enumerate(matches, 1)}
    row = _row(text[: matches[-1].end()])
    worth = {"by": "place", "points": points}
    rule = {"kind": "score", "select": taken.select, "count": {"within": row}, "worth": worth}
    because = f"“{matches[0][0]}”：按{'同一事项' if row == 'matter' else '本单位在考核期间内'}的第几次定分值"
    if not matches[-1]["more"]:
        because += "，再多的也按最后一次"
    spans = tuple(sorted({*taken.spans, *(match.span() for match in matches)}))
    yield Found(rule, spans, f"{because}{taken.note}", taken.events(row))


def _sums(text: str, matches: list[re.Match[str]]) -> Iterator[Found]:
    """Points by how often something happened in all, once for all of them."""
    taken = _select(text, matches)
    if (
        taken is None
        or len({match["side"][0] == "加" for match in matches}) > 1
        or _BEYOND.match(text, matches[-1].end())
    ):
        return
    sign = "" if matches[0]["side"][0] == "加" else "-"
    points = {str(at): f"{sign}{number_of(match[match.lastindex or 0])}" for at, match in enumerate(matches, 1)}
    row = _row(text[: matches[-1].end()])
    worth = {"by": "times", "points": points}
    rule = {"kind": "score", "select": taken.select, "count": {"within": row}, "worth": worth}
    of = "同一事项" if row == "matter" else "本单位在考核期间内"
    because = f"“{matches[-1][0]}”：按{of}一共几次定分值，不是每次各扣"
    because += "" if matches[-1]["more"] else "，再多的也按最后一档"
    spans = tuple(sorted({*taken.spans, *(match.span() for match in matches)}))
    yield Found(rule, spans, f"{because}{taken.note}", taken.events(row))


def _measures(
    text: str, told: list[tuple[re.Match[str], str, Span]], counted: list[re.Match[str]], names: Names
) -> Iterator[Found]:
    """Steps where the times are those of one matter; else consequences for the unit, each from its time on. `counted` are all times that are told."""
    taken = _select(text, counted)
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
