"""Published rankings as the engine gave them: their document, their answer, their digest."""

import hashlib
import json
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from duban.engine import cases, scoring
from duban.engine.clauses import Regime
from duban.engine.packs import loading
from duban.engine.scoring import Result, Score
from duban.engine.vocabulary.events import RANKING
from duban.ledger import documents
from duban.ledger.governed import Governed
from duban.ledger.models import Ranking
from duban.ledger.scores.bases import basis_of
from duban.people.models import Jurisdiction


def document_of(ranking: Ranking) -> Regime:
    """Return the document by which a ranking was computed; of one from before documents were adopted, that of its first day."""
    if ranking.document_id:
        return documents.loaded(ranking.document_id)
    found, _ = documents.governing(ranking.jurisdiction, ranking.from_on)
    return found if found.id == ranking.regime else loading.load_regime(ranking.regime)


def result_of(ranking: Ranking) -> Result:
    """Return the frozen answer of a published ranking, as the engine gave it."""
    record, document = ranking.result, document_of(ranking)
    basis = basis_of(document, ranking.snapshot["choices"])
    units = [
        Score(
            each["unit"],
            None if each["total"] is None else Decimal(each["total"]),
            each["rank"],
            [basis.line_from(line) for line in each["lines"]],
            each.get("grade"),
            between=(Decimal(each["between"][0]), Decimal(each["between"][1])) if each.get("between") else None,
            is_pending="between" in each,
        )
        for each in record["units"]
    ]
    honours = [scoring.Honour(each["unit"], each["clause"]) for each in record["honours"]]
    ignored = [scoring.Ignored(each["fact"], each["why"]) for each in record["ignored"]]
    period = cases.period_from(record["period"], document.words)
    return Result(record["regime"], period, units, honours, ignored, any("grade" in each for each in record["units"]))


def facts_changed(
    document: Regime, kind: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[tuple[str, str, str]]:
    """Return the facts that count and are not in one of two cases of a period as in the other: how, whose, its id.

    How is added, withdrawn, excused or corrected. Places that the publication recorded follow from it, and are no change; those of shorter
    periods are.
    """
    counted = scoring.counted_kinds(document, kind, before["choices"])
    kinds = placed_kinds(document)
    old, new = (
        {fact["id"]: fact for fact in each["facts"] if not _is_own_place(fact, kinds, kind)} for each in (before, after)
    )
    changed = [key for key in dict.fromkeys([*old, *new]) if old.get(key) != new.get(key)]
    return [
        (_how(old.get(key), new.get(key)), str(told["unit"]), key)
        for key in changed
        for told in [new.get(key) or old[key]]
        if told["kind"] in counted
    ]


def placed_kinds(document: Regime) -> set[str]:
    """Return the events of a document that a published ranking records."""
    return {event.id for event in document.words.events.values() if event.entered_by == RANKING}


def _is_own_place(fact: Mapping[str, Any], kinds: Collection[str], period: str) -> bool:
    """Whether a fact is a place in a period of that kind itself; events without a kind of period belong to documents that have one alone."""
    return fact["kind"] in kinds and fact.get("period", period) == period


def without_places(document: Regime, kind: str, case: Mapping[str, Any], result: Mapping[str, Any]) -> dict[str, Any]:
    """Return the result of a period of a kind without what follows from the places that its own publication recorded."""
    kinds = placed_kinds(document)
    placed = {fact["id"] for fact in case["facts"] if _is_own_place(fact, kinds, kind)} if kinds else set()
    kept = [each for each in result.get("proposals") or () if placed.isdisjoint(each["facts"])]
    return {**result, "proposals": kept}


def _how(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> str:
    if before is None:
        return "added"
    if after is None:
        return "withdrawn"
    return "excused" if after.get("excused") and not before.get("excused") else "corrected"


def digest_of(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a case or a result in its canonical form."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def regime_version(jurisdiction: Jurisdiction) -> str:
    """Return the version of the regime in force."""
    return Governed.of(jurisdiction).document.version
