"""What does not count in a period yet because nobody knows by how much: lateness that goes by days, of what has not come."""

from collections import Counter

from duban.engine import wording
from duban.engine.evaluation import naming
from duban.ledger import scores
from duban.ledger.governed import Governed
from duban.ledger.queries.scoring.periods import Span
from duban.people.models import Jurisdiction


def said_of(jurisdiction: Jurisdiction, span: Span) -> str:
    """Say whose lateness has no days yet and is in no points of the period; empty where there is none, or nothing goes by days."""
    governed = Governed.of(jurisdiction, span.first)
    if not governed.document.reads("late", "days", governed.choices):
        return ""
    draft = scores.draft_of(jurisdiction, span.kind, span.first, span.last)
    unknown = wording.no_field(naming.FIELDS["days"])
    number = Counter(draft.owners[each.fact] for each in draft.result.ignored if each.why == unknown)
    if not number:
        return ""
    whose = "、".join(f"{unit.name}{number[unit.unit]}条" for unit in draft.units if unit.unit in number)
    return (
        f"有 {number.total()} 条逾期到现在还没有报来，逾期几天没有定，按天数扣的分没有计入：{whose}。"
        "报来以后才计入，那时已经发布的要另行更正。"
    )
