"""Many at once: which matters may be put up for approval together, which proposals an officer may sign together, and what stands against each."""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from duban.ledger import access, acts, conditions
from duban.ledger.models import Assignment, Matter
from duban.ledger.models.assignments import Part
from duban.ledger.models.proposals import START, WORDS
from duban.ledger.queries.requests import proposals
from duban.ledger.queries.requests.proposals import Card
from duban.ledger.refusals import Refused
from duban.ledger.situations import Situation
from duban.people.models import Officer

MOST = 200


@dataclass(frozen=True)
class StartLine:
    """One matter whose start would be put up: its lead units, and what stands against it."""

    matter: Matter
    leads: tuple[Assignment, ...]
    refusal: Refused | None


def starting(officer: Officer, numbers: Sequence[str], today: datetime.date) -> list[StartLine]:
    """Return these matters with whether the start of each may be put up for approval, in a number of queries that does not grow."""
    found = access.matters.matters(officer).filter(no__in=list(numbers)[:MOST]).select_related("jurisdiction")
    matters = list(found.order_by("registered_on", "id"))
    leads: dict[int, list[Assignment]] = {matter.pk: [] for matter in matters}
    known = {matter.pk: matter for matter in matters}
    held = Assignment.objects.filter(matter__in=matters, part=Part.LEAD).select_related("unit__portfolio__leader")
    for each in held.order_by("id"):
        each.matter = known[each.matter_id]
        leads[each.matter_id].append(each)
    going, act, lines = conditions.requests.starts_of(matters), acts.named(START), []
    for matter in matters:
        own = leads[matter.pk]
        refusal = act.refused(Situation(own[0], today, going=going[matter.pk])) if own else Refused("没有牵头单位")
        lines.append(StartLine(matter, tuple(own), refusal))
    return lines


def signable(officer: Officer, act: str, on: datetime.date) -> list[Card]:
    """Return what waits for the officer's signature of one act, as cards, those that wait longest first."""
    waiting = proposals.list_of(officer, "waiting", on).filter(act=act)
    return proposals.cards_of(officer, waiting[:MOST], on)


def together(officer: Officer, on: datetime.date) -> list[tuple[str, str, int]]:
    """Return the acts of which two or more wait for the officer's signature and may be signed together: name, word, how many."""
    waiting = proposals.list_of(officer, "waiting", on).order_by()
    counts = Counter(waiting.values_list("act", flat=True))
    return [(act, WORDS[act], counts[act]) for act in WORDS if counts[act] > 1 and not acts.named(act).needs_answer]


def is_signed_together(act: str) -> bool:
    """Return whether proposals of that act may be signed together: there is such an act, and its consent needs no words of its own."""
    found = acts.find(act)
    return found is not None and not found.needs_answer
