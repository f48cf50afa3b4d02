"""Rankings: publish a period, once and for good."""

import datetime

from django.db import transaction

from duban.engine.clauses import Regime
from duban.ledger import conditions, scores
from duban.ledger.actions.scoring.freezing import Prepared, freeze
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Ranking
from duban.ledger.queries.scoring import periods
from duban.ledger.refusals import Refused, refuse_if
from duban.ledger.storage import locking
from duban.people.models import Jurisdiction


@transaction.atomic
def publish_ranking(
    *, jurisdiction: Jurisdiction, kind: str, from_on: datetime.date, to_on: datetime.date, by: By
) -> Ranking:
    """Freeze facts, units, readings, regime version and result of a period that is over, and publish them.

    Where the regime rewards being named in this circular, that is recorded as a fact of the day of publication. Raises Refused before
    the period's end, where nobody can be ranked, or where the office wants a signature first; Conflict where it was published before.
    """
    refuse_if(conditions.scoring.unsigned(jurisdiction, "ranking"))
    return freeze(prepare(jurisdiction, kind, from_on, to_on, by.today), by)


def prepare(
    jurisdiction: Jurisdiction, kind: str, from_on: datetime.date, to_on: datetime.date, today: datetime.date
) -> Prepared:
    """Return what would be published of a period, as it is known now, the chain held. Raises Refused as `publish_ranking` says."""
    regime = Governed.of(jurisdiction, from_on).document
    _refuse_period(regime, kind, from_on, to_on, today)
    locking.hold_chain(jurisdiction)
    case = scores.case_for(jurisdiction, kind, from_on, to_on)
    found = scores.score_case(case, regime)
    if all(score.rank is None and score.grade is None for score in found.units):
        waits = any(score.is_pending for score in found.units)
        possible = "还有分数没有录入，录入以后才有排名。" if waits else "有事项到期或办结以后才有排名。"
        raise Refused("这一期没有可以排名的单位", possible=possible)
    return Prepared(jurisdiction, kind, from_on, to_on, regime, case, found.as_json())


def _refuse_period(
    regime: Regime, kind: str, from_on: datetime.date, to_on: datetime.date, today: datetime.date
) -> None:
    """Raise Refused unless it is a whole period that is over, of a kind that the document names; both days inclusive."""
    offered = periods.publishable(regime)
    if kind not in periods.kinds_of(regime):
        raise Refused("期间不对", field="period")
    if kind not in offered:
        possible = f"可以发布的期别：{'、'.join(offered.values())}。"
        raise Refused("办法不按这种期别考核", possible=possible, field="period")
    if from_on > to_on:
        raise Refused("期间不对", field="period")
    whole = periods.span_of(kind, from_on, regime)
    if (whole.first, whole.last) != (from_on, to_on):
        raise Refused("发布的期间要完整", possible=f"{whole.name}是 {whole.first} 至 {whole.last}。", field="period")
    if to_on >= today:
        raise Refused("期间还没有结束，只能看草稿", possible=f"{to_on} 之后可以发布。")
