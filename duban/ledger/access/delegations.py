"""Who stands in for whom on a day: what an officer may do for another."""

import datetime

from django.db.models import Q

from duban.ledger.models import Succession
from duban.people.models import LEADERS, Delegation, Officer, Role

# Who may be appointed, by the post of the one who is away.
STAND_INS: dict[str, frozenset[str]] = {
    **dict.fromkeys(LEADERS, frozenset(LEADERS | {Role.OFFICE_HEAD})),
    Role.OFFICE_HEAD: frozenset({Role.CLERK, Role.OFFICE_HEAD, Role.SECTION, Role.SECRETARY_GENERAL}),
    Role.SECTION: frozenset({Role.SECTION, Role.OFFICE_HEAD}),
}
_POSTS = frozenset().union(*STAND_INS.values())


def in_force(on: datetime.date) -> Q:
    """Return the condition under which a delegation holds on that day."""
    ended = Q(ended_on__isnull=True) | Q(ended_on__gt=on)
    return ended & Q(from_on__lte=on, through_on__gte=on)


def represented_by(officer: Officer, on: datetime.date) -> list[Officer]:
    """Return those for whom the officer may sign on that day."""
    if officer.role not in _POSTS:
        return []
    remembered: dict[datetime.date, list[Officer]] = officer.__dict__.get("_represented", {})
    if "_represented" in officer.__dict__ and not getattr(officer, "may_represent", True):
        # Nobody ever named them: known since the officer was read for this page.
        return []
    if on not in remembered:
        found = Delegation.objects.filter(in_force(on), to=officer, of__is_active=True).select_related("of")
        remembered[on] = [each.of for each in found.order_by("id")]
    return remembered[on]


def holder_of(officer: Officer) -> Officer | None:
    """Return who holds now the post in which a leader once acted: they themselves while they are one, else who took it over, if anybody did."""
    seen: set[int] = set()
    holder: Officer | None = officer
    while holder is not None and not (holder.is_active and holder.is_leader):
        seen.add(holder.pk)
        last = Succession.objects.filter(of=holder).select_related("to").order_by("-pk").first()
        holder = last.to if last is not None and last.to_id not in seen else None
    return holder


def remember(officer: Officer) -> None:
    """Let this copy of the officer ask only once a day whom they represent: for a page that is read, never for an act."""
    officer.__dict__["_represented"] = {}
