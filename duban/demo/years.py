"""A year of work for the five invented offices, told through the ledger's actions with simulated instants."""

import datetime
import gc
import random
from collections.abc import Callable
from functools import partial

from django.db import transaction

from duban.demo import papers, seats
from duban.demo.agendas import ONE_DAY, Agenda
from duban.demo.appeals import write_appeals
from duban.demo.bulletins import enter_bulletins
from duban.demo.courses import FIRST_UNIT_HAS, TODAY, TURNS, Course, draw
from duban.demo.desks import Desk
from duban.demo.honours import Recorder
from duban.demo.inspections import Inspector
from duban.demo.jurisdictions import PLACES, Place
from duban.demo.offices import Story
from duban.demo.people import Staff, engage
from duban.demo.stories import Teller
from duban.demo.tasks import Task, tasks_of
from duban.ledger.actions.office import daily_run
from duban.ledger.governed import Governed
from duban.people.models import Jurisdiction

_LEVELS = ("blue", "yellow", "red", "blue", "yellow")
_QUARTERS = ("第一轮", "第二轮", "第三轮", "第四轮", "第五轮", "第六轮")


def fill(now: datetime.datetime, *, said: Callable[[str], None] = lambda text: None) -> None:
    """Make those of the five offices that are not there yet, with everything that they did until `now`.

    The same instant makes the same story. Each office is made completely or not at all.
    """
    present = set(Jurisdiction.objects.values_list("slug", flat=True))
    # Millions of short-lived objects and no cycle worth collecting: a sixth of the time is the collector's.
    gc.disable()
    try:
        for place in (each for each in PLACES if each.slug not in present):
            with transaction.atomic():
                staff = tell(place, now)
            said(f"{staff.jurisdiction.name}：{staff.jurisdiction.matters.count()} 件事项")
        seats.link(now)
    finally:
        gc.enable()


def is_filled() -> bool:
    """Return whether the demonstration is there already."""
    return Jurisdiction.objects.filter(is_demo=True).count() >= len(PLACES)


def tell(place: Place, now: datetime.datetime) -> Staff:
    """Make one office with its year and return those who work in it."""
    chance = random.Random(f"duban {place.slug}")
    calendar = Governed.of(Jurisdiction(slug=place.slug)).calendar
    agenda = Agenda(now, calendar, chance)
    start = _start(agenda.today, place)
    morning = datetime.datetime.combine(start, datetime.time(8), agenda.now.tzinfo)
    staff = engage(place, morning, chance)
    teller = Teller(staff, agenda, chance)
    diligence = {code: chance.uniform(0.58, 0.97) for code in staff.units}
    for story in _stories(staff, agenda, start, chance, diligence):
        teller.begin(story)
    _enter_standing_work(teller, Desk(teller), Recorder(teller, diligence), start)
    yesterday = datetime.datetime.combine(agenda.workday(agenda.today, -1), datetime.time(8, 30), agenda.now.tzinfo)
    agenda.put_at(yesterday, lambda at: write_appeals(staff, at))
    Inspector(staff, agenda).enter(start)
    enter_bulletins(staff, agenda)
    agenda.run(lambda day: daily_run.run_days(jurisdiction=staff.jurisdiction, through=day))
    return staff


def _start(today: datetime.date, place: Place) -> datetime.date:
    """Return when the story begins: in January, at least half a year ago; earlier where only whole years are ranked."""
    first = datetime.date((today - datetime.timedelta(days=180)).year, 1, 1)
    return datetime.date(today.year - 1, 9, 1) if place.published == ("year",) else first


def _stories(
    staff: Staff, agenda: Agenda, start: datetime.date, chance: random.Random, diligence: dict[str, float]
) -> list[Story]:
    """Return the stories of an office: its tasks spread over the time, and what lies on the desks today."""
    asked = [(task, lead) for task in tasks_of(staff.place.tasks) for lead in task.leads]
    chance.shuffle(asked)
    fresh = [pair for pair in asked if not pair[0].repeat]
    repeated = [pair for pair in asked if pair[0].repeat]
    first = staff.place.units[0][0]
    staged = _staged([pair for pair in fresh if first in pair[1]], [pair for pair in fresh if first not in pair[1]])
    spread = [pair for pair in fresh if pair not in staged]
    span = (agenda.today - start).days - 4
    stories = []
    turns = list(TURNS)
    for number, (task, lead) in enumerate(spread):
        begin = agenda.on_workday(start + datetime.timedelta(days=5 + span * number // len(spread)))
        past = begin + datetime.timedelta(days=task.days + 60) < agenda.today
        course = turns.pop(0) if turns and past else draw(chance, diligence[lead[0]])
        stories.append(
            _story(staff, task, lead, begin, begin + datetime.timedelta(days=task.days), course, agenda, chance)
        )
    for task, lead in repeated:
        for number in range(span // 91 + 1):
            begin = agenda.on_workday(start + datetime.timedelta(days=8 + 91 * number))
            due = begin + datetime.timedelta(days=task.days)
            course = draw(chance, diligence[lead[0]])
            stories.append(_story(staff, task, lead, begin, due, course, agenda, chance, f"（{_QUARTERS[number]}）"))
    for (task, lead), (until, since, course) in zip(staged, TODAY, strict=True):
        begin = agenda.workday(agenda.today, -since)
        due = agenda.workday(agenda.today, until) if until else agenda.today
        stories.append(_story(staff, task, lead, begin, due, course, agenda, chance))
    return stories


def _staged(
    mine: list[tuple[Task, tuple[str, ...]]], others: list[tuple[Task, tuple[str, ...]]]
) -> list[tuple[Task, tuple[str, ...]]]:
    """Return whose matter each of today's is: those of one unit, which the entrance offers, among all others'."""
    staged, left = [], {True: iter(mine), False: iter(others)}
    for number in range(len(TODAY)):
        staged.append(next(left[number in FIRST_UNIT_HAS]))
    return staged


def _story(
    staff: Staff,
    task: Task,
    lead: tuple[str, ...],
    begin: datetime.date,
    due: datetime.date,
    course: Course,
    agenda: Agenda,
    chance: random.Random,
    round_: str = "",
) -> Story:
    return Story(
        task=task,
        lead=lead,
        support=tuple(code for code in task.support if code not in lead),
        title=task.title + round_ + (f"（{staff.units[lead[0]]}）" if task.each else ""),
        registered_on=begin,
        due_on=agenda.on_workday(due),
        course=course,
        level=chance.choice(_LEVELS),
    )


def _enter_standing_work(teller: Teller, desk: Desk, recorder: Recorder, start: datetime.date) -> None:
    agenda, place = teller.agenda, teller.staff.place
    workdays = agenda.workdays(start)
    recurring = (
        place.regime == "ankang-2020"
    )  # 第九条第一款: monthly reports; no other document sets dates that come back
    for day in workdays:
        agenda.put(day, 16, desk.work)
        if recurring:
            agenda.put(day, 13, teller.report_what_is_owed)
    for day in workdays[40::11]:
        agenda.put(day, 15, recorder.commend)
    for day in workdays[70::60]:
        agenda.put(day, 10, recorder.excuse)
    for kind in place.published:
        for from_on, to_on in _periods(kind, start, agenda.today):
            third = agenda.workday(to_on, 3)
            if kind in ("quarter", "half_year"):
                agenda.put(agenda.workday(to_on, 1), 14 if kind == "quarter" else 17,
                           partial(_assess, recorder, kind, to_on))  # fmt: skip
            agenda.put(third, 10, partial(desk.publish, kind, from_on, to_on))
    agenda.put(agenda.workday(agenda.today, -1), 11, lambda at: papers.read_in(teller.staff, at))


def _assess(recorder: Recorder, kind: str, on: datetime.date, at: datetime.datetime) -> None:
    """Assess once for each period that ends on that day: sheets of a half-year where the document has them for the whole, else of a quarter."""
    wanted = "half_year" if recorder.staff.place.regime == "zhuoni-2022" else "quarter"
    if kind == wanted:
        recorder.assess(on, at)


def _periods(kind: str, start: datetime.date, today: datetime.date) -> list[tuple[datetime.date, datetime.date]]:
    """Return the periods of a kind that are over by today and of which something was recorded."""
    months = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}[kind]
    first, found = datetime.date(start.year, 1, 1), []
    while (end := _add_months(first, months) - ONE_DAY) < today:
        if end > start + datetime.timedelta(days=25):
            found.append((first, end))
        first = end + ONE_DAY
    return found


def _add_months(day: datetime.date, months: int) -> datetime.date:
    number = day.year * 12 + day.month - 1 + months
    return datetime.date(number // 12, number % 12 + 1, 1)
