"""What was asked of the grass roots, month by month (基层负担)."""

from collections import Counter
from typing import Any

from django.db.models import QuerySet

from duban.ledger import access
from duban.ledger.models import JournalLine, NoticeItem
from duban.ledger.queries.matters.burdens import COUNTED
from duban.ledger.queries.matters.statistics.figures import Asked, Elsewhere, Figure, Line, Mark, month_in
from duban.ledger.storage.grouping import counted
from duban.people.models import Group, Unit

# In the order of the table of one month.
KINDS = {
    "matters": "新交办",
    "dates": "要报反馈",
    "urged": "催办",
    "notices": "文书",
    "returned": "退回重报",
    "visits": "督查到访",
}
# Which group is the grass roots: the first of these that the office has.
_GROUPS = (Group.TOWNSHIP, Group.COUNTY)


def burden(asked: Asked) -> Figure:
    """Return by month how often something was asked of the townships, or where there are none of the counties; six queries."""
    units = list(Unit.objects.filter(jurisdiction=asked.officer.office, abolished_on=None).values_list("group"))
    group = next((each for each in _GROUPS if (each.value,) in units), None)
    heads = ["月份", *KINDS.values(), "合计", "平均每个单位"]
    if group is None:
        return Figure("burden", ["没有登记乡镇（街道）或县（市、区），看不出基层负担。"], "", heads, [])
    number = units.count((group.value,))
    note = (
        f"向{number}个{group.label}要的：新交办、要报的反馈、催办、文书、退回重报、督查到访的次数，不含下级自己布置的。"
    )
    totals = _totals(asked, group)
    lines = []
    for month in range(1, asked.last_month + 1):
        of = Elsewhere("burden", f"month={asked.year}-{month:02}&group={group.value}")
        counts = [totals[kind, month] for kind in KINDS]
        marks = [Mark(count, of, "次") for count in (*counts, sum(counts))]
        lines.append(Line(f"{month}月", marks, [f"{sum(counts) / number:.1f}"]))
    if not any(line.marks[-1].count for line in lines):
        return Figure("burden", [f"{asked.year} 年没有向{group.label}要过什么。"], note, heads, [])
    return Figure("burden", _said(asked, lines, group, number), note, heads, lines)


def _said(asked: Asked, lines: list[Line], group: Group, number: int) -> list[str | Mark]:
    """Return what was asked in the last month, how that stands to the one before, and of what there was most."""
    last = lines[-1]
    so_far = "至今" if asked.year == asked.today.year else ""
    said: list[str | Mark] = [
        f"{last.word}{so_far}向{number}个{group.label}要了",
        last.marks[-1],
        f"，平均每个 {last.texts[0]} 次",
    ]
    if len(lines) > 1:
        more = float(last.texts[0]) - float(lines[-2].texts[0])
        said.append(f"，{'比 ' if more else '与 '}{lines[-2].word}{'多' if more > 0 else '少' if more < 0 else '相同'}")
        said.append(f" {abs(more):.1f} 次" if more else "")
    whole = [sum(line.marks[place].count for line in lines) for place in range(len(KINDS))]
    most = max(range(len(KINDS)), key=lambda place: whole[place])
    return [*said, f"；全年最多的是{list(KINDS.values())[most]}，{whole[most]} 次。"]


def _totals(asked: Asked, group: Group) -> Counter[tuple[str, int]]:
    """Return by kind and month how often, as the page of one month counts it."""
    year, officer = asked.year, asked.officer
    units = Unit.objects.filter(jurisdiction=officer.office, group=group)
    totals = Counter[tuple[str, int]]()

    def add(kind: str, rows: QuerySet[Any, Any], on: str) -> None:
        spanned = rows.filter(**{f"{on}__range": (f"{year}-01-01", f"{year}-12-31")})
        (groups,) = counted(spanned.order_by().values("pk", month=month_in(on, year)), ("month",))
        for (month,), number in groups.items():
            totals[kind, month] += number

    lines = JournalLine.objects.filter(jurisdiction=officer.office, unit__in=units.values("pk"))
    for verb, kind in COUNTED.items():
        add(kind, lines.filter(verb=verb), "on")
    add("dates", access.reports.obligations(officer).filter(assignment__unit__in=units.values("pk")), "on")
    add("notices", access.papers.notices(officer).filter(unit__in=units.values("pk")), "issued_on")
    joint = NoticeItem.objects.filter(notice__unit=None, assignment__unit__in=units.values("pk"))
    joint = joint.filter(notice__issued_on__range=(f"{year}-01-01", f"{year}-12-31")).order_by()
    once = joint.values("notice", "assignment__unit", month=month_in("notice__issued_on", year)).distinct()
    (groups,) = counted(once, ("month",))
    for (month,), number in groups.items():
        totals["notices", month] += number
    arrived = access.inspections.visits(officer).filter(unit__in=units.values("pk"), arrived_at__date__year=year)
    for at in arrived.values_list("arrived_at__date__month", flat=True):
        totals["visits", at] += 1
    return totals
