"""What a published ranking leaves on record for later: praise that longer periods count, totals of which a year is made, places that have consequences."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone

from duban.engine.rules.periods import OfPeriods
from duban.engine.vocabulary.events import Event
from duban.ledger import journal, scores
from duban.ledger.actions.scoring import facts
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import JournalLine, Ranking
from duban.ledger.queries.process import consequences
from duban.ledger.queries.scoring import rankings
from duban.ledger.queries.scoring.periods import Span, totals_told
from duban.people.models import Unit


def settle(ranking: Ranking, by: By) -> None:
    """Record what follows from a ranking that was just published or corrected; what a correction changes is withdrawn and recorded anew."""
    _praise(ranking, by)
    _totals(ranking, by)
    events = scores.document_of(ranking).words.events
    for kind in scores.placed_kinds(scores.document_of(ranking)):
        _places(ranking, events[kind], by)


def _praise(ranking: Ranking, by: By) -> None:
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


def _totals(ranking: Ranking, by: By) -> None:
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


def _places(ranking: Ranking, event: Event, by: By) -> None:
    """Record an event of the document's own for each unit of the ranking: its place, that from the end (equal totals share both), what its total is called.

    Nothing of a unit that lacks what the event must say, nor where the event is meant for other kinds of periods. It counts on the last day
    of the period. What is on record of it already, by hand too, stays where it is the same, and is withdrawn otherwise.
    """
    kinds = event.fields["period"].words if "period" in event.fields else {}
    if kinds and ranking.kind not in kinds:
        return
    units = {unit.code: unit for unit in Unit.objects.filter(jurisdiction=ranking.jurisdiction)}
    wanted = {code: fact for code, said in _said_of(ranking).items() if (fact := _fitting(event, said))}
    span = (ranking.from_on, ranking.to_on)  # By hand on any day of the period.
    told = JournalLine.objects.filter(jurisdiction=ranking.jurisdiction, kind=event.id, on__range=span)
    for line in _standing(told.filter(data__fact__period=ranking.kind) if "period" in event.fields else told):
        code = line.unit.code if line.unit is not None else ""
        if line.data["fact"] == wanted.get(code) and line.on == ranking.to_on:
            del wanted[code]
        else:
            facts.withdraw_fact(line=line, reason=f"更正{_span(ranking)}排名，名次另行登记", by=by)
    for code, fact in wanted.items():
        effect = journal.Effect(kind=event.id, on=ranking.to_on, fact=fact)
        _record(ranking, units[code], by, f"{_span(ranking)}排名的名次", event.clause or "", effect)


def _said_of(ranking: Ranking) -> dict[str, dict[str, object]]:
    """Return what a ranking says of each unit: the kind of period and its first day, and as far as there is one its place, that from the end
    (1 the last, 0 where nobody is ahead) and its grade.
    """
    board = scores.board_of(ranking)
    apart = rankings.apart_of(board.document, board.basis, board.units)
    ranks = {score.unit: score.rank for score in board.scores if score.rank is not None}
    found: dict[str, dict[str, object]] = {}
    for score in board.scores:
        told: dict[str, object] = {"period": ranking.kind, "first_day": str(ranking.from_on)}
        if score.rank is not None:
            behind = sum(rank > score.rank and apart.get(name) == apart.get(score.unit) for name, rank in ranks.items())
            # Where all are level, or one is alone, nobody is last.
            told |= {"rank": score.rank, "from_last": behind + 1 if score.rank > 1 else 0}
        found[score.unit] = told | ({"grade": score.grade} if score.grade else {})
    return found


def _fitting(event: Event, said: Mapping[str, object]) -> dict[str, object]:
    """Return what an event says of it; nothing where a field that it must have is missing, or is none of its words."""
    fact = {name: said[name] for name, field in event.fields.items() if name in said}
    if any(name not in fact and not field.optional for name, field in event.fields.items()):
        return {}
    is_known = all(not field.words or fact.get(name, "") in {"", *field.words} for name, field in event.fields.items())
    return fact if is_known else {}


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
    return {line.unit.code: line for line in _lines("top_ranked", earlier) if line.unit is not None}


def _lines(kind: str, of: Iterable[Ranking]) -> list[JournalLine]:
    """Return the lines of a kind that stand of these rankings."""
    return _standing(JournalLine.objects.filter(kind=kind, of__in=[JournalLine.of_record(each) for each in of]))


def _standing(lines: QuerySet[JournalLine]) -> list[JournalLine]:
    """Return those of some lines that nobody withdrew."""
    return list(lines.exclude(amendments__verb="fact.withdrawn").select_related("unit", "jurisdiction", "matter"))
