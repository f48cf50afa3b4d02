"""A leader's one page (一页通): what is late and with whom, what waits, what moved, how it went by month, the fields side by side, the five to speak of."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from duban.ledger import access
from duban.ledger.queries.matters.filters import Filter
from duban.ledger.queries.matters.statistics import Mark
from duban.ledger.queries.office.desks import by_portfolio
from duban.ledger.queries.office.one_pages.curves import Curve, curves_of, mark_of, months_until
from duban.ledger.queries.office.one_pages.late import Late, late_of, said_of, told
from duban.ledger.queries.office.one_pages.wanted import Wanted, wanted_of
from duban.ledger.queries.requests import proposals
from duban.people.models import LEADERS, Officer, Portfolio, Role

# How many of those late longest are named beside the sentence.
MOST_LATE = 3


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
    wanted: list[Wanted]
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
    late = mark_of(officer, today, leader=own, due="late")
    behind = late_of(officer, own, today)
    waiting = proposals.list_of(leader, "waiting", today)
    waiting = waiting.filter(pk__in=access.requests.proposals(officer).values("pk"))
    moved = [
        ("新交办", mark_of(officer, today, leader=own, recent="sent")),
        ("办结", mark_of(officer, today, leader=own, recent="done")),
        ("新超期", mark_of(officer, today, leader=own, recent="late")),
    ]
    sides = _sides(officer, leader, fields, today)
    curves = curves_of(officer, own, late, today)
    return OnePage(
        leader=leader,
        today=today,
        fields=[each for each in fields if not own or each.leader_id == leader.pk],
        said=said_of(behind, late, is_own=bool(own)),
        late=late,
        rows=told(officer, list(behind[:MOST_LATE]), today),
        wanted=wanted_of(officer, own, today, most),
        waiting=proposals.cards_of(leader, waiting[:most], today),
        waits=waiting.order_by().count(),
        moved=moved,
        curves=curves,
        months=[f"{each.year} 年 {each.month} 月" for each in months_until(today)],
        portfolios=sides,
        compared=_compared(sides),
    )


def _sides(officer: Officer, leader: Officer, fields: list[Portfolio], today: datetime.date) -> list[Field]:
    """Return the fields side by side, the most late first, in one query; each figure is that of its list."""
    counted = by_portfolio(officer, fields, today)
    numbers = {key: (each["open"], each["late"]) for key, each in counted.items()}
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
