"""Points in a row: those under a common owner, and those whose owner is missing while their neighbours have one."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from duban.papers.reading.passages.closings import EDGES
from duban.papers.reading.passages.drafts import Draft
from duban.papers.reading.passages.points import Mark, Points
from duban.papers.reading.passages.sections import Defaults
from duban.papers.reading.passages.sentences import named_in, owners_inside, owners_of_dated
from duban.papers.reading.tasks.dates import has_limit
from duban.papers.reading.tasks.doubts import doubt
from duban.papers.reading.tasks.roles import Owners

# Who signs and when, or the day alone in the last line.
_ISSUED = r"\n[\s\u3000]*(?:\d{4}|二[〇○零]..)年\d{0,2}[^\n]{1,8}日"
# Who was there, to whom it goes, and what is said of all the points at once: no part of the last point.
FOOT = re.compile(
    r"\n[ \t\u3000]*(?:(?:出席|列席|参会|参加|缺席|请假|记录|主持)(?:人员|人)?[：:]|(?:抄送|抄报|分送|印发)[：:]"
    r"|(?:以上|上述)(?:各项|各条)?(?:事项|任务|工作|问题|内容)?(?:任?务?分工)?[，,]?(?:请|要求|自))"
)
SIGNED = re.compile(rf"\n[^\n。；]{{2,30}}{_ISSUED}|{_ISSUED}\s*\Z|{FOOT.pattern}")
# 此项取消 is no task; it is listed among what was not read.
_STRUCK = re.compile(r"[（(]?(?:此|该|本)(?:项|条)(?:任务|工作|事项)?(?:已|现|予以)*(?:取消|删除|撤销|终止|空缺)")


def of_sections(text: str, points: Points, drafts: list[Draft], defaults: Defaults) -> list[Draft]:
    """Give the points that have no owner of their own and stand where one is named for them."""
    found = []
    free = _free(text, points, drafts, defaults)
    taken: set[int] = set()
    for start, _, count, owners in defaults.above:
        before = [mark for mark in free if mark.start < start]
        parents = points.above(before[-1])[-1:] if before else ()
        group = [mark for mark in before if points.above(mark)[-1:] == parents and mark.style == before[-1].style]
        for mark in group[-count:] if count else group:
            taken.add(mark.start)
            found.append(_point(text, points, mark, defaults.take(owners), defaults))
    styles = {draft.mark.style for draft in drafts if draft.mark}
    for mark in free:
        section = defaults.of(mark.start)
        if mark.start in taken:
            continue
        if section:
            found.append(_with_own_words(text, _point(text, points, mark, defaults.take(section), defaults)))
        elif defaults.whole and (not styles or mark.style in styles):
            draft = _point(text, points, mark, defaults.take(defaults.whole), defaults)
            draft.defaulted = True
            found.append(draft)
    return [draft for draft in found if len(text[slice(*draft.head)].strip()) > 3]


def _with_own_words(text: str, draft: Draft) -> Draft:
    """Prefer the owners that a point's own sentence names over those of its section; doubt other units named in it."""
    words = text[slice(*draft.head)]
    own = owners_inside(words)
    if own.lead or own.charged:
        draft.owners = own
        return draft
    everybody = draft.owners.lead + draft.owners.charged + draft.owners.support + draft.owners.guide
    first = owners_of_dated(words)
    if first and set(first.lead + first.charged) < set(everybody):
        # Several are addressed above, and the point begins with one of them.
        draft.owners = first
        return draft
    others = [name for name in dict.fromkeys(named_in(words)) if name not in everybody]
    if others or own:
        draft.owners = replace(
            draft.owners,
            doubts=[*draft.owners.doubts, doubt("also_named", "、".join(others))] if others else draft.owners.doubts,
        )
        draft.owners.support = [*draft.owners.support, *own.support]
        draft.owners.guide = [*draft.owners.guide, *own.guide]
    return draft


def _free(text: str, points: Points, drafts: list[Draft], defaults: Defaults) -> list[Mark]:
    """Give the innermost points that no task has taken yet; small points of one sentence count as their parent's words."""
    spans = sorted((draft.start, draft.end) for draft in drafts)
    found, skip = [], -1
    for mark in points.marks:
        if mark.start < skip or mark.start in defaults.headings:
            continue
        before = bisect_right(spans, (mark.start, len(text)))
        if before and spans[before - 1][1] > mark.start:
            continue
        children = points.children(mark)
        following = spans[before][0] if before < len(spans) else len(text)
        inside = mark.start < following < points.end(mark)
        if inside and not children:
            continue
        if children:
            bodies = [text[child.end : points.after(child.end)].rstrip() for child in children]
            small = all(child.style == "circled" for child in children) or all(b[-1:] in "；;，" for b in bodies[:-1])
            if inside or not small or len(text[mark.end : points.end(mark)]) > 800 or len(children) < 2:
                continue
            skip = points.end(mark)
        found.append(mark)
    return found


def _point(text: str, points: Points, mark: Mark, owners: Owners, defaults: Defaults) -> Draft:
    end = points.end(mark)
    said = [start for start, _ in defaults.said if mark.end < start < end]
    end = min([end, *said])
    signed = SIGNED.search(text, mark.end, end)
    end = signed.start() if signed else end
    paragraph = re.compile(r"\n[ \t\u3000]*\n").search(text, mark.end, end)
    end = paragraph.start() if paragraph else end
    end = mark.end + len(text[mark.end : end].rstrip())
    return Draft(mark.start, end, (mark.end, end), (end, end), owners, mark)


def siblings(text: str, points: Points, drafts: list[Draft], defaults: Defaults, *, dated_only: bool) -> list[Draft]:
    """Give the points without an owner that stand in a row with points that have one: tasks whose owner is missing.

    Where the row goes on under another heading only those with a limit: the paper's own close may be numbered on as well.
    """
    beside, on = in_rows(points, drafts)
    found = []
    for mark in _free(text, points, drafts, defaults):
        if mark.start in beside or mark.start in on:
            draft = _point(text, points, mark, Owners(), defaults)
            words = text[slice(*draft.head)].strip(EDGES)
            if (
                len(words) > 5
                and not _STRUCK.match(words)
                and (not (dated_only or mark.start in on) or has_limit(words))
            ):
                draft.owners = owners_of_dated(text[slice(*draft.head)])
                found.append(draft)
    return found


def in_rows(points: Points, drafts: list[Draft]) -> tuple[set[int], set[int]]:
    """Give where the points stand that are beside a task under the same heading, and those that number such a row on under a later one."""
    rows = {(points.above(draft.mark)[-1:], draft.mark.style) for draft in drafts if draft.mark}
    beside: set[int] = set()
    on: set[int] = set()
    last: dict[str, Mark] = {}
    for mark in points.marks:
        before = last.get(mark.style)
        if (points.above(mark)[-1:], mark.style) in rows:
            beside.add(mark.start)
        elif before is not None and mark.follows(before) and (before.start in beside or before.start in on):
            on.add(mark.start)
        last[mark.style] = mark
    return beside, on
