"""Assignments behind their deadline, each with the step of its ladder that is open, or with what the ladder waits for."""

import datetime
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Model, QuerySet

from duban.engine import ladder
from duban.engine.facts import Fact
from duban.engine.known_facts import known_facts
from duban.ledger import access, journal
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Proposal
from duban.ledger.models.proposals import GOING, STEP
from duban.ledger.queries.matters import matters
from duban.ledger.queries.matters.ladders.prospects import Prospect, prospects_of
from duban.people.models import Jurisdiction, Officer
from duban.people.prepared import PreparedFor

# An assignment, by its unit's code and its matter's number.
Key = tuple[str, str]


@dataclass(frozen=True)
class Overdue:
    """One assignment behind its deadline with the next step prepared: a proposal that stands, or the step that is open; without either, what is waited for."""

    assignment: Assignment
    step: str
    clause: str
    proposal: Proposal | None
    # Nobody signs it: an urging that is a step.
    is_unsigned: bool = False
    prospect: Prospect | None = None


@dataclass(frozen=True)
class Standing:
    """Where the ladders of some assignments stand: the open steps, and for the others what is waited for."""

    due: Mapping[Key, ladder.DueStep]
    prospects: Mapping[int, Prospect]


def overdue(
    officer: Officer,
    today: datetime.date,
    *,
    most: int,
    of_own: bool = False,
    filled: Container[type[Model]] | None = None,
) -> list[Overdue]:
    """Return the assignments longest behind, each with its next step; with `of_own` only of a leader's own portfolios.

    A unit sees the step that is open, and nothing of what is being considered or was approved. The number of queries does not grow with them.
    """
    found: list[Assignment] = _LATE.ask_for(officer, most, of_own, today=today)
    proposed = access.requests.proposals(officer).filter(assignment__in=found, act=STEP, outcome__in=GOING)
    going = {
        each.assignment_id: each for each in (proposed.order_by("id") if filled is None or Proposal in filled else ())
    }
    stands = standing_of(officer.office, found, today)
    rows = []
    for each in found:
        proposal, step = going.get(each.pk), stands.due.get((each.unit.code, each.matter.no))
        name = proposal.step if proposal else step.step if step else ""
        rule = Governed.of(each.matter).step(name) if name else None
        waits = stands.prospects.get(each.pk)
        if rule is None:
            rows.append(Overdue(each, "", "", proposal, prospect=waits))
        else:
            rows.append(Overdue(each, rule.name, rule.clause, proposal, rule.carried_by is not None))
    return rows


def _late(officer: Officer, most: int, of_own: bool, today: datetime.date) -> QuerySet[Assignment]:
    late = matters.late(officer, today).select_related("matter", "unit")
    return (late.filter(unit__portfolio__leader=officer) if of_own else late).order_by("due_on", "id")[:most]


_LATE = PreparedFor(_late, today=datetime.date(9876, 5, 4))


def standing_of(office: Jurisdiction, found: Sequence[Assignment], today: datetime.date) -> Standing:
    """Return where the ladders of these assignments of an office stand at the end of a day, from one reading of their facts.

    Each matter climbs the ladder of the document under which it was registered.
    """
    due: dict[Key, ladder.DueStep] = {}
    prospects: dict[int, Prospect] = {}
    under: dict[str | None, list[Assignment]] = defaultdict(list)
    for each in found:
        each.matter.jurisdiction = office
        under[each.matter.document_id].append(each)
    rows = journal.fact_rows(office, matters={each.matter_id for each in found}, through=today) if found else []
    for held in under.values():
        governed = Governed.of(held[0].matter)
        numbers = {each.matter.no for each in held}
        facts = known_facts([row for row in rows if row["matter"] in numbers], governed.document.words)
        groups = {each.unit.code: governed.held.group_of(each.unit.code, each.unit.group) for each in held}
        opened = _open_steps(governed, held, facts, groups, today)
        due |= opened
        waiting = [each for each in held if (each.unit.code, each.matter.no) not in opened]
        prospects |= prospects_of(governed, waiting, facts, groups, today)
    return Standing(due, prospects)


def _open_steps(
    governed: Governed,
    held: Iterable[Assignment],
    facts: Sequence[Fact],
    groups: Mapping[str, str],
    today: datetime.date,
) -> dict[Key, ladder.DueStep]:
    if not governed.steps:
        return {}
    calendar, choices = governed.calendar, governed.choices
    found = ladder.due_steps(governed.document, facts, groups, today, choices=choices, calendar=calendar)
    keys = {(each.unit.code, each.matter.no) for each in held}
    return {(step.unit, step.matter): step for step in found if (step.unit, step.matter) in keys}
