"""What stands on whose calendar between two days: deadlines, reports due, inspections, interviews. The view and the feeds read the same."""

import datetime
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from duban.engine.calendar import Calendar
from duban.ledger import access, conditions
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Deadline
from duban.ledger.models.assignments import GONE_STAGES, OPEN_STAGES
from duban.ledger.models.consequences import Kind
from duban.ledger.models.deadlines import FINAL, Owed
from duban.ledger.models.inspections import Phase
from duban.ledger.queries.matters import matters
from duban.ledger.queries.matters.filters import Filter
from duban.ledger.queries.reports import obligations
from duban.people.models import Officer

KINDS = {"due": "期限", "report": "报送", "inspection": "督查", "interview": "约谈"}
STANDINGS = {"done": "已完成", "late": "已超期", "today": "今日到期", "ahead": "未到期"}
# What of a filter narrows inspections, interviews and appeals as well; with any other question asked, matters alone are shown.
_OF_ALL = ("unit", "portfolio", "leader", "sort")


@dataclass(frozen=True)
class Entry:
    """One thing on a calendar, from a day through a day, both inclusive.

    `key` stays the same whatever becomes of it (`deadline:12`); `about` is the record whose page it leads to (`matter:…`, as messages
    have it); `what` is what is owed or happens in the words of the document, `at` the hour where one was agreed on. `is_final`: the
    result itself is due. `is_provisional`: the year's holidays are not announced yet. `is_covert`: nobody may hear of it who is not told.
    """

    kind: str
    key: str
    about: str
    on: datetime.date
    until: datetime.date
    what: str
    title: str
    unit: str
    standing: str
    is_provisional: bool
    at: datetime.datetime | None = None
    place: str = ""
    is_final: bool = False
    is_covert: bool = False


@dataclass(frozen=True)
class Asked:
    """Which days are asked for, both inclusive, which of KINDS, and the ledger's filter under which they stand.

    `most`: of each source so many at the most, the earliest first; None: all. `a_day`: of what units owe on matters so many of each kind a
    day at the most, what is still owed before what was met; `counts_of` says how many there are.
    `open_only` leaves out of it what was met, `final_only` what is due on the way to a result.
    """

    first: datetime.date
    last: datetime.date
    kinds: Collection[str] = tuple(KINDS)
    base: Filter = field(default_factory=Filter)
    most: int | None = None
    a_day: int | None = None
    open_only: bool = False
    final_only: bool = False

    @property
    def is_of_matters(self) -> bool:
        """Return whether the filter asks what only matters can answer."""
        return not self.base.without(*_OF_ALL).is_empty


def entries(officer: Officer, asked: Asked, *, today: datetime.date) -> list[Entry]:
    """Return what the officer may see between two days, the earliest first, in a number of queries that does not grow.

    What was lifted or taken back is left out; what was done stays, as done.
    """
    reader = _Reader(officer, asked, today, Governed.of(officer.office).calendar)
    found = [*reader.deadlines(), *reader.coming()]
    if not asked.is_of_matters:
        found += [*reader.findings(), *reader.papers(), *reader.interviews(), *reader.inspections(), *reader.appeals()]
    return sorted(found, key=lambda each: (each.on, list(KINDS).index(each.kind), each.key))


def counts_of(
    officer: Officer, asked: Asked, *, today: datetime.date
) -> dict[tuple[datetime.date, str], tuple[int, int]]:
    """Return by day and kind how much units owe on matters, and how much of that was met, in one query."""
    rows = _Reader(officer, asked, today, Governed.of(officer.office).calendar).owed().order_by()
    counted = rows.values_list("on", "what").annotate(number=Count("pk"), met=Count("met_on"))
    found: dict[tuple[datetime.date, str], tuple[int, int]] = {}
    for on, what, number, met in counted:
        key = (on, "report" if what == Owed.REPORT else "due")
        before = found.get(key, (0, 0))
        found[key] = (before[0] + number, before[1] + met)
    return found


@dataclass(frozen=True)
class _Reader:
    """Reads each source once."""

    officer: Officer
    asked: Asked
    today: datetime.date
    calendar: Calendar

    def deadlines(self) -> Iterator[Entry]:
        """Yield what units owe on matters."""
        rows = self.owed()
        if self.asked.a_day is not None:
            first = Window(
                RowNumber(), partition_by=[F("on"), F("what")], order_by=[F("met_on").asc(nulls_first=True), "pk"]
            )
            rows = rows.annotate(place=first).filter(place__lte=self.asked.a_day)
        fields = ("pk", "recurrence", "what", "on", "met_on", "assignment__matter__no", "assignment__matter__title")
        listed = rows.order_by("on", "pk").values_list(*fields, "assignment__unit__name")
        for pk, recurrence, what, on, met, no, title, unit in listed[: self.asked.most]:
            # The same before its row was written.
            key = f"recurrence:{recurrence}:{on}" if recurrence else f"deadline:{pk}"
            kind, said = "report" if what == Owed.REPORT else "due", (str(Owed(what).label), title, unit)
            found = self._entry(kind, key, f"matter:{no}", on, said, met is not None)
            yield replace(found, is_final=what in FINAL)

    def coming(self) -> Iterator[Entry]:
        """Yield the dates on which a unit's recurring reports will come up, of which no row tells yet."""
        if "report" not in self.asked.kinds or not self.officer.is_unit:
            return
        running = access.reports.recurrences(self.officer).filter(ended_on=None, assignment__stage__in=OPEN_STAGES)
        running = running.filter(assignment__in=self._narrowed(access.matters.assignments(self.officer)))
        held = running.select_related("assignment__matter", "assignment__unit").prefetch_related("deadlines")[:500]
        since = max(self.asked.first, self.today) - obligations.ONE_DAY
        for each in obligations.coming(held, self.calendar, after=since, until=self.asked.last)[: self.asked.most]:
            matter, unit = each.recurrence.assignment.matter, each.recurrence.assignment.unit
            key, said = f"recurrence:{each.recurrence.pk}:{each.on}", (str(Owed.REPORT.label), matter.title, unit.name)
            yield self._entry("report", key, f"matter:{matter.no}", each.on, said, False)

    def owed(self) -> QuerySet[Deadline]:
        """Return what units owe on matters, in these days and under this filter."""
        owed = [each for each in Owed if ("report" if each is Owed.REPORT else "due") in self.asked.kinds]
        owed = [each for each in owed if not self.asked.final_only or each in (*FINAL, Owed.REPORT)]
        held = access.matters.assignments(self.officer).exclude(stage__in=GONE_STAGES)
        rows = Deadline.objects.filter(self._days("on"), what__in=owed, lifted_on=None)
        rows = rows.filter(met_on=None) if self.asked.open_only else rows
        return rows.filter(Exists(self._narrowed(held).filter(pk=OuterRef("assignment"))))

    def findings(self) -> Iterator[Entry]:
        """Yield until when what an inspection found is to be put right."""
        if "due" not in self.asked.kinds:
            return
        rows = access.findings.findings(self.officer).filter(self._days("rectify_by"), self._units("unit"))
        rows = rows.exclude(excused=True)
        fields = ("pk", "order", "rectify_by", "progress", "inspection__title", "unit__name")
        for pk, order, on, progress, title, unit in rows.order_by("rectify_by", "pk").values_list(*fields)[
            : self.asked.most
        ]:
            assert on is not None
            said = ("整改", f"{title} 问题 {order}", unit)
            done = progress not in conditions.findings.OWED
            yield self._entry("due", f"finding:{pk}", f"finding:{pk}", on, said, done)

    def papers(self) -> Iterator[Entry]:
        """Yield the papers that units owe after a step."""
        if "report" not in self.asked.kinds:
            return
        rows = access.process.consequences(self.officer).filter(self._days("owed_by"), self._units("unit"))
        fields = ("pk", "kind", "owed_by", "handed_in_on", "held_on", "matter__title", "unit__name")
        listed = rows.filter(lifted_on=None).order_by("owed_by", "pk").values_list(*fields)
        for pk, kind, on, handed_in, held, title, unit in listed[: self.asked.most]:
            word = str(Kind(kind).label)
            done = handed_in is not None or held is not None
            yield self._entry("report", f"paper:{pk}", f"consequence:{pk}", on, (word, title or word, unit), done)

    def interviews(self) -> Iterator[Entry]:
        """Yield the talks to which somebody is summoned, with the hour and the place."""
        if "interview" not in self.asked.kinds:
            return
        rows = access.process.consequences(self.officer).filter(self._units("unit"), lifted_on=None)
        first, behind = self._instant(self.asked.first), self._instant(self.asked.last + datetime.timedelta(days=1))
        fields = ("pk", "kind", "set_for", "held_on", "place", "matter__title", "unit__name")
        listed = rows.filter(set_for__gte=first, set_for__lt=behind).order_by("set_for", "pk").values_list(*fields)
        for pk, kind, at, held, place, title, unit in listed[: self.asked.most]:
            said, day = (str(Kind(kind).label), title or "", unit), timezone.localdate(at)
            key = f"consequence:{pk}"
            yield replace(self._entry("interview", key, key, day, said, held is not None), at=at, place=place)

    def inspections(self) -> Iterator[Entry]:
        """Yield the inspections that are under way on these days, of those of which the officer may know."""
        if "inspection" not in self.asked.kinds:
            return
        phases = (Phase.APPROVED, Phase.UNDER_WAY, Phase.CONCLUDED, Phase.CLOSED)
        known = access.inspections.inspections(self.officer).filter(phase__in=phases)
        rows = known.filter(from_on__lte=self.asked.last, to_on__gte=self.asked.first)
        units = self._units("units")
        rows = rows.filter(pk__in=known.filter(units).values("pk")) if units else rows
        fields = ("pk", "method", "from_on", "to_on", "phase", "title", "unannounced")
        for row in rows.order_by("from_on", "pk").only(*fields)[: self.asked.most]:
            done, key = row.phase in (Phase.CONCLUDED, Phase.CLOSED), f"inspection:{row.pk}"
            said = (str(row.get_method_display()), row.title, "")
            found = self._entry("inspection", key, key, row.from_on, said, done, until=row.to_on)
            yield replace(found, is_covert=row.unannounced and not done)

    def appeals(self) -> Iterator[Entry]:
        """Yield the days that the platform sets for appeals: by their number alone, and nothing of who wrote."""
        if "due" not in self.asked.kinds or self._units("unit"):
            return
        rows = access.public.appeals(self.officer).filter(self._days("due_on")).order_by("due_on", "pk")
        for pk, number, on, replied in rows.values_list("pk", "number", "due_on", "replied_on")[: self.asked.most]:
            assert on is not None
            said = ("平台时限", f"诉求 {number}", "")
            yield self._entry("due", f"appeal:{pk}", f"appeal:{number}", on, said, replied is not None)

    def _entry(
        self,
        kind: str,
        key: str,
        about: str,
        on: datetime.date,
        said: tuple[str, str, str],
        is_done: bool,
        *,
        until: datetime.date | None = None,
    ) -> Entry:
        last = until or on
        ahead = "today" if on <= self.today <= last else "ahead" if on > self.today else "late"
        # What takes place is not late when its day has passed.
        over = "done" if is_done or (ahead == "late" and kind == "inspection") else ahead
        what, title, unit = said
        provisional = self.calendar.touches_provisional(on, last)
        return Entry(kind, key, about, on, last, what, title, unit, over, provisional)

    def _days(self, name: str) -> Q:
        return Q(**{f"{name}__range": (self.asked.first, self.asked.last)})

    def _instant(self, day: datetime.date) -> datetime.datetime:
        return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))

    def _units(self, path: str) -> Q:
        """Return the condition of the filter on a unit; it is empty where the filter names none."""
        base, found = self.asked.base, Q()
        if base.unit:
            found &= Q(**{f"{path}__code": base.unit})
        if base.portfolio:
            found &= Q(**{f"{path}__portfolio": int(base.portfolio)})
        return found & Q(**{f"{path}__portfolio__leader": int(base.leader)}) if base.leader else found

    def _narrowed(self, held: QuerySet[Assignment]) -> QuerySet[Assignment]:
        if self.asked.base.without("sort").is_empty:
            return held
        held = held.filter(self._units("unit"))
        if not self.asked.is_of_matters:
            return held
        named = matters.found(self.officer, self.asked.base, today=self.today)
        return held.filter(matter__in=named.order_by().values("pk"))
