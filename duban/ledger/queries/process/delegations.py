"""Who stands in for whom on a day, and whether that lets them sign a proposal. Nobody signs what is their own, in nobody's name."""

import datetime
from collections.abc import Collection, Sequence

from django.db.models import Q, QuerySet

from duban.ledger import access
from duban.ledger.governed import ROLE_OF_SIGNER
from duban.ledger.models import Signature
from duban.people.models import Delegation, Officer


def stand_ins_for(officer: Officer) -> QuerySet[Officer]:
    """Return those whom the officer may appoint."""
    posts = access.delegations.STAND_INS.get(officer.role, frozenset())
    found = Officer.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0, role__in=posts, is_active=True)
    return found.exclude(pk=officer.pk).order_by("role", "id")


def list_for(officer: Officer, on: datetime.date) -> list[Delegation]:
    """Return the delegations that an officer gave and received, those in force and to come first, then the last twenty past."""
    found = (
        Delegation.objects.filter(Q(of=officer) | Q(to=officer)).select_related("of", "to").order_by("-from_on", "-id")
    )
    return sorted(found[:40], key=lambda each: not is_open(each, on))


def is_open(delegation: Delegation, on: datetime.date) -> bool:
    """Return whether it holds on that day or later."""
    return delegation.ended_on is None and delegation.through_on >= on


def signs(officer: Officer, stood: Collection[Officer]) -> bool:
    """Return whether the officer has anything to sign at all, by post or for those whom they represent."""
    return access.may(officer, "sign") or bool(stood)


def signing_as(
    signature: Signature,
    all_of_it: Sequence[Signature],
    proposed_by: int | None,
    actor: Officer,
    stood: Collection[Officer],
) -> Officer | None:
    """Return in whose name the officer may give that signature: their own, or that of one whom they represent; None for nobody's.

    Nobody signs what they proposed, nor what the one proposed for whom they stand in; and who signs a proposal in their own name
    does not sign it for another too, where the document asks for two.
    """
    if actor.is_person_of(proposed_by):
        return None
    if access.may(actor, "sign") and _is_place_of(signature, actor):
        return actor
    if any(has_place(each, actor) for each in all_of_it):
        return None
    return next((each for each in stood if each.pk != proposed_by and _is_place_of(signature, each)), None)


def _is_place_of(signature: Signature, officer: Officer) -> bool:
    if signature.officer_id is not None:
        return signature.officer_id == officer.pk
    return officer.role == ROLE_OF_SIGNER[signature.role]


def has_place(signature: Signature, actor: Officer) -> bool:
    """Return whether a signature is the officer's own to give: by name, or by post where nobody is named."""
    return signature.officer_id == actor.pk or (
        signature.officer_id is None and actor.role == ROLE_OF_SIGNER[signature.role]
    )
