"""The circulars of the demonstration: each month the office tells the units how the month before went."""

import datetime
from functools import partial

from duban.demo.agendas import Agenda
from duban.demo.people import Staff
from duban.ledger.actions.papers import bulletins
from duban.ledger.by import By
from duban.people.models import Role

_MONTHS = 3


def enter_bulletins(staff: Staff, agenda: Agenda) -> None:
    """Enter the circulars of the last months, each issued on the second working day after its month."""
    first = agenda.today.replace(day=1)
    for _ in range(_MONTHS):
        last = first - datetime.timedelta(days=1)
        on = datetime.datetime.combine(agenda.workday(last, 2), datetime.time(10), agenda.now.tzinfo)
        agenda.put_at(on, partial(_issue, staff, last))
        first = last.replace(day=1)


def _issue(staff: Staff, last: datetime.date, at: datetime.datetime) -> None:
    clerk = staff.officer(Role.CLERK)
    made = bulletins.draft_bulletin(
        jurisdiction=staff.jurisdiction,
        kind="circular",
        span="month",
        first=last.replace(day=1),
        last=last,
        by=By(clerk, at),
    )
    bulletins.forward_bulletin(bulletin=made, by=By(clerk, at))
    bulletins.sign_bulletin(bulletin=made, agree=True, opinion="同意印发。", by=By(staff.officer(Role.OFFICE_HEAD), at))
    bulletins.issue_bulletin(bulletin=made, by=By(clerk, at))
