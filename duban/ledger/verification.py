"""Verification of published rankings: each is computed again from its own snapshot and compared to the digit."""

from collections.abc import Iterator

from duban.ledger import scores
from duban.ledger.models import Ranking


def flaws_of(ranking: Ranking) -> Iterator[str]:
    """Yield what does not hold of a published ranking: snapshot, result or digest changed, or another answer today."""
    content = {"case": ranking.snapshot, "result": ranking.result, "version": ranking.regime_version}
    if scores.digest_of(content) != ranking.digest:
        yield "保存的依据或结果被改动，摘要不符"
    if scores.score_case(ranking.snapshot) != ranking.result:
        yield "按保存的依据重新计算，结果不一致"
