"""Figures that a leader gives under the document (领导评价): which, for which units, and what they gave so far."""

import datetime
from dataclasses import dataclass

from duban.ledger.access import delegations
from duban.ledger.governed import Governed
from duban.ledger.queries.scoring import entered_marks
from duban.ledger.queries.scoring.entered_marks import Column
from duban.ledger.queries.scoring.periods import Span
from duban.people.models import Officer, Role, Unit


@dataclass(frozen=True)
class Asked:
    """One figure that is asked of a leader for a unit, with the value that stands (None where there is none) and who gave it."""

    unit: Unit
    column: Column
    value: str | None
    who: str

    @property
    def name(self) -> str:
        """Return the name of its field: unit and figure."""
        return f"m-{self.unit.code}-{self.column.key}"


def asked_of(officer: Officer, span: Span, on: datetime.date) -> list[Asked]:
    """Return what the document asks of the officer's post in a period, unit by unit: a leader in charge for the units of their own field.

    A stand-in is asked what those are asked for whom they stand in. Empty where the document asks nothing of the post.
    """
    jurisdiction = officer.office
    governed = Governed.of(jurisdiction, span.first)
    scheme = entered_marks.scheme_of(governed.document, governed.choices)
    posts = [officer, *delegations.represented_by(officer, on)]
    roles = {each.role for each in posts}
    columns = [column for column in (scheme.columns if scheme else ()) if roles & set(column.givers)]
    if not columns:
        return []
    standing = entered_marks.standing(jurisdiction, ("sheet", "figure"), span)
    in_charge = {each.pk for each in posts if each.role == Role.LEADER}
    found = []
    for unit in entered_marks.marked_units(jurisdiction, governed.held, with_leaders=True):
        led_by = unit.portfolio.leader_id if unit.portfolio else None
        own = roles - ({Role.LEADER} if led_by not in in_charge else set())
        for column in columns:
            if own & set(column.givers) and column.has(governed.held, unit):
                lines = standing.get((unit.code, column.key))
                fact = lines[-1].data["fact"] if lines else {}
                value = fact.get("points", fact.get("value"))
                who = str(lines[-1].actor) if lines else ""
                found.append(Asked(unit, column, None if value is None else str(value), who))
    return found


def asks_anything(officer: Officer, today: datetime.date) -> bool:
    """Say whether the document asks figures of a leader's post at all."""
    governed = Governed.of(officer.office, today)
    scheme = entered_marks.scheme_of(governed.document, governed.choices)
    return any(officer.role in column.givers for column in (scheme.columns if scheme else ()))
