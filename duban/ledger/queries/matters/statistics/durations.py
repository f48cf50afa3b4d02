"""Days to completion against the limit (办结用时与期限)."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.db.models import Case, F, IntegerField, Max, Min, Q, QuerySet, Value, When

from duban.ledger.governed import Governed
from duban.ledger.models.assignments import GONE_STAGES, Part
from duban.ledger.models.matters import Matter, Source
from duban.ledger.queries.block_counts import Among, block_of, counted
from duban.ledger.queries.matters import matters
from duban.ledger.queries.matters.statistics.figures import Asked, Figure, Line, Mark
from duban.ledger.storage.grouping import DaysBetween

NOTE = "已办结事项从交办到办结的天数（中位数和中间一半），与期限的中位数比。"
HALF = Fraction(1, 2)


@dataclass
class Spread:
    """The finished matters of one kind: how many, how many of them beyond their limit, and how many took, and were given, so many days."""

    number: int = 0
    beyond: int = 0
    took: Counter[int] = field(default_factory=Counter)
    given: Counter[int] = field(default_factory=Counter)


def days(asked: Asked) -> Figure:
    """Return by category, or by source where the document has none, how long the year's finished matters took against their limits."""
    categories = {each.id: each.name for each in Governed.of(asked.officer.office).document.categories}
    by, words = ("category", categories) if categories else ("source", dict(Source.choices))
    spreads = _spreads(asked, by)
    lines = []
    slow = []
    for key in sorted(spreads, key=lambda each: (_part_of(spreads[each].took, HALF) or 0, each)):
        spread = spreads[key]
        word = str(words.get(key, key)) or "未分类"
        told = [_part_of(spread.took, Fraction(place, 4)) for place in (1, 2, 3)]
        texts = ["—" if each is None else str(round(each)) for each in (*told, _part_of(spread.given, HALF))]
        lines.append(Line(word, [Mark(spread.number, asked.of(state="done", **{by: key}))], texts))
        if 2 * spread.beyond > spread.number:
            slow.append(word)
    heads = [
        "类别" if categories else "来源",
        "办结件数",
        "较快的四分之一（天）",
        "一半办结用了（天）",
        "较慢的四分之一（天）",
        "期限（天）",
    ]
    if not lines:
        return Figure("days", [f"{asked.year} 年登记的事项还没有办结的。"], NOTE, heads, [])
    return Figure("days", [_quickest(lines), _beyond_limits(slow), "。"], NOTE, heads, lines)


def _spreads(asked: Asked, by: str) -> dict[str, Spread]:
    """Return the spread of each kind, in one query: as many rows of a block of matters as there are different numbers of days in it."""
    groupings = (("key", "took"), ("key", "given"), ("key", "beyond"))
    name = ("days", by, asked.year, asked.base)
    took, given, beyond = counted(asked.officer, asked.today, name, lambda among: _rows(asked, by, among), *groupings)
    found_ = defaultdict[str, Spread](Spread)
    for (key, is_beyond), number in beyond.items():
        found_[key].number += number
        found_[key].beyond += number if is_beyond else 0
    for (key, length), number in took.items():
        if length is not None:
            found_[key].took[length] += number
    for (key, length), number in given.items():
        if length is not None:
            found_[key].given[length] += number
    return dict(found_)


def _rows(asked: Asked, by: str, among: Among) -> QuerySet[Matter, Any]:
    """Return the finished matters with the days that they took and were given."""
    leads = Q(assignments__part=Part.LEAD) & ~Q(assignments__stage__in=GONE_STAGES)
    found = matters.found(asked.officer, asked.of(state="done"), today=asked.today).filter(among("pk")).order_by()
    rows = found.exclude(**{by: ""}).values("pk", key=F(by), block=block_of("pk"))
    rows = rows.annotate(
        sent=Min("assignments__dispatched_on", filter=leads),
        done=Max("assignments__completed_on", filter=leads),
        due=Max("assignments__due_on", filter=leads),
    )
    # A limit is compared with what is known to have been taken.
    known = rows.annotate(
        took=DaysBetween(F("sent"), F("done")),
        given=DaysBetween(F("sent"), Case(When(done__isnull=False, then=F("due")))),
        beyond=Case(
            When(sent__isnull=False, done__gt=F("due"), then=Value(1)), default=Value(0), output_field=IntegerField()
        ),
    )
    return known.values_list("block", "key", "took", "given", "beyond")


def _part_of(spread: Counter[int], part: Fraction) -> Fraction | None:
    """Return the number of days below which that part of the matters lies, between two as far as it lies between them; None of nothing."""
    if not spread:
        return None
    place = part * (spread.total() - 1)
    low, more = divmod(place, 1)
    passed, before = 0, None
    for length in sorted(spread):
        passed += spread[length]
        if before is None and passed > low:
            before = length
        if passed > low + (1 if more else 0):
            assert before is not None
            return before + (length - before) * more
    raise AssertionError("a part lies beyond the whole")


def _quickest(lines: Sequence[Line]) -> str:
    first = next((each for each in lines if each.texts[1] != "—"), lines[0])
    if len(lines) > 1:
        return f"“{first.word}”办得最快，一半在 {first.texts[1]} 天内办结；"
    return f"“{first.word}”一半在 {first.texts[1]} 天内办结；"


def _beyond_limits(slow: Sequence[str]) -> str:
    if not slow:
        return "没有哪一类一半以上超过期限"
    named = "、".join(f"“{each}”" for each in slow[:3])
    return named + (f"等 {len(slow)} 类" if len(slow) > 3 else "") + "有一半以上超过了期限"
