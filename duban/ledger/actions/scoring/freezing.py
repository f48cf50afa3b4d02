"""How a ranking is frozen: facts, units, readings, the document's version and the result, in a row that nobody changes any more."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from duban.engine.clauses import Regime
from duban.engine.rules.periods import OfPeriods
from duban.ledger import documents, journal, scores
from duban.ledger.actions.scoring import facts
from duban.ledger.audit import published_rankings
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import JournalLine, Ranking
from duban.ledger.queries.process import consequences
from duban.ledger.queries.scoring.periods import Span, totals_told
from duban.ledger.refusals import Conflict, Refused
from duban.ledger.storage import locking
from duban.people.models import Jurisdiction, Officer, Unit


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
    _settle_praise(ranking, by)
    _settle_totals(ranking, by)
    return ranking


def _prove(ranking: Ranking) -> None:
    """Compute the ranking again from what the database holds of it now. Raises Refused where that gives anything else."""
    flaws = list(published_rankings.flaws_of(Ranking.objects.get(pk=ranking.pk)))
    if flaws:
        raise Refused(
            f"保存以后重新计算，结果不一致，没有发布：{'；'.join(flaws)}", possible="请系统管理员检查数据库和系统版本。"
        )
    scores.board_of(ranking)


def _settle_praise(ranking: Ranking, by: By) -> None:
    """Record `top_ranked` for the units named in a circular, where the document has points for it in longer periods (附件2 一(一)10).

    It counts on the last day of the period that earned it, so that June's stands in the half-year and December's in its own year, whenever
    the circular is printed. A unit that lost its eligibility by the day of the circular is not named. Of a correction: who is no longer
    named loses it, who is named now has it.
    """
    rules = Governed.of(ranking.jurisdiction).scores
    if not any("top_ranked" in rule.select.names and ranking.kind not in rule.periods for rule in rules):
        return
    units = {unit.code: unit for unit in Unit.objects.filter(jurisdiction=ranking.jurisdiction)}
    earlier = _earlier(ranking)
    known = timezone.localdate(earlier[0].published_at) if earlier else by.today
    barred = consequences.barred(ranking.jurisdiction, ranking.to_on, known)
    named = {each["unit"]: each["clause"] for each in ranking.result["honours"] if each["unit"] not in barred}
    before = _praised(earlier)
    for code, line in before.items():
        if code not in named:
            facts.withdraw_fact(line=line, reason=f"更正{_span(ranking)}排名，不再列入通报表扬", by=by)
    for code, clause in named.items():
        if code in before:
            continue
        effect = journal.Effect(kind="top_ranked", on=ranking.to_on)
        _record(ranking, units[code], by, f"{_span(ranking)}排名通报表扬", clause, effect)


def _settle_totals(ranking: Ranking, by: By) -> None:
    """Record `period_total` for every unit with a total, where a document makes a longer period's points of these (年度得分为各月得分的平均值).

    It counts on the last day of the period. What is on record of the period already, from before a correction or by hand, stays where it
    is the same, and is withdrawn otherwise.
    """
    clause = _made_of(ranking)
    if not clause:
        return
    units = {unit.code: unit for unit in Unit.objects.filter(jurisdiction=ranking.jurisdiction)}
    totals = {each["unit"]: each["total"] for each in ranking.result["units"] if each["total"] is not None}
    told = totals_told(ranking.jurisdiction, Span(ranking.kind, ranking.from_on, ranking.to_on))
    for line in told.select_related("unit", "jurisdiction", "matter"):
        code = line.unit.code if line.unit is not None else ""
        if Decimal(str(line.data["fact"]["points"])) == Decimal(totals.get(code, "NaN")):
            del totals[code]
        else:
            facts.withdraw_fact(line=line, reason=f"{_span(ranking)}排名的得分另行登记", by=by)
    for code, total in totals.items():
        effect = journal.Effect(kind="period_total", on=ranking.to_on, fact={"period": ranking.kind, "points": total})
        _record(ranking, units[code], by, f"{_span(ranking)}排名的得分", clause, effect)


def _made_of(ranking: Ranking) -> str:
    """Return the clause by which a longer period that this one lies in is made of such; what governs the longer one governs its first day."""
    begin = ranking.from_on
    first = {begin, *(begin.replace(month=(begin.month - 1) // size * size + 1, day=1) for size in (3, 6, 12))}
    rules = [rule for day in sorted(first) for rule in Governed.of(ranking.jurisdiction, day).rules(OfPeriods)]
    return next((rule.clause for rule in rules if rule.of == ranking.kind), "")


def _span(ranking: Ranking) -> str:
    return f"{ranking.from_on}至{ranking.to_on}"


def _record(ranking: Ranking, unit: Unit, by: By, reason: str, clause: str, effect: journal.Effect) -> None:
    data = {"reason": reason, "clause": clause}
    journal.record(
        "fact.recorded", jurisdiction=ranking.jurisdiction, of=ranking, unit=unit, actor=by.officer, at=by.at, data=data, effect=effect,
    )  # fmt: skip


def _earlier(ranking: Ranking) -> list[Ranking]:
    """Return the ranking as it was first published, and the corrections before this one."""
    found = Ranking.objects.filter(
        jurisdiction=ranking.jurisdiction,
        kind=ranking.kind,
        from_on=ranking.from_on,
        to_on=ranking.to_on,
        number__lt=ranking.number,
    )
    return list(found.only("published_at").order_by("number"))


def _praised(earlier: list[Ranking]) -> dict[str, JournalLine]:
    """Return the lines by which units have the praise of these rankings, by the units' codes."""
    names = [JournalLine.of_record(each) for each in earlier]
    lines = JournalLine.objects.filter(kind="top_ranked", of__in=names)
    lines = lines.exclude(amendments__verb="fact.withdrawn").select_related("unit", "jurisdiction", "matter")
    return {line.unit.code: line for line in lines if line.unit is not None}
