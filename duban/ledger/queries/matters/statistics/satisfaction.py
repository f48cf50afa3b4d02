"""How content the public is (群众满意度), by quarter."""

from collections import Counter

from duban.ledger import access
from duban.ledger.models.ratings import Satisfaction
from duban.ledger.queries.matters.statistics.figures import Asked, Elsewhere, Figure, Line, Mark, month_in
from duban.ledger.queries.public.ratings import Rate, waiting_count
from duban.ledger.storage.grouping import counted


def satisfaction(asked: Asked) -> Figure:
    """Return by quarter how many were content, fairly content and dissatisfied, and the share of the first two; two queries."""
    year = asked.year
    found = access.public.ratings(asked.officer).filter(rated_on__range=(f"{year}-01-01", f"{year}-12-31"))
    rows = found.order_by().values("satisfaction", month=month_in("rated_on", year))
    (groups,) = counted(rows, ("satisfaction", "month"))
    cells = Counter[tuple[str, int]]()
    for (word, month), number in groups.items():
        cells[word, (month + 2) // 3] += number
    heads = ["季度", *(str(label) for _, label in Satisfaction.choices), "合计", "满意率"]
    note = "回访和本人评价的次数；满意率＝（满意＋基本满意）÷合计。点次数看那一季度的评价。"
    lines = []
    for quarter in range(1, (asked.last_month + 2) // 3 + 1):
        counts = [cells[word, quarter] for word in Satisfaction.values]
        marks = [
            Mark(count, Elsewhere("ratings", f"quarter={year}-{quarter}&word={word}"), "次")
            for word, count in zip(Satisfaction.values, counts, strict=True)
        ]
        whole = Mark(sum(counts), Elsewhere("ratings", f"quarter={year}-{quarter}"), "次")
        lines.append(Line(f"第 {quarter} 季度", [*marks, whole], [Rate(None, *counts).percent if sum(counts) else "—"]))
    rate = Rate(None, *(sum(line.marks[place].count for line in lines) for place in range(3)))
    if not rate.total:
        return Figure("satisfaction", [f"{year} 年还没有群众评价。"], note, heads, [])
    said: list[str | Mark] = [
        f"{year} 年群众评价 {rate.total} 次，满意率 {rate.percent}，不满意 {rate.dissatisfied} 次"
    ]
    waiting = waiting_count(asked.officer)
    if waiting:
        said += ["；还有", Mark(waiting, Elsewhere("ratings", "word=waiting"), "次"), "不满意没有答复"]
    return Figure("satisfaction", [*said, "。"], note, heads, lines)
