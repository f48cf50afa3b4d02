"""What waits for nobody (无人办理): for people whose account is closed, for posts that nobody holds, for units without an account."""

from collections.abc import Container
from dataclasses import dataclass

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from duban.ledger import access
from duban.ledger.governed import ROLE_OF_SIGNER
from duban.ledger.models import Assignment, Proposal, Signature
from duban.ledger.models.assignments import OPEN_STAGES, Stage
from duban.ledger.models.proposals import Decision, Outcome
from duban.ledger.queries.office.waiting import KINDS
from duban.people.models import Jurisdiction, Officer, Role, Unit


@dataclass(frozen=True)
class Vacancies:
    """What waits for nobody in an office, each with its way out on the page that lists it."""

    people: list[Officer]
    units: list[Unit]
    roles: list[tuple[str, int]]
    # What those units have not signed for, whose receipt on paper may be noted.
    unsigned: list[Assignment]

    @property
    def count(self) -> int:
        """Return how many posts want somebody."""
        return len(self.people) + len(self.units) + len(self.roles)


def vacancies_of(officer: Officer, filled: Container[type[Model]] | None = None) -> Vacancies | None:
    """Return what waits for nobody in the officer's office; None for those who see to nothing of it.

    Nothing is asked of tables that are not among `filled`, as `presences` has it (None: all are asked).
    """
    if not access.may(officer, "hand_over_post"):
        return None
    place = officer.office
    units = list(without_account(place))
    unsigned = Assignment.objects.filter(unit__in=units, stage=Stage.TO_ACCEPT).select_related("matter", "unit")
    rows = list(unsigned.order_by("id")[:100]) if units else []
    roles = roles_without_holder(place) if filled is None or Proposal in filled else []
    return Vacancies(list(left_behind(place)), units, roles, rows)


def left_behind(place: Jurisdiction) -> QuerySet[Officer]:
    """Return those who cannot act any more and for whom something still waits by name (无人办理)."""
    gone = Officer.objects.filter(jurisdiction=place, is_active=False)
    waits = Q()
    for kind in KINDS:
        waits |= Q(Exists(kind.base(place).filter(**{kind.column: OuterRef("pk")})))
    return gone.filter(waits).order_by("id")


def without_account(place: Jurisdiction) -> QuerySet[Unit]:
    """Return the units that have something to do and nobody who could do it here: no account of theirs is open."""
    held = Assignment.objects.filter(unit=OuterRef("pk"), dispatched_on__isnull=False, stage__in=OPEN_STAGES)
    people = Officer.objects.filter(unit=OuterRef("pk"), is_active=True)
    return Unit.objects.filter(Exists(held), ~Exists(people), jurisdiction=place, seat=None).order_by("order", "id")


def roles_without_holder(place: Jurisdiction) -> list[tuple[str, int]]:
    """Return the posts by which something waits for a signature and which nobody holds, each with how many."""
    waiting = Signature.objects.filter(
        proposal__jurisdiction=place, proposal__outcome=Outcome.OPEN, decision=Decision.WAITING, officer=None
    )
    counts: dict[str, int] = {}
    for role in waiting.values_list("role", flat=True):
        post = str(ROLE_OF_SIGNER.get(role, ""))
        counts[post] = counts.get(post, 0) + 1
    if not counts:
        return []
    held = set(Officer.objects.filter(jurisdiction=place, is_active=True).values_list("role", flat=True))
    return [(Role(post).label, count) for post, count in sorted(counts.items()) if post and post not in held]
