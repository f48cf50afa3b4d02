"""Where matters come from, month by month (来源)."""

from collections import Counter

from duban.ledger.models.matters import Source
from duban.ledger.queries.matters import matters
from duban.ledger.queries.matters.statistics.figures import Asked, Figure, Line, Mark, month_in, than
from duban.ledger.storage.grouping import counted


def origins(asked: Asked) -> Figure:
    """Return by source and month how many matters were registered."""
    found = matters.found(asked.officer, asked.of(), today=asked.today)
    rows = found.order_by().values("source", month=month_in("registered_on", asked.year))
    (groups,) = counted(rows, ("source", "month"))
    cells = Counter[tuple[str, int]]()
    for (source, month), number in groups.items():
        for key in ((source, month), (source, 0), ("", month), ("", 0)):
            cells[key] += number
    last = asked.last_month
    words = dict(Source.choices)

    def line(source: str, word: str) -> Line:
        whose = source or asked.base.source
        times = [*(f"{asked.year}-{month:02}" for month in range(1, last + 1)), f"{asked.year}"]
        counts = [*(cells[source, month] for month in range(1, last + 1)), cells[source, 0]]
        marks = [Mark(count, asked.of(source=whose, year=time)) for count, time in zip(counts, times, strict=True)]
        return Line(word, marks)

    sources = sorted((each for each in words if cells[each, 0]), key=lambda each: -cells[each, 0])
    lines = [line(each, str(words[each])) for each in sources]
    heads = ["来源", *(f"{month}月" for month in range(1, last + 1)), "合计"]
    note = f"{asked.year} 年各月登记的事项从哪里来；颜色越深件数越多。"
    if not lines:
        return Figure("origins", [f"{asked.year} 年还没有登记事项。"], note, heads, [])
    whole = line("", "合计")
    said: list[str | Mark] = [
        f"{asked.year} 年登记",
        whole.marks[-1],
        f"，最多的来自{lines[0].word}，",
        lines[0].marks[-1],
    ]
    if last > 1:
        now, before = whole.marks[last - 1], whole.marks[last - 2]
        so_far = "至今" if asked.year == asked.today.year else ""
        said += [f"；{last} 月{so_far}", now, than(now.count, before.count, f"{last - 1} 月")]
    return Figure("origins", [*said, "。"], note, heads, [*lines, *([whole] if len(lines) > 1 else [])])
