"""Figures that a leader gives under the document, entered by the leader."""

from collections.abc import Mapping
from decimal import Decimal

from duban.ledger.actions.scoring import facts
from duban.ledger.by import By
from duban.ledger.queries.scoring import own_marks
from duban.ledger.queries.scoring.periods import Span
from duban.ledger.refusals import Forbidden, Refused


def give_marks(*, span: Span, entries: Mapping[tuple[str, str], Decimal], reason: str, by: By) -> int:
    """Record figures by unit code and section or quantity, as `enter_marks` does; returns how many are new.

    Raises Forbidden where the document asks nothing of the officer's post, Refused at a figure that is not theirs to give, and as
    `enter_marks`.
    """
    asked = {(each.unit.code, each.column.key): each for each in own_marks.asked_of(by.officer, span, by.today)}
    if not asked:
        raise Forbidden("办法没有由您给出的数值")
    for code, key in entries:
        if (code, key) not in asked:
            raise Refused("这一项不由您给出", field=f"{code} {key}", possible="分管领导只评分管领域的单位。")
    units = {each.unit.code: each.unit for each in asked.values()}
    return facts.enter_marks(
        jurisdiction=by.officer.office,
        span=span,
        entries={(units[code], key): value for (code, key), value in entries.items()},
        reason=reason,
        by=by,
    )
