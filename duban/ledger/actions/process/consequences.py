"""Consequences: each is recorded, papers are demanded, handed in and checked, and what was imposed is lifted."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

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
    fulfil_by: datetime.date | None = None
    led_by: Officer | None = None
    place: str = ""
    held_on: datetime.date | None = None
    record: str = ""


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
        fulfil_by=imposed.fulfil_by,
        led_by=imposed.led_by,
        place=imposed.place,
        held_on=imposed.held_on,
        record=imposed.record,
        recorded_by=by.officer,
    )
    owed_by = imposed.owed_by.isoformat() if imposed.owed_by else ""
    data = {"kind": kind.label, "person": imposed.person, "owed_by": owed_by}
    tell(kind.verb, made, by, data)
    return made


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
    new = [each for each in measures if not was_demanded(matter, assignment.unit, each.kind)]
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
    held = hold(consequence)
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
    tell("consequence.handed_in", held, by, {"kind": held.get_kind_display(), "file": name})
    return held


@transaction.atomic
def check_paper(*, consequence: Consequence, kept: bool, note: str, by: By) -> Consequence:
    """Say whether what was handed in holds: what a commitment promised was done, a plan is good enough; otherwise it is owed anew.

    That a promise was not fulfilled is known once its days are over. Raises Refused without words or before that, Conflict before it was
    handed in or once it was checked.
    """
    held = hold(consequence)
    if held.handed_in_on is None or held.checked_on is not None:
        raise Conflict("还没有提交，或者已经核查过")
    if not note.strip():
        raise Refused("请写明核查情况", field="note")
    if not kept and held.fulfil_by is not None and by.today <= held.fulfil_by:
        raise Refused(f"兑现期限（{held.fulfil_by}）还没有到，不能认定没有兑现", clause=held.clause, field="kept")
    held.kept, held.checked_on = kept, by.today
    held.save(update_fields=["kept", "checked_on"])
    tell("consequence.checked", held, by, {"kind": held.get_kind_display(), "kept": kept, "reason": note})
    return held


@transaction.atomic
def lift_consequence(*, consequence: Consequence, reason: str, by: By) -> Consequence:
    """Lift what was imposed; it stays on record with the reason. Raises Refused without one, Conflict where it was lifted before."""
    held = hold(consequence)
    if held.lifted_on is not None:
        raise Conflict(f"{held.lifted_on} 已经解除")
    if not reason.strip():
        raise Refused("解除要写明理由", field="reason")
    held.lifted_on, held.lift_reason = by.today, reason
    held.save(update_fields=["lifted_on", "lift_reason"])
    tell("consequence.lifted", held, by, {"kind": held.get_kind_display(), "reason": reason})
    return held


def was_demanded(matter: Matter, unit: Unit, kind: Kind) -> bool:
    """Return whether that paper was demanded of the unit on that matter, and was not lifted."""
    return Consequence.objects.filter(matter=matter, unit=unit, kind=kind, lifted_on__isnull=True).exists()


def hold(consequence: Consequence) -> Consequence:
    """Return the consequence as it is now, its row locked."""
    related = ("jurisdiction", "unit", "matter")
    found = Consequence.objects.select_for_update(of=("self",), no_key=True).select_related(*related)
    return found.get(pk=consequence.pk)


def tell(verb: str, made: Consequence, by: By, data: Mapping[str, object]) -> None:
    """Append the line of an act on a consequence."""
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
