"""Who may see inspections, what was found on them and what was concluded: the team, those who sign, the office; a unit what concerns it.

An unannounced one is open to its drafter, team, signer and the head of the office alone. A unit finds it once the team has arrived there, everybody
else of the office and the leaders once it has arrived at every place. Nobody else learns from a list, a search or an address that it exists.
"""

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Concat

from duban.ledger.access.rules import may, one
from duban.ledger.models import (
    AnnualPlan,
    Attachment,
    Draw,
    Inspection,
    JournalLine,
    Member,
    Notice,
    PlanItem,
    Preparation,
    RosterEntry,
    SelfInspection,
    Visit,
)
from duban.ledger.models.inspections import Method, Phase
from duban.people.models import OFFICE, UNIT_ROLES, Delegation, Officer, Role

_RELATED = ("jurisdiction", "opened_by", "signer", "signed_by", "plan_item__plan", "after")
# From when on a unit knows of an inspection that is announced.
KNOWN = (Phase.APPROVED, Phase.UNDER_WAY, Phase.CONCLUDED, Phase.CLOSED)


def inspections(officer: Officer) -> QuerySet[Inspection]:
    """Return the inspections of which the officer may know."""
    found = Inspection.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0)
    if not may(officer, "see_inspections"):
        return found.none()
    if officer.role in UNIT_ROLES:
        return found.filter(_is_insider(officer) | concerns_unit(officer))
    return found.filter(_is_insider(officer) | _is_reader(officer))


def inspection_for(officer: Officer, pk: int) -> Inspection:
    """Return one inspection. Raises NotFound where the officer may not know of it."""
    return one(inspections(officer).select_related(*_RELATED), pk=pk)


def whole(officer: Officer) -> QuerySet[Inspection]:
    """Return the inspections that the officer sees as a whole, all units and findings: everybody but a unit that is inspected."""
    found = inspections(officer)
    return found.filter(_is_insider(officer)) if officer.role in UNIT_ROLES else found


def sees_whole(officer: Officer, inspection: Inspection) -> bool:
    """Return whether the officer sees all of it, and not only what concerns their unit."""
    return officer.role not in UNIT_ROLES or whole(officer).filter(pk=inspection.pk).exists()


def on_team(officer: Officer, inspection: Inspection) -> bool:
    """Return whether the officer is on the team and has not stood aside."""
    return Member.objects.filter(inspection=inspection, officer=officer, recused_on__isnull=True).exists()


def carries_out(officer: Officer, inspection: Inspection) -> bool:
    """Return whether the officer may record what is seen and found: the team, and the office where it may know of it; nobody who stood aside."""
    return not stood_aside(officer, inspection) if officer.role in OFFICE else on_team(officer, inspection)


def stood_aside(officer: Officer, inspection: Inspection) -> bool:
    """Return whether the officer was on the team and stood aside (回避): no post brings them back."""
    return Member.objects.filter(inspection=inspection, officer=officer, recused_on__isnull=False).exists()


def known_lines(
    officer: Officer, lines: QuerySet[JournalLine], *, has_unannounced: bool | None = None
) -> QuerySet[JournalLine]:
    """Return the lines without those on inspections of which the officer may not know yet; `has_unannounced` False: there are none, which need not be asked.

    Once the team is at one unit that unit's lines have names: whoever may warn the next one reads them when it has been everywhere.
    """
    if officer.role == Role.OFFICE_HEAD or has_unannounced is False:
        return lines
    unannounced = Inspection.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0, unannounced=True)
    if not unannounced.exists():
        return lines
    hidden = unannounced.exclude(pk__in=inspections(officer).values("pk"))
    lines = lines.annotate(inspected=KeyTextTransform("no", "data"))
    lines = lines.filter(Q(inspected__isnull=True) | ~Q(inspected__in=hidden.values("no")))
    for kind, rows in (("notice", Notice.objects), ("attachment", Attachment.objects)):
        key = Concat(Value(f"{kind}:"), Cast("pk", CharField()), output_field=CharField())
        lines = lines.exclude(of__in=rows.filter(inspection__in=hidden.values("pk")).annotate(key=key).values("key"))
    return lines


def visits(officer: Officer) -> QuerySet[Visit]:
    """Return the places of which the officer may know: a unit its own, once arrived at or where they are announced."""
    found = Visit.objects.filter(inspection__jurisdiction_id=officer.jurisdiction_id or 0)
    if officer.role in UNIT_ROLES:
        own = Q(unit_id=officer.unit_id or 0, inspection__in=inspections(officer))
        own &= Q(arrived_at__isnull=False) | (Q(inspection__unannounced=False) & ~Q(how=Visit.How.UNANNOUNCED))
        return found.filter(Q(inspection__in=whole(officer)) | own)
    return found.filter(inspection__in=inspections(officer))


def visit_for(officer: Officer, pk: int) -> Visit:
    """Return one place. Raises NotFound where the officer may not know of it."""
    related = ("inspection__jurisdiction", "unit__portfolio", "matter", "recorded_by")
    return one(visits(officer).select_related(*related), pk=pk)


def own_places(officer: Officer) -> QuerySet[Visit]:
    """Return the places to which the officer goes with their teams, while the inspection is under way."""
    teams = Member.objects.filter(officer=officer, recused_on__isnull=True).values("inspection")
    found = Visit.objects.filter(inspection__jurisdiction_id=officer.jurisdiction_id or 0, inspection__in=teams)
    return found.filter(inspection__phase__in=(Phase.APPROVED, Phase.UNDER_WAY))


def self_inspections(officer: Officer) -> QuerySet[SelfInspection]:
    """Return the self-inspections that the officer may see: a unit its own."""
    found = SelfInspection.objects.filter(inspection__in=inspections(officer))
    if officer.role in UNIT_ROLES:
        return found.filter(Q(unit_id=officer.unit_id or 0) | Q(inspection__in=whole(officer)))
    return found


def self_inspection_for(officer: Officer, pk: int) -> SelfInspection:
    """Return one self-inspection. Raises NotFound where the officer may not see it."""
    return one(self_inspections(officer).select_related("inspection__jurisdiction", "unit", "handed_in_by"), pk=pk)


def preparations(officer: Officer) -> QuerySet[Preparation]:
    """Return what is to be ready before inspections from above: a unit its own part."""
    found = Preparation.objects.filter(inspection__in=inspections(officer))
    return found.filter(unit_id=officer.unit_id or 0) if officer.role in UNIT_ROLES else found


def preparation_for(officer: Officer, pk: int) -> Preparation:
    """Return one preparation. Raises NotFound where the officer may not see it."""
    return one(preparations(officer).select_related("inspection__jurisdiction", "unit"), pk=pk)


def members(officer: Officer) -> QuerySet[Member]:
    """Return the team members that the officer may see."""
    return Member.objects.filter(inspection__in=whole(officer))


def member_for(officer: Officer, pk: int) -> Member:
    """Return one team member. Raises NotFound where the officer may not see the team."""
    return one(members(officer).select_related("inspection__jurisdiction", "officer"), pk=pk)


def draws(officer: Officer) -> QuerySet[Draw]:
    """Return the random draws that the officer may see: their own, and those of inspections that they see as a whole."""
    found = Draw.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0)
    return found.filter(Q(drawn_by=officer) | Q(inspection__in=whole(officer)))


def draw_for(officer: Officer, pk: int) -> Draw:
    """Return one draw. Raises NotFound where the officer may not see it."""
    return one(draws(officer).select_related("jurisdiction", "inspection", "drawn_by"), pk=pk)


def annual_plans(officer: Officer) -> QuerySet[AnnualPlan]:
    """Return the annual plans: for the office and leaders all of them, for others none."""
    found = AnnualPlan.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0)
    return found if may(officer, "see_annual_plan") else found.none()


def plan_for(officer: Officer, year: int) -> AnnualPlan:
    """Return the plan of a year. Raises NotFound where there is none for this officer."""
    return one(annual_plans(officer).select_related("jurisdiction", "adopted_by"), year=year)


def plan_item_for(officer: Officer, pk: int) -> PlanItem:
    """Return one item of a plan. Raises NotFound where the officer may not see the plan."""
    return one(PlanItem.objects.filter(plan__in=annual_plans(officer)).select_related("plan__jurisdiction"), pk=pk)


def roster(officer: Officer) -> QuerySet[RosterEntry]:
    """Return the roster of supervision officers."""
    found = RosterEntry.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0)
    return found if may(officer, "see_annual_plan") else found.none()


def roster_entry_for(officer: Officer, pk: int) -> RosterEntry:
    """Return one entry of the roster. Raises NotFound where the officer may not see it."""
    return one(roster(officer).select_related("jurisdiction", "officer"), pk=pk)


def _is_insider(officer: Officer) -> Q:
    """Return the condition of those who work on it: drafter, team, signer, who stands in for the signer then."""
    teams = Member.objects.filter(officer=officer, recused_on__isnull=True).values("inspection")
    own = Q(opened_by=officer) | Q(signer=officer) | Q(signed_by=officer) | Q(pk__in=teams)
    standing = Delegation.objects.filter(
        to=officer,
        of=OuterRef("signer"),
        ended_on__isnull=True,
        from_on__lte=OuterRef("to_on"),
        through_on__gte=OuterRef("applied_on"),
    )
    return own | Q(Exists(standing))


def _is_reader(officer: Officer) -> Q:
    """Return the condition of those who read along: an unannounced one is open to them when nobody is left to be surprised."""
    if officer.role == Role.OFFICE_HEAD:
        return ~Q(pk__in=())
    if officer.role == Role.INSPECTOR:
        return Q(pk__in=())
    ahead = Visit.objects.filter(inspection=OuterRef("pk"), arrived_at__isnull=True)
    there = Visit.objects.filter(
        inspection=OuterRef("inspection_id"), unit=OuterRef("unit_id"), arrived_at__isnull=False
    )
    unaware = Inspection.units.through.objects.filter(~Exists(there), inspection_id=OuterRef("pk"))
    surprised = Q(phase=Phase.UNDER_WAY) & ~Exists(ahead) & ~Exists(unaware)
    return Q(unannounced=False) | Q(phase__in=(Phase.CONCLUDED, Phase.CLOSED)) | surprised


def concerns_unit(officer: Officer) -> Q:
    """Return the condition under which an inspection is known to the officer's unit."""
    unit = officer.unit_id or 0
    named = Inspection.units.through.objects.filter(unit_id=unit).values("inspection_id")
    asked = Preparation.objects.filter(unit_id=unit).values("inspection")
    arrived = Visit.objects.filter(unit_id=unit, arrived_at__isnull=False).values("inspection")
    announced = Q(unannounced=False, phase__in=KNOWN, pk__in=named)
    received = Q(method=Method.RECEIVED) & ~Q(phase=Phase.CANCELLED) & (Q(pk__in=named) | Q(pk__in=asked))
    return announced | received | Q(pk__in=arrived)
