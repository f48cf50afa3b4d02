"""Who may see matters, assignments, their files, and saved views of the ledger."""

from collections.abc import Callable, Mapping

from django.db.models import Exists, Expression, OuterRef, Q, QuerySet

from duban.ledger.access.rules import READS_ALL, one, one_of
from duban.ledger.models import (
    Assignment,
    Attachment,
    Claim,
    Inspection,
    Matter,
    Member,
    Note,
    SavedView,
)
from duban.ledger.models.inspections import Phase
from duban.ledger.reorganised import heirs
from duban.people.models import UNIT_ROLES, Officer
from duban.people.prepared import PreparedFor


def matters(officer: Officer) -> QuerySet[Matter]:
    """Return the matters that the officer may see; a unit sees only what was dispatched to it."""
    found = Matter.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0)
    if officer.role in READS_ALL:
        return found
    if officer.role in UNIT_ROLES:
        return found.filter(pk__in=_dispatched(officer).values("matter"))
    return found.none()


def prepared_matter(told: Callable[[], Mapping[str, Expression]] = dict) -> PreparedFor:
    """Return the question for the matter of a number, `no`, with what is `told` beside it; one that their team inspects is open to a unit's officer too."""

    def asked(officer: Officer, no: str) -> QuerySet[Matter]:
        found = matters(officer)
        if officer.role in UNIT_ROLES:
            inspecting = Inspection.objects.filter(matters=OuterRef(OuterRef("pk")))
            teams = Member.objects.filter(officer=officer.pk, recused_on=None, inspection__in=inspecting)
            teams = teams.exclude(inspection__phase__in=(Phase.CLOSED, Phase.CANCELLED))
            # Asked of the one matter: joined, all that the unit has and all that is inspected would be gone through.
            held = Exists(_dispatched(officer).filter(matter=OuterRef("pk")))
            found = Matter.objects.filter(held | Exists(teams), jurisdiction_id=officer.jurisdiction_id or 0)
        found = found.filter(no=no).annotate(**told())
        return found.select_related("registered_by", "instructed_by", "parent")[:1]

    return PreparedFor(asked, no="the number of a matter")


def matter_for(officer: Officer, no: str) -> Matter:
    """Return the matter of that number. Raises NotFound where the officer may not see it."""
    return one_of(_MATTER.ask_for(officer, no=no))


def assignments(officer: Officer) -> QuerySet[Assignment]:
    """Return the assignments that the officer may see: a unit its own only."""
    found = Assignment.objects.filter(matter__jurisdiction_id=officer.jurisdiction_id or 0)
    if officer.role in READS_ALL:
        return found
    if officer.role in UNIT_ROLES:
        return found.filter(unit_id=officer.unit_id or 0, dispatched_on__isnull=False)
    return found.none()


def assignment_for(officer: Officer, no: str, unit: str) -> Assignment:
    """Return the assignment in force of a matter and a unit's code. Raises NotFound where the officer may not see it."""
    return one_of(_ASSIGNMENT.ask_for(officer, no=no, code=unit))


def own_assignment_for(officer: Officer, no: str) -> Assignment:
    """Return the assignment in force that the officer's own unit has of a matter. Raises NotFound where it has none."""
    return assignment_for(officer, no, officer.unit.code if officer.unit else "")


def attachments(officer: Officer) -> QuerySet[Attachment]:
    """Return the attachments that the officer may see: the office's on a matter one may see, a unit's own, all for the office."""
    # Files of inspections and findings have a door of their own: access_to_inspections.files.
    found = Attachment.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0, inspection=None, finding=None)
    if officer.role in READS_ALL:
        return found
    if officer.role in UNIT_ROLES:
        own = Q(unit_id=officer.unit_id or 0) | Q(unit__isnull=True)
        passed = found.filter(heirs.passed_to(officer.unit_id or 0)).values("pk")
        claimed = Claim.objects.filter(unit_id=officer.unit_id or 0)
        of_matters = own & Q(matter__in=matters(officer))
        return found.filter(of_matters | Q(pk__in=claimed.values("file")) | Q(pk__in=passed))
    return found.none()


def attachment_for(officer: Officer, pk: int) -> Attachment:
    """Return one attachment. Raises NotFound where the officer may not see it."""
    return one(attachments(officer), pk=pk)


def _dispatched(officer: Officer) -> QuerySet[Assignment]:
    return Assignment.objects.filter(unit_id=officer.unit_id or 0, dispatched_on__isnull=False)


def saved_view_for(officer: Officer, pk: int) -> SavedView:
    """Return one of the officer's own views. Raises NotFound for anybody else's."""
    return one(SavedView.objects.filter(officer=officer), pk=pk)


def notes(officer: Officer) -> QuerySet[Note]:
    """Return the office's notes that the officer may see, those that were struck left out: a unit none."""
    found = Note.objects.filter(matter__jurisdiction_id=officer.jurisdiction_id or 0, withdrawn_at__isnull=True)
    return found if officer.role in READS_ALL else found.none()


def note_for(officer: Officer, pk: int) -> Note:
    """Return one note. Raises NotFound where the officer may not see it."""
    return one(notes(officer).select_related("matter__jurisdiction", "noted_by"), pk=pk)


def _in_force(officer: Officer, no: str, code: str) -> QuerySet[Assignment]:
    found = assignments(officer).filter(matter__no=no, unit__code=code).order_by("-id")
    return found.select_related("matter__jurisdiction", "unit__portfolio__leader")[:1]


_MATTER = prepared_matter()
_ASSIGNMENT = PreparedFor(_in_force, no="the number of a matter", code="the code of a unit")
