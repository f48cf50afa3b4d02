"""暂定: the note on a paper whose day was counted in working days of a year without its holiday notice."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import replace

from duban.engine.rules.durations import PLAIN, Count
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Matter, Notice
from duban.ledger.wordings.letters import act_of
from duban.papers.writing.documents import Paper, Paragraph
from duban.papers.writing.texts import date_words

_ONE_DAY = datetime.timedelta(days=1)


def marked(paper: Paper, notice: Notice, listed: Sequence[Assignment] = ()) -> Paper:
    """Return the paper with a note under it that names its provisional days; as it is where there are none.

    A day that the paper states is no count, and stands.
    """
    days = sorted(set(_counted(notice, listed)))
    if not days:
        return paper
    years = "、".join(f"{year}年" for year in sorted({day.year for day in days}))
    said = (
        f"注：{'、'.join(map(date_words, days))}按工作日推算，{years}放假安排尚未公布，暂定；公布后只会顺延，不会提前。"
    )
    return replace(paper, body=(*paper.body, Paragraph(said)))


def _counted(notice: Notice, listed: Sequence[Assignment]) -> Iterable[datetime.date]:
    act = act_of(notice)
    if act.startswith("step:") and notice.matter is not None:
        step = next((each for each in Governed.of(notice.matter).steps if each.step == act.removeprefix("step:")), None)
        if step is not None and isinstance(step.limit, Count) and _rests(notice, step.limit, notice.limit_on):
            yield from (notice.limit_on,) if notice.limit_on else ()
    if act == "dispatch":
        matters: list[Matter] = [each.matter for each in listed] or ([notice.matter] if notice.matter else [])
        for matter in matters:
            rule = next((each for each in Governed.of(matter).deadlines if each.name == matter.due_rule), None)
            if rule is not None and matter.due_on and _rests(notice, rule.count, matter.due_on):
                yield matter.due_on


def _rests(notice: Notice, count: Count, day: datetime.date | None) -> bool:
    """Whether the day was counted in working days and the count touches a year without its notice."""
    if day is None or count.unit in PLAIN:
        return False
    governed = Governed.of(notice.matter or notice.jurisdiction)
    start = day if count.span else min(notice.issued_on + _ONE_DAY, day)
    return governed.calendar.touches_provisional(start, day)
