"""What the ledger adds up to in a year, as pictures are drawn from it: each figure with the filter of exactly its list, one query a picture."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from statistics import median, quantiles

from django.db.models import Case, CharField, Count, Max, Min, Q, Value, When

from duban.ledger.governed import Governed
from duban.ledger.models.assignments import GONE_STAGES, Part
from duban.ledger.models.matters import DONE_STATES, Source
from duban.ledger.queries.matters import fates, matters, rungs
from duban.ledger.queries.matters.filters import OUTCOMES, THENS, Filter
from duban.people.models import Officer


@dataclass(frozen=True)
class Mark:
    """A number of matters and the filter of exactly that list. A sentence says it with its measure: 12 件."""

    count: int
    asked: Filter


@dataclass(frozen=True)
class Line:
    """A row of a picture's table: its word, its figures, and what has no list (days), as text."""

    word: str
    marks: list[Mark]
    texts: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Figure:
    """One picture: the sentence that says what one sees, in words and figures; its table. Without lines there is nothing to draw."""

    key: str
    said: list[str | Mark]
    note: str
    heads: list[str]
    lines: list[Line]


@dataclass(frozen=True)
class Asked:
    """Who looks, of which day, at which year, and the filter (unit, portfolio, source, level) under which all pictures stand."""

    officer: Officer
    today: datetime.date
    year: int
    base: Filter

    def of(self, **more: str) -> Filter:
        """Return the filter of the year's matters with further questions."""
        return replace(self.base, year=str(self.year), **more)


def years_of(officer: Officer, today: datetime.date) -> list[int]:
    """Return the years of the officer's matters, this one first."""
    first = matters.found(officer, Filter(), today=today).order_by().aggregate(first=Min("registered_on"))["first"]
    return list(range(today.year, (first or today).year - 1, -1))


def lateness(asked: Asked) -> Figure:
    """Return by unit and month how many matters went beyond their deadline, the day of the deadline saying the month."""
    span = replace(asked.base, due="overran", since=f"{asked.year}-01-01", until=f"{asked.year}-12-31")
    held = fates.overran(asked.officer, span, asked.today)
    found = matters.found(asked.officer, replace(span, since="", until="", due=""), today=asked.today).order_by()
    rows = held.filter(matter__in=found).order_by("unit__order", "unit_id")
    units: dict[str, str] = {}
    cells: dict[tuple[str, int], set[int]] = defaultdict(set)
    for code, name, due_on, matter in rows.values_list("unit__code", "unit__name", "due_on", "matter"):
        assert due_on is not None
        units[code] = name
        for key in ((code, due_on.month), (code, 0), ("", due_on.month), ("", 0)):
            cells[key].add(matter)
    last = asked.today.month if asked.year == asked.today.year else 12

    def mark(code: str, month: int) -> Mark:
        spanned = _month(span, asked.year, month) if month else span
        return Mark(len(cells[code, month]), replace(spanned, unit=code or asked.base.unit))

    def line(code: str, word: str) -> Line:
        return Line(word, [mark(code, month) for month in (*range(1, last + 1), 0)])

    heads = ["单位", *(f"{month}月" for month in range(1, last + 1)), "合计"]
    order = sorted(units, key=lambda code: -len(cells[code, 0]))
    lines = [line(code, units[code]) for code in order]
    whole = line("", "合计")
    note = "按现行期限所在的月份，牵头单位超过期限的件数，办结了的也算；颜色越深件数越多。"
    if not lines:
        return Figure("late", [f"{asked.year} 年到期的事项没有超期的。"], note, heads, [])
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
        said += [
            f"；{last} 月{'至今' if asked.year == asked.today.year else ''}",
            now,
            _than(now.count, before.count, f"{last - 1} 月"),
        ]
    return Figure("late", [*said, "。"], note, heads, [*lines, *([whole] if len(lines) > 1 else [])])


def flow(asked: Asked) -> Figure:
    """Return by source what became of the matters registered in the year: every matter in exactly one cell."""
    conditions = fates.conditions(asked.officer, asked.today)
    case = Case(*(When(each, then=Value(key)) for key, each in conditions.items()), output_field=CharField())
    found = matters.found(asked.officer, asked.of(), today=asked.today).order_by()
    counts = Counter[tuple[str, str]]()
    for source, fate, number in found.annotate(fate=case).values_list("source", "fate").annotate(number=Count("pk")):
        for key in ((source, fate), (source, ""), ("", fate), ("", "")):
            counts[key] += number
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
    return Figure("flow", [*said, "。"], note, heads, [*lines, *([line("", "合计")] if len(lines) > 1 else [])])


def ladder(asked: Asked) -> Figure:
    """Return of the year's matters by rung of the ladder how many had it, and what became of them there."""
    steps = rungs.rungs_of(asked.officer.office)
    found = matters.found(asked.officer, asked.of(), today=asked.today).order_by()
    case = Case(*(When(each.lines, then=Value(each.step)) for each in steps), output_field=CharField())
    lines = rungs.lines_of(asked.officer, steps).filter(matter__in=found).annotate(rung=case).order_by()
    places = {each.step: place for place, each in enumerate(steps)}
    had: dict[int, set[int]] = defaultdict(set)
    is_done: dict[int, bool] = {}
    for matter, state, rung in lines.values_list("matter", "matter__state", "rung").distinct() if steps else ():
        had[matter].add(places[rung])
        is_done[matter] = state in DONE_STATES
    rows = []
    for place, each in enumerate(steps):
        here = [matter for matter, climbed in had.items() if place in climbed]
        ends = Counter(_then(max(had[matter]) > place, is_done[matter]) for matter in here)
        marks = [Mark(len(here), asked.of(step=each.step))]
        marks += [Mark(ends[then], asked.of(step=each.step, then=then)) for then in THENS]
        rows.append(Line(each.name, marks))
    note = f"{asked.year} 年登记的事项采取督办措施的件数；每一级办成了多少，又有多少进了下一级。"
    heads = ["措施", "件数", *THENS.values()]
    if not had:
        return Figure("ladder", [f"{asked.year} 年登记的事项还没有采取过督办措施。"], note, heads, [])
    used = [each for each in rows if each.marks[0].count]
    best = max(used, key=lambda each: each.marks[1].count)
    said: list[str | Mark] = [f"{len(had)} 件采取了督办措施"]
    if best.marks[1].count:
        said += ["；", best.marks[1], f"在“{best.word}”这一级就办结了"]
    else:
        said += ["，还没有在哪一级办结的"]
    said += [f"；走到“{used[-1].word}”的有", used[-1].marks[0]] if len(used) > 1 else []
    return Figure("ladder", [*said, "。"], note, heads, rows)


def days(asked: Asked) -> Figure:
    """Return by category, or by source where the document has none, how long the year's finished matters took against their limits."""
    categories = {each.id: each.name for each in Governed.of(asked.officer.office).document.categories}
    by, words = ("category", categories) if categories else ("source", dict(Source.choices))
    leads = Q(assignments__part=Part.LEAD) & ~Q(assignments__stage__in=GONE_STAGES)
    found = matters.found(asked.officer, asked.of(state="done"), today=asked.today).order_by()
    rows = (
        found.exclude(**{by: ""})
        .values_list(by, "pk")
        .annotate(
            sent=Min("assignments__dispatched_on", filter=leads),
            done=Max("assignments__completed_on", filter=leads),
            due=Max("assignments__due_on", filter=leads),
        )
    )
    number, beyond = Counter[str](), Counter[str]()
    took, given = defaultdict[str, list[int]](list), defaultdict[str, list[int]](list)
    for key, _, sent, done, due in rows:
        number[key] += 1
        if sent and done:
            took[key].append((done - sent).days)
            if due:
                given[key].append((due - sent).days)
                beyond[key] += done > due
    lines = []
    slow = []
    for key in sorted(number, key=lambda each: (median(took[each]) if took[each] else 0, each)):
        word = str(words.get(key, key)) or "未分类"
        low, middle, high = _quarters(took[key])
        limit = round(median(given[key])) if given[key] else None
        lines.append(
            Line(word, [Mark(number[key], asked.of(state="done", **{by: key}))], _days(low, middle, high, limit))
        )
        if 2 * beyond[key] > number[key]:
            slow.append(word)
    note = "已办结事项从交办到办结的天数（中位数和中间一半），与期限的中位数比。"
    heads = [
        "类别" if categories else "来源",
        "办结件数",
        "较快的四分之一（天）",
        "一半办结用了（天）",
        "较慢的四分之一（天）",
        "期限（天）",
    ]
    if not lines:
        return Figure("days", [f"{asked.year} 年登记的事项还没有办结的。"], note, heads, [])
    return Figure("days", [_quickest(lines), _beyond_limits(slow), "。"], note, heads, lines)


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


def whole(figures: Sequence[Figure]) -> Iterable[tuple[str, str, str, int | str]]:
    """Yield every figure of the tables as picture, row, column, value: what a sheet holds."""
    for figure in figures:
        for line in figure.lines:
            values: list[int | str] = [*(mark.count for mark in line.marks), *line.texts]
            for head, value in zip(figure.heads[1:], values, strict=True):
                yield figure.key, line.word, head, value


def _then(is_passed: bool, is_done: bool) -> str:
    return "passed" if is_passed else "settled" if is_done else "standing"


def _month(span: Filter, year: int, month: int) -> Filter:
    first = datetime.date(year, month, 1)
    last = (first + datetime.timedelta(days=32)).replace(day=1) - datetime.timedelta(days=1)
    return replace(span, since=first.isoformat(), until=last.isoformat())


def _than(now: int, before: int, when: str) -> str:
    if now == before:
        return f"，与 {when}相同"
    return f"，比 {when}{'多' if now > before else '少'} {abs(now - before)} 件"


def _quarters(values: list[int]) -> tuple[int | None, int | None, int | None]:
    if not values:
        return None, None, None
    low, middle, high = quantiles(values, n=4, method="inclusive") if len(values) > 1 else (values[0],) * 3
    return round(low), round(middle), round(high)


def _days(*values: int | None) -> list[str]:
    return ["—" if each is None else str(each) for each in values]
