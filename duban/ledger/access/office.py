"""Which portfolios (分管领域), handings over of posts (岗位交接), reorganisations (单位变更) and drafts of documents (制度草稿) an officer may see, the office's holiday notices, its robots."""

from django.db.models import Q, QuerySet

from duban.ledger.access.rules import READS_ALL, may, one
from duban.ledger.models import Adoption, HolidayNotice, RegimeDraft, Reorganisation, Robot, Succession
from duban.ledger.models.regime_drafts import Phase
from duban.people.models import Officer, Portfolio, Role


def portfolios(officer: Officer) -> QuerySet[Portfolio]:
    """Return the portfolios that the officer may look at: a leader in charge their own, else all of the jurisdiction."""
    found = Portfolio.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0)
    if officer.role not in READS_ALL:
        return found.none()
    return found.filter(leader=officer) if officer.role == Role.LEADER else found


def portfolio_for(officer: Officer, pk: int) -> Portfolio:
    """Return one portfolio. Raises NotFound where the officer may not look at it."""
    return one(portfolios(officer).select_related("jurisdiction", "leader"), pk=pk)


def holiday_notice_for(officer: Officer, pk: int) -> HolidayNotice:
    """Return one holiday notice of the officer's office. Raises NotFound for any other."""
    return one(HolidayNotice.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0), pk=pk)


def robot_for(officer: Officer, pk: int) -> Robot:
    """Return one robot in use of the officer's office. Raises NotFound for any other, and where they may not see them."""
    found = Robot.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0, removed_on=None)
    found = found if may(officer, "see_robots") else found.none()
    return one(found.select_related("jurisdiction", "unit"), pk=pk)


def successions(officer: Officer) -> QuerySet[Succession]:
    """Return the handings over of posts that the officer may see: those who hand over all of the office's, everybody their own."""
    found = Succession.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0)
    return found if may(officer, "hand_over_post") else found.filter(Q(of=officer) | Q(to=officer))


def succession_for(officer: Officer, pk: int) -> Succession:
    """Return one handing over. Raises NotFound where the officer may not see it."""
    related = ("jurisdiction", "of__unit", "to__unit", "handed_by", "corrects")
    return one(successions(officer).select_related(*related), pk=pk)


def colleague_for(officer: Officer, pk: int) -> Officer:
    """Return somebody of the officer's office whose post they may hand over. Raises NotFound for anybody else."""
    found = Officer.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0)
    if not may(officer, "hand_over_post"):
        found = found.none()
    return one(found.select_related("jurisdiction", "unit", "deputy"), pk=pk)


def reorganisations(officer: Officer) -> QuerySet[Reorganisation]:
    """Return the reorganisations of units in the officer's office: whoever works with units may know of them."""
    found = Reorganisation.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0)
    return found if may(officer, "see_reorganisations") else found.none()


def reorganisation_for(officer: Officer, pk: int) -> Reorganisation:
    """Return one reorganisation. Raises NotFound where the officer may not see it."""
    return one(reorganisations(officer).select_related("jurisdiction", "made_by", "revoked_by"), pk=pk)


def adoptions(officer: Officer) -> QuerySet[Adoption]:
    """Return the documents that the officer's office adopted."""
    found = Adoption.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0).select_related("jurisdiction")
    return found if may(officer, "see_regime") or may(officer, "group_units") else found.none()


def adoption_for(officer: Officer, pk: int) -> Adoption:
    """Return one adopted document of the officer's office. Raises NotFound for another's."""
    return one(adoptions(officer), pk=pk)


def regime_drafts(officer: Officer) -> QuerySet[RegimeDraft]:
    """Return the drafts of documents in the officer's office."""
    found = RegimeDraft.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0)
    return found if may(officer, "see_regime_drafts") else found.none()


def regime_drafts_waiting(officer: Officer) -> QuerySet[RegimeDraft]:
    """Return the drafts that wait for this officer: sent to be checked by somebody else, or checked and theirs to adopt."""
    sent, own = Q(phase=Phase.SUBMITTED), Q()
    for name in ("drafted_by", "changed_by", "submitted_by"):
        own |= Q(**{f"{name}__in": officer.accounts})
    found = Q() if not may(officer, "check_regime_draft") else sent & ~own
    if officer.role == (officer.office.ranking_signers.get("document") or Role.OFFICE_HEAD):
        found |= Q(phase=Phase.CHECKED)
    drafts = regime_drafts(officer).filter(found) if found else RegimeDraft.objects.none()
    return drafts.defer("content", "touched").select_related("submitted_by").order_by("submitted_at", "pk")


def regime_draft_for(officer: Officer, pk: int) -> RegimeDraft:
    """Return one draft of a document. Raises NotFound where the officer may not see it."""
    related = ("jurisdiction", "based_on", "drafted_by", "changed_by", "submitted_by", "checked_by", "adoption")
    return one(regime_drafts(officer).select_related(*related), pk=pk)
