"""The rungs of the ladder as they were climbed: which matters had which step, and what became of them at it."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from duban.ledger.governed import Governed
from duban.ledger.models import JournalLine
from duban.ledger.models.matters import DONE_STATES
from duban.people.models import UNIT_ROLES, Jurisdiction, Officer

URGED = "urged"


@dataclass(frozen=True)
class Rung:
    """One step of the office's document, or before them the urging where the document has none as a step.

    `lines` are those that carry it out, all of them facts of these kinds.
    """

    step: str
    name: str
    kinds: frozenset[str]
    lines: Q


def rungs_of(jurisdiction: Jurisdiction) -> list[Rung]:
    """Return the rungs from the lowest up, each step once."""
    found: dict[str, Rung] = {}
    steps = Governed.of(jurisdiction).steps
    for step in steps:
        if step.carried_by is None:
            kind, lines = "step", Q(kind="step", data__fact__step=step.step)
        else:
            kind, lines = step.carried_by.fact, Q(kind=step.carried_by.fact)
            for name, wanted in step.carried_by.where.items():
                lines &= Q(**{f"data__fact__{name}__in": sorted(wanted, key=str)})
        known = found.get(step.step)
        kinds = frozenset((kind,)) | (known.kinds if known else frozenset())
        found[step.step] = Rung(step.step, step.name, kinds, known.lines | lines if known else lines)
    urging = [] if any(each.carried_by and each.carried_by.fact == "urged" for each in steps) else [_URGING]
    return [*urging, *found.values()]


def lines_of(officer: Officer, rungs: list[Rung]) -> QuerySet[JournalLine]:
    """Return the lines that carry out these rungs and that nobody withdrew; a unit has its own only."""
    carrying = Q(pk__in=[])
    for each in rungs:
        carrying |= each.lines
    # Named apart from what else a line must say, the kinds lead to it by their index.
    kinds = sorted({kind for each in rungs for kind in each.kinds})
    found = JournalLine.objects.filter(
        carrying, jurisdiction_id=officer.jurisdiction_id or 0, kind__in=kinds, matter__isnull=False
    )
    if officer.role in UNIT_ROLES:
        found = found.filter(unit_id=officer.unit_id or 0)
    withdrawn = JournalLine.objects.filter(
        jurisdiction_id=officer.jurisdiction_id or 0, amends__isnull=False, data__amendment__withdrawn=True
    )
    return found.exclude(pk__in=withdrawn.values("amends"))


def at_step(officer: Officer, step: str, then: str) -> Q:
    """Return the condition of the matters that had a step, and of which at it `then` (one of THENS, or empty) became; none where it is unknown."""
    rungs = rungs_of(officer.office)
    place = next((number for number, each in enumerate(rungs) if each.step == step), None)
    if place is None:
        return Q(pk__in=[])
    had = Q(pk__in=lines_of(officer, rungs[place : place + 1]).values("matter"))
    if not then:
        return had
    passed = Q(pk__in=lines_of(officer, rungs[place + 1 :]).values("matter"))
    if then == "passed":
        return had & passed
    done = Q(state__in=DONE_STATES)
    return had & ~passed & (done if then == "settled" else ~done)


_URGING = Rung(URGED, "催办", frozenset((URGED,)), Q(kind=URGED))
