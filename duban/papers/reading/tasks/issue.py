"""When a paper was issued: its date line, its number, its title."""

from __future__ import annotations

import re
from datetime import date

from duban.papers.reading.tasks.days import OWN_DATE, Dating, day_written

_LABEL = re.compile(
    r"(?:(?m:^)[ \u3000]*时[ \u3000]*间|(?:成文|发文|印发|签发|批示|会议|召开|交办|发布|制表|填报)(?:日期|时间))[ \u3000]*[：:][ \u3000]*(?=(?:19|20|二)\S)"
)
# A line that holds a day and at most who issues before it, or 印发 or 此件公开发布 after it.
_LINE = re.compile(
    rf"[（(]*(?:[^，。；：:、\d]{{2,30}}?)?{OWN_DATE.pattern} ?(?:印发)? ?[）)]*(?:[（(][^（(）)]{{0,20}}[）)])?"
)
_ENDING = re.compile(rf"{OWN_DATE.pattern}(?:印发)?[ \t\u3000]*(?:[（(][^\n（(）)]{{0,20}}[）)])?[\s]*$")
_HELD = re.compile(rf"{OWN_DATE.pattern}(?:[上下]午|晚上?)?[，,]?[^。\n]{{0,40}}?(?:主持召开|召开|主持)")
_AS_OF = re.compile(rf"截至{OWN_DATE.pattern}")
_NUMBER = re.compile(r"[〔\[【（(]((?:19|20)\d\d)[〕\]】）)]\s*(?:第\s*)?\d{1,5}\s*[号期次]")
_TITLE_YEAR = re.compile(r"(?<![—\-–~至到\d])((?:19|20)\d\d)年(?![—\-–~至到]|\d{1,2}月\d{1,2}日|底|末)")
_HEAD = 400
_COMPARES = re.compile(r"(?:比|较|与|同|截至|截止)$")


def dating_of(text: str, year: int | None) -> Dating:
    """Find when the paper was issued: its date line, its document number, its title; `year` given outranks them.

    A year in the body never counts: it may belong to a comparison.
    """
    issued = issued_on(text)
    number = _NUMBER.search(text[:3000])
    titled = _title_year(text)
    if year is None:
        year = issued.year if issued else int(number[1]) if number else titled
        # A plan for next year is issued at the end of this one: its title then outranks its date.
        if issued and titled and issued.month >= 10 and titled == issued.year + 1:
            year = titled
    return Dating(year, issued)


def issued_on(text: str) -> date | None:
    """Give the day of the paper as its labels, date lines or first sentence state it; None where they do not."""
    for label in _LABEL.finditer(text[:5000]):
        match = OWN_DATE.match(text, label.end())
        if match and (day := day_written(match)):
            return day
    ending = _ENDING.search(text[-160:])
    lines = _date_lines(text)[::-1]
    for match in [*lines, *([ending] if ending and not _is_limit_line(text[-160:], ending.start()) else [])]:
        if day := day_written(match):
            return day
    held = _HELD.search(text[:1500]) or _AS_OF.search(text[:1500])
    return day_written(held) if held else None


def _date_lines(text: str) -> list[re.Match[str]]:
    lines = (
        re.sub(r"[ \t\u3000]+", " ", line).strip() for line in text.split("\n") if len(line) < 300 and "日" in line
    )
    found = (_LINE.fullmatch(line) for line in lines if len(line) <= 90)
    return [match for match in found if match]


def _is_limit_line(text: str, place: int) -> bool:
    """Tell whether the line of a place stands under a label of its own, such as 完成时限, or is part of a task."""
    line = text[text.rfind("\n", 0, place) + 1 : text.find("\n", place) if "\n" in text[place:] else len(text)]
    return bool(re.search(r"(?:时限|期限|节点|截止|完成)[^：:\n]{0,6}[：:]|\t|[|｜│]", line))


def _title_year(text: str) -> int | None:
    """Give the year in the title: the lines before the first sentence and the first number."""
    for line in (line.strip() for line in text[:_HEAD].split("\n")[:12]):
        if re.match(r"[ \t\u3000]*(?:[一二三四五六七八九十]{1,3}[、．.]|[（(]|\d{1,3}[、．.])", line):
            return None
        if len(line) > 80 or re.search(r"[。；\t|｜]", line):
            continue
        for match in _TITLE_YEAR.finditer(line):
            if not _COMPARES.search(line[: match.start()]):
                return int(match[1])
    first = _TITLE_YEAR.search(text[:60])
    return int(first[1]) if first and not _COMPARES.search(text[: first.start()]) and "\n" not in text[:200] else None
