"""Limits in running text and in table cells, read with the paper's own date; nothing is guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from duban.papers.reading.tasks.days import DAY, RECURRING, REMARK, UNDATED, Dating, Found
from duban.papers.reading.tasks.days import number as number_of
from duban.papers.reading.tasks.doubts import doubt
from duban.papers.reading.tasks.items import Milestone
from duban.papers.reading.tasks.scans import limits_in, tokens_of
from duban.papers.reading.texts.folding import folded

__all__ = ["Dating", "Limits", "has_limit", "is_limit", "limits_of", "limits_of_cell", "number_of"]

_LONGEST_CELL = 400
_EMPTY = {"", "-", "—", "——", "/", "无", "\\"}
_FIRST_SERIAL, _LAST_SERIAL = date(2000, 1, 1), date(2060, 12, 31)
_EPOCH = date(1899, 12, 30)


@dataclass(frozen=True)
class Limits:
    """The limits of one task: what the paper says, the deadline, what comes round again, and what is doubtful about them."""

    milestones: tuple[Milestone, ...]
    due: date | None
    doubts: tuple[str, ...]
    recurrence: str = ""


def limits_of(text: str, dating: Dating, labelled: tuple[str, ...] = ()) -> Limits:
    """Read the limits of a task from its running text and from what stands under a label such as 完成时限.

    Every limit is a milestone in the order of the paper; the latest is the deadline, unless the last
    one written has no date. A missing year or an impossible day gives no date and a doubt.
    """
    found = [each.found for each in limits_in(text, dating)]
    for cell in labelled:
        found += _in_cell(cell, dating)
    return _limits(found)


def limits_of_cell(words: str, dating: Dating) -> Limits:
    """Read a cell under a head such as 完成时限: a bare month or year means its end, and whatever is no date is doubted."""
    return _limits(_in_cell(words, dating))


def has_limit(text: str, dating: Dating | None = None) -> bool:
    """Tell whether a passage names a limit of its own (底前, 日前 and their kin) that is not over when the paper is issued."""
    dating = dating or Dating(None)
    return any(
        each.strong
        and each.found.kind in (DAY, UNDATED, RECURRING)
        and not (each.found.date and dating.issued_on and each.found.date < dating.issued_on)
        for each in limits_in(text, dating)
    )


def is_limit(words: str) -> bool:
    """Tell whether words are nothing but a limit, so that they are not taken for a name."""
    words = re.sub(r"^(?:力争|确保|务必|于|在|到|须|应)+|(?:完成|落实到位|办结|整改到位)$", "", words)
    return bool(words) and any(
        (token.start, token.end) == (0, len(words)) and token.kind != "day_only" for token in tokens_of(words)
    )


def begins_with_limit(words: str) -> bool:
    """Tell whether words begin with a limit that is sure to be one (前, 底, 内), with 立即, or with what comes round again."""
    first = next(iter(tokens_of(words)), None)
    return first is not None and first.start == 0 and (first.strong or first.kind in ("immediate", "recurring"))


def _limits(found: list[Found]) -> Limits:
    milestones = tuple(Milestone(f.date, f.text) for f in found if f.kind != RECURRING)
    doubts = tuple(dict.fromkeys(f.doubt for f in found if f.doubt))
    single = [f for f in found if f.kind in (DAY, UNDATED) and not f.is_part]
    parts = [f for f in found if f.is_part]
    if parts and not single:
        # 其中6月底前完成一半: by when the whole is done nobody says.
        doubts = (*doubts, doubt("part_only", "、".join(f.text for f in parts)))
    due = None
    if single and single[-1].date:
        due = max(f.date for f in single if f.date)
    recurrence = "；".join(dict.fromkeys(f.text for f in found if f.kind == RECURRING))
    return Limits(milestones, due, doubts, recurrence)


def _in_cell(cell: str, dating: Dating) -> list[Found]:
    cell = re.sub(r"[ \u3000\t]+", "", folded(cell)).strip("。；;，,\n")
    if len(cell) > _LONGEST_CELL:
        return [Found(UNDATED, None, cell[:20] + "……", doubt("unread_date", cell[:20] + "……"))]
    if cell in _EMPTY:
        return []
    whole = _whole(cell)
    if whole:
        return [Found(DAY, whole, cell)]
    found = [each.found for each in limits_in(cell, dating, cell=True)]
    if any(each.kind in (DAY, RECURRING) or each.doubt for each in found):
        dated = any(each.kind == DAY for each in found)
        recurring = [each for each in found if each.kind == RECURRING]
        if recurring and not dated:
            found.append(Found(REMARK, None, cell, doubt("recurring", cell)))
        return found
    kinds = {token.kind for token in tokens_of(cell)}
    for kind, code in (("immediate", "immediate"), ("continuing", "continuing")):
        if kind in kinds:
            code = "relative_date" if "即日起" in cell else code
            return [Found(UNDATED, None, cell, doubt(code, cell))]
    return [Found(UNDATED, None, cell, doubt("unread_date", cell))]


def _whole(cell: str) -> date | None:
    """Give the day that a cell of nothing but figures writes: 20260630, or a spreadsheet's count of days."""
    try:
        if re.fullmatch(r"20\d{6}", cell):
            return date(int(cell[:4]), int(cell[4:6]), int(cell[6:]))
        if re.fullmatch(r"[34567]\d{4}(?:\.0+)?", cell):
            on = date.fromordinal(_EPOCH.toordinal() + int(float(cell)))
            return on if _FIRST_SERIAL <= on <= _LAST_SERIAL else None
    except ValueError:
        pass
    return None
