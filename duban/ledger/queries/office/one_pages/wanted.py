"""The five that need a word from a leader: each with what speaks for it, and the word that comes next."""

import datetime
import enum
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from duban.ledger import access
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Report
from duban.ledger.models.assignments import OPEN_STAGES, Part
from duban.ledger.models.reports import Ruling
from duban.ledger.queries.matters import fates
from duban.ledger.queries.matters.deadlines import in_words
from duban.ledger.queries.office.one_pages.late import first_words, last_reports, late_of
from duban.ledger.queries.public.ratings import WAITS
from duban.people.models import Officer

# After so many days without a word the office is to press; before, the leader's own word is the next.
SILENT = 14
RETURNED_OFTEN = 2


class Word(enum.StrEnum):
    """What a leader may say to it."""

    INSTRUCT = "批示"
    URGE = "催办"
    ASK = "问一句"


@dataclass
class Wanted:
    """One assignment of which the leader should speak: why, in a line; `word` is the one to press first. `days` late, 0 where it is not."""

    assignment: Assignment
    days: int = 0
    why: list[str] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)

    @property
    def said(self) -> str:
        """Return why, in a line."""
        return "，".join(self.why)

    @property
    def word(self) -> Word:
        """Return what the leader should say: a question where somebody contradicts the unit, else an instruction where something is in the way."""
        return next((each for each in (Word.ASK, Word.INSTRUCT) if each in self.words), Word.URGE)


def wanted_of(officer: Officer, own: str, today: datetime.date, most: int = 5) -> list[Wanted]:
    """Return the lead assignments that need a word, those for which most speaks first; seven queries, however many matters.

    What speaks for one: it is late; the last report says what cannot be carried out; it was returned twice or oftener; somebody whom it
    concerns is dissatisfied and waits for an answer.
    """
    held = _held(officer, own)
    blocked, returned = _blocked(held), _returned(held, most)
    unhappy = _dissatisfied(officer, held, most)
    late = late_of(officer, own, today)
    keys = {each.pk for each in late.filter(pk__in=blocked.values("assignment"))[:most]}
    keys |= {each.pk for each in late[:most]} | set(returned)
    keys |= set(blocked.order_by("-submitted_on", "-pk").values_list("assignment", flat=True)[:most])
    rows = list(held.filter(Q(pk__in=keys) | Q(matter__in=unhappy)).select_related("matter__jurisdiction", "unit"))
    heard = last_reports(officer, rows)
    calendar = Governed.of(officer.office).calendar
    found = []
    for each in rows:
        one = Wanted(each)
        if each.stage in OPEN_STAGES and each.is_past(today):
            assert each.due_on is not None
            one.days = (today - each.due_on).days
            one.why.append(in_words(each.due_on, on=today, calendar=calendar).text)
        report = heard.get(each.pk)
        if each.matter_id in unhappy:
            one.why.append(f"群众不满意 {unhappy[each.matter_id]} 次，还没有答复")
            one.words.append(Word.ASK)
        if each.pk in returned:
            one.why.append(f"反馈已退回 {returned[each.pk]} 次")
            one.words.append(Word.URGE)
        _hear(one, report, today)
        found.append(one)
    return sorted(found, key=lambda each: (-len(each.why), -each.days, each.assignment.pk))[:most]


def _hear(one: Wanted, report: Report | None, today: datetime.date) -> None:
    """Add what the last report says, or how long nothing was heard."""
    sent = one.assignment.dispatched_on
    if report is None:
        if one.days:
            one.why.append("从未反馈")
            one.words.append(Word.URGE)
        return
    if report.blocked:
        one.why.append(first_words(report.blocked))
        one.words.append(Word.INSTRUCT)
    silent = (today - max(report.submitted_on, sent or report.submitted_on)).days
    if one.days and silent > SILENT:
        one.why.append(f"{silent} 天没有反馈")
        one.words.append(Word.URGE)
    elif one.days and not report.blocked:
        one.why.append(f"{report.submitted_on:%m-%d} 反馈：{first_words(report.problems or report.done) or '无文字'}")
        one.words.append(Word.INSTRUCT)


def _held(officer: Officer, own: str) -> QuerySet[Assignment]:
    held = fates.seen(officer).filter(part=Part.LEAD, matter__in=access.matters.matters(officer))
    return held.filter(unit__portfolio__leader=int(own)) if own else held


def _blocked(held: QuerySet[Assignment]) -> QuerySet[Report]:
    """Return the last reports of open assignments that say what cannot be carried out."""
    later = Report.objects.filter(assignment=OuterRef("assignment"), pk__gt=OuterRef("pk"))
    going = held.filter(stage__in=OPEN_STAGES)
    return Report.objects.filter(~Q(blocked=""), ~Exists(later), assignment__in=going.values("pk"))


def _returned(held: QuerySet[Assignment], most: int) -> dict[int, int]:
    """Return of the open assignments those whose reports were returned most often, twice at least, and how often."""
    going = held.filter(stage__in=OPEN_STAGES)
    found = Report.objects.filter(ruling=Ruling.RETURNED, assignment__in=going.values("pk")).order_by()
    often = found.values_list("assignment").annotate(times=Count("pk")).filter(times__gte=RETURNED_OFTEN)
    return dict(often.order_by("-times", "assignment")[:most])


def _dissatisfied(officer: Officer, held: QuerySet[Assignment], most: int) -> dict[int, int]:
    """Return the matters with whose result people are dissatisfied without an answer yet, and how many are."""
    found = access.public.ratings(officer).filter(WAITS, matter__in=held.values("matter")).order_by()
    often: Iterable[tuple[int, int]] = found.values_list("matter").annotate(times=Count("pk"))
    return dict(often.order_by("-times", "matter")[:most])  # type: ignore[attr-defined]
