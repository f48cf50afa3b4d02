"""Small stories of bulletins that tests tell: drafted from the data of a period, issued."""

import datetime

from duban.ledger.actions.papers import bulletins
from duban.ledger.by import By
from duban.ledger.queries.scoring.periods import span_of
from tests import cast, stories

AT = cast.at("2026-04-01 09:00")


def a_month(office):
    """In March: one done in time, one done late, one overdue, one written off nowhere; another due in April."""
    start = cast.at("2026-03-02 09:00")
    units = office.units
    done = stories.matter(office, due_on="2026-03-20", at=start, lead=units[1:2], title="按期的事项")
    stories.complete(office, done, cast.at("2026-03-16 09:00"))
    late = stories.matter(office, due_on="2026-03-10", at=start, lead=units[0:1], title="逾期办结的事项")
    stories.complete(office, late, cast.at("2026-03-18 09:00"))
    stories.matter(office, due_on="2026-03-24", at=start, lead=units[0:1], title="逾期未办的事项")
    stories.matter(office, due_on="2026-04-20", at=start, lead=units[2:3], title="四月到期的事项")


def drafted(office, kind, span="month", day=datetime.date(2026, 3, 15), at=AT):
    if span == "week":
        first = day - datetime.timedelta(days=day.weekday())
        last = first + datetime.timedelta(days=6)
    else:
        found = span_of(span, day)
        first, last = found.first, found.last
    return bulletins.draft_bulletin(
        jurisdiction=office.jurisdiction, kind=kind, span=span, first=first, last=last, by=By(office.clerk, at)
    )


def issued(office, bulletin, at=AT):
    bulletins.forward_bulletin(bulletin=bulletin, by=By(office.clerk, at))
    bulletins.sign_bulletin(bulletin=bulletin, agree=True, opinion="", by=By(office.head, at))
    return bulletins.issue_bulletin(bulletin=bulletin, by=By(office.clerk, at))
