"""Parts: divide a matter into sub-matters, each with its unit and date. It is done when all of them are."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from duban.ledger import conditions, journal
from duban.ledger.actions.matters import matters, orders
from duban.ledger.by import By
from duban.ledger.models import Matter
from duban.ledger.privacy import refuse_personal, senders_of
from duban.ledger.refusals import Refused, refuse_if
from duban.ledger.storage import locking
from duban.people.models import Unit


@dataclass(frozen=True)
class Part:
    """One sub-matter: what, by whom, until when (inclusive; None without end, under a whole without end)."""

    title: str
    unit: Unit
    due_on: datetime.date | None


@transaction.atomic
def decompose_matter(*, matter: Matter, parts: Sequence[Part], by: By) -> list[Matter]:
    """Register the parts of a matter as sub-matters, all or none; they go out like any other.

    Raises Refused without a part, once the matter is done, and for a part that is due after the whole.
    """
    matter = locking.hold_matter(matter)
    refuse_if(conditions.sources.decomposing(matter))
    if not parts:
        raise Refused("请至少写一个子事项", field="parts")
    refuse_personal(*(part.title for part in parts), of=senders_of(matter), field="parts")
    registered = []
    for place, part in enumerate(parts, 1):
        if matter.due_on is not None and part.due_on is None:
            raise Refused(f"请定下第 {place} 个子事项的期限，不晚于本事项的期限 {matter.due_on}", field="parts")
        if matter.due_on is not None and part.due_on is not None and part.due_on > matter.due_on:
            raise Refused(f"第 {place} 个子事项的期限晚于本事项的期限 {matter.due_on}", field="parts")
        order = orders.Order(
            title=part.title,
            requirement=part.title,
            standard=matter.standard,
            category=matter.category,
            source=matter.source,
            source_text=f"{matter.no} 分解",
            due_on=part.due_on,
            lead=(part.unit,),
            level=matter.level,
            quantifiable=matter.quantifiable,
            urgent=matter.urgent,
            planning=matter.planning,
            instructed_by=matter.instructed_by,
            parent=matter,
        )
        made = matters.register_matter(jurisdiction=matter.jurisdiction, order=order, by=by)
        registered.append(made)
    journal.record(
        "matter.decomposed",
        jurisdiction=matter.jurisdiction,
        of=matter,
        matter=matter,
        actor=by.officer,
        at=by.at,
        data={"parts": "、".join(each.no for each in registered)},
    )
    return registered
