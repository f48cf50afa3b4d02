"""Corrections of orders that are out (更正、撤回): the right date, unit, role or words, or all of it taken back, by a paper with its own number.

Called inside the transaction of the last signature, the matter held. The first order stays on record; what followed from the mistake
falls with it, line by line.
"""

import datetime
from collections.abc import Collection, Sequence

from duban.engine.wording import NEVER
from duban.ledger import journal
from duban.ledger.actions.matters import deadlines, fallen_lines, matters, stages
from duban.ledger.actions.papers import annulments, notices
from duban.ledger.actions.reports import obligations, recurrences
from duban.ledger.by import By
from duban.ledger.models import Assignment, Matter, Notice, Proposal
from duban.ledger.models.annulments import Fate
from duban.ledger.models.assignments import GONE_STAGES, OPEN_STAGES, Part, Stage
from duban.ledger.models.deadlines import FINAL, Owed
from duban.ledger.models.matters import State
from duban.ledger.queries.matters import followings
from duban.ledger.queries.matters.followings import Window
from duban.people.models import Unit

Change = tuple[str, str, str]


def correct_due(
    proposal: Proposal, assignments: Sequence[Assignment], due_on: datetime.date, kept: Collection[int], by: By
) -> None:
    """Put the date of an order right for these units of one matter, whether or not the wrong one has passed.

    An extension that goes further than the right date stands; one that the right date reaches anyway was never needed and falls.
    """
    told = []
    for assignment in assignments:
        was = followings.date_written(assignment)
        before = "长期" if was == NEVER else str(was)
        why = f"办结期限更正：原写 {before}，应为 {due_on}"
        notice = announce(assignment, "order_correction", [("办结期限", before, str(due_on))], proposal.reason, by)
        why = (
            f"{why}（{notice.number}），当日并未逾期"
            if was < by.today and due_on > was
            else f"{why}（{notice.number}）"
        )
        _move(proposal, assignment, was, due_on, kept, why, notice, by)
        told.append((assignment, {"said": f"{before} → {due_on}", "number": notice.number}))
    _settle_due(assignments[0].matter)
    for assignment, data in told:
        _record("order.due_corrected", proposal, assignment, by, data)


def correct_unit(
    proposal: Proposal,
    assignment: Assignment,
    to: Unit,
    due_on: datetime.date | None,
    accept_by: datetime.date | None,
    by: By,
) -> Assignment:
    """Take an order back from the unit that should not have had it, and send it to the right one, which signs for it anew.

    Everything that counted against the first unit on this matter falls; what the office recorded of it by hand stands.
    """
    matter = assignment.matter
    reported = obligations.running(assignment)
    changes = [("承办单位", assignment.unit.name, to.name)]
    notice = announce(assignment, "order_recall", changes, proposal.reason, by)
    _take_from(proposal, assignment, f"承办单位更正为{to.name}（{notice.number}），本单位不承办此事", notice, by)
    present = Assignment.objects.filter(matter=matter, unit=to).exclude(stage__in=GONE_STAGES).first()
    if present is not None:
        deadlines.lift_deadlines(present, by.today)
        stages.move(present, Stage.WITHDRAWN)
    new = Assignment.objects.create(matter=matter, unit=to, part=assignment.part, stage=Stage.TO_ACCEPT, due_on=due_on)
    new.matter = matter
    recurrences.carry_over(reported, new)
    matters.send_assignment(new, by=by, accept_by=accept_by)
    _settle_due(matter)
    stages.settle_state(matter)
    _record("order.unit_corrected", proposal, assignment, by, {"to": to.name, "number": notice.number})
    return new


def correct_role(proposal: Proposal, assignment: Assignment, by: By) -> None:
    """Turn lead into support, or support into lead; the unit signs for it anew, and owes what its right role owes."""
    before, after = Part(assignment.part), Part.SUPPORT if assignment.is_lead else Part.LEAD
    notice = announce(assignment, "order_correction", [("承办分工", before.label, after.label)], proposal.reason, by)
    why = f"承办分工更正：原写{before.label}，应为{after.label}（{notice.number}）"
    line = followings.assigned_line(assignment)
    if line is not None:
        fallen_lines.amend(line, {"role": after.value}, why, proposal, by)
    if after == Part.SUPPORT:
        final = assignment.deadlines.filter(what__in=FINAL)
        fallen_lines.fell(followings.lateness(final), f"{why}，配合单位不负办结之责", proposal, by)
        _end_of_old(assignment, (*FINAL,), by.today)
        fallen_lines.take_back(followings.steps_waiting(assignment), why, by)
    assignment.part = after
    assignment.save(update_fields=["part"])
    if after == Part.LEAD:
        _end_of_old(assignment, (Owed.REPORT,), by.today)
        due_on = assignment.matter.due_on
        assignment.due_on = max(due_on, by.today) if due_on is not None else None
        if assignment.due_on is not None:
            deadlines.set_deadline(assignment, Owed.RESULT, assignment.due_on, by.today)
        obligations.owe_reports_at_milestones(assignment, by.today)
    else:
        deadlines.owe_opinion(assignment, by.today)
    stages.move(assignment, _signs_anew(assignment), "due_on")
    _record(
        "order.role_corrected",
        proposal,
        assignment,
        by,
        {"said": f"{before.label} → {after.label}", "number": notice.number},
    )


def correct_words(proposal: Proposal, matter: Matter, words: dict[str, str], by: By) -> None:
    """Put the words of an order right for all units that have it; who had signed for it signs anew."""
    labels = {"title": "事项名称", "requirement": "办理要求", "standard": "完成标准"}
    changes = [
        (labels[name], getattr(matter, name), text) for name, text in words.items() if getattr(matter, name) != text
    ]
    for name, text in words.items():
        setattr(matter, name, text)
    matter.save(update_fields=[*words])
    for assignment in _standing(matter):
        notice = announce(assignment, "order_correction", changes, proposal.reason, by)
        if assignment.stage == Stage.IN_HAND:
            stages.move(assignment, _signs_anew(assignment))
        said = "、".join(label for label, *_ in changes)
        _record("order.words_corrected", proposal, assignment, by, {"said": said, "number": notice.number})


def recall(proposal: Proposal, matter: Matter, again: bool, by: By) -> None:
    """Take an order back from all its units: to be written and sent out anew, or for good (撤销). Nothing of it counts any more."""
    said = "撤回后重新交办" if again else "事项撤销，不再办理"
    standing, numbers = _standing(matter), []
    for assignment in standing:
        notice = announce(assignment, "order_recall", [], proposal.reason, by)
        _take_from(proposal, assignment, f"交办已撤回（{notice.number}），{said}", notice, by)
        numbers.append(notice.number)
    withdraw_all(matter, standing, again)
    for assignment, number in zip(standing, numbers, strict=True):
        _record("order.recalled", proposal, assignment, by, {"said": said, "number": number})


def withdraw_all(matter: Matter, recalled: Sequence[Assignment], again: bool) -> None:
    """Let a matter whose order was taken back from these units be proposed once more, or be revoked."""
    if again:
        matter.dispatched_on = None
        for each in recalled:
            Assignment.objects.create(matter=matter, unit=each.unit, part=each.part, due_on=matter.due_on)
    matter.state = State.PROPOSED if again else State.REVOKED
    matter.version += 1
    matter.save(update_fields=["dispatched_on", "state", "version"])


def announce(assignment: Assignment, act: str, changes: Sequence[Change], reason: str, by: By) -> Notice:
    """Issue the paper that corrects or recalls the one that the unit has, and annul that one by it; both stay.

    Where the order stands on a list with others, that paper is named, says so of this order, and goes on holding for them.
    """
    held = next(iter(fallen_lines.papers_of(assignment, fallen_lines.ORDERS)), None)
    had = held or fallen_lines.listing_of(assignment)
    told = {"number": had.number, "name": had.name, "on": had.issued_on.isoformat()} if had is not None else {}
    notice = notices.issue_notice(
        of=assignment.matter,
        act=act,
        unit=assignment.unit,
        words={"replaces": told, "changes": [list(each) for each in changes], "reason": reason},
        by=by,
    )
    fate = Fate.CORRECTED if act == "order_correction" else Fate.RECALLED
    if held is not None:
        annulments.annul(held, fate, reason, by, successor=notice)
    else:
        fallen_lines.strike_from_list(assignment, fate, reason, by, notice)
    return notice


def _move(
    proposal: Proposal,
    assignment: Assignment,
    was: datetime.date,
    due_on: datetime.date,
    kept: Collection[int],
    why: str,
    notice: Notice,
    by: By,
) -> None:
    line = followings.assigned_line(assignment)
    if line is not None:
        fallen_lines.amend(line, {"due": due_on.isoformat()}, why, proposal, by)
    fallen_lines.fell(followings.extensions_within(assignment, due_on), f"{why}，不需要延期", proposal, by)
    right = followings.granted(assignment, due_on)
    owed = Owed.RESULT if assignment.is_lead else Owed.REPORT
    old = assignment.deadlines.filter(what=owed, on=was, recurrence__isnull=True)
    met = old.exclude(met_on=None).values_list("met_on", flat=True).first()
    is_owed = old.exists() or assignment.is_lead
    if right > was:
        window = Window(was, right)
        fallen_lines.drop_lateness(assignment, window, kept, why, proposal, notice, by)
    old.filter(on__gte=by.today, lifted_on__isnull=True).update(lifted_on=by.today)
    assignment.due_on = right
    stages.move(assignment, Stage(assignment.stage), "due_on")
    if is_owed:
        deadlines.set_deadline(
            assignment, owed, right, by.today if right >= by.today else assignment.dispatched_on or was
        )
        if met is not None or not assignment.is_open:
            done = met or assignment.completed_on
            assignment.deadlines.filter(what=owed, on=right, met_on__isnull=True).update(met_on=done)
    if assignment.is_lead:
        assignment.matter.milestones.filter(on=was, reached_on__isnull=True).update(on=due_on)
        if assignment.is_open:
            obligations.owe_reports_at_milestones(assignment, by.today)


def _take_from(proposal: Proposal, assignment: Assignment, why: str, notice: Notice, by: By) -> None:
    """Let an assignment end as if it had never been, with all that was done because of it."""
    since = assignment.dispatched_on or by.today
    window = Window(since - datetime.timedelta(days=1), datetime.date.max)
    fallen_lines.drop_lateness(assignment, window, (), why, proposal, notice, by)
    end_assignment(assignment, why, proposal, by)


def end_assignment(assignment: Assignment, why: str, proposal: Proposal | None, by: By) -> None:
    """Withdraw an assignment from its unit: no line of it counts but what was recorded by hand, and nothing is owed."""
    since = assignment.dispatched_on or by.today
    own = followings.own_lines(assignment).filter(on__gte=since).exclude(verb="fact.recorded")
    fallen_lines.fell(own.order_by("seq"), why, proposal, by)
    obligations.end_all(assignment, by.today)
    _end_of_old(assignment, tuple(Owed), by.today)
    stages.move(assignment, Stage.WITHDRAWN)


def _end_of_old(assignment: Assignment, what: tuple[Owed, ...], today: datetime.date) -> None:
    """End dates of these kinds as if they had never run: those that have passed as of their own day."""
    rows = assignment.deadlines.filter(what__in=what, met_on__isnull=True)
    for row in rows:
        row.lifted_on = min(row.on, row.lifted_on or today, today)
        row.save(update_fields=["lifted_on"])


def _signs_anew(assignment: Assignment) -> Stage:
    """Return the stage in which a unit is that has to sign for what was corrected."""
    return Stage.TO_ACCEPT if assignment.stage == Stage.IN_HAND else Stage(assignment.stage)


def _standing(matter: Matter) -> list[Assignment]:
    """Return the assignments of a matter whose units still have it, lead units first."""
    stages_ = (*OPEN_STAGES, Stage.SUSPENDED)
    found = list(matter.assignments.filter(stage__in=stages_).select_related("unit").order_by("part", "id"))
    for each in found:
        each.matter = matter
    return found


def _settle_due(matter: Matter) -> None:
    """Let the matter be due when the last of its lead units is."""
    days = Assignment.objects.filter(matter=matter, part=Part.LEAD).exclude(stage__in=GONE_STAGES)
    found = list(days.values_list("due_on", flat=True))
    known = [day for day in found if day is not None]
    if found:
        # One without an end makes the whole without an end.
        matter.due_on = max(known) if len(known) == len(found) else None
    matter.save(update_fields=["due_on"])


def _record(verb: str, proposal: Proposal, assignment: Assignment, by: By, data: dict[str, str]) -> None:
    said = {**data, "reason": proposal.reason, "clause": proposal.clause}
    journal.record_on(verb, assignment, by.officer, by.at, of=proposal, data=said)
