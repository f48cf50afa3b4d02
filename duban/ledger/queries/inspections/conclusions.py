"""Conclusions: what may be done with one just now and by whom, or what stands against it with the clause; and their lists."""

import datetime

from django.db.models import Q, QuerySet

from duban.ledger import access, conditions
from duban.ledger.models import Conclusion, Finding, Inspection, Reading
from duban.ledger.models.conclusions import Step
from duban.ledger.models.findings import Nature, Progress
from duban.ledger.models.inspections import Capacity, Member
from duban.people.models import LEADERS, Officer, Role, Unit


def words_for(inspection: Inspection, unit: Unit) -> dict[str, str]:
    """Return what the records of an inspection already say for a conclusion of one unit, part by part, to be edited."""
    found = (
        Finding.objects.filter(inspection=inspection, unit=unit).exclude(progress=Progress.DROPPED).order_by("order")
    )
    parts: dict[str, list[str]] = {"achievements": [], "problems": [], "shortfalls": []}
    for each in found:
        if each.nature in (Nature.BREACH, Nature.TENDENCY):
            # What goes to the discipline body is not told to the unit; a first sign is nobody's fault yet.
            continue
        part = (
            "achievements"
            if each.nature == Nature.EXPERIENCE
            else "shortfalls"
            if each.nature in conditions.conclusions._FAILED
            else "problems"
        )
        word = (
            f"（{each.get_nature_display()}）"
            if part == "shortfalls" or each.nature not in (Nature.PROBLEM, Nature.EXPERIENCE)
            else ""
        )
        parts[part].append(f"{len(parts[part]) + 1}. {each.text.strip()}{word}")
    return {name: "\n".join(rows) for name, rows in parts.items()}


def works_on(officer: Officer, conclusion: Conclusion) -> bool:
    """Return whether the officer writes the conclusion: the team does."""
    return access.inspections.on_team(officer, conclusion.inspection)


def signers_for(conclusion: Conclusion) -> QuerySet[Officer]:
    """Return the leaders who may sign it: nobody who wrote or read it for the team."""
    found = Officer.objects.filter(jurisdiction=conclusion.inspection.jurisdiction, role__in=LEADERS, is_active=True)
    return found.exclude(pk__in=[conclusion.drafted_by_id or 0, conclusion.head_read_by_id or 0]).order_by("id")


def usual_signer(conclusion: Conclusion) -> Officer | None:
    """Return the leader who signs it as a rule: who signed the inspection, else the one in charge of the unit, else the principal."""
    leaders = {each.pk: each for each in signers_for(conclusion)}
    portfolio = conclusion.unit.portfolio
    wanted = [conclusion.inspection.signed_by_id, portfolio.leader_id if portfolio else None]
    found = next((leaders[pk] for pk in wanted if pk in leaders), None)
    return found or next((each for each in leaders.values() if each.role == Role.PRINCIPAL), None)


def turn_of(pk: int) -> int | None:
    """Return whose turn it is to read a conclusion, as the officer's key: the head of the team, then the leader; None for nobody's."""
    found = Conclusion.objects.filter(pk=pk).select_related("inspection").first()
    if found is None or found.step not in (Step.HEAD, Step.LEADER):
        return None
    head = conditions.conclusions.head_of(found.inspection) if found.step == Step.HEAD else None
    return head.officer_id if head is not None else found.to_sign_id


def readers_of(conclusion: Conclusion) -> list[Reading]:
    """Return who opened a conclusion before its delivery, in order."""
    return list(conclusion.readings.select_related("officer").order_by("at", "id"))


# Filter → its word. The order is that of the list's tabs.
SHOWS = {"mine": "待我审阅", "going": "起草和审阅中", "approved": "待送达", "delivered": "已送达", "": "全部"}


def list_of(officer: Officer, show: str, on: datetime.date) -> QuerySet[Conclusion]:
    """Return the conclusions of a filter that the officer may see, the newest first."""
    found = access.findings.conclusions(officer)
    if show == "mine":
        found = found.filter(waiting_for(officer, on))
    elif show == "going":
        found = found.exclude(step__in=(Step.APPROVED, Step.DELIVERED))
    elif show in (Step.APPROVED, Step.DELIVERED):
        found = found.filter(step=show)
    return found.select_related("inspection", "unit", "to_sign", "drafted_by").order_by("-id")


def waiting_for(officer: Officer, on: datetime.date) -> Q:
    """Return the condition under which a conclusion waits for this officer: as head of the team, or as the leader and for whom they stand in."""
    headed = Member.objects.filter(officer=officer, capacity=Capacity.HEAD, recused_on__isnull=True).values(
        "inspection"
    )
    leaders = [officer.pk, *(each.pk for each in access.delegations.represented_by(officer, on))]
    signing = (
        Q(step=Step.LEADER, to_sign__in=leaders)
        & ~Q(drafted_by=officer)
        & ~Q(head_read_by=officer, head_read_by__isnull=False)
    )
    return Q(step=Step.HEAD, inspection__in=headed) & ~Q(drafted_by=officer) | signing
