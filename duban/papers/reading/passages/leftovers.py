"""What no task has taken and yet looks like an owner or a limit: listed, so that nothing is lost without a word."""

from __future__ import annotations

import re

from duban.papers.reading.passages.sentences import named_in
from duban.papers.reading.tasks.days import GOAL, RECURRING, Dating
from duban.papers.reading.tasks.scans import limits_in
from duban.papers.reading.words.owners import ENDS

_PIECE = re.compile(r"[^。！？\n]+[。！？]?")
_OWNER = re.compile(
    rf"(?:{ENDS}|[镇乡]|街道)(?:牵头|负责(?!人|同志)|配合|协办|指导)(?=[，。；）)]|$)"
    r"|(?:责任|牵头|配合|主办|协办|承办|指导)(?:单位|部门)[：:]"
)
# Who was there, who kept the minutes: no task, and not lost.
_PRESENT = re.compile(r"(?:出席|列席|参加|缺席|请假|记录|主持)(?:人员|人)?[：:]")
_DECIDED = re.compile(r"会议[一-龥]{0,4}?(?:决定|议定|责成)")
_POINT = re.compile(r"[（(]?[一二三四五六七八九十百\d]{1,4}[）)、.．]|[①-⑳]|[-—●◆]")
# Units alone before a colon, behind the number of a point.
_HEADED = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十百\d]{1,4}[）)、.．]{1,2}|[①-⑳]|[-—●◆]+)?\s*(?P<who>[^：:，,。；;（）()]{2,60})[：:](?=.)"
)
# What is to be done again and again: 每季度更新一次.
_REPEATED = re.compile(
    r"(?:更新|报送|上报|通报|公布|发布|调度|巡查|检查|排查|会商|开展|组织|召开|评定|反馈|清理|报[送县市区州省我政]|报告)"
)


def left_over(text: str, taken: list[tuple[int, int]], said: list[tuple[int, int]], dating: Dating) -> list[str]:
    """Give the sentences outside every task that name a limit, an owner or a decision, in the paper's order."""
    found = []
    spans = sorted([*taken, *said])
    reached, is_below = 0, False
    for start, end in [*spans, (len(text), len(text))]:
        for piece in _PIECE.finditer(text[reached : max(start, reached)]):
            words = piece.group().strip()
            begins = text[: reached + piece.start()].endswith("\n")
            # What stands in points behind a heading that nobody took is not taken either.
            is_below = _is_headed(words) or (is_below and (not begins or _POINT.match(words) is not None))
            if is_below or (len(words) > 4 and _matters(words, dating)):
                found.append(words)
        reached, is_below = max(reached, end), False
    return found


def _matters(words: str, dating: Dating) -> bool:
    """Whether words name an owner, a decision, a limit, or who was there."""
    return (
        _OWNER.search(words) is not None
        or _PRESENT.match(words) is not None
        or _charges(words)
        or _DECIDED.search(words) is not None
        or _has_limit(words, dating)
    )


def _charges(words: str) -> bool:
    names = named_in(words)
    return bool(names) and bool(re.search(re.escape(names[0]) + r"(?:要|应|须|负责)", words))


def _is_headed(words: str) -> bool:
    """Whether words begin with units alone and a colon: 二、县住建局、县城管局：扬尘治理."""
    headed = _HEADED.match(words)
    names = named_in(headed["who"]) if headed else ()
    return (
        headed is not None and bool(names) and sum(map(len, names)) == len(re.sub("[、和及与\\s]", "", headed["who"]))
    )


def _has_limit(words: str, dating: Dating) -> bool:
    return any(
        (each.strong and each.found.kind != GOAL) or (each.found.kind == RECURRING and _REPEATED.search(words))
        for each in limits_in(words, dating)
    )
