"""Where matters come from and what became of them (流向)."""

from collections import Counter
from typing import Any

from django.db.models import BooleanField, Case, QuerySet, Value, When
from django.db.models.expressions import Combinable

from duban.ledger.models.matters import DONE_STATES, OPEN_STATES, Matter, Source
from duban.ledger.queries.block_counts import Among, block_of, counted
from duban.ledger.queries.matters import fates, matters
from duban.ledger.queries.matters.filters import OUTCOMES, Filter
from duban.ledger.queries.matters.statistics.figures import Asked, Figure, Line, Mark


def flow(asked: Asked) -> Figure:
    """Return by source what became of the matters registered in the year: every matter in exactly one cell."""
    counts = _counts(asked)
    fates_ = [key for key in OUTCOMES if counts["", key]]
    words = dict(Source.choices)

    def line(source: str, word: str) -> Line:
        whose = source or asked.base.source
        marks = [Mark(counts[source, key], asked.of(source=whose, outcome=key)) for key in fates_]
        return Line(word, [*marks, Mark(counts[source, ""], asked.of(source=whose))])

    sources = sorted((each for each in words if counts[each, ""]), key=lambda each: -counts[each, ""])
    lines = [line(each, str(words[each])) for each in sources]
    note = f"{asked.year} 年登记的事项从哪里来、办到哪一步。"
    heads = ["来源", *(OUTCOMES[key] for key in fates_), "合计"]
    if not lines:
        return Figure("flow", [f"{asked.year} 年还没有登记事项。"], note, heads, [])
    whole = [line("", "合计")] if len(lines) > 1 else []
    return Figure("flow", _said(asked, counts), note, heads, [*lines, *whole])


def _counts(asked: Asked) -> Counter[tuple[str, str]]:
    """Return how many matters by source and outcome, empty meaning all."""

    def rows(among: Among) -> QuerySet[Matter, Any]:
        found = matters.found(asked.officer, asked.of(), today=asked.today).filter(among("pk"))
        return found.values("source", "state", behind=_is_behind(asked, among), block=block_of("pk"))

    name = ("flow", asked.year, asked.base)
    (groups,) = counted(asked.officer, asked.today, name, rows, ("source", "state", "behind"))
    counts = Counter[tuple[str, str]]()
    for (source, state, behind), number in groups.items():
        fate = fates.outcome_of(state, is_behind=bool(behind))
        for key in ((source, fate), (source, ""), ("", fate), ("", "")):
            counts[key] += number
    return counts


def _is_behind(asked: Asked, among: Among) -> Combinable:
    """Return whether the matter was done late, or is late where it is not done: what divides the outcomes of a state."""
    late = fates.late(asked.officer, asked.today).filter(among("matter")).values("matter")
    overran = fates.overran(asked.officer, Filter(), asked.today).filter(among("matter")).values("matter")
    return Case(
        When(state__in=DONE_STATES, pk__in=overran, then=Value(True)),
        When(state__in=OPEN_STATES, pk__in=late, then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )


def _said(asked: Asked, counts: Counter[tuple[str, str]]) -> list[str | Mark]:
    done = counts["", "on_time"] + counts["", "done_late"]
    going = counts["", "ahead"] + counts["", "late"]
    said: list[str | Mark] = [f"{asked.year} 年登记", Mark(counts["", ""], asked.of()), "，"]
    said += ["已办结", Mark(done, asked.of(state="done"))] if done else ["还没有办结的"]
    if counts["", "done_late"]:
        said += ["（其中超期办结", Mark(counts["", "done_late"], asked.of(outcome="done_late")), "）"]
    said += ["，在办", Mark(going, asked.of(state="open"))] if going else ["，没有在办的"]
    if going:
        overdue = Mark(counts["", "late"], asked.of(outcome="late"))
        said += ["，其中已超期", overdue] if overdue.count else ["，都没有超期"]
    return [*said, "。"]
