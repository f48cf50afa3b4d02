"""Rankings: publish a period, once and for good."""

import datetime

from django.db import IntegrityError, transaction

from duban.engine.clauses import Regime
from duban.ledger import documents, journal, scores
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Ranking
from duban.ledger.queries.process import consequences
from duban.ledger.queries.scoring import periods
from duban.ledger.refusals import Conflict, Refused
from duban.people.models import Jurisdiction, Unit


@transaction.atomic
def publish_ranking(
    *, jurisdiction: Jurisdiction, kind: str, from_on: datetime.date, to_on: datetime.date, by: By
) -> Ranking:
    """Freeze facts, units, readings, regime version and result of a period that is over, and publish them.

    Where the regime rewards being named in this circular, that is recorded as a fact of the day of publication. Raises Refused before
    the period's end or where nobody can be ranked, Conflict where it was published before.
    """
    regime = Governed.of(jurisdiction, from_on).document
    _refuse_period(regime, kind, from_on, to_on, by.today)
    chain = journal.hold_chain(jurisdiction)
    case = scores.case_for(jurisdiction, kind, from_on, to_on)
    found = scores.score_case(case, regime)
    if all(score.rank is None and score.grade is None for score in found.units):
        raise Refused("这一期没有可以排名的单位", possible="有事项到期或办结以后才有排名。")
    result = found.as_json()
    try:
        with transaction.atomic():
            ranking = Ranking.objects.create(
                jurisdiction=jurisdiction,
                kind=kind,
                from_on=from_on,
                to_on=to_on,
                regime=regime.id,
                regime_version=regime.version,
                document_id=documents.digest_governing(jurisdiction, from_on),
                snapshot=case,
                result=result,
                digest=scores.digest_of({"case": case, "result": result, "version": regime.version}),
                seq=chain.seq,
                published_at=by.at,
                published_by=by.officer,
            )
    except IntegrityError as error:
        raise Conflict("这一期已经发布，发布后不再改动") from error
    journal.record(
        "ranking.published",
        jurisdiction=jurisdiction,
        of=ranking,
        actor=by.officer,
        at=by.at,
        data={"kind": kind, "from": str(from_on), "to": str(to_on), "digest": ranking.digest},
    )
    _record_honours(ranking, by)
    return ranking


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


def _record_honours(ranking: Ranking, by: By) -> None:
    """Record `top_ranked` for the units named in a circular, where the regime has points for it in longer periods (附件2 一(一)10).

    A unit that lost its eligibility is not named.
    """
    governed = Governed.of(ranking.jurisdiction)
    rewards = [
        rule for rule in governed.scores if "top_ranked" in rule.select.names and ranking.kind not in rule.periods
    ]
    if not rewards:
        return
    units = {unit.code: unit for unit in Unit.objects.filter(jurisdiction=ranking.jurisdiction)}
    barred = consequences.barred(ranking.jurisdiction, ranking.to_on, by.today)
    for honour in ranking.result["honours"]:
        if honour["unit"] in barred:
            continue
        journal.record(
            "fact.recorded",
            jurisdiction=ranking.jurisdiction,
            of=ranking,
            unit=units[honour["unit"]],
            actor=by.officer,
            at=by.at,
            data={"reason": f"{ranking.from_on}至{ranking.to_on}排名通报表扬", "clause": honour["clause"]},
            effect=journal.Effect(kind="top_ranked"),
        )
