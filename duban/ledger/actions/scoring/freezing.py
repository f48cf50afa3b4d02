"""How a ranking is frozen: facts, units, readings, the document's version and the result, in a row that nobody changes any more."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from duban.engine.clauses import Regime
from duban.ledger import documents, journal, scores
from duban.ledger.actions.scoring import settling
from duban.ledger.audit import published_rankings
from duban.ledger.by import By
from duban.ledger.models import Ranking
from duban.ledger.refusals import Conflict, Refused
from duban.ledger.storage import locking
from duban.people.models import Jurisdiction, Officer


@dataclass(frozen=True)
class Prepared:
    """What would be frozen of a period, as it is known now; of a correction what it corrects, and why. Both days inclusive."""

    jurisdiction: Jurisdiction
    kind: str
    from_on: datetime.date
    to_on: datetime.date
    document: Regime
    case: dict[str, Any]
    result: dict[str, Any]
    corrects: Ranking | None = None
    reason: str = ""

    @property
    def digest(self) -> str:
        """Return the digest of facts and result: whether it is still what was read."""
        return scores.digest_of({"case": self.case, "result": self.result})


def freeze(
    prepared: Prepared, by: By, *, published_by: Officer | None = None, signed_by: Officer | None = None
) -> Ranking:
    """Write down for good what was prepared, with its line in the journal and the praise that follows from it.

    `by` publishes, or signs what `published_by` asked for. Raises Conflict where it was published, or corrected, meanwhile.
    """
    chain = locking.hold_chain(prepared.jurisdiction)
    corrects = prepared.corrects
    ranking = Ranking(
        jurisdiction=prepared.jurisdiction,
        kind=prepared.kind,
        from_on=prepared.from_on,
        to_on=prepared.to_on,
        number=corrects.number + 1 if corrects else 0,
        corrects=corrects,
        reason=prepared.reason,
        regime=prepared.document.id,
        regime_version=prepared.document.version,
        document_id=corrects.document_id if corrects else documents.digest_governing(prepared.jurisdiction, prepared.from_on),
        seq=chain.seq,
        published_at=by.at,
        published_by=published_by or by.officer,
        signed_by=signed_by,
        signed_on=by.today if signed_by else None,
    )  # fmt: skip
    ranking.snapshot, ranking.result = prepared.case, prepared.result
    ranking.digest = scores.digest_of(ranking.content)
    try:
        with transaction.atomic():
            ranking.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict("这一期已经更正过了" if corrects else "这一期已经发布，发布后不再改动") from error
    _prove(ranking)
    data: dict[str, object] = {
        "kind": prepared.kind,
        "from": str(prepared.from_on),
        "to": str(prepared.to_on),
        "digest": ranking.digest,
    }
    if corrects is not None:
        data |= {"number": ranking.number, "corrects": corrects.digest, "reason": prepared.reason}
    verb = "ranking.corrected" if corrects else "ranking.published"
    journal.record(verb, jurisdiction=prepared.jurisdiction, of=ranking, actor=by.officer, at=by.at, data=data)
    settling.settle(ranking, by)
    return ranking


def _prove(ranking: Ranking) -> None:
    """Compute the ranking again from what the database holds of it now. Raises Refused where that gives anything else."""
    flaws = list(published_rankings.flaws_of(Ranking.objects.get(pk=ranking.pk)))
    if flaws:
        raise Refused(
            f"保存以后重新计算，结果不一致，没有发布：{'；'.join(flaws)}", possible="请系统管理员检查数据库和系统版本。"
        )
    scores.board_of(ranking)
