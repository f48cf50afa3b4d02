"""What a ladder on which nothing is open waits for: a day, something that must happen first, or nothing more, since it was climbed to its end."""

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from duban.engine import ladder, wording
from duban.engine.clauses import Regime
from duban.engine.evaluation import naming
from duban.engine.facts import Fact
from duban.engine.rules.steps import Opening, Step, carries
from duban.engine.sentences.rules import opening_words
from duban.ledger import ladders
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Consequence

# Later than any limit that a document counts.
_FAR = datetime.timedelta(days=3660)


@dataclass(frozen=True)
class Prospect:
    """What is waited for, in one sentence, and the clause of the step that it is about; an empty one where it is about none."""

    said: str
    clause: str = ""


def prospects_of(
    governed: Governed,
    waiting: Sequence[Assignment],
    facts: Sequence[Fact],
    groups: Mapping[str, str],
    on: datetime.date,
) -> dict[int, Prospect]:
    """Return, by the keys of assignments under one document on which no step is open at the end of a day, what their ladders wait for.

    `facts` are those of their matters, `groups` those of their units under the document.
    """
    if not governed.steps:
        return dict.fromkeys(
            (each.pk for each in waiting), Prospect("本办法没有规定逐级督办的措施，逾期由督查室催办。")
        )
    document, choices = governed.document, governed.choices
    later = ladder.due_steps(document, facts, groups, on + _FAR, choices=choices, calendar=governed.calendar)
    opening = {(each.unit, each.matter): each for each in later if each.since > on}
    of_matter = defaultdict(list)
    for fact in facts:
        of_matter[fact.matter].append(fact)
    climbing = {each.pk: _Climbing(governed, each, of_matter[each.matter.no], groups) for each in waiting}
    owed = _owed([each for each in waiting if climbing[each.pk].last is not None])
    found = {}
    for each in waiting:
        steps, last = climbing[each.pk].steps, climbing[each.pk].last
        due = opening.get((each.unit.code, each.matter.no))
        if due is not None:
            name = next(step.name for step in governed.steps if step.step == due.step)
            found[each.pk] = Prospect(f"“{name}”自 {due.since} 起可以实施（到时仍未办结的）。", due.clause)
        elif not steps:
            found[each.pk] = Prospect("逐级督办措施不适用于这类事项或单位，可以催办。")
        elif last is not None and last[0] == len(steps) - 1 and not steps[-1].repeats:
            papers = owed.get((each.matter_id, each.unit_id))
            waits = f"尚待单位提交{papers}" if papers else "待单位办结"
            said = f"各步措施已全部实施，最后一步“{steps[-1].name}”于 {last[1]} 实施；{waits}。"
            found[each.pk] = Prospect(said, steps[-1].clause)
        else:
            found[each.pk] = _conditions(document, steps[last[0] + 1 if last else 0 :])
    return found


def prospect_of(assignment: Assignment, on: datetime.date) -> Prospect:
    """Return what the ladder of one assignment waits for, on which no step is open at the end of a day."""
    governed, unit = Governed.of(assignment.matter), assignment.unit
    groups = {unit.code: governed.held.group_of(unit.code, unit.group)}
    return prospects_of(governed, [assignment], ladders.facts_of(assignment, through=on), groups, on)[assignment.pk]


class _Climbing:
    """The steps that are meant for an assignment, and of those carried out on its unit the last: its place and its day."""

    def __init__(self, governed: Governed, held: Assignment, facts: Sequence[Fact], groups: Mapping[str, str]) -> None:
        unit = held.unit.code
        assigned = [fact for fact in facts if fact.kind == "assigned"]
        self.steps = ladder.steps_for(governed.document, assigned, groups.get(unit, ""), governed.choices)
        own = [fact for fact in facts if fact.unit == unit]
        carried = [(place, fact.on) for place, step in enumerate(self.steps) for fact in own if carries(step, fact)]
        self.last = max(carried, default=None)


def _owed(ended: Sequence[Assignment]) -> dict[tuple[int, int], str]:
    """Return what units still owe by a step of their matter, in words, by the keys of matter and unit."""
    if not ended:
        return {}
    rows = Consequence.objects.filter(
        matter__in={each.matter_id for each in ended},
        unit__in={each.unit_id for each in ended},
        owed_by__isnull=False,
        handed_in_on__isnull=True,
        lifted_on__isnull=True,
    )
    found: dict[tuple[int, int], list[str]] = {}
    for row in rows.order_by("owed_by", "id"):
        assert row.matter_id is not None
        found.setdefault((row.matter_id, row.unit_id), []).append(f"{row.get_kind_display()}（{row.owed_by} 前）")
    return {key: "、".join(words) for key, words in found.items()}


def _conditions(document: Regime, ahead: Sequence[Step]) -> Prospect:
    """Say by what the next step opens that no day opens by itself."""
    for step in ahead:
        causes = [said for opening in step.opens if (said := _cause(document, opening))]
        if causes:
            said = f"下一步“{step.name}”没有定日期：{'，或'.join(causes)}时可以实施。"
            return Prospect(said, step.clause)
    if not ahead:
        return Prospect("现在没有到期的措施。")
    opens = "，或".join(opening_words(opening, document) for opening in ahead[0].opens)
    return Prospect(f"下一步“{ahead[0].name}”：{opens}可以实施。", ahead[0].clause)


def _cause(document: Regime, opening: Opening) -> str:
    if not opening.fact:
        return ""
    what = sorted(str(each) for each in opening.where.get("what", ()))
    names = [naming.of_kind(document, opening.fact, {"what": each}) for each in what or [""]]
    return wording.after_count("或".join(names), opening.count)
