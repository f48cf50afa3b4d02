"""Ladder steps put up for signature many at once by the daily run, as `proposals.put_up` does one by one."""

import datetime
from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils import timezone

from duban.engine import ladder
from duban.engine.facts import Fact
from duban.engine.known_facts import known_facts
from duban.ledger import acts, journal
from duban.ledger.actions.process import lateness
from duban.ledger.actions.requests import proposals
from duban.ledger.actions.upkeep import journal_lines
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Objection, Proposal, Signature
from duban.ledger.models.objections import Ground, Verdict
from duban.ledger.models.proposals import GOING, STEP
from duban.ledger.refusals import Refused
from duban.ledger.situations import Situation
from duban.ledger.storage import locking

Wanted = tuple[Assignment, ladder.DueStep]


def put_up(wanted: Sequence[Wanted], at: datetime.datetime) -> tuple[int, set[int]]:
    """Put steps up for signature, in their order; return how many, and the matters of those that were refused.

    Refused are those that a person proposed meanwhile, that wait for a ruling, or whose matter moved on while this ran.
    """
    count, refused = 0, set()
    for batch in lateness.batches(wanted):
        done, left = _put_up_together(batch, at)
        count += len(done)
        for assignment, step in batch:
            if assignment.pk in left and _put_up_alone(assignment, step, at):
                count += 1
            elif assignment.pk not in done:
                refused.add(assignment.matter_id)
    return count, refused


def _put_up_alone(assignment: Assignment, step: ladder.DueStep, at: datetime.datetime) -> bool:
    try:
        proposals.put_up(STEP, of=assignment, step=step.step, reason=step.why, actor=None, at=at)
    except Refused:
        return False
    return True


@transaction.atomic
def _put_up_together(batch: Sequence[Wanted], at: datetime.datetime) -> tuple[set[int], set[int]]:
    """Put up what may be put up now; return the assignments for which that was done, and those that somebody holds."""
    matters = locking.hold_free(assignment.matter_id for assignment, _ in batch)
    rows = Assignment.objects.filter(pk__in=[assignment.pk for assignment, _ in batch], matter__in=matters)
    now = {row.pk: row for row in rows.select_related("unit__portfolio__leader", "unit__contact_leader")}
    left = {assignment.pk for assignment, _ in batch} - now.keys()
    if not now:
        return set(), left
    office = batch[0][0].matter.jurisdiction
    for row in now.values():
        row.matter = matters[row.matter_id]
        row.matter.jurisdiction = office
    on = timezone.localdate(at)
    due, waits, going = _due(list(now.values()), on), _waiting(now.values()), _going(now)
    act, drawn = acts.named(STEP), []
    for assignment, step in batch:
        held = now.get(assignment.pk)
        if held is None:
            continue
        situation = Situation(held, on).climbed(due.get(held.pk), is_heard=(held.unit_id, held.matter_id) not in waits)
        if act.refused(situation, step=step.step) or (held.pk, step.step) in going:
            continue
        columns = act.columns(situation, step=step.step)
        drawn.append(proposals.drawn(act, held, columns, reason=step.why, actor=None, at=at))
    _enter(drawn, at)
    return {proposal.assignment_id for proposal, _ in drawn}, left


def _enter(drawn: Sequence[tuple[Proposal, list[Signature]]], at: datetime.datetime) -> None:
    """Write proposals with their signers, and a line for each."""
    if not drawn:
        return
    Proposal.objects.bulk_create([proposal for proposal, _ in drawn])
    Signature.objects.bulk_create([signature for _, signatures in drawn for signature in signatures])
    entries = [
        journal_lines.Entry(
            of=proposal,
            unit=proposal.assignment.unit,
            matter=proposal.assignment.matter,
            data=proposals.told(proposal),
            rows=(proposal, *signatures),
        )
        for proposal, signatures in drawn
    ]
    journal_lines.record_all("proposal.opened", entries, jurisdiction=drawn[0][0].jurisdiction, actor=None, at=at)


def is_urged_on(fact: Fact, day: datetime.date) -> bool:
    """Return whether somebody urged on that day: after the day's run, which stands at its beginning."""
    return fact.kind == "urged" and fact.on == day


def _due(held: Sequence[Assignment], on: datetime.date) -> dict[int, ladder.DueStep]:
    """Return the steps that are open when a day begins for these assignments, by their keys, as `ladders.open_step` says for each."""
    by_document: dict[str | None, list[Assignment]] = {}
    for each in held:
        by_document.setdefault(each.matter.document_id, []).append(each)
    found: dict[int, ladder.DueStep | None] = {}
    for own in by_document.values():
        governed = Governed.of(own[0].matter)
        rows = journal.fact_rows(governed.office, matters={each.matter_id for each in own}, through=on)
        groups = {each.unit.code: governed.held.group_of(each.unit.code, each.unit.group) for each in own}
        facts = [fact for fact in known_facts(rows, governed.document.words) if not is_urged_on(fact, on)]
        due = ladder.due_steps(
            governed.document, facts, groups, on, choices=governed.choices, calendar=governed.calendar
        )
        by_place = {(step.unit, step.matter): step for step in due}
        found |= {each.pk: by_place.get((each.unit.code, each.matter.no)) for each in own}
    return {pk: step for pk, step in found.items() if step is not None}


def _waiting(held: Collection[Assignment]) -> set[tuple[int, int]]:
    """Return the units, each with a matter, that gave a reason on which nobody has ruled yet."""
    units = {each.unit_id for each in held}
    said = Objection.objects.filter(unit__in=units, ground=Ground.REASON, verdict=Verdict.OPEN)
    found = said.values_list("unit_id", "line__matter", "deadline__assignment__matter")
    return {(unit, matter) for unit, *matters in found for matter in matters if matter is not None}


def _going(held: Collection[int]) -> set[tuple[int, str]]:
    """Return the steps that are put up already, by assignment."""
    going = Proposal.objects.filter(assignment__in=held, act=STEP, outcome__in=GOING)
    return set(going.values_list("assignment_id", "step"))
