"""What follows a step of the ladder: the interview that it is, papers with their dates, exposure in the media, what befalls unit and persons."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from duban.engine.rules.steps import Step
from duban.ledger.actions.process.consequences import Imposition, impose, tell, was_demanded
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Consequence, Proposal
from duban.ledger.models.consequences import Kind
from duban.ledger.queries.process import consequences
from duban.ledger.refusals import Refused
from duban.people.models import Officer


@dataclass(frozen=True)
class StepEntries:
    """What the officer who carries a step out enters with it: the day on which it was held, where or by which medium, dates of papers, who summons whom, whom it befalls, the record."""

    held_on: datetime.date | None = None
    place: str = ""
    medium: str = ""
    papers_by: datetime.date | None = None
    led_by: Officer | None = None
    summoned: str = ""
    persons: Sequence[str] = ()
    note: str = ""


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
    them. Raises Refused where one of these, the interviewer, or the medium of an exposure is missing.
    """
    said, matter = said or StepEntries(), assignment.matter
    made = []
    if consequences.holds_interview(step):
        made.append(_interview(assignment, step, said, by, proposal))
    for each in _attached(assignment, step, said, limit, by.today):
        made.append(
            impose(
                each, jurisdiction=matter.jurisdiction, unit=assignment.unit, matter=matter, proposal=proposal, by=by
            )
        )
    return made


def _interview(assignment: Assignment, step: Step, said: StepEntries, by: By, proposal: Proposal | None) -> Consequence:
    """Put the interview on record: the one to which the unit was summoned, else one that nobody announced in writing."""
    led_by = said.led_by or consequences.usual_interviewer(assignment, step)
    if led_by is None:
        raise Refused("请写明由哪位领导约谈", clause=step.clause, field="led_by")
    on, matter = said.held_on or by.today, assignment.matter
    held = consequences.summons_of(proposal) if proposal is not None else None
    if held is None:
        talk = Imposition(
            Kind.INTERVIEW, step.clause, step.name, person=said.summoned, led_by=led_by, place=said.place.strip(),
            held_on=on, record=said.note,
        )  # fmt: skip
        return impose(
            talk, jurisdiction=matter.jurisdiction, unit=assignment.unit, matter=matter, proposal=proposal, by=by
        )
    held.led_by = said.led_by or held.led_by
    held.held_on, held.record = on, said.note
    held.place, held.person = said.place.strip() or held.place, said.summoned or held.person
    held.save(update_fields=["led_by", "held_on", "record", "place", "person"])
    tell("consequence.held", held, by, {"kind": held.get_kind_display(), "person": held.person})
    return held


def _attached(
    assignment: Assignment, step: Step, said: StepEntries, limit: datetime.date | None, today: datetime.date
) -> Iterator[Imposition]:
    """Yield the papers that the document attaches to a step, unless they were demanded before, and what befalls whom."""
    matter, unit, on = assignment.matter, assignment.unit, said.held_on or today
    regime = Governed.of(matter).document
    for measure in consequences.after_step(regime, step.step):
        kind, clause = measure.kind, measure.clause
        if kind.is_exposure:
            if not said.medium.strip():
                raise Refused("请写明由哪家媒体曝光", clause=clause, field="medium")
            yield Imposition(kind, clause, step.name, place=said.medium.strip(), held_on=on, record=said.note)
        elif not kind.is_owed:
            for person in _befallen(measure, said.persons, said.summoned):
                yield Imposition(kind, clause, step.name, person=person)
        elif kind.is_due_at_once and not was_demanded(matter, unit, kind):
            # What is promised on the spot is fulfilled within the step's limit.
            yield Imposition(kind, clause, step.name, owed_by=max(on, today), fulfil_by=limit)
        elif kind.is_owed_each_time or not was_demanded(matter, unit, kind):
            due = consequences.papers_due(matter.jurisdiction, regime, kind, on, limit)
            if due is None and said.papers_by is None:
                raise Refused(f"文件没有写明{measure.word}何时交来，请限定日期", clause=clause, field="papers_by")
            if due is None and said.papers_by is not None and said.papers_by < today:
                raise Refused("限定的日期早于今天", field="papers_by")
            yield Imposition(kind, clause, step.name, owed_by=due or said.papers_by)


def _befallen(measure: consequences.Measure, persons: Sequence[str], head: str) -> list[str]:
    """Return whom a measure after a step befalls: "" is the unit itself. 评优资格 is lost by unit and head (第十二条)."""
    if measure.needs_person:
        if not persons:
            raise Refused(f"请写明受“{measure.word}”的人员", clause=measure.clause, field="persons")
        return list(persons)
    if measure.kind == Kind.ELIGIBILITY:
        return ["", head or "单位主要负责人"]
    return ["", *persons] if measure.kind.may_name_persons else [""]
