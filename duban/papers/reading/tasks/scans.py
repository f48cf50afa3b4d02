"""The dates written in a text, one after another, and which of them are limits of the task."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from duban.papers.reading.tasks.days import (
    DAY,
    GOAL,
    RECURRING,
    REMARK,
    UNDATED,
    Dating,
    Found,
    Token,
    day_of,
    year_of,
)
from duban.papers.reading.tasks.doubts import doubt
from duban.papers.reading.words.dates import APPLIES, DATES, DESCRIBES, EXPLAINED_AFTER, EXPLAINED_BEFORE

_SENTENCE_END = re.compile(r"[。\n；;]")
_FULL_STOP = re.compile(r"[。\n]")
_CALENDAR = ("part", "span", "years", "year_edge", "within_year", "numeric", "bare_year")
_PART = re.compile(r"其中[^。；\n]{0,16}$")
_AT_ONCE = (
    "立行立改",
    "即知即改",
    "立知立改",
    "立查立改",
    "即交即办",
    "立即",
    "马上",
    "即刻",
    "即日起",
    "自即日起",
    "从即日起",
)
# Before or after 年底, 上半年 and bare months: what makes them a limit, what makes them a mere time.
_AIMED = re.compile(r"(?:到|至|于|在|力争|确保|务必|争取|计划|预计|^|[，、；：。\n])[ ]?$")
_PASSIVE = re.compile(
    r"[，、]?(?:[上下]午|批示|签批|批注|阅示|指示|作出|来文|来函|同比|环比|增长|增速|累计|已|全县|全市|实现了|完成了|的(?!\d)|度|考核奖|考评|考核|总结|奖|召开的|情况|结算|资金|工作要点|重点工作|预算|决算|电[（(]|电$|讯[（(])"
)
# A length of time that is the aim itself and no limit: 压缩至4个月以内.
_MEASURES = re.compile(r"(?:压缩|缩短|压减|控制|减少|延长|提速|保持|不超过|精简)[^，。；]{0,12}$|[至到为](?:不超过)?$")
# Behind a year in a cell: some time within it, and not its end. 2026年春 · 2026年适时 · 2026年一期
_WITHIN_YEAR = re.compile(
    r"度?(?:[春夏秋冬暑寒汛雨伏](?!节|运)|假期|[上下]学[期年]|学年|适时|择机|择期|视情|相机|根据|按|待|另|[前中后]期|第?[一二三四五六1-6](?:批|期|阶段))"
)
_LEADS_IN = re.compile(r"[^，。；;：:、（）()\n]{0,28}$")
# Verbs whose object may be named by its time, and what says that the time is when it happens.
_OF_VERB = re.compile(
    r"(?:上报|报送|公示|公布|发布|整理|汇总|分析|总结|编制|编报|开展|做好|完成|印发|起草|召开|通报|核算|发放|兑现|提交|撰写|审核|统计|梳理|负责|抓好|组织|举办|筹备)(?:了|好)?$"
)
_HAPPENS = re.compile(
    r"$|[，。；、）)\s]|前|底|内|完成|建成|竣工|开工|投|启动|实现|达到|出台|拿出|形成|见效|到位|落地|通车|验收|办结|结束|上线|力争|争取|确保|要|须|将|至|到"
)
# 原定5月底，调整为7月底: the first day is over and done with.
_ONCE = re.compile(r"原(?:定|计划|本|先|为|来|时限|期限)(?:时限|期限|时间|完成)*[为于在：:]?$")
_INSTEAD = re.compile(
    r"(?:之?前|以前)?(?:完成|举办|召开|办结|开工|竣工|整改)?(?:的|[，,、；;：:（(])?[^。\n]{0,12}?(?:调整|延期|顺延|推迟|延长|延|改|变更|提前)(?:为|至|到|在|于)"
)
_POLICY = re.compile(r"(?:^|[，。；])(?:自|从)$|(?:自|从)$")


@dataclass(frozen=True)
class Scanned:
    """A limit with its place in the text."""

    start: int
    end: int
    found: Found
    strong: bool = False


def tokens_of(text: str) -> list[Token]:
    """Give every date that is written in a text, in order, none within another."""
    found: list[tuple[int, int, int, Token]] = []
    for order, pattern in enumerate(DATES):
        for match in pattern.compiled.finditer(text):
            start, end = match.span()
            words = match.group()
            left = len(words) - len(words.lstrip())
            token = Token(pattern.kind, start + left, end, words.strip(), match)
            if token.words:
                found.append((token.start, -token.end, order, token))
    tokens: list[Token] = []
    reached = 0
    for _, _, _, token in sorted(found, key=lambda each: each[:3]):
        if token.start >= reached:
            tokens.append(token)
            reached = token.end
    return tokens


def limits_in(text: str, dating: Dating, *, cell: bool = False) -> list[Scanned]:
    """Give the limits of a text in order; in a cell every date is one, a bare month or year means its end."""
    tokens = tokens_of(text)
    limits: list[Scanned] = []
    carried: int | None = None
    carried_until = yearly_until = -1
    for index, token in enumerate(tokens):
        before = tokens[index - 1].end if index else 0
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        if token.start > carried_until:
            carried = None
        if token.kind in _CALENDAR and token.start < yearly_until and year_of(token, dating) is None:
            limits.append(Scanned(token.start, token.end, Found(RECURRING, None, "每年" + token.words)))
            continue
        found = _found(text, token, following, before, dating, carried, cell)
        if found is None:
            continue
        if token.kind == "recurring" and token.words.startswith("每年") and token.words != "每年":
            yearly_until = _end(_SENTENCE_END, text, token.end)
        if found.kind == DAY and _PART.search(text[max(0, token.start - 20) : token.start]):
            found = replace(found, is_part=True)
        if found.kind == DAY and token.own_year is not None:
            carried, carried_until = found.date.year if found.date else None, _end(_FULL_STOP, text, token.end)
        strong = bool(re.search("[前末底]", token.words)) if found.kind == RECURRING else token.strong
        limits.append(Scanned(token.start, token.end, found, strong))
    return limits


def _found(
    text: str, token: Token, following: Token | None, before: int, dating: Dating, carried: int | None, cell: bool
) -> Found | None:
    kind, words = token.kind, token.words
    once = _ONCE.search(text[max(before, token.start - 10) : token.start])
    if once and _INSTEAD.match(text, token.end):
        return Found(REMARK, None, once.group() + words)
    if kind == "recurring":
        return Found(RECURRING, None, words)
    if kind == "since":
        if _MEASURES.search(text[max(0, token.start - 16) : token.start]):
            return None
        lead = _LEADS_IN.search(text, max(before, token.start - 28), token.start)
        words = re.split(r"(?<=[在于要应须将请])", lead.group())[-1] + words if lead else words
        return Found(UNDATED, None, words.strip(), doubt("relative_date", words.strip()))
    if kind == "event":
        return Found(UNDATED, None, words, doubt("event", words))
    if kind in ("immediate", "continuing"):
        return Found(REMARK, None, words) if not cell and words in _AT_ONCE else None
    if kind == "plan_years":
        return Found(GOAL, None, words)
    if cell:
        return _in_cell(token, following, text, dating, carried)
    if re.match(r"起|左右|前后", text[token.end : token.end + 2]) and kind != "bare_year":
        return Found(REMARK, None, words + text[token.end : token.end + 1 + (text[token.end] != "起")])
    if not _is_limit(text, token, dating):
        return None
    if kind == "bare_year" and not token.get("before"):
        return Found(GOAL, None, words) if re.match(r"[到至]", words) else None
    if kind == "span" and (
        _POLICY.search(text[max(0, token.start - 3) : token.start]) or re.match("[，,]|对|期间", text[token.end :])
    ):
        return Found(UNDATED, None, words, doubt("span_of_time", words))
    if kind == "years" and not token.strong:
        return Found(REMARK, None, words)
    day = day_of(token, dating, carried)
    told = day.date and dating.issued_on and day.date < dating.issued_on and not token.strong
    return None if told else day


def _in_cell(token: Token, following: Token | None, text: str, dating: Dating, carried: int | None) -> Found | None:
    if token.kind in ("bare_year", "years"):
        year = year_of(token, dating)
        if token.kind == "bare_year" and (token.get("before") or year is None):
            return day_of(token, dating, carried)
        if following and following.start == token.end and following.kind in _CALENDAR:
            return None
        if _WITHIN_YEAR.match(text, token.end):
            return Found(
                UNDATED, None, text[token.start : token.end + 6], doubt("vague_date", text[token.start :][:20])
            )
        return (
            Found(DAY, date(year or 1, 12, 31), token.words)
            if year and 1949 <= year <= 2100
            else Found(UNDATED, None, token.words, doubt("no_such_date", token.words))
        )
    return day_of(token, dating, carried)


def _is_limit(text: str, token: Token, dating: Dating) -> bool:
    """Tell whether a date in running text limits the task, and does not compare, describe or begin something."""
    before, after = text[max(0, token.start - 6) : token.start], text[token.end : token.end + 14]
    if token.get("before") and after.startswith("后"):
        return False
    if _in_title(text, token.start):
        return False
    if EXPLAINED_BEFORE.compiled.search(before) and not token.get("before"):
        return False
    if re.match(EXPLAINED_AFTER.words, after) or (re.search(r"[自从]$", before) and APPLIES.compiled.match(after)):
        return False
    if (
        re.search(r"[自从]$", before)
        and token.kind not in ("span", "years")
        and re.match(r"[^，。；\n]{0,12}起", after)
    ):
        return False
    own = year_of(token, dating)
    past = own is not None and (own < dating.year if dating.year is not None else token.kind == "bare_year")
    describes = bool(DESCRIBES.compiled.match(after))
    if past and (describes or not token.strong):
        return False
    if token.kind == "bare_year":
        return not (token.get("before") and describes)
    if token.strong and not _weak_year_end(token, text, after):
        return True
    if token.get("day") and re.search(r"[\s\u3000]$", before) and re.match(r"[\s\u3000]*(?:\n|$)", text[token.end :]):
        # The day beside a signature: 王某某 4月7日.
        return False
    if token.kind == "this_week" and not token.get("which"):
        return False
    if _names_a_thing(token, text):
        return False
    return not _PASSIVE.match(after)


def _names_a_thing(token: Token, text: str) -> bool:
    """Tell whether a bare quarter, half year or month only says of when a thing is: 上报二季度运行分析, 公示上半年名单."""
    return (
        token.kind == "part"
        and not token.get("day")
        and token.words[-1:] in "度年月份"
        and bool(_OF_VERB.search(text[max(0, token.start - 4) : token.start]))
        and not _HAPPENS.match(text[token.end : token.end + 6])
    )


def _weak_year_end(token: Token, text: str, after: str) -> bool:
    """Tell whether a bare 年底 or 月底 without 前 only says when something happens."""
    if token.get("before") or token.get("inside") or token.kind not in ("year_edge", "this_month"):
        return False
    named = token.own_year is not None or token.get("named")
    return not named and not _AIMED.search(text[max(0, token.start - 3) : token.start]) and bool(_PASSIVE.match(after))


def _in_title(text: str, place: int) -> bool:
    """Tell whether a place lies between 《 and 》."""
    opened = text.rfind("《", max(0, place - 80), place)
    return opened >= 0 and "》" not in text[opened:place]


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    match = pattern.search(text, start)
    return match.start() if match else len(text)
