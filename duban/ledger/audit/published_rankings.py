"""Verification of published rankings: each is computed again from its own snapshot and compared to the digit."""

from collections.abc import Iterator, Mapping
from typing import Any

from duban.ledger import scores
from duban.ledger.models import Ranking


def flaws_of(ranking: Ranking) -> Iterator[str]:
    """Yield what does not hold of a published ranking: snapshot, result or digest changed, or another answer today.

    Points, totals, places, clauses, facts, honours and what was ignored are compared; the words that explain them may have been put
    better since, and are guarded by the digest alone.
    """
    if (why := touched(ranking)) is not None:
        yield why
    before = ranking.corrects
    if before is None and ranking.number:
        yield "注明是更正，却没有所更正的排名"
    elif before is not None and (_period(before), before.number + 1) != (_period(ranking), ranking.number):
        yield "所更正的不是同一期的前一次结果"
    try:
        again = scores.score_case(ranking.snapshot, scores.document_of(ranking)).as_json()
    except (ValueError, KeyError, TypeError) as error:
        yield f"按保存的依据无法重新计算：{error}"
        return
    yield from _differences(ranking.result, again)


def touched(ranking: Ranking) -> str | None:
    """Return how what a published ranking rests on differs from its digest; None where it does not. Nothing is computed again."""
    if not ranking.is_proved:
        return "保存的依据或结果不见了"
    try:
        holds = scores.digest_of(ranking.content) == ranking.digest
    except ValueError:
        holds = False
    return None if holds else "保存的依据或结果被改动，校验码不符"


def _period(ranking: Ranking) -> tuple[object, ...]:
    return ranking.jurisdiction_id, ranking.kind, ranking.from_on, ranking.to_on


def _differences(before: Mapping[str, Any], again: Mapping[str, Any]) -> Iterator[str]:
    old = {unit["unit"]: unit for unit in before.get("units", [])}
    new = {unit["unit"]: unit for unit in again["units"]}
    for code in dict.fromkeys([*old, *new]):
        one, other = old.get(code), new.get(code)
        if one is None or other is None or _digits(one) != _digits(other):
            yield f"{code}：按保存的依据重新计算，结果不一致（发布 {_said(one)}，重算 {_said(other)}）"
    if _digits({**before, "units": []}) != _digits({**again, "units": []}):
        yield "通报情况或不计入的记录，重新计算不一致"


def _digits(content: Any) -> Any:
    """Return the content without the sentences."""
    if isinstance(content, Mapping):
        return {name: _digits(value) for name, value in content.items() if name != "why"}
    return [_digits(value) for value in content] if isinstance(content, list) else content


def _said(unit: Mapping[str, Any] | None) -> str:
    if unit is None:
        return "没有这个单位"
    return str(unit["total"] or unit.get("grade") or "未计分")
