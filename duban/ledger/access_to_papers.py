"""Who may see what an office writes to many: bulletins and its own templates. A part of `access`, and the same rule."""

from django.db.models import Q, QuerySet

from duban.ledger import access_to_inspections
from duban.ledger.access import READS_ALL, _one, may
from duban.ledger.models import Bulletin, PaperTemplate
from duban.ledger.models.bulletins import Audience, Phase
from duban.people.models import UNIT_ROLES, Officer, Role


def bulletins(officer: Officer) -> QuerySet[Bulletin]:
    """Return the bulletins that the officer may see: the office and the leaders all, others those issued for them."""
    found = Bulletin.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0)
    if not may(officer, "see_bulletins"):
        return found.none()
    if officer.role in READS_ALL:
        # The report on an inspection says what is not yet everybody's, until it goes out.
        known = Q(inspection__isnull=True) | Q(phase=Phase.ISSUED) | Q(inspection__in=access_to_inspections.inspections(officer))
        return found.filter(known)
    issued = found.filter(phase=Phase.ISSUED)
    if officer.role in UNIT_ROLES:
        return issued.filter(audience=Audience.UNITS)
    return issued.filter(audience=Audience.ASSESSMENT) if officer.role == Role.ASSESSMENT else found.none()


def bulletins_to_sign(officer: Officer) -> QuerySet[Bulletin]:
    """Return the bulletins that this officer may sign now: somebody else prepared them."""
    found = bulletins(officer).filter(phase=Phase.WAITING).exclude(prepared_by=officer)
    return (found if may(officer, "sign_bulletin") else found.none()).order_by("id")


def bulletin_for(officer: Officer, pk: int) -> Bulletin:
    """Return one bulletin. Raises NotFound where the officer may not see it."""
    return _one(bulletins(officer).select_related("jurisdiction", "prepared_by", "signed_by", "issued_by"), pk=pk)


def template_for(officer: Officer, pk: int) -> PaperTemplate:
    """Return one template of the officer's office. Raises NotFound otherwise."""
    found = PaperTemplate.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0)
    return _one(found if may(officer, "keep_templates_of_papers") else found.none(), pk=pk)
