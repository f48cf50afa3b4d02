"""The ladder's next steps, proposed by the daily run: each matter climbs the ladder of the document under which it was registered."""

import datetime
from collections.abc import Iterator, Sequence

from django.db.models import Min, Q

from duban.engine import ladder
from duban.engine.facts import Fact
from duban.engine.known_facts import known_facts
from duban.engine.rules.steps import Step, carries
from duban.ledger import journal
from duban.ledger.actions.requests import proposals
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, JournalLine, Matter, Proposal
from duban.ledger.models.assignments import OPEN_STAGES, Part
from duban.ledger.models.proposals import GOING, STEP, Outcome
from duban.ledger.refusals import Refused
from duban.people.models import Jurisdiction, Unit

# Facts by which a step opens only where a date was missed before.
_AFTER_A_DATE = ("late", "limit_missed", "false_report")


def propose(jurisdiction: Jurisdiction, day: datetime.date, at: datetime.datetime) -> int:
    """Propose each ladder step that is open on `day` and was not yet proposed for the same opening; return how many."""
    count = 0
    for governed, climbing in list(_climbing(jurisdiction, day)):
        held = {(each.unit.code, each.matter.no): each for each in climbing}
        due = _due(governed, climbing, day)
        if governed.document.ladder == "states":
            _let_lapse(climbing, {(step.unit, step.matter, step.step) for step in due}, at)
        known = _known(climbing, day)
        for step in due:
            assignment = held.get((step.unit, step.matter))
            carrying = governed.step(step.step).carried_by
            if carrying is not None and carrying.fact != "urged":
                continue  # whoever records that fact carries the step out: there is nothing to sign
            if assignment is None or (assignment.pk, step.step, step.since) in known:
                continue
            try:
                proposals.put_up(STEP, of=assignment, step=step.step, reason=step.why, actor=None, at=at)
            except Refused:
                continue  # the same step was proposed by a person, or the matter moved on while this ran
            count += 1
    return count


def opens_early(step: Step) -> bool:
    """Return whether a step may open while nothing is behind: by what the matter is, before the deadline, by an event or a finding."""
    return any(
        opening.entry or opening.before or (opening.fact and opening.fact not in _AFTER_A_DATE)
        for opening in step.opens
    )


def _climbing(jurisdiction: Jurisdiction, day: datetime.date) -> Iterator[tuple[Governed, list[Assignment]]]:
    """Yield, document by document, the lead assignments at work on which a step may be open; one document's in the order of their rows."""
    at_work = Q(matter__jurisdiction=jurisdiction, part=Part.LEAD, stage__in=OPEN_STAGES)
    documents = Matter.objects.filter(jurisdiction=jurisdiction).order_by().values_list("document")
    firsts = documents.annotate(first=Min("pk")).order_by("first").values_list("document", "first")
    known = Matter.objects.select_related("jurisdiction").in_bulk([first for _, first in firsts])
    for digest, first in firsts:
        own, governed = at_work & Q(matter__document=digest), Governed.of(known[first])
        if not governed.steps:
            continue
        early = any(opens_early(step) for step in governed.steps)
        behind = Q() if early else Q(deadlines__on__lt=day)
        found = Assignment.objects.filter(own, behind).select_related("matter__jurisdiction", "unit").distinct()
        if climbing := list(found):
            yield governed, climbing


def _let_lapse(climbing: Sequence[Assignment], due: set[tuple[str, str, str]], at: datetime.datetime) -> None:
    """Of conditions only the gravest is due, and one that ended closes its step: what was proposed for another is taken back."""
    going = Proposal.objects.filter(assignment__in=climbing, act=STEP, outcome__in=GOING, proposed_by__isnull=True)
    for proposal in going.select_related("assignment__matter__jurisdiction", "assignment__unit").order_by("id"):
        held = proposal.assignment
        if (held.unit.code, held.matter.no, proposal.step) not in due:
            proposals.let_lapse(proposal=proposal, reason="这一步的情形已经解除，或由更重的一步代替", at=at)


def _known(held: Sequence[Assignment], day: datetime.date) -> set[tuple[int, str, datetime.date | None]]:
    """Return the openings that were proposed already. What completion withdrew counts no more once that was taken back."""
    taken_back = {
        (line.matter_id, line.unit_id): line.on
        for line in JournalLine.objects.filter(
            verb="matter.reopened", matter__in=[each.matter_id for each in held], on__lte=day
        ).order_by("seq")
    }
    known = set()
    for proposal in Proposal.objects.filter(assignment__in=held, act=STEP).select_related("assignment"):
        again = taken_back.get((proposal.assignment.matter_id, proposal.assignment.unit_id))
        if proposal.outcome != Outcome.WITHDRAWN or again is None or again < proposal.proposed_on:
            known.add((proposal.assignment_id, proposal.step, proposal.open_since))
    return known


def _due(governed: Governed, climbing: Sequence[Assignment], day: datetime.date) -> list[ladder.DueStep]:
    """Return the open steps of these matters at the end of `day`, from the facts known by then.

    A run that comes late leaves out a step that somebody carried out meanwhile: nothing is left to propose.
    """
    regime, jurisdiction = governed.document, governed.office
    rows = journal.fact_rows(jurisdiction, matters={each.matter_id for each in climbing})
    facts = known_facts(rows, regime.words)
    # A result counts on the day of handing in, and is known once it was accepted.
    known = [fact for fact in facts if fact.on <= day and (fact.get("accepted_on") or day) <= day]
    groups = dict(Unit.objects.filter(jurisdiction=jurisdiction).values_list("code", "group")) | dict(
        governed.held.groups
    )
    due = ladder.due_steps(regime, known, groups, day, choices=governed.choices, calendar=governed.calendar)
    rules = {rule.step: rule for rule in governed.steps}
    later = [fact for fact in facts if fact.on > day]
    return [step for step in due if not _was_carried(rules[step.step], step, later)]


def _was_carried(rule: Step, step: ladder.DueStep, facts: Sequence[Fact]) -> bool:
    return any((fact.unit, fact.matter) == (step.unit, step.matter) and carries(rule, fact) for fact in facts)
