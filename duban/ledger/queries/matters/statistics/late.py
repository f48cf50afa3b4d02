"""Lateness by unit and month (热力图)."""

from dataclasses import replace
from typing import Any

from django.db.models import F, QuerySet

from duban.ledger.models import Assignment
from duban.ledger.queries.block_counts import Among, block_of, counted
from duban.ledger.queries.matters import fates, matters
from duban.ledger.queries.matters.filters import Filter
from duban.ledger.queries.matters.statistics.figures import Asked, Figure, Line, Mark, month_in, month_of, than

NOTE = "按现行期限所在的月份，牵头单位超过期限的件数，办结了的也算；颜色越深件数越多。"


def lateness(asked: Asked) -> Figure:
    """Return by unit and month how many matters went beyond their deadline, the day of the deadline saying the month."""
    span = replace(asked.base, due="overran", since=f"{asked.year}-01-01", until=f"{asked.year}-12-31")
    cells, units = _cells(asked, span)
    last = asked.last_month

    def line(code: str, word: str) -> Line:
        spans = [*((month, month_of(span, asked.year, month)) for month in range(1, last + 1)), (0, span)]
        marks = [Mark(cells.get((code, month), 0), replace(of, unit=code or asked.base.unit)) for month, of in spans]
        return Line(word, marks)

    heads = ["单位", *(f"{month}月" for month in range(1, last + 1)), "合计"]
    order = sorted(units, key=lambda code: -cells[code, 0])
    lines = [line(code, units[code]) for code in order]
    if not lines:
        return Figure("late", [f"{asked.year} 年到期的事项没有超期的。"], NOTE, heads, [])
    whole = line("", "合计")
    return Figure("late", _said(asked, lines, whole), NOTE, heads, [*lines, *([whole] if len(lines) > 1 else [])])


def _cells(asked: Asked, span: Filter) -> tuple[dict[tuple[str, int], int], dict[str, str]]:
    """Return how many matters by unit's code and month, empty and 0 meaning all; and the units' names in their order. Two queries, as long as the units."""

    def rows(among: Among) -> QuerySet[Assignment, Any]:
        found = matters.found(asked.officer, replace(span, since="", until="", due=""), today=asked.today).order_by()
        held = fates.overran(asked.officer, span, asked.today).filter(among("matter"))
        held = held.filter(matter__in=found.filter(among("pk")))
        month = month_in("due_on", asked.year)
        return held.values("matter", code=F("unit"), month=month, block=block_of("matter"))

    groupings: tuple[tuple[str, ...], ...] = (("code", "month"), ("code",), ("month",), ())
    key = ("late", asked.year, asked.base)
    by_cell, by_unit, by_month, whole = counted(asked.officer, asked.today, key, rows, *groupings, of="matter")
    keys = {key for (key,) in by_unit}
    units = {pk: (code, name) for pk, code, name in _units(asked) if pk in keys}
    cells = {(units[key][0], month): number for (key, month), number in by_cell.items()}
    cells |= {(units[key][0], 0): number for (key,), number in by_unit.items()}
    cells |= {("", month): number for (month,), number in by_month.items()}
    cells["", 0] = whole.get((), 0)
    return cells, dict(units.values())


def _units(asked: Asked) -> list[tuple[int, str, str]]:
    return list(matters.units_of(asked.officer).values_list("pk", "code", "name"))


def _said(asked: Asked, lines: list[Line], whole: Line) -> list[str | Mark]:
    """Return what one sees in a sentence: how many, with whom most, and how the last month stands to the one before."""
    last = asked.last_month
    whose = "本单位 " if asked.officer.is_unit else ""
    said: list[str | Mark] = [f"{whose}{asked.year} 年到期的事项有", whole.marks[-1], "超过了期限"]
    if len(lines) > 1:
        # Units that share the first place are named together: the sentence does not choose between them.
        top = [each for each in lines if each.marks[-1].count == lines[0].marks[-1].count]
        said += ["，最多的是" + "、".join(each.word for each in top[:3]) + ("等" if len(top) > 3 else "")]
        said += ["（", lines[0].marks[-1], "）"] if len(top) == 1 else [f"（各 {lines[0].marks[-1].count} 件）"]
    else:
        said += [] if asked.base.unit or asked.officer.is_unit else [f"，都在{lines[0].word}"]
    if last > 1:
        now, before = whole.marks[last - 1], whole.marks[last - 2]
        so_far = "至今" if asked.year == asked.today.year else ""
        said += [f"；{last} 月{so_far}", now, than(now.count, before.count, f"{last - 1} 月")]
    return [*said, "。"]
