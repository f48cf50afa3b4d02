"""Many matters sent out at once, all or none: with a notice for each order, one for each unit, or one to all of them."""

import datetime
from collections.abc import Sequence

from django.db import transaction

from duban.ledger import journal
from duban.ledger.actions.matters.matters import dispatch_matter
from duban.ledger.actions.papers import notices
from duban.ledger.by import By
from duban.ledger.models import Assignment, Matter, Notice
from duban.ledger.models.assignments import Stage
from duban.ledger.progress import Progress, untold
from duban.ledger.queries.matters.dispatches import Letters, paper_of
from duban.ledger.refusals import Refused

MOST = 200


@transaction.atomic
def dispatch_matters(
    *,
    matters: Sequence[Matter],
    letters: str = Letters.EACH,
    accept_by: datetime.date | None = None,
    by: By,
    progress: Progress = untold,
) -> list[Notice]:
    """Send these matters out as `dispatch_matter` does, and return the notices with annexed lists; the way is remembered for the office.

    Raises Refused, naming the matter that stood in the way, and nothing went out.
    """
    if not matters:
        raise Refused("没有选中可以交办的事项", possible="不能交办的，原因写在各行。")
    if len(matters) > MOST:
        raise Refused(f"一次最多交办 {MOST} 件", possible="请分批交办。")
    if letters not in Letters.values:
        raise Refused("请选定文书怎样发", field="letters")
    for number, matter in enumerate(matters):
        progress("交办", number, len(matters))
        try:
            dispatch_matter(matter=matter, accept_by=accept_by, has_notice=letters == Letters.EACH, by=by)
        except Refused as refusal:
            if len(matters) == 1:
                raise
            raise refusal.said_of(f"{matter.no} {matter.title}", "去掉这一件，其余可以一起交办。") from None
    progress("制发文书", len(matters), len(matters))
    made = [] if letters == Letters.EACH else _issue(matters, letters, by)
    if len(matters) > 1:
        office = by.officer.office
        data = {"count": len(matters), "letters": letters, "notices": len(made)}
        journal.record("matters.dispatched", jurisdiction=office, actor=by.officer, at=by.at, data=data)
    return made


def _issue(matters: Sequence[Matter], letters: str, by: By) -> list[Notice]:
    """Issue the notices that list the orders: those of one unit, or of all, and of one paper of the document together."""
    held = Assignment.objects.filter(matter__in=matters, stage=Stage.TO_ACCEPT, dispatched_on=by.today)
    held = held.select_related("matter__jurisdiction", "unit").prefetch_related("recurrences")
    groups: dict[tuple[int, str], list[Assignment]] = {}
    for each in held.order_by("matter__registered_on", "matter_id", "part", "unit__order", "id"):
        unit = each.unit_id if letters == Letters.UNIT else 0
        groups.setdefault((unit, paper_of(each.matter)), []).append(each)
    made = []
    for (unit_id, _), orders in sorted(groups.items(), key=lambda group: group[1][0].unit.order):
        limit = max((each.due_on for each in orders if each.due_on), default=None)
        alone = orders[0] if unit_id and len(orders) == 1 else None
        made.append(
            notices.issue_notice(
                of=alone.matter if alone else by.officer.office,
                act="dispatch",
                unit=orders[0].unit if unit_id else None,
                limit_on=limit,
                listed=() if alone else orders,
                by=by,
            )
        )
    return made
