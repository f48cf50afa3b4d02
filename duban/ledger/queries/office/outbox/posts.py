"""What a robot posts into a group: of each kind only what everybody in the group may see, and nothing of one person's."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from duban.engine.calendar import Calendar
from duban.ledger import access
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Bulletin, Ranking, Robot
from duban.ledger.models.assignments import OPEN_STAGES, Part
from duban.ledger.models.bulletins import Audience
from duban.ledger.models.bulletins import Phase as Printed
from duban.ledger.models.robots import Readers
from duban.ledger.queries.matters.deadlines import in_words
from duban.ledger.queries.office.outbox.digests import Item, in_a_line
from duban.people.models import Officer, Role

# Kind → its word. The first four speak of single matters.
KINDS = {
    "late": "超期的事项",
    "due": "三个工作日内到期的事项",
    "new": "新交办的事项",
    "done": "新办结的事项",
    "bulletins": "新印发的通报",
    "rankings": "新公布的排名",
}
OF_MATTERS = ("late", "due", "new", "done")
MOST = 5


@dataclass(frozen=True)
class Section:
    """One kind in a post: its word, how many there are, and the first of them."""

    word: str
    count: int
    items: list[Item]


def kinds_for(readers: str) -> list[str]:
    """Return what a group may be told: matters only to those who see all of them, or to the one unit whose they are."""
    return [kind for kind in KINDS if readers != Readers.UNITS or kind not in OF_MATTERS]


def sections_of(robot: Robot, today: datetime.date) -> list[Section]:
    """Return what a robot has to say on a day: what stands now, and what happened since it spoke last; empty where nothing did."""
    since = robot.posted_on or today - datetime.timedelta(days=1)
    reader = _reader(robot)
    calendar = Governed.of(robot.jurisdiction).calendar
    reading = _Reading(robot, reader, since, today, calendar)
    allowed = kinds_for(robot.readers)
    found = (_OF[kind](reading) for kind in KINDS if kind in robot.kinds and kind in allowed)
    return [each for each in found if each.count]


@dataclass(frozen=True)
class _Reading:
    robot: Robot
    reader: Officer
    since: datetime.date
    today: datetime.date
    calendar: Calendar

    def held(self) -> QuerySet[Assignment]:
        """Return the lead units' assignments that everybody in the group may see."""
        found = access.matters.assignments(self.reader).filter(part=Part.LEAD, dispatched_on__isnull=False)
        return found.select_related("matter", "unit")

    def item(self, held: Assignment, why: str) -> Item:
        """Return one line of a matter."""
        return Item(in_a_line(held), f"matter:{held.matter.no}", why)

    def section(self, kind: str, held: QuerySet[Assignment], why: Callable[[Assignment], str]) -> Section:
        """Return a kind with its first lines."""
        items = [self.item(each, why(each)) for each in held.order_by("due_on", "id")[:MOST]]
        return Section(KINDS[kind], held.order_by().count() if len(items) == MOST else len(items), items)

    def left(self, held: Assignment) -> str:
        """Say how a deadline stands."""
        return in_words(held.due_on, on=self.today, calendar=self.calendar).text if held.due_on else "长期"


def _late(reading: _Reading) -> Section:
    held = reading.held().filter(stage__in=OPEN_STAGES, due_on__lt=reading.today)
    return reading.section("late", held, reading.left)


def _due(reading: _Reading) -> Section:
    until = reading.calendar.add_workdays(reading.today, 3)
    held = reading.held().filter(stage__in=OPEN_STAGES, due_on__range=(reading.today, until))
    return reading.section("due", held, reading.left)


def _new(reading: _Reading) -> Section:
    held = reading.held().filter(dispatched_on__gt=reading.since, dispatched_on__lte=reading.today)
    return reading.section("new", held, reading.left)


def _done(reading: _Reading) -> Section:
    held = reading.held().filter(completed_on__gt=reading.since, completed_on__lte=reading.today)
    return reading.section("done", held, lambda each: "")


def _bulletins(reading: _Reading) -> Section:
    rows = Bulletin.objects.filter(jurisdiction=reading.robot.jurisdiction, phase=Printed.ISSUED)
    rows = rows.filter(issued_on__gt=reading.since, issued_on__lte=reading.today, audience=Audience.UNITS)
    items = [Item(f"{each.number} {each.title}", f"bulletin:{each.pk}") for each in rows.order_by("id")]
    return Section(KINDS["bulletins"], len(items), items[:MOST])


def _rankings(reading: _Reading) -> Section:
    first, last = (_begin(day + datetime.timedelta(days=1)) for day in (reading.since, reading.today))
    rows = Ranking.objects.filter(
        jurisdiction=reading.robot.jurisdiction, published_at__gte=first, published_at__lt=last
    ).only("from_on", "to_on", "number")
    items = [Item(str(each), f"ranking:{each.pk}") for each in rows.order_by("id")]
    return Section(KINDS["rankings"], len(items), items[:MOST])


_OF: dict[str, Callable[[_Reading], Section]] = {
    "late": _late,
    "due": _due,
    "new": _new,
    "done": _done,
    "bulletins": _bulletins,
    "rankings": _rankings,
}


def _begin(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


def _reader(robot: Robot) -> Officer:
    """Return nobody in particular with the rights of everybody in the group."""
    if robot.readers == Readers.UNIT:
        return Officer(jurisdiction=robot.jurisdiction, role=Role.LIAISON, unit=robot.unit)
    if robot.readers == Readers.OFFICE:
        return Officer(jurisdiction=robot.jurisdiction, role=Role.CLERK)
    return Officer(jurisdiction=robot.jurisdiction)
