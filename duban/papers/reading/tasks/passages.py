"""Tasks in running text: the bracket or labelled line that closes each, and the passage that belongs to it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from duban.papers.reading.tasks.closings import EDGES, Closing, closings_of, owners_inside, without
from duban.papers.reading.tasks.dates import Dating, has_limit, limits_of
from duban.papers.reading.tasks.doubts import doubt
from duban.papers.reading.tasks.items import Item
from duban.papers.reading.tasks.owners import Owners, is_unit, read_owners, states_first_leads
from duban.papers.reading.tasks.points import Mark, Points
from duban.papers.reading.tasks.scans import limits_in

_LIMIT_WORDS = re.compile(
    r"(?:完成|办结|整改|落实)?(?:时限|期限|完成时间|时间节点)(?:要求)?\s*[：:]\s*([^\n；;。）)】]+)"
)
_LEAD_IN = re.compile(r"(?:如下|以下(?:意见|措施|方案|通知))[：:。]|如下(?:意见|措施)[。：:]")
_DEFAULT = re.compile(
    r"(?:除[^。；\n]{0,24}外|(?:未|没有)(?:单独|另行|明确)?(?:注明|标明|明确|列明)[^。；\n]{0,16}?的?"
    r"|(?:以上|以下|上述|下列|本方案|本通知)?(?:各项|所有|全部)(?:重点)?(?:工作|任务|事项|措施))[，,]?"
    r"(?:责任单位|牵头单位|责任部门)?(?:，|,)?(?:其余|其他)?(?:均|都|统一|一律)?(?:由|为)(?P<owners>[^。；\n（）()]{2,80}?(?:负责|牵头|配合|参与|落实)|(?<=为)[^。；\n（）()]{2,40})(?=[。；\n（(]|$)"
)
_ADDRESSED = re.compile(
    r"(?m)^[ \t\u3000]*(?:[一二三四五六七八九十\d]{1,3}[、.．][ \u3000]*)?(?P<owners>[^\n：:。；（(]{2,60})[：:](?:负责|牵头)?(?P<task>[^\n]{5,})$"
)
_SIGNED = re.compile(r"\n[^\n。；]{2,30}\n[\s\u3000]*(?:\d{4}|二[〇○零]..)年\d{0,2}[^\n]{1,8}日")


def read_passages(text: str, dating: Dating, *, alone: bool = True) -> tuple[list[Item], list[str], list[str]]:
    """Read the tasks of running text; gives items, brackets that could not be read, and doubts on the whole.

    Where the paper names no owner at all, its points with a limit are given, each without a lead;
    not where `alone` is false, because tables beside the text hold the tasks.
    """
    points = Points(text)
    closings, unparsed = closings_of(text)
    default = _default_owners(text, closings)
    drafts = _bracketed(text, points, closings)
    if default:
        drafts += _defaulted(points, drafts, default)
    doubts = []
    if alone and not drafts:
        drafts = _addressed(text)
    if alone and not drafts:
        drafts = _dated(text, points)
        for draft in drafts:
            draft.owners = owners_inside(text[slice(*draft.head)])
        if drafts and not any(draft.owners.lead or draft.owners.charged for draft in drafts):
            doubts.append(doubt("no_owners"))
    first_leads = bool(states_first_leads(without(text, [(c.start, c.end) for c in closings])))
    items = []
    for number, draft in enumerate(sorted(drafts, key=lambda d: d.start), start=1):
        items.append(draft.item(text, points, dating, number, first_leads))
        first_leads |= draft.owners.first_leads and draft.owners.same_below
    if closings and items:
        rest = without(text[items[0].span[0] :], [_shifted(i.span, items[0].span[0]) for i in items])
        outside = [each.found.text for each in limits_in(rest, dating) if each.strong]
        if outside:
            doubts.append(doubt("dated_elsewhere", "、".join(dict.fromkeys(outside))))
    return items, unparsed, doubts


@dataclass
class _Draft:
    start: int
    end: int
    head: tuple[int, int]
    tail: tuple[int, int]
    owners: Owners
    mark: Mark | None
    defaulted: bool = False

    def item(self, text: str, points: Points, dating: Dating, number: int, first_leads: bool) -> Item:
        roles = self.owners.roles(first_leads)
        doubts = roles.doubts
        words = text[slice(*self.head)].strip(EDGES.replace("。", ""))
        tail = text[slice(*self.tail)].strip()
        lines = (line.strip() for line in f"{words}\n{tail}".splitlines())
        words = "\n".join(line for line in lines if line)
        labelled = tuple(m[1] for m in _LIMIT_WORDS.finditer(words)) + tuple(self.owners.limits)
        plain = _LIMIT_WORDS.sub("", words)
        if not self.owners.limits:
            plain += "\n" + text[self.head[1] : self.tail[0]]
        limits = limits_of(plain, dating, labelled)
        if self.defaulted:
            doubts += (doubt("default_owner"),)
        parents = points.headings_above(self.mark) if self.mark else ()
        no = self.mark.label if self.mark else str(number)
        return Item(
            no,
            words,
            roles.lead,
            roles.support,
            limits.milestones,
            limits.due,
            doubts + limits.doubts,
            (self.start, self.end),
            parents,
            roles.guide,
            limits.recurrence,
            roles.notes,
        )


def _bracketed(text: str, points: Points, closings: list[Closing]) -> list[_Draft]:
    drafts: list[_Draft] = []
    reached, last = 0, None
    for index, closing in enumerate(closings):
        following = closings[index + 1] if index + 1 < len(closings) else None
        mark = _mark_of(text, points, reached, closing, last)
        head = (mark.end, closing.start) if mark else _unmarked(text, reached, closing.start)
        tail = _tail(text, points, mark, head, closing, following, bool(drafts and _has_tail(drafts[-1])))
        end = max(closing.end, tail[1])
        drafts.append(_Draft(mark.start if mark else head[0], end, head, tail, closing.owners, mark))
        reached, last = end, mark or last
    return drafts


def _has_tail(draft: _Draft) -> bool:
    return draft.tail[1] > draft.tail[0]


def _mark_of(text: str, points: Points, reached: int, closing: Closing, last: Mark | None) -> Mark | None:
    """Choose the point that a bracket closes: the one that the next point continues, else that continues the last."""
    marks = points.between(reached, closing.start)
    if not marks:
        return None
    following = points.next_at(closing.end)
    for candidate in reversed(marks):
        if following and following.follows(candidate):
            return candidate
    for candidate in reversed(marks):
        if candidate.follows(last):
            return candidate
    index = len(marks) - 1
    # Small points ended by semicolons are one task: the bracket after the last closes the point above.
    while index and text[max(reached, marks[index].start - 9) : marks[index].start].rstrip()[-1:] in "；;：:":
        index -= 1
    return marks[index]


def _unmarked(text: str, reached: int, stop: int) -> tuple[int, int]:
    passage = text[reached:stop]
    body = passage.rstrip()
    line = body.rfind("\n") + 1
    lead_in = [m.end() for m in _LEAD_IN.finditer(body, line)][-1:]
    start = max([line, *[end for end in lead_in if body[end:].strip(EDGES)]])
    start += len(passage[start:]) - len(passage[start:].lstrip(EDGES))
    return min(reached + start, stop), stop


def _tail(
    text: str,
    points: Points,
    mark: Mark | None,
    head: tuple[int, int],
    closing: Closing,
    following: Closing | None,
    before: bool,
) -> tuple[int, int]:
    """Find the body of a point whose bracket stands behind its headline."""
    nothing = (closing.end, closing.end)
    words = text[slice(*head)]
    if not mark or "。" in words or "；" in words or len(words) > 60:
        return nothing
    if following:
        marks = [m for m in points.between(closing.end, following.start) if m.level <= mark.level]
        if not marks:
            return nothing
        end = marks[0].start
    elif before:
        later = [m.start for m in points.between(closing.end, len(text)) if m.level <= mark.level]
        signed = _SIGNED.search(text, closing.end)
        end = min([*later[:1], signed.start() if signed else len(text)])
    else:
        return nothing
    return (closing.end, end) if text[closing.end : end].strip(EDGES) else nothing


def _default_owners(text: str, closings: list[Closing]) -> Owners | None:
    for match in _DEFAULT.finditer(without(text, [(c.start, c.end) for c in closings])):
        owners = read_owners(match["owners"])
        if owners and (owners.lead or owners.charged):
            return owners
    return None


def _defaulted(points: Points, drafts: list[_Draft], default: Owners) -> list[_Draft]:
    """Give the points without a bracket of their own that stand beside those that have one, or all the innermost."""
    taken = {d.mark.start for d in drafts if d.mark}
    styles = {d.mark.style for d in drafts if d.mark}
    spans = sorted((d.start, d.end) for d in drafts)
    found = []
    for index, mark in enumerate(points.marks):
        following = points.marks[index + 1] if index + 1 < len(points.marks) else None
        innermost = following is None or following.level <= mark.level
        before = bisect_right(spans, (mark.start, len(points.text)))
        covered = bool(before) and spans[before - 1][1] > mark.start
        if mark.start in taken or covered or not innermost or (styles and mark.style not in styles):
            continue
        end = following.start if following else points.after(mark.end)
        words = points.text[mark.end : end]
        if len(words.strip()) < 4 or _DEFAULT.search(words):
            continue
        found.append(_Draft(mark.start, end, (mark.end, end), (end, end), default, mark, defaulted=True))
    return found


def _addressed(text: str) -> list[_Draft]:
    """Give the lines that each name their units first: 县住建局：负责修建东街道路，10月底前完工。 One such line alone is a salutation."""
    found = []
    for line in _ADDRESSED.finditer(text):
        names = re.split(r"[、，,/ \u3000]+", line["owners"])
        if all(is_unit(name) for name in names):
            start, end = line.span("task")
            found.append(_Draft(line.start("owners"), end, (start, end), (end, end), Owners(charged=names), None))
    return found if len(found) > 1 else []


def _dated(text: str, points: Points) -> list[_Draft]:
    """Give the innermost points, or where nothing is numbered the lines, that name a limit."""
    found = []
    edges = [(m.start, m.end, m) for m in points.marks]
    if not edges:
        for line in re.finditer(r"[^\n]+", text):
            if has_limit(line.group()):
                start, end = line.span()
                found.append(_Draft(start, end, (start, end), (end, end), Owners(), None))
    for index, (start, begin, mark) in enumerate(edges):
        end = edges[index + 1][0] if index + 1 < len(edges) else len(text)
        if has_limit(text[begin:end]):
            if mark is points.marks[-1]:
                end = begin + _first_dated_paragraph(text[begin:end])
            end = begin + len(text[begin:end].rstrip())
            found.append(_Draft(start, end, (begin, end), (end, end), Owners(), mark))
    return found


def _first_dated_paragraph(segment: str) -> int:
    """Give where the last point ends: what follows its dated paragraph is the paper's own close."""
    for stop in re.finditer(r"\n|\u3000\u3000", segment):
        if has_limit(segment[: stop.start()]):
            return stop.start()
    return len(segment)


def _shifted(span: tuple[int, int], by: int) -> tuple[int, int]:
    return span[0] - by, span[1] - by
