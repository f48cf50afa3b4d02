"""Withdrawals (撤销记录): what the office did or ruled wrongly is taken back, with everything that it brought with it.

One door for every kind of line that may be taken back, for the office itself and for an objection that holds.
"""

from decimal import Decimal

from django.db import transaction

from duban.ledger import conditions, journal
from duban.ledger.actions.matters import fallen_lines, take_backs
from duban.ledger.actions.process import consequences
from duban.ledger.actions.scoring import facts
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, JournalLine
from duban.ledger.queries.matters import followings
from duban.ledger.refusals import Refused, refuse_if
from duban.ledger.storage import locking


@transaction.atomic
def withdraw_record(*, line: JournalLine, reason: str, by: By) -> JournalLine:
    """Take back what was recorded, urged, carried out or returned in error; all lines stay.

    An urging goes with its limit and its paper, a step with its circular, its paper and what it imposed; of a report that was sent back
    only the counting goes. Raises Refused without a reason, or for other lines; Conflict twice.
    """
    refuse_if(conditions.process.taking_back(line))
    if line.verb == "unit.urged":
        return take_backs.take_back_urging(line=line, reason=reason, by=by)
    if line.verb == "step.carried_out":
        return _take_back_step(line, reason, by)
    return facts.withdraw_fact(line=line, reason=reason, by=by)


@transaction.atomic
def award_points(*, line: JournalLine, points: Decimal, reason: str, by: By) -> JournalLine:
    """Put right with how many points a result was accepted (更正认定分值). Raises Refused without a reason, or for points out of bounds."""
    assert line.matter is not None and line.unit is not None
    matter = locking.hold_matter(line.matter)
    refuse_if(conditions.process.awarding(line, points))
    if not reason.strip():
        raise Refused("请写明理由", field="reason")
    count = line.amendments.count()
    held = Assignment.objects.filter(matter=matter, unit=line.unit, completed_on__isnull=False).order_by("-id").first()
    if held is not None:
        held.points = points
        held.version += 1
        held.save(update_fields=["points", "version"])
    return journal.record(
        "fact.corrected",
        jurisdiction=line.jurisdiction,
        unit=line.unit,
        matter=line.matter,
        actor=by.officer,
        at=by.at,
        data={"amendment": {"points": str(points)}, "reason": f"认定分值更正为 {points} 分：{reason.strip()}"},
        effect=journal.Effect(amends=line, key=f"points.corrected:{line.seq}:{count}"),
    )


def make_good(*, line: JournalLine, is_disputed: bool, reason: str, by: By) -> None:
    """Let an objection that holds take effect: what is disputed is withdrawn, points are given in full, all else is excused."""
    if is_disputed and line.kind == "completed":
        full = Governed.of(line.matter).full_value if line.matter is not None else None
        assert full is not None
        award_points(line=line, points=full[0], reason=f"异议成立：{reason}", by=by)
    elif is_disputed and conditions.process.withdrawing(line) is None:
        withdraw_record(line=line, reason=reason, by=by)
    else:
        facts.excuse_fact(line=line, reason=reason, by=by)


def _take_back_step(line: JournalLine, reason: str, by: By) -> JournalLine:
    assert line.matter is not None and line.unit is not None
    if not reason.strip():
        raise Refused("请写明理由", field="reason")
    found = Assignment.objects.filter(matter=line.matter, unit=line.unit).select_related("unit").order_by("id").last()
    assert found is not None
    held, why = locking.hold_assignment(found), f"督办措施撤销：{reason.strip()}"
    day = followings.Window(line.on - take_backs.ONE_DAY, line.on)
    fallen_lines.fell(followings.beside(held, day, [line]), why, None, by)
    key = line.key_of("proposal")
    for imposed in followings.consequences_of(held, [line.on], [key] if key else []):
        consequences.lift_consequence(consequence=imposed, reason=why, by=by)
    take_backs.end_limits(held, line, why, by)
    take_backs.recall_papers(held, line, why, by)
    return facts.withdraw_fact(line=line, reason=reason, by=by)
