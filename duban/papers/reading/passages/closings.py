"""Where a paper states the owners of the task before: closing brackets and labelled lines."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from duban.papers.reading.tasks.dates import is_limit
from duban.papers.reading.tasks.owners import (
    Owners,
    closes_item,
    mentions_owners,
    read_owners,
)
from duban.papers.reading.tasks.units import is_named, is_unit
from duban.papers.reading.words.owners import LABELS

_OPEN, _CLOSE = "（(【［[〔", "）)】］]〕"
_LONGEST = 500
_LIMIT_BRACKET = re.compile(
    r"(?:[^，。；]{0,4}?(?:时限|时间|期限)[：:])?[^，。；]{0,20}?(?:底|日|月|季度|半年|年)(?:之前|以前|前)?(?:完成)?"
)
_BARE_ROLES = {
    "牵头",
    "主办",
    "配合",
    "协办",
    "参与",
    "协助",
    "牵头单位",
    "配合单位",
    "主办单位",
    "协办单位",
    "牵头部门",
    "配合部门",
}
_OF_PARTS = re.compile(r"其中|[^、，,；;：:]{0,8}(?:底|月|日|期|季度|半年|年内)之?前?(?:完成|建成|开工|启动)\d")
_WHO = re.compile(r"牵头|负责|配合|单位|部门|局|委|(?<!全)部|中心|公司|乡镇|街道|办(?!结|理|好|成)")
_NUMBERED_LINE = re.compile(r"[ \t\u3000]*(?:[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[）).．、]|[①-⑳])[^\n]{4,}")
EDGES = " \t\u3000\n，,、；;。"
_LABEL_LINE = re.compile(
    r"(?m)(?:^[ \t\u3000]*(?:(?:[（(]?\d{1,2}[）).．、]|[①-⑳]|[◆●○■□▲·•\-])[ \t\u3000]*)?|(?<=[。；;，,\u3000 ]))(?:"
    + "|".join(each.words for each in LABELS)
    + r")[ \u3000]{0,4}[：:][^\n。]{1,500}"
)


# 修建东街道路——县住建局（10月底前）
_DASHED = re.compile(
    r"(?m)[—–-]{2}[ \u3000]*(?P<owners>[^\n—（(]{2,120}?)(?:[（(](?P<limit>[^\n（()）]{2,20})[）)])?[。；;]?$"
)


@dataclass
class Closing:
    """A place where a paper states the owners of the task before it."""

    start: int
    end: int
    owners: Owners
    limit_only: bool = False


def closings_of(text: str) -> tuple[list[Closing], list[str]]:
    """Find every closing in order, and the brackets about responsibility that could not be read."""
    found: list[Closing] = []
    unread: list[tuple[int, int]] = []
    pairs, stray = _brackets(text)
    reached = 0
    for start, end in pairs:
        if start < reached or end - start > _LONGEST:
            continue
        words = text[start + 1 : end - 1]
        if words.strip() in _BARE_ROLES:
            # 责任单位：县发改局（牵头）、县工信局: a mark within the list.
            continue
        if _OF_PARTS.match(words) and not _WHO.search(words):
            # （其中6月底前完成15公里，年底前全部完成）: 完成 closes no list of names here.
            continue
        if closes_item(words):
            owners = read_owners(words)
            if owners is not None:
                found.append(Closing(start, end, owners))
            else:
                unread.append((start, end))
            reached = end
        elif len(words) < 40 and _LIMIT_BRACKET.fullmatch(words.strip()):
            limit = re.sub(r"^[^：:]*[：:]|完成$", "", words.strip())
            found.append(Closing(start, end, Owners(limits=[limit]), limit_only=True))
        elif _only_names(text, start, end, words):
            found.append(Closing(start, end, read_owners(words) or Owners()))
            reached = end
        elif mentions_owners(words) and not _explains(text, end):
            unread.append((start, end))
    for start in stray[:1000]:
        line = re.split(r"[\n。（(]", text[start + 1 : start + 200])[0]
        if closes_item(line):
            unread.append((start, start + 1 + len(line)))
    read = sorted(c.start for c in found if not c.limit_only)
    unparsed = [text[s:e] for s, e in sorted(unread) if bisect_left(read, s) == bisect_left(read, e)]
    covered = without(text, [(c.start, c.end) for c in found])
    for start, end, owners, limit_only in _label_lines(covered):
        found.append(Closing(start, end, owners, limit_only))
    closings = _merged(text, sorted(found, key=lambda c: c.start))
    dashed = [c for c in _dashed(text) if not any(o.start < c.end and c.start < o.end for o in closings)]
    return sorted([*closings, *dashed], key=lambda c: c.start), unparsed


def _only_names(text: str, start: int, end: int, words: str) -> bool:
    """Tell whether a bracket at the end of a sentence holds names of units and nothing else: （县文联、县城管局）."""
    if (
        len(words) > 60
        or _explains(text, end)
        or not (text[:start].rstrip()[-1:] in "。；;" or "。" in text[end : end + 2] or _ends_point(text, start, end))
    ):
        return False
    pieces = [piece.strip() for piece in re.split(r"[、，,]", words.strip())]
    names = [piece for piece in pieces if not is_limit(piece)]
    return not re.match("如|含|即|原|包括|见|详|附|指|按", words.strip()) and all(
        is_named(name.strip()) and not name.strip().endswith(("省", "市", "县", "区")) for name in names
    )


def _ends_point(text: str, start: int, end: int) -> bool:
    """Tell whether a bracket ends a numbered line: 3.扩建水厂（县水务集团，10月底前）."""
    line = text[text.rfind("\n", 0, start) + 1 : start]
    return bool(_NUMBERED_LINE.match(line)) and not text[end : (text + "\n").index("\n", end)].strip(" \u3000。；;")


def _explains(text: str, end: int) -> bool:
    """Tell whether a bracket stands within a sentence: what it says explains a word and owns nothing."""
    return not re.match(r"[ \u3000]*(?:$|[。；;！\n（(【\[])", text[end : end + 8])


def without(text: str, spans: list[tuple[int, int]]) -> str:
    """Give the text with blank lines in place of the spans, so that offsets stay."""
    parts, reached = [], 0
    for start, end in sorted(spans):
        start = max(start, reached)
        if end > start:
            parts += [text[reached:start], "\n" * (end - start)]
            reached = end
    return "".join([*parts, text[reached:]])


def _dashed(text: str) -> list[Closing]:
    """Find the units that stand behind a dash at the end of a line, with the limit in brackets."""
    found = []
    for match in _DASHED.finditer(text):
        names = re.split(r"[、，,/ \u3000]+", match["owners"].strip(EDGES))
        if all(is_unit(name) for name in names):
            limits = [match["limit"]] if match["limit"] and is_limit(match["limit"]) else []
            found.append(Closing(match.start(), match.end(), Owners(charged=names, limits=limits)))
    return found


def _label_lines(text: str) -> list[tuple[int, int, Owners, bool]]:
    """Find what stands under a label such as 责任单位： outside brackets: offsets, owners, and whether it is a limit only."""
    found = []
    for match in _LABEL_LINE.finditer(text):
        words = match.group().strip(EDGES)
        owners = read_owners(words)
        if owners is None:
            continue
        imprint = (
            re.match(r"\s*(?:主办|承办|协办)[ \u3000]*[：:]", match.group())
            and not owners.support
            and not owners.limits
        )
        if imprint and match.start() > len(text) - 300:
            # The imprint at a paper's foot says which office printed it.
            continue
        named = bool(owners)
        start = match.end() - len(match.group().lstrip())
        found.append((start, match.end(), owners, not named))
    return found


def _brackets(text: str) -> tuple[list[tuple[int, int]], list[int]]:
    pairs, opened = [], []
    for match in re.finditer(r"[（(【［\[〔）)】］\]〕]", text):
        if match.group() in _OPEN:
            opened.append(match.start())
        elif opened:
            pairs.append((opened.pop(), match.end()))
    return sorted(pairs), opened


def _merged(text: str, closings: list[Closing]) -> list[Closing]:
    """Join neighbours that state lead, support and limit of one task; a limit alone closes nothing."""
    merged: list[Closing] = []
    for closing in closings:
        last = merged[-1] if merged else None
        if last and not text[last.end : closing.start].strip(EDGES) and closing.start >= last.end:
            last.owners.add(closing.owners)
            last.end, last.limit_only = closing.end, last.limit_only and closing.limit_only
        else:
            merged.append(closing)
    return [c for c in merged if not c.limit_only]
