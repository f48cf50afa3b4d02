"""Who may see what an office writes to many: bulletins and its own templates. A part of `access`, and the same rule."""

from django.db.models import Q, QuerySet

from duban.ledger.access import inspections
from duban.ledger.access.rules import READS_ALL, may, one
from duban.ledger.models import (
    Attachment,
    Bulletin,
    Matter,
    Member,
    Notice,
    NoticeItem,
    PaperTemplate,
    SourcePaper,
)
from duban.ledger.models.bulletins import Audience, Phase
from duban.ledger.models.inspections import Phase as InspectionPhase
from duban.ledger.reorganised import heirs
from duban.papers.reading.formats.kinds import EXTENSIONS
from duban.people.models import UNIT_ROLES, Officer, Role


def bulletins(officer: Officer) -> QuerySet[Bulletin]:
    """Return the bulletins that the officer may see: the office and the leaders all, others those issued for them."""
    found = Bulletin.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0)
    if not may(officer, "see_bulletins"):
        return found.none()
    if officer.role in READS_ALL:
        # The report on an inspection says what is not yet everybody's, until it goes out.
        known = Q(inspection__isnull=True) | Q(phase=Phase.ISSUED) | Q(inspection__in=inspections.inspections(officer))
        return found.filter(known)
    issued = found.filter(phase=Phase.ISSUED)
    if officer.role in UNIT_ROLES:
        return issued.filter(audience=Audience.UNITS)
    return issued.filter(audience=Audience.ASSESSMENT) if officer.role == Role.ASSESSMENT else found.none()


def bulletins_to_sign(officer: Officer) -> QuerySet[Bulletin]:
    """Return the bulletins that this officer may sign now: somebody else prepared them."""
    found = bulletins(officer).filter(phase=Phase.WAITING).exclude(prepared_by__in=officer.accounts)
    return (found if may(officer, "sign_bulletin") else found.none()).order_by("id")


def bulletin_for(officer: Officer, pk: int) -> Bulletin:
    """Return one bulletin. Raises NotFound where the officer may not see it."""
    return one(bulletins(officer).select_related("jurisdiction", "prepared_by", "signed_by", "issued_by"), pk=pk)


def template_for(officer: Officer, pk: int) -> PaperTemplate:
    """Return one template of the officer's office. Raises NotFound otherwise."""
    found = PaperTemplate.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0)
    return one(found if may(officer, "keep_templates_of_papers") else found.none(), pk=pk)


def notices(officer: Officer) -> QuerySet[Notice]:
    """Return the notices that the officer may see: a unit those addressed to it."""
    found = Notice.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0)
    if officer.role == Role.OFFICE_HEAD:
        return found
    if officer.role in READS_ALL:
        # The paper of an unannounced inspection says where the team was, while it is still out.
        teams = Member.objects.filter(officer=officer, recused_on=None).values("inspection")
        out = Q(inspection__unannounced=True, inspection__phase=InspectionPhase.UNDER_WAY)
        return found.exclude(out & ~Q(inspection__in=teams) & ~Q(inspection__opened_by=officer))
    if officer.role in UNIT_ROLES:
        # One to all with an annexed list is addressed to every unit on it.
        own = NoticeItem.objects.filter(assignment__unit_id=officer.unit_id or 0).values("notice")
        # What was addressed to a unit that ended is read by who goes on with the matter, the list of several too.
        passed = found.filter(heirs.passed_to(officer.unit_id or 0)).values("pk")
        ended = Q(matter=None, unit__in=heirs.ended_into(officer.unit_id or 0))
        return found.filter(Q(unit_id=officer.unit_id or 0) | Q(pk__in=own) | Q(pk__in=passed) | ended)
    return found.none()


def notices_on(officer: Officer, matter: Matter | int) -> QuerySet[Notice]:
    """Return the notices about a matter that the officer may see: those of it alone, and those that list it."""
    listing = NoticeItem.objects.filter(assignment__matter=matter).values("notice")
    return notices(officer).filter(Q(matter=matter) | Q(pk__in=listing))


def notice_for(officer: Officer, pk: int) -> Notice:
    """Return one notice. Raises NotFound where the officer may not see it."""
    return one(notices(officer).select_related("jurisdiction", "matter", "unit", "issued_by"), pk=pk)


def papers(officer: Officer) -> QuerySet[SourcePaper]:
    """Return the papers read in that the officer may see."""
    found = SourcePaper.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0)
    return found if may(officer, "read_paper") else found.none()


def paper_for(officer: Officer, pk: int) -> SourcePaper:
    """Return one paper read in. Raises NotFound where the officer may not see it."""
    return one(papers(officer), pk=pk)


def ledger_file_for(officer: Officer, pk: int) -> Attachment:
    """Return a file that was handed in as a ledger, not as evidence. Raises NotFound where the officer may register nothing."""
    # What teams and units hand in on inspections has a door of its own: access_to_inspections.files.
    found = Attachment.objects.filter(
        jurisdiction_id=officer.jurisdiction_id or 0,
        matter=None,
        report=None,
        inspection=None,
        finding=None,
        name__iregex=rf"\.({'|'.join(EXTENSIONS)})$",
    )
    found = found if may(officer, "register_matter") else found.none()
    return one(found.select_related("jurisdiction", "added_by"), pk=pk)
