"""The ladder as a funnel (督办措施): how many had each step, and what became of them there."""

from collections import Counter
from typing import Any

from django.db.models import Case, F, IntegerField, Max, Q, QuerySet, Value, When

from duban.ledger.models import JournalLine
from duban.ledger.models.matters import DONE_STATES
from duban.ledger.queries.block_counts import Among, block_of, counted
from duban.ledger.queries.matters import matters, rungs
from duban.ledger.queries.matters.filters import THENS
from duban.ledger.queries.matters.statistics.figures import Asked, Figure, Line, Mark


def ladder(asked: Asked) -> Figure:
    """Return of the year's matters by rung of the ladder how many had it, and what became of them there."""
    steps = rungs.rungs_of(asked.officer.office)
    had, ends = _climbed(asked, steps)
    rows = []
    for place, each in enumerate(steps):
        marks = [Mark(had[place], asked.of(step=each.step))]
        marks += [Mark(ends[place, then], asked.of(step=each.step, then=then)) for then in THENS]
        rows.append(Line(each.name, marks))
    note = f"{asked.year} 年登记的事项采取督办措施的件数；每一级办成了多少，又有多少进了下一级。"
    heads = ["措施", "件数", *THENS.values()]
    if not had:
        return Figure("ladder", [f"{asked.year} 年登记的事项还没有采取过督办措施。"], note, heads, [])
    used = [each for each in rows if each.marks[0].count]
    best = max(used, key=lambda each: each.marks[1].count)
    said: list[str | Mark] = [f"{had[-1]} 件采取了督办措施"]
    if best.marks[1].count:
        said += ["；", best.marks[1], f"在“{best.word}”这一级就办结了"]
    else:
        said += ["，还没有在哪一级办结的"]
    said += [f"；走到“{used[-1].word}”的有", used[-1].marks[0]] if len(used) > 1 else []
    return Figure("ladder", [*said, "。"], note, heads, rows)


def _climbed(asked: Asked, steps: list[rungs.Rung]) -> tuple[Counter[int], Counter[tuple[int, str]]]:
    """Return by place of the rung how many matters had it (-1: any), and how many of them ended there how; as long as the combinations of rungs."""
    had, ends = Counter[int](), Counter[tuple[int, str]]()
    if not steps:
        return had, ends
    marks = {
        f"rung{place}": Max(Case(When(each.lines, then=Value(1)), default=Value(0), output_field=IntegerField()))
        for place, each in enumerate(steps)
    }
    done = Case(When(Q(matter__state__in=DONE_STATES), then=Value(1)), default=Value(0), output_field=IntegerField())

    def rows(among: Among) -> QuerySet[JournalLine, Any]:
        found = matters.found(asked.officer, asked.of(), today=asked.today).filter(among("pk")).order_by()
        # Lines of these kinds are few: a sum keeps the planner from beginning with every line of every matter that is meant.
        lines = rungs.lines_of(asked.officer, steps).annotate(whose=F("matter_id") + 0)
        told = (
            lines.filter(among("whose"), whose__in=found)
            .order_by()
            .values("whose", done=done, block=block_of("matter"))
        )
        return told.annotate(**marks).values_list("block", "done", *marks)

    key = ("ladder", tuple((each.step, str(each.lines)) for each in steps), asked.year, asked.base)
    (groups,) = counted(asked.officer, asked.today, key, rows, ("done", *marks))
    for (is_done, *climbed), number in groups.items():
        places = [place for place, was in enumerate(climbed) if was]
        had[-1] += number
        for place in places:
            had[place] += number
            ends[place, _then(place < places[-1], bool(is_done))] += number
    return had, ends


def _then(is_passed: bool, is_done: bool) -> str:
    return "passed" if is_passed else "settled" if is_done else "standing"
