"""Consequences: what follows a step or a sanction is recorded, papers are demanded, handed in and checked, and what was imposed is lifted."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from duban.engine.rules.steps import Step
from duban.ledger import journal, ladders
from duban.ledger.actions.matters import attachments
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Consequence, Matter, Proposal
from duban.ledger.models.consequences import Kind
from duban.ledger.queries.process import consequences
from duban.ledger.refusals import Conflict, Refused
from duban.ledger.storage import locking
from duban.people.models import Jurisdiction, Officer, Unit


@dataclass(frozen=True)
class Imposition:
    """What befalls a unit or a person of it, by which clause, why; and as it is: a paper's date, who summoned whom, what was said."""

    kind: Kind
    clause: str
    reason: str
    person: str = ""
    owed_by: datetime.date | None = None
    led_by: Officer | None = None
    held_on: datetime.date | None = None
    record: str = ""


@dataclass(frozen=True)
class StepEntries:
    """What the officer who carries a step out enters with it: dates of papers, who summons whom, whom it befalls, the record."""

    papers_by: datetime.date | None = None
    led_by: Officer | None = None
    summoned: str = ""
    persons: Sequence[str] = ()
    note: str = ""


@transaction.atomic
def impose(
    imposed: Imposition,
    *,
    jurisdiction: Jurisdiction,
    unit: Unit,
    by: By,
    matter: Matter | None = None,
    proposal: Proposal | None = None,
) -> Consequence:
    """Record one consequence for a unit or a person of it, inside the transaction of the act that brings it about.

    A loss of eligibility or a year's assessment holds until the end of its year.
    """
    kind, today = imposed.kind, by.today
    year_end = datetime.date(today.year, 12, 31)
    made = Consequence.objects.create(
        jurisdiction=jurisdiction,
        unit=unit,
        person=imposed.person,
        kind=kind,
        clause=imposed.clause,
        matter=matter,
        proposal=proposal,
        reason=imposed.reason,
        imposed_on=today,
        until_on=year_end if kind.holds_for_the_year else None,
        owed_by=imposed.owed_by,
        led_by=imposed.led_by,
        held_on=imposed.held_on,
        record=imposed.record,
        recorded_by=by.officer,
    )
    owed_by = imposed.owed_by.isoformat() if imposed.owed_by else ""
    data = {"kind": kind.label, "person": imposed.person, "owed_by": owed_by}
    _record(kind.verb, made, by, data)
    return made


def follow_step(
    assignment: Assignment,
    step: Step,
    *,
    limit: datetime.date | None,
    by: By,
    proposal: Proposal | None = None,
    said: StepEntries | None = None,
) -> list[Consequence]:
    """Record what the document attaches to a step that is being carried out: the interview, papers with their dates, what befalls the unit.

    `limit` is the step's own; the papers' date is required where neither rule nor limit dates a paper; persons where something befalls
    them. Raises Refused where one of these, or the interviewer, is missing.
    """
    said, matter = said or StepEntries(), assignment.matter
    following = [
        *_interview(assignment, step, said, by.today),
        *_attached(assignment, step, said, limit, by.today),
    ]
    return [
        impose(each, jurisdiction=matter.jurisdiction, unit=assignment.unit, matter=matter, proposal=proposal, by=by)
        for each in following
    ]


def _interview(assignment: Assignment, step: Step, said: StepEntries, on: datetime.date) -> Iterator[Imposition]:
    if not consequences.holds_interview(step):
        return
    led_by = said.led_by or consequences.usual_interviewer(assignment, step)
    if led_by is None:
        raise Refused("请写明由哪位领导约谈", clause=step.clause, field="led_by")
    yield Imposition(
        Kind.INTERVIEW, step.clause, step.name, person=said.summoned, led_by=led_by, held_on=on, record=said.note
    )


def _attached(
    assignment: Assignment, step: Step, said: StepEntries, limit: datetime.date | None, on: datetime.date
) -> Iterator[Imposition]:
    """Yield the papers that the document attaches to a step, unless they were demanded before, and what befalls whom."""
    matter, unit = assignment.matter, assignment.unit
    regime = Governed.of(matter).document
    for measure in consequences.after_step(regime, step.step):
        kind, clause = measure.kind, measure.clause
        if not kind.is_owed:
            for person in _befallen(measure, said.persons, said.summoned):
                yield Imposition(kind, clause, step.name, person=person)
        elif kind.is_owed_each_time or not _demanded(matter, unit, kind):
            due = consequences.papers_due(matter.jurisdiction, regime, kind, on, limit) or said.papers_by
            if due is None:
                raise Refused(f"文件没有写明{measure.word}何时交来，请限定日期", clause=clause, field="papers_by")
            if due < on:
                raise Refused("限定的日期早于今天", field="papers_by")
            yield Imposition(kind, clause, step.name, owed_by=due)


@transaction.atomic
def demand_papers(*, assignment: Assignment, step: str, due: datetime.date, reason: str, by: By) -> list[Consequence]:
    """Demand the papers that the document attaches to a step, by a day, before or without that step (县方案 四(四): no meeting needed).

    Raises Refused for a day past, where the document attaches none, or the step is neither open nor carried out; Conflict where all
    were demanded before.
    """
    assignment = locking.hold_assignment(assignment)
    matter, today = assignment.matter, by.today
    governed = Governed.of(matter)
    measures = consequences.papers_after(governed.document, step)
    if not measures:
        raise Refused("办法没有要求这时提交材料")
    if not reason.strip():
        raise Refused("请写明事由", field="reason")
    if due < today:
        raise Refused("限定的日期早于今天", field="due")
    if not ladders.step_is_open(assignment, governed.step(step), today):
        raise Refused("还没有到这一步", clause=measures[0].clause)
    new = [each for each in measures if not _demanded(matter, assignment.unit, each.kind)]
    if not new:
        raise Conflict("这些材料已经责令提交")
    return [
        impose(
            Imposition(each.kind, each.clause, reason, owed_by=due),
            jurisdiction=matter.jurisdiction,
            unit=assignment.unit,
            matter=matter,
            by=by,
        )
        for each in new
    ]


@transaction.atomic
def hand_in_paper(
    *, consequence: Consequence, name: str, chunks: Iterable[bytes], by: By, note: str = ""
) -> Consequence:
    """Hand in the paper that the unit owes. Raises Refused where it owes none, Conflict where it was handed in or lifted."""
    held = _held(consequence)
    if not held.is_paper:
        raise Refused("这一项不需要提交材料")
    if held.handed_in_on is not None or held.lifted_on is not None:
        raise Conflict("已经提交过，或者已经解除")
    held.file = attachments.add_file(
        jurisdiction=held.jurisdiction, matter=held.matter, name=name, chunks=chunks, by=by
    )
    held.handed_in_on = by.today
    held.record = note
    held.save(update_fields=["file", "handed_in_on", "record"])
    _record("consequence.handed_in", held, by, {"kind": held.get_kind_display(), "file": name})
    return held


@transaction.atomic
def check_paper(*, consequence: Consequence, kept: bool, note: str, by: By) -> Consequence:
    """Say whether what was handed in holds: what a commitment promised was done, a plan is good enough; otherwise it is owed anew.

    Raises Refused without words, Conflict before it was handed in or once it was checked.
    """
    held = _held(consequence)
    if held.handed_in_on is None or held.checked_on is not None:
        raise Conflict("还没有提交，或者已经核查过")
    if not note.strip():
        raise Refused("请写明核查情况", field="note")
    held.kept, held.checked_on = kept, by.today
    held.save(update_fields=["kept", "checked_on"])
    _record("consequence.checked", held, by, {"kind": held.get_kind_display(), "kept": kept, "reason": note})
    return held


@transaction.atomic
def record_event(
    *, consequence: Consequence, held_on: datetime.date, record: str, by: By, person: str = ""
) -> Consequence:
    """Put on record that a talk or an explanation in person took place, on which day, with whom, and what was said.

    Raises Refused for anything else, a day to come, or without words.
    """
    held = _held(consequence)
    if not held.is_event:
        raise Refused("这一项不是约谈或当面说明")
    if held_on > by.today:
        raise Refused("日期还没有到", field="held_on")
    if not record.strip():
        raise Refused("请写明谈了什么", field="record")
    held.held_on, held.record, held.person = held_on, record, person or held.person
    if held.owed_by is not None:
        held.handed_in_on = held_on
    held.save(update_fields=["held_on", "record", "person", "handed_in_on"])
    data = {"kind": held.get_kind_display(), "person": held.person, "reason": record}
    _record("consequence.held", held, by, data)
    return held


@transaction.atomic
def lift_consequence(*, consequence: Consequence, reason: str, by: By) -> Consequence:
    """Lift what was imposed; it stays on record with the reason. Raises Refused without one, Conflict where it was lifted before."""
    held = _held(consequence)
    if held.lifted_on is not None:
        raise Conflict(f"{held.lifted_on} 已经解除")
    if not reason.strip():
        raise Refused("解除要写明理由", field="reason")
    held.lifted_on, held.lift_reason = by.today, reason
    held.save(update_fields=["lifted_on", "lift_reason"])
    _record("consequence.lifted", held, by, {"kind": held.get_kind_display(), "reason": reason})
    return held


def _demanded(matter: Matter, unit: Unit, kind: Kind) -> bool:
    return Consequence.objects.filter(matter=matter, unit=unit, kind=kind, lifted_on__isnull=True).exists()


def _befallen(measure: consequences.Measure, persons: Sequence[str], head: str) -> list[str]:
    """Return whom a measure after a step befalls: "" is the unit itself. 评优资格 is lost by unit and head (第十二条)."""
    if measure.needs_person:
        if not persons:
            raise Refused(f"请写明受“{measure.word}”的人员", clause=measure.clause, field="persons")
        return list(persons)
    if measure.kind == Kind.ELIGIBILITY:
        return ["", head or "单位主要负责人"]
    return ["", *persons] if measure.kind.may_name_persons else [""]


def _held(consequence: Consequence) -> Consequence:
    related = ("jurisdiction", "unit", "matter")
    found = Consequence.objects.select_for_update(of=("self",), no_key=True).select_related(*related)
    return found.get(pk=consequence.pk)


def _record(verb: str, made: Consequence, by: By, data: Mapping[str, object]) -> None:
    journal.record(
        verb,
        jurisdiction=made.jurisdiction,
        of=made,
        unit=made.unit,
        matter=made.matter,
        actor=by.officer,
        at=by.at,
        data={**data, "clause": made.clause},
    )
