"""What findings, conclusions and reviews put on a desk: each number with the list that it counts."""

import datetime
from collections.abc import Iterator

from django.db.models import QuerySet

from duban.ledger import access, conditions
from duban.ledger.models import Finding, Inspection, JournalLine, Review
from duban.ledger.queries.inspections import conclusions, findings, reviews
from duban.ledger.queries.office.reminding import Reminding
from duban.people.models import Jurisdiction, Officer, Role


def lists_for(officer: Officer, today: datetime.date) -> list[tuple[str, str, str, QuerySet]]:
    """Return what waits for this officer: its word, the route and query of its list, and the rows."""
    found: list[tuple[str, str, str, QuerySet]] = []
    for show, word in _shows(officer).items():
        rows = findings.list_of(officer, findings.Asked(show=show), today)
        found.append((word, "findings", f"show={show}", rows))
    if not officer.is_unit:
        found.append(("督查结论待我审阅", "conclusions", "show=mine", conclusions.list_of(officer, "mine", today)))
    if officer.is_office:
        found.append(
            ("督查结论待送达", "conclusions", "show=approved", conclusions.list_of(officer, "approved", today))
        )
        found.append(("结论复核超期", "reviews", "tab=late", reviews.reviews_in(officer, "late", today)))
    if access.may(officer, "decide_review"):
        found.append(("结论复核待我决定", "reviews", "tab=decide", reviews.reviews_in(officer, "decide", today)))
    return found


def reminders(jurisdiction: Jurisdiction, reminding: Reminding) -> Iterator[tuple[int, str, str, str, datetime.date]]:
    """Yield what units should hear of limits that come near: the unit's key, words, what it is about, what makes it once, the limit.

    Quiet where the unit has reported, and of a limit set only just now.
    """
    near = Finding.objects.filter(inspection__jurisdiction=jurisdiction, progress__in=conditions.findings.OWED)
    near = near.filter(rectify_by__range=(reminding.on, reminding.until)).select_related("inspection")
    for row in near.order_by("rectify_by", "id"):
        assert row.rectify_by is not None
        step = reminding.step(row.rectify_by, row.handed_on) if row.handed_on is not None else None
        if step is not None:
            key = f"finding:{row.pk}:{row.rectify_by}:{step}"
            yield row.unit_id, f"{row.inspection.title} 问题 {row.order}", f"finding:{row.pk}", key, row.rectify_by


def called_on(verb: str, pk: int) -> tuple[int | None, str]:
    """Return whom a line of the journal calls on, as the officer's key, and to do what: to read a conclusion, or to decide a review."""
    if verb in ("conclusion.forwarded", "conclusion.read"):
        return conclusions.turn_of(pk), "督查结论等您审阅"
    if verb == "review.named":
        return Review.objects.filter(pk=pk).values_list("named", flat=True).first(), "请您复核督查结论"
    return None, ""


def told_of(line: JournalLine, officers: list[Officer]) -> list[Officer]:
    """Return those of the officers who may know by now of the inspection that a line is about; all of them where it is about none."""
    number = line.data.get("no", "")
    held = (
        Inspection.objects.filter(jurisdiction=line.jurisdiction_id, no=number, unannounced=True).first()
        if number
        else None
    )
    if held is None:
        return officers
    return [each for each in officers if access.inspections.inspections(each).filter(pk=held.pk).exists()]


def _shows(officer: Officer) -> dict[str, str]:
    if officer.is_unit:
        return {"open": "督查问题待整改", "late": "督查整改超期"}
    if officer.role == Role.INSPECTOR:
        return {"noted": "督查问题待交办", "reported": "整改待验收"}
    if officer.is_office:
        return {"noted": "督查问题待交办", "reported": "整改待验收", "pleas": "不可抗力待认定", "late": "督查整改超期"}
    return {}
