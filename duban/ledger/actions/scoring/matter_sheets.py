"""The scoring sheet of one matter (卓尼 附件2), filled in for a period."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction

from duban.engine.wording import plain
from duban.ledger.actions.scoring import facts
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment
from duban.ledger.queries.scoring import matter_sheets
from duban.ledger.queries.scoring.periods import Span
from duban.ledger.refusals import Refused


@transaction.atomic
def enter_sheet(*, assignment: Assignment, span: Span, entries: Mapping[str, Decimal], reason: str, by: By) -> int:
    """Record the marks of a matter's sheet, all of them, by what is marked (a row, or a section whose rows have no points).

    Returns how many are new. A mark that differs is withdrawn and recorded anew; both stay. Raises Refused where the document has no
    such sheet, for a period that has not begun, a matter that has none in it, marks that are missing, unknown or out of bounds, a missing
    reason, or where nothing is new.
    """
    jurisdiction = assignment.matter.jurisdiction
    parts = matter_sheets.parts_of(Governed.of(jurisdiction, min(by.today, span.last)))
    if not parts:
        raise Refused("本办法不按事项逐件评分")
    if span.first > by.today:
        raise Refused(f"{span.name}还没有开始", field="on")
    if not matter_sheets.held_in(jurisdiction, span).filter(pk=assignment.pk).exists():
        raise Refused(
            f"这件事项在{span.name}没有评分表", possible="只有期内在办、可量化、由参加排名的单位牵头的事项逐件评分。"
        )
    _refuse_wrong(parts, entries)
    lines = matter_sheets.standing(jurisdiction, span, [assignment]).get((assignment.matter_id, assignment.unit_id), {})
    before = matter_sheets.marks_of(parts, lines)
    changed = [key for key in matter_sheets.keys_of(parts) if before.get(key) != entries[key]]
    if not changed:
        raise Refused("没有新的内容：填写的与已登记的相同", field="reason")
    for key in changed:
        for line in lines.get(key, ()):
            facts.withdraw_fact(line=line, reason=f"更正：{reason}", by=by)
        facts.record_fact(
            jurisdiction=jurisdiction,
            kind="sheet",
            unit=assignment.unit,
            matter=assignment.matter,
            fact={"section": key, "points": str(entries[key])},
            by=by,
            on=min(by.today, span.last),
            reason=reason,
        )
    return len(changed)


def _refuse_wrong(parts: tuple[matter_sheets.Part, ...], entries: Mapping[str, Decimal]) -> None:
    """Raise Refused at the mark that is missing, unknown or out of bounds."""
    asked = matter_sheets.keys_of(parts)
    for key in entries:
        if key not in asked:
            raise Refused(f"评分表没有“{key}”", field=key, possible=f"要填的是：{'、'.join(asked)}。")
    for part in parts:
        for key, most in part.marks:
            if key not in entries:
                raise Refused(f"{key}没有填，评分表各行都填了才计分", field=key, clause=part.clause)
            if entries[key] < 0 or (most is not None and entries[key] > most):
                raise Refused(f"{key}应在 0 到 {plain(most or Decimal(0))} 分之间", field=key, clause=part.clause)
