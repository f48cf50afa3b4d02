"""Who may see what the public writes and says: the office its senders, others only figures; a sender their own, with number and code."""

from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac

from duban.ledger.access import matters
from duban.ledger.access.rules import NotFound, may, one
from duban.ledger.models import Appeal, Rating
from duban.papers.reading.texts.folding import number_typed
from duban.people.models import Jurisdiction, Officer


def appeals(officer: Officer) -> QuerySet[Appeal]:
    """Return the appeals that the officer may see: the office those of its jurisdiction, nobody else any."""
    found = Appeal.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0)
    return found if may(officer, "see_appeals") else found.none()


def appeal_for(officer: Officer, number: str) -> Appeal:
    """Return one appeal. Raises NotFound where the officer may not see it."""
    related = ("jurisdiction", "matter", "entered_by", "decided_by")
    return one(appeals(officer).select_related(*related), number=number)


def ratings(officer: Officer) -> QuerySet[Rating]:
    """Return the ratings that the officer may see: those of the matters that they may see."""
    found = Rating.objects.filter(matter__in=matters.matters(officer))
    return found if may(officer, "see_ratings") else found.none()


def rating_for(officer: Officer, pk: int) -> Rating:
    """Return one rating. Raises NotFound where the officer may not see it."""
    return one(ratings(officer).select_related("matter__jurisdiction", "appeal"), pk=pk)


def open_place(slug: str) -> Jurisdiction:
    """Return the jurisdiction whose public entrance is open under that name. Raises NotFound for any other."""
    return one(Jurisdiction.objects.filter(public_intake=True), slug=slug)


def appeal_of_sender(place: Jurisdiction, number: str, code: str) -> Appeal:
    """Return the appeal of that number to whoever has its code. Raises NotFound in the same words for a wrong number and a wrong code."""
    plain = "".join(number_typed(number).upper().split())
    # The S is not part of the number to everybody.
    found = (
        Appeal.objects.filter(jurisdiction=place, number=plain if plain.startswith("S") else f"S{plain}")
        .select_related("matter", "jurisdiction")
        .first()
    )
    kept = found.code if found is not None else ""
    if not constant_time_compare(kept, digest_of(code)) or found is None or not kept:
        raise NotFound("编号或查询码不对", possible="请核对回执上的编号和查询码。")
    return found


def digest_of(code: str) -> str:
    """Return what is kept of a sender's code, however they space or write it."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    return salted_hmac("duban.appeal", plain, algorithm="sha256").hexdigest()
