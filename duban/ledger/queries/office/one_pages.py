"""A leader's one page (一页通): what is late and with whom, what waits, what moved, how it went by month, the fields side by side, the five to speak of."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, Q

from duban.ledger import access
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, JournalLine, Report
from duban.ledger.models.assignments import OPEN_STAGES, Part, Stage
from duban.ledger.models.matters import OPEN_STATES
from duban.ledger.queries.matters import fates, matters
from duban.ledger.queries.matters.deadlines import Said, in_words
from duban.ledger.queries.matters.filters import Filter
from duban.ledger.queries.matters.statistics import Mark
from duban.ledger.queries.requests import proposals
from duban.people.models import LEADERS, Officer, Portfolio, Role

MONTHS = 12
# After so many days without a word the office is to press; before, the leader's own word is the next.
SILENT = 14


@dataclass(frozen=True)
class Late:
    """One assignment that is late: for how long, what was heard last and how often it was urged."""

    assignment: Assignment
    said: Said
    heard: str
    heard_on: datetime.date | None
    urged: int
    is_silent: bool


@dataclass(frozen=True)
class Curve:
    """One figure at the end of each month, the last today, and the sentence under it."""

    word: str
    mark: Mark
    values: list[int]
    note: str

    @property
    def points(self) -> str:
        """Return the line on a field of 100 by 40, for a picture."""
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in self._places)

    @property
    def end(self) -> tuple[str, str]:
        """Return where the line ends."""
        x, y = self._places[-1]
        return f"{x:.1f}", f"{y:.1f}"

    @property
    def _places(self) -> list[tuple[float, float]]:
        most = max(*self.values, 1)
        return [
            (4 + place * 92 / (len(self.values) - 1), 36 - each * 32 / most) for place, each in enumerate(self.values)
        ]


@dataclass(frozen=True)
class Field:
    """A portfolio with what is in hand and what of it is late; `share` and `late_share` on a scale of 100 of the largest."""

    name: str
    own: bool
    going: Mark
    late: Mark
    share: int
    late_share: int


@dataclass(frozen=True)
class OnePage:
    """The whole page, of one leader, on a day."""

    leader: Officer
    today: datetime.date
    fields: list[Portfolio]
    said: list[str | Mark]
    late: Mark
    rows: list[Late]
    waiting: list[proposals.Card]
    waits: int
    moved: list[tuple[str, Mark]]
    curves: list[Curve]
    months: list[str]
    portfolios: list[Field]
    compared: str

    @property
    def trend(self) -> str:
        """Return how what is in hand and what is late stand against the end of last month, in a sentence."""
        going, _, late = self.curves
        words = [f"{each.word} {each.values[-1]} 件{_than(each.values)}" for each in (going, late)]
        return "；".join(words) + "。"

    @property
    def table(self) -> list[tuple[str, int, int, int]]:
        """Return the curves as rows: month, in hand, done in the month, late."""
        going, done, late = (each.values for each in self.curves)
        return list(zip(self.months, going, done, late, strict=True))


def leaders_of(officer: Officer) -> list[Officer]:
    """Return whose page the officer may open: a leader their own, the office that of every leader."""
    if officer.is_leader:
        return [officer]
    found = Officer.objects.filter(jurisdiction=officer.jurisdiction_id or 0, role__in=LEADERS, is_active=True)
    # Who leads all comes first.
    return sorted(found.order_by("id"), key=lambda each: each.role == Role.LEADER)


def one_page(officer: Officer, leader: Officer, today: datetime.date, most: int = 5) -> OnePage:
    """Return the leader's page as the officer may read it; a leader of fields has theirs, who leads all has all."""
    own = str(leader.pk) if leader.role == Role.LEADER else ""
    fields = list(Portfolio.objects.filter(jurisdiction=leader.office).order_by("id"))
    base = Filter(leader=own)
    late = _mark(officer, today, leader=own, due="late")
    rows = _rows(officer, base, today)
    waiting = proposals.list_of(leader, "waiting", today)
    waiting = waiting.filter(pk__in=access.requests.proposals(officer).values("pk"))
    moved = [
        ("新交办", _mark(officer, today, leader=own, recent="sent")),
        ("办结", _mark(officer, today, leader=own, recent="done")),
        ("新超期", _mark(officer, today, leader=own, recent="late")),
    ]
    sides = _sides(officer, leader, fields, today)
    curves = _curves(officer, own, late, today)
    return OnePage(
        leader=leader,
        today=today,
        fields=[each for each in fields if not own or each.leader_id == leader.pk],
        said=_said(late, rows, bool(own)),
        late=late,
        rows=_told(officer, rows[:most], today),
        waiting=proposals.cards_of(leader, waiting[:most], today),
        waits=waiting.order_by().count(),
        moved=moved,
        curves=curves,
        months=[f"{each.year} 年 {each.month} 月" for each in _months(today)],
        portfolios=sides,
        compared=_compared(sides),
    )


def _mark(officer: Officer, today: datetime.date, **asked: str) -> Mark:
    found = Filter(**asked)
    return Mark(matters.found(officer, found, today=today).order_by().count(), found)


def _rows(officer: Officer, asked: Filter, today: datetime.date) -> list[Assignment]:
    held = fates.late(officer, today, asked).filter(matter__in=access.matters.matters(officer))
    return list(held.select_related("matter__jurisdiction", "unit").order_by("due_on", "id"))


def _said(late: Mark, rows: Sequence[Assignment], is_own: bool) -> list[str | Mark]:
    """Return what is late and with whom, in a sentence."""
    where = "分管领域" if is_own else "全辖区"
    if not rows:
        return [f"{where}没有超期的事项。"]
    by_unit: dict[str, set[int]] = defaultdict(set)
    for each in rows:
        by_unit[str(each.unit)].add(each.matter_id)
    order = sorted(by_unit.items(), key=lambda pair: -len(pair[1]))
    if len(order) == 1:
        return [f"{where}超期", late, f"，都在{order[0][0]}。"]
    named = "、".join(f"{unit} {len(held)} 件" for unit, held in order[:3])
    return [f"{where}超期", late, f"：{named}" + (f"，另有 {len(order) - 3} 个单位" if len(order) > 3 else "") + "。"]


def _told(officer: Officer, rows: list[Assignment], today: datetime.date) -> list[Late]:
    """Return the rows with what was heard last and how often each was urged, in a number of queries that does not grow."""
    last = Report.objects.filter(assignment__in=rows).values("assignment").annotate(last=Max("pk")).values("last")
    heard = {each.assignment_id: each for each in access.reports.reports(officer).filter(pk__in=last)}
    lines = JournalLine.objects.filter(kind="urged", matter__in=[each.matter_id for each in rows])
    urged = dict(lines.order_by().values_list("matter").annotate(number=Count("pk")))
    calendar = Governed.of(officer.office).calendar
    found = []
    for each in rows:
        assert each.due_on is not None
        report = heard.get(each.pk)
        words = (
            (report.problems or report.done or report.next_steps).strip().split("\n")[0][:80].rstrip("。")
            if report
            else ""
        )
        since = report.submitted_on if report else each.dispatched_on
        silent = since is None or (today - since).days > SILENT
        said = in_words(each.due_on, on=today, calendar=calendar)
        found.append(
            Late(each, said, words, report.submitted_on if report else None, urged.get(each.matter_id, 0), silent)
        )
    return found


def _months(today: datetime.date) -> list[datetime.date]:
    """Return the last days of the last months, the last of them today."""
    ends, first = [today], today.replace(day=1)
    for _ in range(MONTHS - 1):
        ends.append(first - datetime.timedelta(days=1))
        first = ends[-1].replace(day=1)
    return ends[::-1]


def _curves(officer: Officer, own: str, late: Mark, today: datetime.date) -> list[Curve]:
    """Return what was in hand, done in the month and late, by month, in one query; what is struck off or suspended is left out."""
    held = fates.seen(officer).filter(part=Part.LEAD, dispatched_on__isnull=False)
    held = held.filter(matter__in=access.matters.matters(officer))
    held = held.filter(unit__portfolio__leader=int(own)) if own else held
    ends = _months(today)
    since = ends[0].replace(day=1)
    counted = Q(stage__in=OPEN_STAGES) | Q(stage=Stage.COMPLETED, completed_on__gte=since)
    rows = held.filter(counted).values_list("matter", "dispatched_on", "due_on", "completed_on", "stage")
    going: list[set[int]] = [set() for _ in ends]
    done: list[set[int]] = [set() for _ in ends]
    behind: list[set[int]] = [set() for _ in ends]
    for matter, sent, due, finished, stage in rows:
        until = finished if stage == Stage.COMPLETED else None
        for place, end in enumerate(ends):
            if sent is not None and sent <= end and (until is None or until > end):
                going[place].add(matter)
                if due is not None and due < end:
                    behind[place].add(matter)
            if until is not None and until <= end and until >= end.replace(day=1):
                done[place].add(matter)
    now = _mark(officer, today, leader=own, state="open")
    counts = [[len(each) for each in sets] for sets in (going, done, behind)]
    words = [f"{ends[sets.index(max(sets))].month} 月最多 {max(sets)}" if any(sets) else "一直没有" for sets in counts]
    finished_now = _mark(officer, today, leader=own, recent="month")
    marks = (now, finished_now, late)
    return [
        Curve(word, mark, values, note)
        for word, mark, values, note in zip(
            ("在办", f"{today.month} 月办结", "超期"), marks, counts, words, strict=True
        )
    ]


def _sides(officer: Officer, leader: Officer, fields: list[Portfolio], today: datetime.date) -> list[Field]:
    """Return the fields side by side, the most late first, in one query; each figure is that of its list."""
    held = fates.seen(officer).filter(
        part=Part.LEAD,
        matter__in=access.matters.matters(officer),
        matter__state__in=OPEN_STATES,
        unit__portfolio__isnull=False,
    )
    behind = Q(stage__in=OPEN_STAGES, due_on__lt=today)
    counted = held.order_by().values_list("unit__portfolio")
    rows = counted.annotate(going=Count("matter", distinct=True), late=Count("matter", distinct=True, filter=behind))
    numbers = {key: (going, late) for key, going, late in rows}
    most = max((going for going, _ in numbers.values()), default=0) or 1
    found = []
    for each in fields:
        going, late = numbers.get(each.pk, (0, 0))
        key = str(each.pk)
        marks = (
            Mark(going, Filter(portfolio=key, state="open")),
            Mark(late, Filter(portfolio=key, state="open", due="late")),
        )
        own = leader.role == Role.LEADER and each.leader_id == leader.pk
        found.append(Field(each.name, own, *marks, going * 100 // most, late * 100 // most))
    return sorted(found, key=lambda each: (-each.late.count, -each.going.count))


def _compared(fields: list[Field]) -> str:
    """Return how the own fields stand among all, in a sentence."""
    if not fields:
        return "还没有设定分管领域。"
    most = fields[0].late.count
    if not most:
        return f"{len(fields)} 个分管领域都没有超期。"
    first = [each for each in fields if each.late.count == most]
    named = "、".join(f"{each.name}（分管）" if each.own else each.name for each in first)
    return f"{len(fields)} 个分管领域中，超期最多的是{named}，{'各 ' if len(first) > 1 else ''}{most} 件。"


def _than(values: Sequence[int]) -> str:
    more = values[-1] - values[-2]
    return f"，比上月末{'多' if more > 0 else '少'} {abs(more)} 件" if more else "，与上月末一样"
