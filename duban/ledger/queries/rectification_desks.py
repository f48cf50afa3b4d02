"""What findings, conclusions and reviews put on a desk: each number with the list that it counts."""

import datetime

from django.db.models import QuerySet

from duban.ledger import access
from duban.ledger.queries import conclusions, findings, reviews
from duban.people.models import Officer, Role


def lists_for(officer: Officer, today: datetime.date) -> list[tuple[str, str, str, QuerySet]]:
    """Return what waits for this officer: its word, the route and query of its list, and the rows."""
    found: list[tuple[str, str, str, QuerySet]] = []
    for show, word in _shows(officer).items():
        rows = findings.list_of(officer, findings.Asked(show=show), today)
        found.append((word, "findings", f"show={show}", rows))
    if not officer.is_unit:
        found.append(("督查结论待我审阅", "conclusions", "show=mine", conclusions.list_of(officer, "mine", today)))
    if officer.is_office:
        found.append(("督查结论待送达", "conclusions", "show=approved", conclusions.list_of(officer, "approved", today)))
        found.append(("结论复核超期", "reviews", "tab=late", reviews.reviews_in(officer, "late", today)))
    if access.may(officer, "decide_review"):
        found.append(("结论复核待我决定", "reviews", "tab=decide", reviews.reviews_in(officer, "decide", today)))
    return found


def _shows(officer: Officer) -> dict[str, str]:
    if officer.is_unit:
        return {"open": "督查问题待整改", "late": "督查整改超期"}
    if officer.role == Role.INSPECTOR:
        return {"noted": "督查问题待交办", "reported": "整改待验收"}
    if officer.is_office:
        return {"noted": "督查问题待交办", "reported": "整改待验收", "pleas": "不可抗力待认定", "late": "督查整改超期"}
    return {}
