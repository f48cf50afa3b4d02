"""Tasks in running text: the words that close each, the passage that belongs to it, and what is left over."""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import date
from itertools import pairwise

from duban.papers.reading.passages.addressees import name_addressees
from duban.papers.reading.passages.closings import EDGES, Closing, closings_of, without
from duban.papers.reading.passages.drafts import Draft
from duban.papers.reading.passages.leftovers import left_over
from duban.papers.reading.passages.others import doubt_others, owners_doubted, take_help
from duban.papers.reading.passages.points import Mark, Points, with_stops
from duban.papers.reading.passages.rows import FOOT, SIGNED, in_rows, of_sections, siblings
from duban.papers.reading.passages.sections import Defaults, defaults_of
from duban.papers.reading.passages.sentences import charged_sentences
from duban.papers.reading.passages.slips import slip_of
from duban.papers.reading.passages.unowned import addressed, dated
from duban.papers.reading.tasks.dates import Dating
from duban.papers.reading.tasks.days import OWN_DATE, day_written
from duban.papers.reading.tasks.doubts import doubt
from duban.papers.reading.tasks.items import Item
from duban.papers.reading.tasks.owners import states_first_leads
from duban.papers.reading.words.owners import LABELS

_LONGEST_REST = 120
_LONGEST_LISTED = 400
_LONGEST_NAME = 40
_BULLETS = "◆◇●○■□▲△►▶★☆※•·▪"
_LEAD_IN = re.compile(r"(?:如下|以下(?:意见|措施|方案|通知))[：:。]|如下(?:意见|措施)[。：:]")
# Minutes and instructions: there a sentence charges its units without 由 or 请.
_FORMAL = re.compile(
    r"\A[^。]{0,120}?(?:纪要|批示|办理单|抄清|议定事项|(?:督办|督查|交办|转办|催办)(?:通知|函|单|令))|(?m:^)[^\n。，]{0,30}(?:批示|指示)(?:内容|意见|如下)?[：:]|会议(?:要求|决定|议定|明确|责成)[，,：:]"
)
# A text of rules says who is in charge of what and sets nobody a task.
_RULES = re.compile(
    r"(?:(?!\n[ \u3000]*[（(]?[一二三四五六七八九十\d]{1,3}[、.．）)])[^。]){0,160}?(?:办法|细则|条例|规定|规则|章程|准则)(?![^。\n]{0,12}(?:分工|任务|清单))|[\s\S]*?(?m:^)[ \u3000]*第一条"
)
_LABEL_IN_MARKS = re.compile(r"[【\[〔](?P<label>[一-龥]{2,8})[】\]〕](?=[^【\[〔\n]{2})")


def read_passages(text: str, dating: Dating, *, alone: bool = True) -> tuple[list[Item], list[str], list[str]]:
    """Read the tasks of running text; gives items, what could not be read, and doubts on the whole.

    Where the paper names no owner at all, its points with a limit are given, each without a lead;
    not where `alone` is false, because tables beside the text hold the tasks.
    """
    text = with_stops(_LABEL_IN_MARKS.sub(_as_label, text))
    slip = slip_of(text) if alone else []
    if slip:
        take_help(slip[0])
        return [slip[0].item(text, Points(""), dating, 1, False)], [], []
    points = Points(text)
    closings, unparsed = closings_of(text)
    masked = without(text, [(c.start, c.end) for c in closings])
    defaults, closings = defaults_of(text, points, closings, masked)
    drafts = _bracketed(text, points, closings, defaults)
    formal = bool(_FORMAL.search(text)) and not _RULES.match(text)
    if not drafts and alone:
        drafts = addressed(text)
    drafts += of_sections(text, points, drafts, defaults)
    charged = _in_sentences(text, points, drafts, defaults, formal)
    if formal or drafts or (alone and _are_tasks(points, charged)):
        rows = set().union(*in_rows(points, drafts))
        drafts += [d for d in charged if formal or not rows or _among(points, d, rows)]
    for draft in siblings(text, points, drafts, defaults, dated_only=formal):
        draft.owners = owners_doubted(text[slice(*draft.head)])
        drafts.append(draft)
    doubts = []
    if alone and not drafts:
        drafts = dated(text, points, dating)
        for draft in drafts:
            draft.owners = owners_doubted(text[slice(*draft.head)])
        if drafts and not any(draft.owners for draft in drafts):
            doubts.append(doubt("no_owners"))
    name_addressees(text, drafts)
    drafts.sort(key=lambda draft: draft.start)
    first_leads = bool(states_first_leads(masked))
    items = []
    for number, draft in enumerate(drafts, start=1):
        items.append(draft.item(text, points, dating, number, first_leads))
        first_leads |= draft.owners.first_leads and draft.owners.same_below
    unparsed += [text[slice(*place)].strip() for place in defaults.unused()]
    if items or not alone:
        said = [*defaults.said, *defaults.named_at.values()]
        spans = [(draft.start, draft.end) for draft in drafts]
        missed = [*_points_left(text, points, drafts), *_bullets_left(text, drafts)]
        unparsed += [_shortened(text[slice(*place)].strip()) for place in missed]
        unparsed += left_over(text, spans, [*said, *missed], dating)
    return items, list(dict.fromkeys(unparsed)), doubts


def _among(points: Points, draft: Draft, rows: set[int]) -> bool:
    """Tell whether a passage is a point in a row with tasks, or under such a point: a measure of it with a unit of its own."""
    mark = draft.mark
    return mark is not None and any(each.start in rows for each in (mark, *points.above(mark)))


def _points_left(text: str, points: Points, drafts: list[Draft]) -> list[tuple[int, int]]:
    """Give where innermost points stand in a row with tasks and are none: 四、市教育局视情通知学校停课."""
    rows = set().union(*in_rows(points, drafts))
    taken = sorted((draft.start, draft.end) for draft in drafts)
    found = []
    for mark in points.marks:
        if mark.start not in rows or points.children(mark):
            continue
        end = points.after(mark.end)
        at = bisect_left(taken, (end, 0))
        if at and taken[at - 1][1] > mark.start:
            continue
        signed = SIGNED.search(text, mark.end, end)
        found.append((mark.start, signed.start() if signed else end))
    return found


def _bullets_left(text: str, drafts: list[Draft]) -> list[tuple[int, int]]:
    """Give the lines that begin with the sign with which tasks begin and are none: ◆ 森林防火：每天巡山."""
    signs = {text[draft.start] for draft in drafts if draft.start < len(text)} & set(_BULLETS)
    if not signs:
        return []
    taken = sorted((draft.start, draft.end) for draft in drafts)
    found = []
    for line in re.finditer(rf"(?m)^[ \t\u3000]*(?=[{''.join(sorted(signs))}])[^\n]+", text):
        at = bisect_left(taken, (line.end(), 0))
        if not (at and taken[at - 1][1] > line.start()):
            found.append(line.span())
    return found


def _shortened(words: str) -> str:
    return words if len(words) <= _LONGEST_LISTED else words[: _LONGEST_LISTED - 1] + "…"


def _bracketed(text: str, points: Points, closings: list[Closing], defaults: Defaults) -> list[Draft]:
    drafts: list[Draft] = []
    reached, last = 0, None
    for index, closing in enumerate(closings):
        following = closings[index + 1] if index + 1 < len(closings) else None
        reached = max([reached, *(start for start, _, _ in defaults.sections if start <= closing.start)])
        mark = _mark_of(text, points, reached, closing, last)
        head = (mark.end, closing.start) if mark else _unmarked(text, reached, closing.start)
        tail = _tail(
            text, points, mark, head, closing, following, bool(drafts and drafts[-1].tail[1] > drafts[-1].tail[0])
        )
        end = max(closing.end, tail[1])
        drafts.append(Draft(mark.start if mark else head[0], end, head, tail, closing.owners, mark))
        reached, last = end, mark or last
    return drafts


def _mark_of(text: str, points: Points, reached: int, closing: Closing, last: Mark | None) -> Mark | None:
    """Choose the point that a bracket closes: its own or one around it, which the next continues, else which continues the last."""
    marks = points.between(reached, closing.start)
    if not marks:
        return None
    own = marks[-1]
    around = [mark for mark in (*points.above(own), own) if mark in marks and _holds(text, points, mark, own)]
    following = points.next_at(closing.end)
    for candidate in reversed(around):
        if following and following.follows(candidate):
            return candidate
    for candidate in reversed(around):
        if candidate.follows(last):
            return candidate
    index = len(marks) - 1
    # Small points ended by semicolons are one task: the bracket after the last closes the point above.
    while index and text[max(reached, marks[index].start - 9) : marks[index].start].rstrip()[-1:] in "；;：:":
        index -= 1
    return marks[index]


def _holds(text: str, points: Points, mark: Mark, own: Mark) -> bool:
    """Tell whether a point may be one task with its small points: it says something itself, or they are one sentence."""
    if mark is own or re.search(r"[。；：:]", text[mark.end : points.after(mark.end)]):
        return True
    children = [child for child in points.children(mark) if child.start <= own.start]
    return all(text[child.end : points.after(child.end)].rstrip()[-1:] in "；;，" for child in children[:-1])


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
    """Find what belongs to a task behind its bracket: the body of a headline, or the rest of the sentence or line."""
    rest = _rest_of_line(text, points, closing, following)
    words = text[slice(*head)]
    if not mark or "。" in words or "；" in words or len(words) > 60:
        return rest
    if following:
        marks = [m for m in points.between(closing.end, following.start) if m.level <= mark.level]
        if not marks:
            return rest
        end = marks[0].start
    elif before:
        later = [m.start for m in points.between(closing.end, len(text)) if m.level <= mark.level]
        signed = SIGNED.search(text, closing.end)
        end = min([*later[:1], signed.start() if signed else len(text)])
    else:
        return rest
    return (closing.end, end) if text[closing.end : end].strip(EDGES) else rest


def _rest_of_line(text: str, points: Points, closing: Closing, following: Closing | None) -> tuple[int, int]:
    line = re.compile(r"\n|\u3000\u3000").search(text, closing.end)
    end = min(line.start() if line else len(text), points.after(closing.end))
    if following and following.start < end:
        end = closing.end
        if text[closing.end : closing.end + 1] in "，,":
            stop = re.compile(r"[。；]").search(text, closing.end, following.start)
            end = stop.end() if stop else closing.end
    if end - closing.end > _LONGEST_REST:
        end = closing.end
    return (closing.end, end) if text[closing.end : end].strip(EDGES) else (closing.end, closing.end)


def _in_sentences(text: str, points: Points, drafts: list[Draft], defaults: Defaults, formal: bool) -> list[Draft]:
    """Give the tasks whose own words say who does them, in what no task has taken yet."""
    found = []
    taken = sorted([(draft.start, draft.end) for draft in drafts] + defaults.said)
    starts = [mark for mark in points.marks]
    feet = {match.start() for match in FOOT.finditer(text)}
    edges = sorted(
        {0, len(text), *(mark.start for mark in starts), *feet, *(place for span in taken for place in span)}
    )
    marks = {mark.start: mark for mark in starts}
    at = 0
    for start, end in pairwise(edges):
        while at < len(taken) and taken[at][1] <= start:
            at += 1
        if start in feet or (at < len(taken) and taken[at][0] <= start):
            continue
        mark = marks.get(start)
        begins = mark.end if mark else start
        charged = charged_sentences(text, begins, end, formal=formal)
        if mark and len(charged) == 1 and not formal:
            stop = begins + len(text[begins:end].rstrip())
            found.append(Draft(start, stop, (begins, stop), (stop, stop), charged[0].owners, mark))
            continue
        for number, each in enumerate(charged):
            own = mark if mark and number == 0 else None
            # 2．清淤。由县住建局负责: what the point is called belongs to it.
            named = own is not None and _is_name(text[begins : each.start])
            span = (begins if named else each.start, each.end)
            issued_on = _instructed_on(text, each.start) if formal else None
            found.append(Draft(*span, span, (each.end, each.end), each.owners, own, issued_on=issued_on))
    for draft in found:
        doubt_others(draft.owners, text[slice(*draft.head)])
    return found


def _is_name(words: str) -> bool:
    """Tell whether words before a sentence that charges somebody only say what the point is about."""
    return (
        len(words) <= _LONGEST_NAME
        and "\n" not in words
        and len(re.findall("[。；]", words)) < 2
        and "会议" not in words
    )


def _instructed_on(text: str, place: int) -> date | None:
    """Give the day on which the instruction of a line was written, where the line says so before its words."""
    line = text[text.rfind("\n", 0, place) + 1 : text.find("\n", place) if "\n" in text[place:] else len(text)]
    match = re.match(rf"[^：:\n]{{0,20}}?{OWN_DATE.pattern}[^：:\n]{{0,6}}(?:批示|指示|签批|批注)", line)
    return day_written(match) if match else None


def _are_tasks(points: Points, charged: list[Draft]) -> bool:
    """Tell whether sentences that charge units make a list of tasks: at least half of the innermost points do, and no article of a rule."""
    leaves = [mark for mark in points.marks if not points.children(mark)]
    marked = [draft for draft in charged if draft.mark]
    return len(marked) > 1 and 2 * len(marked) >= len(leaves) and not _RULES.match(points.text)


def _as_label(match: re.Match[str]) -> str:
    """Write 【牵头单位】 as a label of the same length: 牵头单位："""
    label = re.fullmatch("|".join(each.words for each in LABELS), match["label"])
    return f" {match['label']}：" if label else match.group()
