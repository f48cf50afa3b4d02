"""What the office itself owes by a day of the document (转办、审核、裁定 …): matters not yet out, reports not yet looked at, objections not yet ruled on."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from duban.engine.rules.limits import Deadline as DeadlineRule
from duban.ledger.governed import Governed
from duban.ledger.models import Matter, Objection, Report
from duban.ledger.models.matters import State
from duban.ledger.models.objections import Verdict
from duban.ledger.models.reports import Ruling
from duban.people.models import Jurisdiction

# So many of each kind are looked at, the oldest first.
_LOOKED_AT = 300


@dataclass(frozen=True)
class Row:
    """One thing that the office owes: what, by which clause, on which matter or objection, until when; `late` in calendar days, 0 in time."""

    label: str
    clause: str
    matter: Matter | None
    unit: str
    on: datetime.date
    late: int
    objection: Objection | None = None


def rows_of(jurisdiction: Jurisdiction, today: datetime.date, *, most: int) -> list[Row]:
    """Return what the office owes under its document, the nearest day first; three queries, none where the document sets no such limit."""
    governed = Governed.of(jurisdiction)
    rules = [rule for rule in governed.rules(DeadlineRule) if rule.office_act and rule.count.range is None]
    if not rules:
        return []
    found = [
        *_not_out(jurisdiction, governed, rules, today),
        *_not_reviewed(jurisdiction, governed, rules, today),
        *_not_ruled_on(jurisdiction, governed, rules, today),
    ]
    return sorted(found, key=lambda row: (row.on, row.matter.pk if row.matter else 0))[:most]


def _not_out(
    jurisdiction: Jurisdiction, governed: Governed, rules: list[DeadlineRule], today: datetime.date
) -> Iterator[Row]:
    wanted = [rule for rule in rules if rule.office_act == "dispatch"]
    waiting = Matter.objects.filter(jurisdiction=jurisdiction, state=State.PROPOSED, dispatched_on=None)
    for matter in waiting.order_by("registered_on", "id")[:_LOOKED_AT] if wanted else ():
        yield from _rows(governed, wanted, matter, "", matter.registered_on, today)


def _not_reviewed(
    jurisdiction: Jurisdiction, governed: Governed, rules: list[DeadlineRule], today: datetime.date
) -> Iterator[Row]:
    wanted = [rule for rule in rules if rule.office_act == "review"]
    waiting = Report.objects.filter(assignment__matter__jurisdiction=jurisdiction, ruling=Ruling.WAITING)
    waiting = waiting.select_related("assignment__matter", "assignment__unit").order_by("submitted_on", "id")
    for report in waiting[:_LOOKED_AT] if wanted else ():
        held = report.assignment
        yield from _rows(governed, wanted, held.matter, held.unit.name, report.submitted_on, today)


def _not_ruled_on(
    jurisdiction: Jurisdiction, governed: Governed, rules: list[DeadlineRule], today: datetime.date
) -> Iterator[Row]:
    wanted = [rule for rule in rules if rule.office_act == "ruling"]
    waiting = Objection.objects.filter(jurisdiction=jurisdiction, verdict=Verdict.OPEN)
    waiting = waiting.select_related("unit", "line__matter", "deadline__assignment__matter").order_by("made_on", "id")
    for each in waiting[:_LOOKED_AT] if wanted else ():
        matter = each.line.matter if each.line else each.deadline.assignment.matter if each.deadline else None
        for rule in wanted:
            due = governed.deadline(rule.name, each.made_on)
            if due is not None:
                late = max((today - due.due).days, 0)
                yield Row(rule.label, rule.clause, matter, each.unit.name, due.due, late, each)


def _rows(
    governed: Governed, rules: list[DeadlineRule], matter: Matter, unit: str, since: datetime.date, today: datetime.date
) -> Iterator[Row]:
    holder = governed.document.words.holder
    for rule in rules:
        if rule.fits(matter.category, matter.level, holder, holder):
            due = governed.deadline(rule.name, since)
            if due is not None:
                yield Row(rule.label, rule.clause, matter, unit, due.due, max((today - due.due).days, 0))
