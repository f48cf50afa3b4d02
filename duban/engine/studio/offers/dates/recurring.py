"""Days that come round, as rules: 每周五报送, 每月5日、20日前报送, 次月5日前报送, 每季度首月10日前, 每季度结束后10日内, 每年12月20日前, 每月报送一次."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from duban.engine.studio.blanks.names import Names
from duban.engine.studio.offers.dates.building import BY_OFFICE, MEANT, OFFICE, READER, deadline, rest_of
from duban.engine.studio.offers.found import Found
from duban.engine.studio.offers.sharers import role_in
from duban.engine.studio.offers.words import CHINESE, NUMBER, Part, number_of, parts_of

_LAST = re.compile(r"每(?:个)?(?P<span>月|季度)(?:末)?最后(?:1|一)个工作日前?[^。;；]{0,80}?(?:报送|报|反馈)")
_N = rf"(?:\d+|[{CHINESE}]+)"
# 每月25日至月底, 每月1日至5日: by the later day.
_TO = "[至到—～~-]"
_BY = "(?:之?前|以前)?"
_AND = rf"{_BY}(?:各报[送告]?[1一]次)?[、和及与]"
_AT = rf"(?:\s*(?:上午|中午|下午|下班|[\d:点时分整半]+))*{_BY}"
_REPORTED = "上报|报送|反馈|提交|报告|填报|录入|(?<![通汇呈申上月周季简日年旬专情警])报(?![纸刊名社道表警])"
# Whoever owes it, between the date and what is handed in.
_UNIT = "(?:由)?(?:各|牵头|主办|责任|承办|配合|协办|成员)[^。;；,，、]{0,8}?(?:单位|部门|乡镇|街道)"
_DONE = re.compile(
    rf"{_AT}(?:[,，](?=[^。;；,，未不没]{{0,18}}?(?:报送|上报|填报|录入)|{_UNIT}[^。;；,，未不没]{{0,24}}?(?:{_REPORTED})))?(?:(?!召开|会议|例会)[^。;；,，]){{0,24}}?(?:{_REPORTED})(?:[1一]次)?(?P<what>(?![1一两\d]次)[^。;；,，、\d的(]{{2,16}})?"
)
# 反馈各单位: what the office tells them.
_TO_UNITS = re.compile("(?:反馈|通报|报告)(?:给|至|到|于)?(?:各|被考核|有关|相关|责任|承办)")
# 将落实情况报督查室: what stands before the verb.
_MADE = re.compile(r"[将把](?:本单位|本部门|有关|相关)?(?P<what>[^,，。;；、\d]{2,10})$")
_MONTHS = {
    "首": 1, "第一": 1, "第1": 1, "第二": 2, "第2": 2, "中间": 2, "末": 3, "最后一": 3, "最后1": 3, "第三": 3, "第3": 3, "第四": 4, "第五": 5, "第六": 6,
}  # fmt: skip
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})个?月(?:份)?的?(?:(?P<day>{_N})[日号]|(?P<close>[底末]))"
_DAY_OF_YEAR = rf"{_N}月(?:份)?(?:{_N}[日号]|[底末])"
_NEXT = "次|下一?个?"
_WEEKDAYS = {day: place for place, day in enumerate("一二三四五六日", 1)} | {"天": 7}
# What comes round, by the words that name its day.
_ROUNDS = (
    ("week", re.compile(r"每个?(?:周|星期)的?(?:周|星期)?(?P<weekdays>[一二三四五六日天](?:[、和及与](?:每)?(?:周|星期)?[一二三四五六日天](?![次份篇期]))*)(?!报(?:[,，。;；、制]|$)|[次份篇期]|[至到—～~-])")),
    ("month", re.compile(rf"(?:每个?月份?|(?:{_NEXT})月)的?逢?(?:{_N}[日号]?{_TO}(?:当月|本月)?)?(?:(?P<days>{_N}[日号]?(?:{_AND}{_N}[日号]?)*(?:{_AND}(?:当月|本月|月)?[底末])?(?<=[日号底末])(?!{_TO}))|(?P<end>月?[底末](?!的?最后)|最后[1一][天日]))")),
    ("quarter", re.compile(rf"(?:每个?季度?|(?:{_NEXT})季度?)的?(?:{_MONTH}|(?P<end>季?[底末]))(?!最后)")),
    ("half_year", re.compile(rf"(?:每个?|{_NEXT})半年度?的?(?:{_MONTH}|(?P<end>[底末]))")),
    ("year", re.compile(rf"(?:每年度?|每半年[^。;；\d]{{0,12}}?|分别[于在])的?(?P<dates>{_DAY_OF_YEAR}(?:{_AND}{_DAY_OF_YEAR})*)")),
)  # fmt: skip
_AFTER = re.compile(
    rf"(?:每个?)?(?P<span>月|季|半年|年)度?(?:(?:结束|终了|末)?之?后的?|(?P<first>初的?)){NUMBER}(?P<unit>个工作日|日|天)之?内"
)
_OFTEN = re.compile(
    rf"每个?(?P<span>周|星期|旬|半月|月|季|半年|年)度?(?:(?:至少|应当?|须|要|向)[^,，。;；\d]{{0,8}}?)?(?:(?:{_REPORTED})(?P<what>[^,，。;；、\d]{{2,10}}?)?(?:不少于)?[1一]次(?P<then>[^,，。;；、\d的]{{2,10}})?|[1一]报(?![送告]))"
)
_OWER = re.compile("^$|单位|部门|乡镇|街道|各")
_SPANS = {"周": "week", "星期": "week", "月": "month", "季": "quarter", "半年": "half_year", "年": "year"}
_NAMED = {"week": "周报", "month": "月报", "quarter": "季报", "half_year": "半年报", "year": "年报"}
_THIS = {"week": "当周", "month": "当月", "quarter": "当季", "half_year": "当半年", "year": "当年"}
_ONLY_OF = re.compile(
    r"(?:超过|涉及|跨|列入|属于|确定为|未|不能|无法|尚)[^,，。;；]{1,16}的(?:[^,，。;；、]{0,6}(?:事项|任务|项目|工作|件|问题))?[,，]"
)
_CLAIMS = re.compile("加分|佐证")
_ENDED = re.compile(r"(?:每个?|各)?(?P<span>季|半年|年)度?(?:结束|终了|末)?之?后?的?[,，]?$")
# The matters of which a sentence speaks, at the beginning of what it says before the date.
_SUBJECT = re.compile(
    r"\s*(?:第[一二三四五六七八九十百\d]+条|\([一二三四五六七八九十\d]+\))?\s*(?:对|凡)?(?P<of>(?!各|所有|承办|全部)(?:[一-龥]{2,8}?(?:件|事项|工单|项目|任务)|[一-龥]{0,6}(?:长期|重[要点大]|专项)性?工作))(?=[,，实每按要应须分由建自从]|$)"
)
_PAST = re.compile("上(?:个|一)?(?:月|周|星期|季|半年|年)|前一个?(?:月|周|季|半年|年)")
_NAMED_OFTEN = {"旬": "旬报", "半月": "半月报"}
_ENDS: dict[str, dict[str, Any]] = {
    "week": {"weekday": 7}, "month": {"day_of_month": 31}, "quarter": {"day_of_quarter": "3-31"},
    "half_year": {"day_of_half_year": "6-31"}, "year": {"date": "12-31"},
}  # fmt: skip
_DAYS = {"旬": (10, 20, 31), "半月": (15, 31)}


@dataclass(frozen=True, slots=True)
class _Day:
    """One day that comes round, and how it is told from others of the same words."""

    count: dict[str, Any]
    said: str = ""


def recurring_in(words: str, names: Names) -> Iterator[Found]:
    """Recognise dates that come round by rule; what the co-unit hands in is its own (配合单位每月15日前)."""
    listed = [(found, _meant(words, found.spans[0])) for found in _recurring_in(words)]
    apart = len({meant["of"] if meant else "" for _, meant in listed}) > 1
    for found, meant in listed:
        who = re.split("[,，、;；。]", words[: found.spans[0][0]])[-1]
        sentence = re.split("[;；。\n]", words[: found.spans[0][0]])[-1]
        if _ONLY_OF.search(sentence):
            continue  # 涉及多个部门的事项每月25日前报送: of others nothing is owed.
        if _CLAIMS.search(sentence + words[slice(*found.spans[0])]):
            continue  # 加分由单位申请，于每季度末报送: no report of how things go.
        role = role_in(who, names)
        rule = {**found.rule, "role": "support"} if role and role[0] == "support" else dict(found.rule)
        if meant:
            known = [each for each, said in names.categories() if said and said in meant["of"]]
            if apart and not known:
                continue  # 省级项目每周报送，市级项目每月报送: everybody would owe both.
            rule |= {"categories": known} if len(known) == 1 else {}
            rule["label"] = f"{meant['of']}{rule['label']}"
        yield replace(found, rule=rule)


def _meant(words: str, span: tuple[int, int]) -> re.Match[str] | None:
    """For which matters alone a date is meant, by the words right before it or those with which its sentence began: 议定事项每半月报送一次，分别于每月15日."""
    before = words[: span[0]]
    sentence = re.split("[;；。\n]", before)[-1]
    subjects = [_SUBJECT.match(piece) for piece in re.split("[,，]", sentence)[:-1]]
    return MEANT.search(before) or next((each for each in reversed(subjects) if each), None)


def _recurring_in(words: str) -> Iterator[Found]:
    for part in parts_of(words):
        for match in _LAST.finditer(part.text):
            yield _last(part, match)
        named = [found for span, pattern in _ROUNDS for found in _named(part, span, pattern)]
        named += [found for match in _AFTER.finditer(part.text) for found in _after(part, match)]
        yield from named
        often = [] if named else list(_OFTEN.finditer(part.text))
        # 重大部署落实情况每半年报告一次，重点工程进展情况每月报告一次: everybody would owe both.
        told = {re.split("[,，、]", part.text[: match.start()])[-1].strip() for match in often}
        if len({match["span"] for match in often}) < 2 or len(told) < 2 or any(map(_OWER.search, told)):
            yield from (found for match in often for found in _often(part, match))


def _last(part: Part, match: re.Match[str]) -> Found:
    is_month = match["span"] == "月"
    rule = deadline(
        "月报" if is_month else "季度报送",
        {"last_working_day_of": "month" if is_month else "quarter"},
        "当月" if is_month else "当季",
    )
    named = {"owes": "report"} if is_month else {"name": "quarterly_ledger"}
    return Found({**rule, **named}, (part.span(match),), f"“{match[0][:16]}”是时限")


def _named(part: Part, span: str, pattern: re.Pattern[str]) -> Iterator[Found]:
    """The days that words name which are followed by what is handed in; none of the office itself."""
    for match in pattern.finditer(part.text):
        done = _DONE.match(part.text, match.end())
        if done is None or OFFICE.search(part.text[: match.start()]) or BY_OFFICE.match(done[0]):
            continue
        if _TO_UNITS.search(done[0]):
            continue
        days = _days_of(span, match.groupdict())
        ended = _ENDED.search(part.text[: match.start()]) if match[0][0] in "次下" and span == "month" else None
        if ended:
            yield from _found(
                part, (ended.start(), done.end()), *_of_longer(ended, match), True, _called(part.text, done)
            )
            continue
        told = re.split("[,，]", part.text[done.end() :])[0]
        is_next = not match[0].startswith(("每", "分")) or _PAST.search(match[0] + done[0] + told) is not None
        what = _called(part.text, done) or ("半年报" if match[0].startswith("每半年") else "")
        yield from _found(part, (match.start(), done.end()), span, days, is_next, what)


def _of_longer(ended: re.Match[str], match: re.Match[str]) -> tuple[str, list[_Day]]:
    """每季度结束后次月8日前: the eighth of the next quarter; of a month's end itself the words say no day."""
    span, days = _SPANS[ended["span"]], [int(number_of(day)) for day in re.findall(_N, match["days"] or "")]
    key, form = {"year": ("date", "01-{:02}")}.get(span, (f"day_of_{span}", "1-{:02}"))
    return span, [_Day({key: form.format(day)}, f"{day}日") for day in days if 1 <= day <= 31]


def _after(part: Part, match: re.Match[str]) -> Iterator[Found]:
    """每季度结束后10日内: the tenth of the next one."""
    done = _DONE.match(part.text, match.end())
    number, span = int(number_of(match[3])), _SPANS[match["span"]]
    told = re.split("[,，]", part.text[done.end() :])[0] if done else ""
    is_next = match["first"] is None or (done is not None and _PAST.search(done[0] + told) is not None)
    is_workday = match["unit"] == "个工作日"
    if done is not None and _TO_UNITS.search(done[0]):
        return
    if done is None or OFFICE.search(part.text[: match.start()]) or number > (15 if is_workday else 28):
        return
    if is_workday and span != "month":
        return  # No count says the fifth working day of a quarter.
    counts: dict[str, dict[str, Any]] = {
        "month": {"working_day_of_month" if is_workday else "day_of_month": number},
        "quarter": {"day_of_quarter": f"1-{number:02}"},
        "half_year": {"day_of_half_year": f"1-{number:02}"},
        "year": {"date": f"01-{number:02}"},
    }
    yield from _found(part, (match.start(), done.end()), span, [_Day(counts[span])], is_next, _called(part.text, done))


def _often(part: Part, match: re.Match[str]) -> Iterator[Found]:
    """每月报送一次: no day is named, so it is the last of each."""
    if OFFICE.search(part.text[: match.start()]):
        return
    span = _SPANS.get(match["span"], "month")
    days = [_day_of_month(day) for day in _DAYS.get(match["span"], ())] or [_Day(_ENDS[span])]
    what = match["what"] or match["then"] or ""
    what = what or _NAMED_OFTEN.get(match["span"], "")
    for found in _found(part, match.span(), span, days, _PAST.search(part.text) is not None, what):
        yield Found(found.rule, found.spans, f"“{match[0]}”没有写哪一天，按每{match['span']}的最后一天算")


def _found(part: Part, at: tuple[int, int], span: str, days: list[_Day], is_next: bool, what: str) -> Iterator[Found]:
    """A date for each day, called by what is handed in; where it begins with the next, or tells of the one before, none of the one in which it begins."""
    text = part.text[slice(*at)]
    because = f"“{text}”是{_EVERY[span]}的时限" + (f"，开始的那{_ONE[span]}不报" if is_next else "")
    label = what if what and not READER.search(what) else _NAMED[span]
    for day in days:
        rule = deadline(
            f"{label}（{day.said}）" if len(days) > 1 else label, day.count, "交办之日" if is_next else _THIS[span]
        )
        rule |= {"from_next": True} if is_next else {}
        yield Found(
            {**rule, **rest_of(part.text, rule), "owes": "report"}, ((part.begin + at[0], part.begin + at[1]),), because
        )


_EVERY = {"week": "每周", "month": "每月", "quarter": "每季度", "half_year": "每半年", "year": "每年"}
_ONE = {"week": "周", "month": "个月", "quarter": "个季度", "half_year": "个半年", "year": "一年"}


def _called(text: str, done: re.Match[str]) -> str:
    """What is handed in: behind the verb, or before it."""
    what = done["what"] or ""
    if what and not READER.search(what):
        return what
    made = _MADE.search(re.split(f"(?:{_REPORTED})", text[: done.end()])[0])
    return made["what"] if made else ""


def _day_of_month(day: int) -> _Day:
    return _Day({"day_of_month": day}, "月底" if day == 31 else f"{day}日")


def _days_of(span: str, words: dict[str, str | None]) -> list[_Day]:
    """The days that the words name."""
    if words.get("weekdays"):
        weekdays = dict.fromkeys(_WEEKDAYS[sign] for sign in words["weekdays"] or "" if sign in _WEEKDAYS)
        return [_Day({"weekday": day}, f"周{'一二三四五六日'[day - 1]}") for day in weekdays]
    if words.get("days"):
        days = [int(number_of(day)) for day in re.findall(_N, words["days"] or "")]
        days += [31] if (words["days"] or "")[-1] in "底末" else []
        return [_day_of_month(day) for day in days if 1 <= day <= 31]
    if words.get("dates"):
        found = re.findall(rf"({_N})月(?:份)?(?:({_N})[日号])?", words["dates"] or "")
        dates = [
            (int(number_of(month)), int(number_of(day)) if day else _LENGTHS[int(number_of(month)) % 13])
            for month, day in found
        ]
        return [
            _Day({"date": f"{month:02}-{day:02}"}, f"{month}月{day}日")
            for month, day in dates
            if 1 <= month <= 12 and 1 <= day <= _LENGTHS[month]
        ]
    if words.get("month"):
        month = _MONTHS[words["month"] or ""]
        if span == "half_year" and words["month"] in ("末", "最后一", "最后1"):
            month = 6
        day = int(number_of(words["day"] or "")) if words.get("day") else 31
        is_day = month <= (3 if span == "quarter" else 6) and 1 <= day <= 31
        return [_Day({f"day_of_{span}": f"{month}-{day:02}"})] if is_day else []
    return [_Day(_ENDS[span])]


# The days of each month; a year's last of February is its 28th.
_LENGTHS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
