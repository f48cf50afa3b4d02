"""Plain text whose lines were torn by a page's edge or a mail's width, made whole; pages' numbers are no words of it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from duban.papers.reading.tasks.units import is_named
from duban.papers.reading.texts.paragraphs import is_marked
from duban.papers.reading.words.owners import LABELS, ROLES

# — 3 — · - 3 - · 第3页 · 第 3 页 共 8 页 · 3 / 8
_PAGE_NUMBER = re.compile(
    r"[ \t\u3000]*(?:[—–―－\-－·]+[ \u3000]*\d{1,3}[ \u3000]*[—–―－\-－·]+|第[ \u3000]*\d{1,3}[ \u3000]*页(?:[ \u3000，,/]*共[ \u3000]*\d{1,3}[ \u3000]*页)?|\d{1,3}[ ]*/[ ]*\d{1,3})[ \t\u3000]*"
)
# What stands at the head of every page.
_RUNNING_HEAD = re.compile(r"\s*[^，。；：、（）()\d]{4,30}(?:文件|简报|专报|公报)\s*")
_ENDED = re.compile(r"[。：；！？:;!?…][”’」』）)]*$|[）)】〕]$|[.]$")
_TABLE = re.compile(r"[\t|｜│]|\S {2,}\S|\S\u3000{2,}\S")
# A word cannot end here and begin there: 9月1 · 日前, 2026 · 年, 6月底 · 前.
_SPLIT = (
    (re.compile(r"\d$"), re.compile(r"[年月日号个项万亿家%％\d]")),
    (re.compile(r"[年月][底末初]$"), re.compile(r"前")),
)
_CLOSED = re.compile("(?:" + "|".join(each.words for each in ROLES) + ")$")
_LABELLED = re.compile("(?:" + "|".join(each.words for each in LABELS) + r")\s*[：:]")
_NARROWEST, _WIDEST, _FEWEST, _RAGGED = 16, 60, 3, 2.5


def mended(text: str) -> str:
    """Give a text with what a page's edge or a narrow width tore joined, and without the lines that only number or head pages.

    Lines are joined where a bracket is torn within a name, where a date is torn, and, in a text all of whose lines are equally
    narrow, where a full line ends no sentence and the next begins nothing of its own.
    """
    lines = text.split("\n")
    width = _width_of(lines)
    times = Counter(line.strip() for line in lines)
    made: list[str] = []
    paged = False
    for line in lines:
        if _PAGE_NUMBER.fullmatch(line):
            paged = True
            continue
        if paged and (
            not line.strip() or _RUNNING_HEAD.fullmatch(line) or (times[line.strip()] > 2 and len(line) < 40)
        ):
            continue
        last = _last(made) if paged else len(made) - 1
        if last >= 0 and _goes_on(made[last], line, width, paged):
            del made[last + 1 :]
            made[last] = made[last].rstrip() + line.strip()
        else:
            made.append(line)
        paged = False
    return "\n".join(made)


def _last(made: list[str]) -> int:
    return next((at for at in range(len(made) - 1, -1, -1) if made[at].strip()), -1)


def _goes_on(before: str, line: str, width: float, paged: bool) -> bool:
    """Tell whether a line continues the one before it."""
    before, words = before.rstrip(), line.strip()
    if not before.strip() or not words or _TABLE.search(before.strip()) or _TABLE.search(words):
        return False
    if is_marked(words) or _LABELLED.match(words) or _ENDED.search(before):
        return False
    if any(left.search(before) and right.match(words) for left, right in _SPLIT):
        return True
    opened = max(before.rfind("（"), before.rfind("("))
    if opened > max(before.rfind("）"), before.rfind(")")) and re.match(r"[^（(]*[）)]", words):
        name = re.split(r"[、，,；;：:（(]", before)[-1]
        return not (is_named(name) or _CLOSED.search(name)) or words[0] in "、，,；;）)"
    indented = line[:1] in " \u3000"
    if paged:
        return not indented and _ems(before.strip()) >= _NARROWEST
    return bool(width) and not indented and _ems(before) >= width - _RAGGED


def _width_of(lines: list[str]) -> float:
    """Give the width at which all lines of a text were broken; 0 where they were not."""
    widths = [_ems(line.rstrip()) for line in lines if line.strip()]
    widest = max(widths, default=0.0)
    if not _NARROWEST <= widest <= _WIDEST:
        return 0.0
    full = Counter(
        bool(_ENDED.search(line.rstrip())) for line in lines if line.strip() and _ems(line.rstrip()) >= widest - _RAGGED
    )
    return widest if full[False] >= _FEWEST else 0.0


def _ems(words: str) -> float:
    return sum(1.0 if unicodedata.east_asian_width(sign) in "WFA" else 0.5 for sign in words)
