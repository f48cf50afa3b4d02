"""What a comparison comes to, in Chinese sentences, and as the interchange format has it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from duban.engine.ladder import DueStep
from duban.engine.scoring import Result, Score
from duban.engine.what_if.causes import Cause, Neighbours
from duban.engine.what_if.comparing import Comparison, Row, StepChange
from duban.engine.what_if.fairness import Share
from duban.engine.wording import plain


def headline(found: Comparison) -> str:
    """Say in one sentence what changes: how many totals and places, and who no longer is, or newly is, named."""
    totals, places = len(found.changed), len(found.moved)
    if not any(row.is_otherwise for row in found.rows):
        return "各单位的总分、名次都不变" + (f"，{len(found.steps)} 件事项的督办措施有变" if found.steps else "")
    gone = sum(_has_total(row.before) and not _has_total(row.after) for row in found.rows)
    come = sum(_has_total(row.after) and not _has_total(row.before) for row in found.rows)
    parts = [f"{totals} 个总分变、{places} 个名次变"] if totals or places else []
    parts += [f"{gone} 个单位不再有总分"] if gone else []
    parts += [f"{come} 个单位有了总分"] if come else []
    parts = parts or ["总分、名次不变，等次或通报表扬有变"]
    lost = [row for row in found.rows if row.honour_before and not row.honour_after]
    won = [row for row in found.rows if row.honour_after and not row.honour_before]
    moves = sorted(found.moved, key=lambda row: (-abs(row.rise or 0), not row.change))
    shown = lost[:1] or won[:1] or moves[:1]
    for row in shown:
        said = f"{row.name}{_move(row)}"
        if row in lost:
            said += "，不再列入通报表扬"
        elif row in won:
            said += "，列入通报表扬"
        parts.append(said)
    return "；".join(parts)


def reason_of(found: Comparison, row: Row) -> list[str]:
    """Say by which clauses a unit's total or place changes; of one that only was passed by others, that."""
    said = []
    for cause in found.causes:
        if row.unit in cause.units:
            before, after = cause.units[row.unit]
            said.append(f"{whose(found, cause)}〔{cause.clause}〕{points(before)} → {points(after)}")
    if not said and row.rise:
        said.append("总分未变，别的单位的总分变了")
    return said


def whose(found: Comparison, cause: Cause) -> str:
    """Say of which document a clause is, where the two have not the same ones."""
    return {"before": f"{found.base.name} ", "after": f"{found.variant.name} "}.get(cause.side, "")


def cause_said(cause: Cause) -> str:
    """Say on how many units a clause falls."""
    places = f"，其中 {cause.of_places} 个名次变" if cause.of_places else "，名次不变"
    if not cause.of_totals:
        return f"{len(cause.units)} 个单位，总分不变"
    return f"{len(cause.units)} 个单位{places}"


def order_said(each: Neighbours, names: dict[str, str]) -> str:
    """Say which clause decides between two neighbours."""
    above, below = names.get(each.above, each.above), names.get(each.below, each.below)
    if not each.clause:
        return f"{above} 与 {below} 并列"
    how = "决定了次序" if each.is_alone else "差得最多"
    return f"{above} 比 {below} 多 {each.gap:.2f} 分，〔{each.clause}〕多 {plain(each.weight)} 分，{how}"


def step_said(change: StepChange) -> str:
    """Say how the next step of a matter is another."""
    before, after = change.before, change.after
    if before is None and after is not None:
        return f"启动“{change.name_after}”（{after.since} 起）"
    if after is None:
        assert before is not None
        return f"不再启动“{change.name_before}”"
    assert before is not None
    if change.name_before != change.name_after:
        return f"由“{change.name_before}”改为“{change.name_after}”"
    days = (after.since - before.since).days
    if days:
        return f"“{change.name_after}”{'推迟' if days > 0 else '提前'} {abs(days)} 天"
    return f"“{change.name_after}”的期限有变"


def points(value: Decimal | None) -> str:
    """Write points with a minus that cannot be overlooked; nothing as a dash."""
    return "—" if value is None else plain(value).replace("-", "−")


def signed(value: Decimal | None) -> str:
    """Write a change of points to two places with its sign, zero without."""
    if value is None:
        return "—"
    return "0.00" if value == 0 else f"{value:+.2f}".replace("-", "−").replace("+", "＋")


def as_json(found: Comparison) -> dict[str, Any]:
    """Give a comparison as the interchange format has it."""
    return {
        "variant": found.variant.name,
        "said": headline(found),
        "changes": [
            {"clause": each.clause, "before": each.before, "after": each.after} for each in found.variant.changes
        ],
        "units": [_row(found, row) for row in found.rows],
        "clauses": [
            {
                "clause": cause.clause,
                "of": cause.side or "both",
                "change": plain(cause.change),
                "units": {unit: [plain(before), plain(after)] for unit, (before, after) in cause.units.items()},
            }
            for cause in found.causes
        ],
        "order": {"before": _order(found.order_before), "after": _order(found.order_after)},
        "fairness": {"groups": _shares(found.groups), "matters": _shares(found.sizes)},
        "steps": [
            {"unit": each.unit, "matter": each.matter, "before": _step(each.before), "after": _step(each.after)}
            for each in found.steps
        ],
        "missing": [{"clause": each.clause, "why": list(each.why)} for each in found.missing],
    }


def _has_total(score: Score | None) -> bool:
    return score is not None and score.total is not None


def _row(found: Comparison, row: Row) -> dict[str, Any]:
    return {
        "unit": row.unit,
        "name": row.name,
        "group": row.group,
        "matters": row.matters,
        "before": _standing(row.before, row.honour_before, found.before),
        "after": _standing(row.after, row.honour_after, found.after),
        "change": None if row.change is None else format(row.change, ".2f"),
        "rise": row.rise,
        "why": reason_of(found, row) if row.is_otherwise else [],
    }


def _standing(score: Score | None, honours: Sequence[str], result: Result) -> dict[str, Any] | None:
    if score is None:
        return None
    grade = {"grade": score.grade} if result.grades else {}
    total = None if score.total is None else format(score.total, ".2f")
    between = {"between": [format(end, ".2f") for end in score.between]} if score.between else {}
    return {"total": total, "rank": score.rank, **grade, **between, "honours": list(honours)}


def _order(listed: Sequence[Neighbours]) -> list[dict[str, Any]]:
    return [
        {
            "above": each.above,
            "below": each.below,
            "gap": format(each.gap, ".2f"),
            "clause": each.clause or None,
            "weight": plain(each.weight),
            "alone": each.is_alone,
        }
        for each in listed
    ]


def _shares(listed: Sequence[Share]) -> list[dict[str, Any]]:
    def said(value: Decimal | None) -> str | None:
        return None if value is None else format(value, ".2f")

    return [
        {
            "name": each.name,
            "units": each.units,
            "total": [said(each.total_before), said(each.total_after)],
            "rank": [said(each.rank_before), said(each.rank_after)],
        }
        for each in listed
    ]


def _step(step: DueStep | None) -> dict[str, Any] | None:
    return (
        None
        if step is None
        else {"step": step.step, "clause": step.clause, "since": step.since.isoformat(), "limit": step.limit}
    )


def _move(row: Row) -> str:
    before, after = (None if score is None else score.rank for score in (row.before, row.after))
    if before is None or after is None:
        return "不再排名" if after is None else f"列第 {after}"
    if before == after:
        return f"仍列第 {after}"
    return f"由第 {before} {'升到' if after < before else '退到'}第 {after}"
