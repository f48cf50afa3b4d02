"""Specimens: matters of the first unit that go their course through the ledger's acts, some to the end, some left open."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from duban.demo.many.office import Staff
from duban.ledger.actions.matters import assignments, attachments, matters
from duban.ledger.actions.matters.orders import Order
from duban.ledger.actions.reports import reports
from duban.ledger.by import By
from duban.ledger.models import Assignment, Matter
from duban.ledger.models.reports import What

# Days from the registration to the deadline; one open matter in nine is not late yet.
DAYS = 40
FORTNIGHTS = 26
_ORDER, _PROGRESS = "按月报送进展，协调解决用地和资金问题，", "已完成{}，正在办理后续手续，用地和资金问题已经协调。"
_AT_LEAST = "全部完成并通过验收"


def title_of(number: int) -> str:
    """Return the title of the matter of that number."""
    return f"推进第{number}号民生项目建设"


def requirement_of(number: int) -> str:
    """Return what the matter of that number asks."""
    return f"{title_of(number)}，{_ORDER}年内完成。"


@dataclass(frozen=True)
class Specimen:
    """One matter as it was left: open, or accepted as done and closed; three reports stand on it where there was time for them."""

    matter: int
    is_open: bool


def tell(staff: Staff, now: datetime.datetime, fortnights: int = FORTNIGHTS) -> list[Specimen]:
    """Let one open and one finished matter begin in each fortnight before `now`, and return them in order of their beginning.

    All acts happen in the order of their instants, none after `now`.
    """
    acts: list[tuple[datetime.datetime, int, Callable[[datetime.datetime], object]]] = []
    courses = [
        _Course(staff, now - datetime.timedelta(days=14 * back), is_open)
        for back in range(fortnights, 0, -1)
        for is_open in (True, False)
    ]
    for number, course in enumerate(courses):
        acts += [(course.start + datetime.timedelta(days=day), number, act) for day, act in course.acts()]
    for at, _, act in sorted(acts, key=lambda each: each[:2]):
        if at <= now:
            act(at)
    return [Specimen(course.matter.pk, course.is_open) for course in courses]


class _Course:
    """One matter's acts, each with the days after its registration."""

    matter: Matter

    def __init__(self, staff: Staff, start: datetime.datetime, is_open: bool) -> None:
        self.staff, self.start, self.is_open = staff, start, is_open

    def acts(self) -> list[tuple[int, Callable[[datetime.datetime], object]]]:
        said: list[tuple[int, Callable[[datetime.datetime], object]]] = [
            (0, self._register),
            (1, lambda at: matters.dispatch_matter(matter=self.matter, by=By(self.staff.clerk, at))),
            (2, lambda at: assignments.accept_assignment(assignment=self._held(), by=By(self.staff.liaisons[0], at))),
            (5, lambda at: self._report(at, What.PROGRESS, "前期手续")),
            (8, lambda at: self._report(at, What.PROGRESS, "主体工程")),
        ]
        last = What.PROGRESS if self.is_open else What.RESULT
        return [
            *said,
            (11, lambda at: self._report(at, last, "附属工程")),
            *([] if self.is_open else [(12, self._close)]),
        ]

    def _register(self, at: datetime.datetime) -> None:
        order = Order(
            title=title_of(0),
            requirement=requirement_of(0),
            standard=_AT_LEAST,
            category="meeting",
            source="meeting",
            due_on=at.date() + datetime.timedelta(days=DAYS),
            lead=(self.staff.units[0],),
        )
        self.matter = matters.register_matter(
            jurisdiction=self.staff.jurisdiction, order=order, by=By(self.staff.clerk, at)
        )

    def _held(self) -> Assignment:
        return Assignment.objects.select_related("matter__jurisdiction", "unit").get(matter=self.matter)

    def _report(self, at: datetime.datetime, what: What, words: str) -> None:
        by = By(self.staff.liaisons[0], at)
        made = reports.submit_report(
            assignment=self._held(), what=what, by=by, words=reports.Words(_PROGRESS.format(words))
        )
        if what == What.RESULT:
            attachments.add_file(
                jurisdiction=self.staff.jurisdiction,
                name="验收单.txt",
                chunks=["验收合格".encode()],
                by=by,
                report=made,
            )
        reports.accept_report(report=made, by=By(self.staff.head, at + datetime.timedelta(hours=2)))

    def _close(self, at: datetime.datetime) -> None:
        matters.close_matter(matter=Matter.objects.get(pk=self.matter.pk), by=By(self.staff.head, at))
