"""What a person's letter says in one look: what is late, what waits for them, the five most urgent, what is new."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from duban.engine.calendar import Calendar
from duban.ledger import access
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Matter, Message
from duban.ledger.models.assignments import OPEN_STAGES, Part, Stage
from duban.ledger.models.matters import State
from duban.ledger.queries.inspections import rectification_desks
from duban.ledger.queries.matters.deadlines import in_words
from duban.ledger.queries.office.reminding import words_of
from duban.ledger.queries.requests import proposals
from duban.people.models import Officer, Role

URGENT = 5
SOON = datetime.timedelta(days=7)


@dataclass(frozen=True)
class Item:
    """One line of a letter and what it is about, as a message has it (`matter:…`); `why` is what makes it urgent."""

    text: str
    about: str
    why: str = ""


@dataclass(frozen=True)
class Digest:
    """What one person is told on a day: `late` of theirs, `waits` as word and number, the most urgent of both, and the news."""

    late: int
    waits: list[tuple[str, int]]
    urgent: list[Item]
    news: list[Item]

    @property
    def waiting(self) -> int:
        """Return how many things wait for this person."""
        return sum(count for _, count in self.waits)

    @property
    def counts(self) -> str:
        """Return the numbers in a sentence."""
        told = [(f"超期 {self.late} 件", self.late), (f"等您办理 {self.waiting} 件", self.waiting)]
        said = [words for words, count in told if count]
        return "，".join([*said, f"新消息 {len(self.news)} 条"])


def digest_of(officer: Officer, messages: list[Message], today: datetime.date) -> Digest:
    """Return what a letter with these messages says on that day, in a number of queries that does not grow with what there is."""
    calendar = Governed.of(officer.office).calendar
    held = _own(officer)
    late = held.filter(part=Part.LEAD, stage__in=OPEN_STAGES, due_on__lt=today)
    count = late.order_by().count()
    rows = [*_first(late.order_by("due_on", "id"))] if count else []
    urgent = [_item(officer, each, in_words(_due(each), on=today, calendar=calendar).text) for each in rows]
    waits = _waits(officer, today)
    if officer.is_unit:
        owed = held.filter(stage__in=(Stage.TO_ACCEPT, Stage.RETURNED)).exclude(pk__in=[each.pk for each in rows])
        urgent += [
            _item(officer, each, str(each.get_stage_display())) for each in _first(owed.order_by("due_on", "id"))
        ]
    if access.may(officer, "sign"):
        signing = proposals.list_of(officer, "waiting", today)
        waits.insert(0, ("待签批", signing.order_by().count()))
        for each in signing[:URGENT] if waits[0][1] else ():
            named = f"：{each.assignment.matter.no} {each.assignment.matter.title}" if each.assignment else ""
            urgent.append(Item(f"{each.get_act_display()}{named}", f"proposal:{each.pk}", "等您签批"))
    if len(urgent) < URGENT:
        soon = held.filter(part=Part.LEAD, stage__in=OPEN_STAGES, due_on__range=(today, today + SOON))
        known = {each.about for each in urgent}
        near = [_item(officer, each, _left(each, today, calendar)) for each in _first(soon.order_by("due_on", "id"))]
        urgent += [each for each in near if each.about not in known]
    return Digest(
        count,
        [each for each in waits if each[1]],
        urgent[:URGENT],
        news_of(_open(officer, messages, today), today, calendar),
    )


def news_of(messages: list[Message], on: datetime.date, calendar: Calendar) -> list[Item]:
    """Return what the messages say on the day on which they are read: reminders first, one a date, each with how far it is; what is over is left out."""
    kinds: dict[bool, list[Item]] = defaultdict(list)
    latest = {message.key.rpartition(":")[0]: message.pk for message in messages if message.due_on}
    for message in messages:
        left = words_of(message.due_on, on, calendar) if message.due_on else ""
        if not message.due_on:
            kinds[message.kind == "reminder"].append(Item(message.text, message.about))
        elif left and latest[message.key.rpartition(":")[0]] == message.pk:
            kinds[True].append(Item(f"{message.text}（{left}）", message.about))
    return list(dict.fromkeys([*kinds[True], *kinds[False]]))


# What a message asks of the office, by its kind, and the stage in which nobody has done it yet.
_ASKED = {"report.submitted": Stage.TO_REVIEW, "assignment.refused": Stage.REFUSED}


def _open(officer: Officer, messages: list[Message], today: datetime.date) -> list[Message]:
    """Return the messages without those that ask for what is done by now: a signature, a review, a ruling. Who decided it on the page need not be asked by letter."""
    # What tells who asked that it is decided is of the same kinds, and does not say 等您.
    to_sign = {
        each.pk: each.about.partition(":")[2]
        for each in messages
        if each.kind.startswith("proposal.") and each.about.startswith("proposal:") and "等您" in each.text
    }
    over: set[int] = set()
    if to_sign:
        waiting = proposals.list_of(officer, "waiting", today).filter(pk__in=set(to_sign.values())).order_by()
        stand = {str(pk) for pk in waiting.values_list("pk", flat=True)}
        over |= {pk for pk, proposal in to_sign.items() if proposal not in stand}
    asked = {each.pk: (each.about.partition(":")[2], _ASKED[each.kind]) for each in messages if each.kind in _ASKED}
    if asked and officer.is_office:
        numbers = {no for no, _ in asked.values()}
        held = access.matters.assignments(officer).filter(stage__in=_ASKED.values(), matter__no__in=numbers)
        stands = set(held.order_by().values_list("matter__no", "stage"))
        over |= {pk for pk, what in asked.items() if what not in stands}
    return [each for each in messages if each.pk not in over]


def _own(officer: Officer) -> QuerySet[Assignment]:
    """Return what is this person's affair: a unit's own, a leader's fields, everything for the office and who leads all; nothing for others."""
    held = access.matters.assignments(officer)
    if officer.role == Role.LEADER:
        return held.filter(unit__portfolio__leader=officer)
    return held if officer.is_unit or officer.is_office or officer.is_leader else held.none()


def _waits(officer: Officer, today: datetime.date) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    if officer.is_unit or officer.is_office:
        words = {Stage.TO_ACCEPT: "待签收", Stage.RETURNED: "退回待重报"}
        if officer.is_office:
            words = {Stage.TO_REVIEW: "反馈待审核", Stage.REFUSED: "拒签待裁定"}
            proposed = Matter.objects.filter(jurisdiction=officer.office, state=State.PROPOSED)
            found.append(("待交办", proposed.count()))
        asked = {stage.value: Count("pk", filter=Q(stage=stage)) for stage in words}
        counts = access.matters.assignments(officer).filter(stage__in=words).order_by().aggregate(**asked)
        found += [(word, counts[stage.value]) for stage, word in words.items()]
    if access.may(officer, "see_inspections"):
        lists = rectification_desks.lists_for(officer, today)
        # What is late is among what is to be put right.
        found += [(word, rows.order_by().count()) for word, _, query, rows in lists if "late" not in query]
    return found


def _first(held: QuerySet[Assignment]) -> QuerySet[Assignment]:
    return held.select_related("matter", "unit")[:URGENT]


def _due(held: Assignment) -> datetime.date:
    assert held.due_on is not None
    return held.due_on


def _left(held: Assignment, today: datetime.date, calendar: Calendar) -> str:
    return words_of(_due(held), today, calendar)


def _item(officer: Officer, held: Assignment, why: str) -> Item:
    text = f"{held.matter.no} {held.matter.title}" if officer.is_unit else in_a_line(held)
    return Item(text, f"matter:{held.matter.no}", why)


def in_a_line(held: Assignment) -> str:
    """Return a matter with its unit, which is not said twice where the title ends with it."""
    unit = f"（{held.unit}）"
    return f"{held.matter.no} {held.matter.title.removesuffix(unit)}{unit}"
