"""Sending out: which papers go to whom, by the choice that the office made last, or by its document's habit."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import models
from django.db.models import Exists, OuterRef

from duban.engine import deadlines, limits
from duban.engine.rules.limits import Deadline as DeadlineRule
from duban.ledger import access, conditions
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, JournalLine, Matter, Proposal
from duban.ledger.models.assignments import Part, Stage
from duban.ledger.models.matters import State
from duban.ledger.models.proposals import START, Outcome
from duban.people.models import Jurisdiction, Officer

# The working days for objections where none were ever given.
_DAYS = 3


class Letters(models.TextChoices):
    """How the papers of one dispatch are made out."""

    EACH = "each", "每件事项、每个单位各一份"
    UNIT = "unit", "每个单位一份，附事项清单"
    ALL = "all", "各单位合发一份，附事项清单"


def usual_letters(jurisdiction: Jurisdiction) -> tuple[str, str]:
    """Return the way chosen last, else the one that fits the document's paper, with the reason: a 单 is one of each order, a 通知 lists them."""
    lines = JournalLine.objects.filter(jurisdiction=jurisdiction, verb="matters.dispatched")
    last = lines.order_by("-seq").values_list("data__letters", flat=True).first()
    if last in Letters.values:
        return str(last), "上次这样选的"
    paper = Governed.of(jurisdiction).paper("dispatch")
    if paper is not None and paper.name.endswith("单"):
        return Letters.EACH, f"《{paper.name}》是一事一单"
    return Letters.UNIT, f"《{paper.name if paper else '交办通知'}》可以附清单"


def paper_of(matter: Matter) -> str:
    """Return which paper of the document a matter goes out with: orders of one paper can stand on one list."""
    governed = Governed.of(matter)
    paper = governed.paper("dispatch", governed.category_clause(matter.category)[0])
    return f"{matter.document_id or matter.regime}:{paper.id if paper else ''}"


def counts_of(matters: Sequence[Matter], orders: Iterable[Assignment]) -> dict[str, int]:
    """Return how many papers would go out each way; `orders` are those of the matters that are planned."""
    papers = {matter.pk: paper_of(matter) for matter in matters}
    planned = [each for each in orders if each.stage == Stage.PLANNED]
    return {
        Letters.EACH.value: len(planned),
        Letters.UNIT.value: len({(each.unit_id, papers[each.matter_id]) for each in planned}),
        Letters.ALL.value: len({papers[each.matter_id] for each in planned}),
    }


def objections_until(governed: Governed, on: datetime.date) -> tuple[datetime.date, str] | None:
    """Return the day until which units sign or object, preset where the document wants one, and where it comes from; None where it wants none.

    What the document itself names for every matter; else as many working days as the office gave last; else three.
    """
    for rule in governed.rules(DeadlineRule):
        if rule.is_acceptance and not (rule.categories or rule.levels or rule.role):
            until = deadlines.due(governed.document, rule.name, on, governed.calendar).due
            return until, f"{rule.label}：{rule.counts_from}起{rule.count_said}〔{rule.clause}〕"
    if limits.act(governed.document, "dispatch", given=frozenset()) is None:
        return None
    held = Assignment.objects.filter(matter__jurisdiction=governed.office, accept_by__isnull=False)
    last = held.order_by("-id").values_list("dispatched_on", "accept_by").first()
    if last is None or last[0] is None or last[1] is None:
        return governed.calendar.add_workdays(on, _DAYS), f"预填 {_DAYS} 个工作日，可改"
    days = max(governed.calendar.workdays_between(last[0], last[1]), 1)
    return governed.calendar.add_workdays(on, days), f"上次所用，{days} 个工作日"


@dataclass(frozen=True)
class Unsent:
    """A matter that is registered and not sent out, with the units that are to lead; `is_unasked` where its start has to be put up for approval first."""

    matter: Matter
    leads: str
    is_unasked: bool


def to_dispatch(officer: Officer, most: int) -> list[Unsent]:
    """Return the first matters with which the office goes on before they are sent out, the oldest first; those that wait for a signature are not among them.

    Two queries; a third where the document has their start approved.
    """
    approved_first = Governed.of(officer.office).approval("start") is not None
    found = access.matters.matters(officer).filter(state=State.PROPOSED)
    if approved_first:
        waiting = Proposal.objects.filter(assignment__matter=OuterRef("pk"), act=START, outcome=Outcome.OPEN)
        found = found.exclude(Exists(waiting))
    matters = list(found.order_by("registered_on", "id")[:most])
    unasked = starting_of(officer, matters)[0] if approved_first else set()
    leads: dict[int, list[str]] = {}
    planned = Assignment.objects.filter(matter__in=matters, part=Part.LEAD, stage=Stage.PLANNED)
    for each in planned.select_related("unit").order_by("unit__order", "id"):
        leads.setdefault(each.matter_id, []).append(str(each.unit))
    return [Unsent(each, "、".join(leads.get(each.pk, [])), each.pk in unasked) for each in matters]


def starting_of(officer: Officer, matters: Sequence[Matter]) -> tuple[set[int], set[int]]:
    """Return which of these, by key, have to be put up for the approval of their start, and which wait for its signature; each by its own document, in one query."""
    starts = conditions.requests.starts_of(matters)
    unasked, waiting = set(), set()
    for each in matters:
        each.jurisdiction = officer.office
        if conditions.requests.unasked(each, starts[each.pk]):
            unasked.add(each.pk)
        elif conditions.requests.started(each, starts[each.pk]) is not None:
            waiting.add(each.pk)
    return unasked, waiting
