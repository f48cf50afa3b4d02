"""Corrections (更正): a published ranking is never changed; another one of the same period points at it and takes its place."""

from django.db import transaction

from duban.ledger import conditions, scores
from duban.ledger.actions.scoring.freezing import Prepared, freeze
from duban.ledger.by import By
from duban.ledger.models import Ranking
from duban.ledger.queries.scoring import corrections
from duban.ledger.refusals import Refused, refuse_if
from duban.ledger.storage import locking


@transaction.atomic
def correct_ranking(*, ranking: Ranking, reason: str, by: By) -> Ranking:
    """Publish what a period comes to with the facts that are known now, under the document, readings and units of what is corrected.

    Who is no longer named for praise loses what the document gives for it, who is named now has it. Raises Refused without a reason, where
    nothing comes out otherwise, or where the office wants a signature first; Conflict where it was corrected before.
    """
    refuse_if(conditions.scoring.unsigned(ranking.jurisdiction, "correction"))
    return freeze(prepare(ranking, reason), by)


def prepare(ranking: Ranking, reason: str) -> Prepared:
    """Return what a correction would freeze, as it is known now, the chain held. Raises as `correct_ranking` says."""
    locking.hold_chain(ranking.jurisdiction)
    refuse_if(conditions.scoring.correcting(ranking))
    if not reason.strip():
        raise Refused("请写明更正的理由", field="reason")
    document, case = scores.document_of(ranking), scores.case_again(ranking)
    result = scores.score_case(case, document).as_json()
    if corrections.changes_between(ranking, case, result).is_same:
        raise Refused(
            "按现有记录重新计算，与已发布的结果相同，不需要更正",
            possible="请先补记、撤销或认定有关记录，再来更正。",
        )
    return Prepared(
        ranking.jurisdiction,
        ranking.kind,
        ranking.from_on,
        ranking.to_on,
        document,
        case,
        result,
        corrects=ranking,
        reason=reason.strip(),
    )
