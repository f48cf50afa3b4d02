"""What seems to contradict itself says why: a circular that goes by what is overdue and a ranking by points; points that reach a grade and another grade."""

import datetime
from collections.abc import Collection

from duban.engine.clauses import Regime
from duban.engine.evaluation import naming
from duban.ledger import scores
from duban.ledger.governed import Governed
from duban.ledger.models import Ranking
from duban.ledger.queries.matters import tallies
from duban.ledger.queries.scoring.rankings import Table
from duban.papers.writing.documents import Paragraph
from duban.papers.writing.texts import names
from duban.people.models import Jurisdiction

_MOST = 6


def in_circular(
    jurisdiction: Jurisdiction, first: datetime.date, last: datetime.date, period: tallies.Period
) -> tuple[Paragraph, ...]:
    """Say, of units that are overdue here and stand first in the published ranking of the same days, why both are so; nothing where none is."""
    overdue = {each.unit.code for each in period.units if each.unit and each.parts[tallies.OVERDUE]}
    found = Ranking.objects.filter(jurisdiction=jurisdiction, from_on=first, to_on=last, corrections__isnull=True)
    found = found.select_related("jurisdiction")
    leading: set[str] = set()
    for ranking in found:
        leading |= {each.unit for each in scores.board_of(ranking).scores if each.rank == 1}
    both = [each.unit.name for each in period.units if each.unit and each.unit.code in overdue & leading]
    if not both:
        return ()
    said = f"{names(both)}在同期考核排名中名列第一，与本通报不矛盾：本通报按到期事项是否办结列出，排名{_basis(jurisdiction, first)}"
    return (Paragraph(said),)


def in_ranking(
    jurisdiction: Jurisdiction, first: datetime.date, last: datetime.date, on: datetime.date, leading: Collection[str]
) -> tuple[Paragraph, ...]:
    """Say, of units that stand first here with matters overdue, why both are so; nothing where none is. `leading` are the units' codes."""
    period = tallies.period_of(jurisdiction, first, last, on)
    both = [
        (each.unit.name, each.parts[tallies.OVERDUE])
        for each in period.units
        if each.unit and each.unit.code in leading and each.parts[tallies.OVERDUE]
    ]
    if not both:
        return ()
    told = "、".join(f"{name}（{count}项）" for name, count in both)
    return (Paragraph(f"名列第一的{told}有事项逾期未办结，另按办法通报和督办：排名{_basis(jurisdiction, first)}"),)


def of_grades(table: Table) -> list[Paragraph]:
    """Say of units that another grade is theirs than their points reach, and why; nothing where there are none."""
    found = table.board.why_graded(table.span.kind) if table.board else {}
    return [Paragraph(f"{names(whom)}{reason}。") for reason, whom in found.items()]


def _basis(jurisdiction: Jurisdiction, on: datetime.date) -> str:
    """Say by what a ranking goes, and whether being overdue costs anything in it."""
    governed = Governed.of(jurisdiction, on)
    document = governed.document
    kinds = [name for rule in governed.scores for name in rule.select.names if rule.select.kind == "event"]
    by_matters = any(rule.select.kind != "event" for rule in governed.scores) or bool(document.quantities)
    if "late" in kinds or by_matters:
        return f"按{_named(document)}各项得分合计，逾期只是其中一项。"
    words = list(dict.fromkeys(naming.of_kind(document, kind, {}) for kind in kinds))
    more = "等" if len(words) > _MOST else ""
    return f"按{_named(document)}只就{'、'.join(words[:_MOST])}{more}计分，逾期未办结本身不扣分，由此引起的督办才扣分。"


def _named(document: Regime) -> str:
    return f"《{document.title}》" if document.title else document.name
