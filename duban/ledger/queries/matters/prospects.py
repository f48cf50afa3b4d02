"""What a ladder on which nothing is open waits for: a day, something that must happen first, or nothing more, since it was climbed to its end."""

import datetime
from collections.abc import Mapping, Sequence

from duban.engine import ladder, wording
from duban.engine.clauses import Regime
from duban.engine.evaluation import naming
from duban.engine.facts import Fact
from duban.engine.rules.steps import Opening, Step, carries
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Consequence

# Later than any limit that a document counts.
_FAR = datetime.timedelta(days=3660)


def prospects_of(
    governed: Governed,
    waiting: Sequence[Assignment],
    facts: Sequence[Fact],
    groups: Mapping[str, str],
    on: datetime.date,
) -> dict[int, str]:
    """Return, by the keys of assignments of one matter on which no step is open at the end of a day, what their ladder waits for, in one sentence."""
    document, steps = governed.document, governed.steps
    later = ladder.due_steps(document, facts, groups, on + _FAR, choices=governed.choices, calendar=governed.calendar)
    opening = {each.unit: each for each in later if each.since > on}
    names = {step.step: step.name for step in steps}
    ended = [each for each in waiting if _last_carried(steps, each, facts) is not None]
    owed = _owed(ended) if ended else {}
    said = {}
    for each in waiting:
        due, last = opening.get(each.unit.code), _last_carried(steps, each, facts)
        if due is not None:
            said[each.pk] = f"“{names[due.step]}”自 {due.since} 起可以实施（到时仍未办结的）。"
        elif last is not None and last[0] == len(steps) - 1 and not steps[-1].repeats:
            waits = f"尚待单位提交{owed[each.unit_id]}" if each.unit_id in owed else "待单位办结"
            said[each.pk] = f"各步措施已全部实施，最后一步“{steps[-1].name}”于 {last[1]} 实施；{waits}。"
        else:
            said[each.pk] = _conditions(document, steps[last[0] + 1 if last else 0 :])
    return said


def _last_carried(steps: Sequence[Step], held: Assignment, facts: Sequence[Fact]) -> tuple[int, datetime.date] | None:
    """Return the place of the last step that was carried out for the unit, with the day; None where none was."""
    own = [fact for fact in facts if fact.unit == held.unit.code and fact.matter == held.matter.no]
    found = [(place, fact.on) for place, step in enumerate(steps) for fact in own if carries(step, fact)]
    return max(found, default=None)


def _owed(ended: Sequence[Assignment]) -> dict[int, str]:
    """Return what units still owe by a step of their matter, in words, by the units' keys."""
    units = [each.unit_id for each in ended]
    rows = Consequence.objects.filter(
        matter=ended[0].matter, unit__in=units, owed_by__isnull=False, handed_in_on__isnull=True, lifted_on__isnull=True
    )
    found: dict[int, list[str]] = {}
    for row in rows.order_by("owed_by", "id"):
        found.setdefault(row.unit_id, []).append(f"{row.get_kind_display()}（{row.owed_by} 前）")
    return {unit: "、".join(words) for unit, words in found.items()}


def _conditions(document: Regime, ahead: Sequence[Step]) -> str:
    """Say by what the next step opens that no day opens by itself."""
    for step in ahead:
        causes = [said for opening in step.opens if (said := _cause(document, opening))]
        if causes:
            return f"下一步“{step.name}”没有定日期：{'，或'.join(causes)}时可以实施。"
    return "现在没有到期的措施。"


def _cause(document: Regime, opening: Opening) -> str:
    if not opening.fact:
        return ""
    what = sorted(str(each) for each in opening.where.get("what", ()))
    names = [naming.of_kind(document, opening.fact, {"what": each}) for each in what or [""]]
    return wording.after_count("或".join(names), opening.count)
