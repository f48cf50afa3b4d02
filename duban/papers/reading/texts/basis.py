"""What a paper calls itself: title, number and date, as others name it when they act on it (根据《…》（…〔2026〕21号）)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from duban.papers.reading.tasks.dates import number_of

_KINDS = r"(?:通知|意见|方案|办法|函|批复|决定|报告|通报|公告|纪要|清单|台账|计划|要点|分工|分工表|分解表|任务表|责任表|交办表|责任书|措施)"
_TITLE = re.compile(rf"[^，。；：:！？\t|]{{4,120}}?{_KINDS}(?:[（(][^（）()]{{1,20}}[）)])?")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,14}[〔\[【（(](?:19|20)\d\d[〕\]】）)]\s*(?:第\s*)?\d{1,5}\s*号")
_OWN_LINE = re.compile(
    r"[\s（(]*(?:(?:成文|发文|印发)日期[：:])?\s*(?P<year>(?:19|20)\d\d|二[〇○零][〇○零一二三四五六七八九]{2})\s*年\s*"
    r"(?P<month>\d{1,2}|[一二三四五六七八九十]{1,3})\s*月\s*(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})\s*日(?:印发)?[）)\s]*"
)
_ZERO = str.maketrans("○零", "〇〇")
_LINES, _LONGEST = 30, 200


@dataclass(frozen=True)
class Basis:
    """Title, number and date of a paper; empty and None where it does not say."""

    title: str
    number: str
    issued_on: date | None


def basis_of(text: str) -> Basis:
    """Find what a paper calls itself in its head. Nothing is guessed from anywhere else."""
    lines = [line.strip(" \u3000\t") for line in text[:3000].split("\n")[:_LINES]]
    number = next((match.group() for match in map(_NUMBER.search, lines) if match), "")
    return Basis(_title(lines), re.sub(r"\s+", "", number), _issued_on(text))


def _issued_on(text: str) -> date | None:
    """Give the day that stands alone on a line, under the text or above it: any other is a limit or was only mentioned."""
    found = [match for match in map(_OWN_LINE.fullmatch, text.split("\n")) if match]
    for match in reversed(found):
        digits = [number_of(match[name]) if name != "year" else _year(match[name]) for name in ("year", "month", "day")]
        try:
            return date(*digits)
        except ValueError:
            continue
    return None


def _year(words: str) -> int:
    return (
        int(words)
        if words.isdecimal()
        else int("".join(str("〇一二三四五六七八九".find(sign.translate(_ZERO))) for sign in words))
    )


def _title(lines: list[str]) -> str:
    for at, line in enumerate(lines):
        # The red head, the number and a sheet's name (2025年) above a title are none of its lines.
        if _NUMBER.fullmatch(line) or line.endswith("文件") or re.fullmatch(r"\d{4}年?度?|Sheet\d*", line):
            continue
        # A title may be set in two or three lines.
        for words in (line, *("".join(lines[at : at + many]) for many in (2, 3))):
            if line and _TITLE.fullmatch(words) and len(words) <= _LONGEST and not re.match(r"附件|抄送|各", words):
                return words
    return ""


def basis_words(title: str, number: str, issued_on: date | None) -> str:
    """Name a paper the way notices do: 《…》（示政〔2026〕21号，2026年10月12日印发）; empty without a title."""
    if not title:
        return ""
    named = title if title.startswith("《") or title.endswith(("会议", "批示", "精神")) else f"《{title}》"
    said = [number] if number else []
    if issued_on:
        said.append(f"{issued_on.year}年{issued_on.month}月{issued_on.day}日")
    return named + (f"（{'，'.join(said)}）" if said else "")
