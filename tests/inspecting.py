"""Small stories of inspections that tests tell: drawn up, put up, signed, under way, with a team."""

import datetime

from duban.ledger.actions.inspections import inspections, visits
from duban.ledger.by import By
from duban.ledger.models import Member
from duban.ledger.models.inspections import Capacity, Method
from tests import cast

DAY = datetime.date(2026, 3, 31)


def scheme(office, **more):
    """Return the scheme of a special inspection of the first two units on the day of the tests."""
    words = {
        "title": "春耕备耕专项督查",
        "method": Method.SPECIAL,
        "from_on": DAY,
        "to_on": DAY + datetime.timedelta(days=2),
        "units": office.units[:2],
        "scheme": "查种子、化肥储备和农机检修。",
        "unplanned_reason": "省里临时部署",
    }
    return inspections.Scheme(**{**words, **more})


def drafted(office, **more):
    """Let the clerk draw it up."""
    given = scheme(office, **more)
    return inspections.draft_inspection(jurisdiction=office.jurisdiction, scheme=given, by=By(office.clerk, cast.at()))


def applied(office, signer=None, at=None, **more):
    """Let the clerk draw it up and put it up to the leader."""
    made = drafted(office, **more)
    return inspections.apply_inspection(
        inspection=made, signer=signer or office.leader, by=By(office.clerk, at or cast.at())
    )


def approved(office, at=None, **more):
    """Let the leader sign it; the inspector is its head."""
    made = applied(office, at=at, **more)
    made = inspections.sign_inspection(inspection=made, agree=True, by=By(office.leader, at or cast.at()))
    Member.objects.create(inspection=made, officer=office.inspector, name=str(office.inspector), capacity=Capacity.HEAD)
    return made


def under_way(office, **more):
    """Let the team set out on the day of the tests."""
    return inspections.start_inspection(inspection=approved(office, **more), by=By(office.clerk, cast.at()))


def visit(office, inspection, unit=None, **more):
    """Let the clerk plan one place at units[0] on the first day."""
    words = {"unit": unit or office.units[0], "place": "粮库", "how": "site", "on": inspection.from_on, **more}
    return visits.plan_visit(inspection=inspection, by=By(office.clerk, cast.at()), **words)
