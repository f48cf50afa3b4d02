"""A matter's time as a picture: from the order to the result or today, against the deadline, with reports, extensions and steps on it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Proposal
from duban.ledger.models.proposals import STEP, Outcome
from duban.ledger.models.reports import What
from duban.ledger.queries.matters.deadlines import in_words
from duban.ledger.queries.matters.dossiers import Dossier

# Shapes by what a mark is: an order, a report, an extension, a step, a deadline, the end.
ORDER, REPORT, EXTENSION, STEP_TAKEN, DUE, END = "order", "report", "extension", "step", "due", "end"


@dataclass(frozen=True)
class Mark:
    """One thing on the line: its day, what it was, its shape, and its place from 0 to 100."""

    on: datetime.date
    word: str
    kind: str
    at: float


@dataclass(frozen=True)
class Strip:
    """One lead unit's time: `kept` and `over` are the widths within and beyond the deadline, `ahead` what is left; together 100."""

    unit: str
    said: str
    marks: list[Mark]
    kept: float
    over: float
    ahead: float

    @property
    def over_from(self) -> float:
        """Return where the time beyond the deadline begins."""
        return self.kept

    @property
    def ahead_from(self) -> float:
        """Return where the time that is left begins."""
        return self.kept + self.over


def strips_of(dossier: Dossier, today: datetime.date) -> list[Strip]:
    """Return a strip of each lead unit that has the order, from what was read already; of a unit that looks its own: others' reports it does not see."""
    leads = [each for each in dossier.leads if dossier.own is None or each.pk == dossier.own.pk]
    return [_strip(dossier, each, today) for each in leads if each.dispatched_on is not None]


def _strip(dossier: Dossier, held: Assignment, today: datetime.date) -> Strip:
    start = held.dispatched_on
    assert start is not None
    end = held.completed_on or today
    seen = _seen(dossier, held)
    days = [end, *([held.due_on] if held.due_on else []), *(day for day, _, _ in seen)]
    span = max((max(days) - start).days, 1)

    def at(day: datetime.date) -> float:
        return round(min(max((day - start).days, 0), span) * 100 / span, 1)

    seen += [(start, "交办", ORDER), (end, "办结" if held.completed_on else "今天", END)]
    if held.due_on:
        seen.append((held.due_on, "期限", DUE))
    due = held.due_on or end
    kept = at(min(due, end))
    over = max(at(end) - kept, 0)
    marks = [Mark(day, word, kind, at(day)) for day, word, kind in sorted(seen, key=lambda each: each[0])]
    return Strip(str(held.unit), _said(dossier, held, today), marks, kept, over, max(at(due) - kept - over, 0))


def _seen(dossier: Dossier, held: Assignment) -> list[tuple[datetime.date, str, str]]:
    """Return the reports, extensions and steps of an assignment."""
    found = [
        (each.submitted_on, "报结果" if each.what == What.RESULT else "反馈", REPORT)
        for each in dossier.reports
        if each.assignment_id == held.pk
    ]
    own: Sequence[Proposal] = [each for each in dossier.proposals if each.assignment_id == held.pk]
    names = {each.step: each.name for each in Governed.of(dossier.matter).steps}
    for each in own:
        if each.outcome != Outcome.CARRIED_OUT or each.carried_out_on is None:
            continue
        if each.act == STEP:
            found.append((each.carried_out_on, names.get(each.step, "督办措施"), STEP_TAKEN))
        elif each.act == "extension" and each.until:
            found.append((each.carried_out_on, f"延期到 {each.until:%m-%d}", EXTENSION))
    return found


def _said(dossier: Dossier, held: Assignment, today: datetime.date) -> str:
    """Return what one sees, in a sentence."""
    end = held.completed_on or today
    assert held.dispatched_on is not None
    reports = sum(each.assignment_id == held.pk for each in dossier.reports)
    days, done = (end - held.dispatched_on).days, "办结" if held.completed_on else ""
    words = [f"交办 {days} 天{done}" if days else f"交办当天{done}" if done else "今天交办"]
    words.append(f"反馈 {reports} 次" if reports else "还没有反馈")
    if held.due_on and held.stage not in ("suspended", "written_off"):
        calendar = Governed.of(dossier.matter).calendar
        words.append(in_words(held.due_on, on=today, calendar=calendar, done_on=held.completed_on).text)
    return "，".join(words) + "。"
