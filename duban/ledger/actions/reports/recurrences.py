"""Recurring reports (定期报送): set, end; begun with the dispatch, carried over to a unit that takes over."""

import datetime

from django.db import transaction

from duban.engine.cycles import EVERY, Cycle, office_cycle
from duban.engine.rules.limits import Deadline as DeadlineRule
from duban.ledger import conditions, journal
from duban.ledger.actions.reports import obligations
from duban.ledger.by import By
from duban.ledger.governed import Governed, cycle_of
from duban.ledger.models import Assignment, Matter, Recurrence
from duban.ledger.refusals import Conflict, Refused, refuse_if
from duban.ledger.storage import locking


@transaction.atomic
def set_recurrence(
    *,
    assignment: Assignment,
    by: By,
    every: str = "",
    number: int = 0,
    rest: str = "",
    rule: str = "",
    from_on: datetime.date | None = None,
    through_on: datetime.date | None = None,
) -> Recurrence:
    """Let a unit report again and again, apart from the final deadline; by the regime's `rule` of that name, or as the office sets it.

    `every`, `number` and `rest` are a cycle's. What is owed once counts from `from_on`. Before the dispatch it begins with the dispatch,
    else today. Raises Refused where nothing is owed, for a cycle that cannot be or stands beside a rule, a day that is over, and
    Conflict where the same is owed already.
    """
    assignment = locking.hold_assignment(assignment)
    refuse_if(conditions.matters.recurring(assignment))
    today, governed = by.today, Governed.of(assignment.matter)
    clause = governed.cadence_clause
    if rule and (every or number or rest):
        raise Refused("选了办法规定的报送，就不再另定周期", field="rule")
    if rule:
        chosen = governed.report_rule(rule)
        cycle, clause = cycle_of(chosen), chosen.clause
        if chosen.from_next:
            from_on = chosen.begins(from_on or today)
    else:
        cycle = _set_by_office(every, number, rest)
    _check(cycle, from_on, through_on, today)
    made = _add(assignment, cycle, rule, clause, from_on or today, through_on)
    if made is None:
        raise Conflict("同样的定期报送已经设定")
    if made.is_once and made.cycle_end(governed.calendar) < today:
        raise Refused("按这个起算日，报送期限已过", clause=clause, field="from_on")
    if assignment.is_open:
        obligations.roll(assignment, today)
    journal.record_on(
        "recurrence.set",
        assignment,
        by.officer,
        by.at,
        of=made,
        data={"said": made.said, "rule": rule, "clause": clause},
    )
    return made


@transaction.atomic
def end_recurrence(*, recurrence: Recurrence, reason: str, by: By) -> Recurrence:
    """Ask for no more of these reports: dates ahead are lifted, missed ones stay. Raises Refused without a reason or where it ended."""
    assignment = locking.hold_assignment(recurrence.assignment)
    recurrence = Recurrence.objects.get(pk=recurrence.pk)
    if recurrence.ended_on is not None:
        raise Refused("这项定期报送已经终止")
    if not reason.strip():
        raise Refused("请写明终止的原因", field="reason")
    today = by.today
    obligations.roll(assignment, today)
    recurrence.deadlines.filter(met_on__isnull=True, lifted_on__isnull=True).update(lifted_on=today)
    recurrence.ended_on = today
    recurrence.save(update_fields=["ended_on"])
    journal.record_on(
        "recurrence.ended",
        assignment,
        by.officer,
        by.at,
        of=recurrence,
        data={"said": recurrence.said, "reason": reason},
    )
    return recurrence


def begin_recurrences(assignment: Assignment, by: By) -> None:
    """Let the recurring reports of an assignment begin, inside the transaction of its dispatch: those set, and those of the regime.

    What the regime counts from a meeting begins only where the meeting is known.
    """
    today = by.today
    rules = Governed.of(assignment.matter).report_rules(assignment.matter, assignment.part)
    running = obligations.running(assignment)
    for recurrence in running:
        if not recurrence.is_once:
            begun = next((rule.begins(today) for rule in rules if rule.name == recurrence.rule), today)
            recurrence.from_on = max(recurrence.from_on, begun)
            recurrence.save(update_fields=["from_on"])
    for rule in rules:
        _begin(assignment, rule, by)
    if running or rules:
        obligations.roll(assignment, today)
    obligations.owe_reports_at_milestones(assignment, today)


def begin_from_meeting(matter: Matter, by: By) -> None:
    """Let the report begin that the document counts from a meeting, where the meeting became known after the dispatch."""
    rule = Governed.of(matter).meeting_rule(matter)
    if rule is None:
        return
    for assignment in matter.assignments.select_related("unit", "matter__jurisdiction"):
        if assignment.is_lead and assignment.is_open:
            _begin(assignment, rule, by)
            obligations.roll(assignment, by.today)


def carried_over(matter: Matter) -> dict[str, list[Recurrence]]:
    """Return what was set for each unit of a matter that is about to be assigned anew, by unit code."""
    kept: dict[str, list[Recurrence]] = {}
    found = Recurrence.objects.filter(assignment__matter=matter, ended_on__isnull=True).select_related(
        "assignment__unit"
    )
    for recurrence in found.order_by("id"):
        kept.setdefault(recurrence.assignment.unit.code, []).append(recurrence)
    return kept


def carry_over(recurrences: list[Recurrence], to: Assignment) -> None:
    """Owe the same recurring reports for another assignment, from its dispatch on."""
    for each in recurrences:
        _add(to, each.cycle, each.rule, each.clause, each.from_on, each.through_on)


def _begin(assignment: Assignment, rule: DeadlineRule, by: By) -> None:
    today = by.today
    cycle = cycle_of(rule)
    from_on: datetime.date | None = rule.begins(today)
    if cycle.is_once:
        found = assignment.matter.decisions.select_related("meeting")
        decision = found.filter(meeting__kind__in=("", *rule.meetings)).first() if rule.meetings else found.first()
        from_on = decision.meeting.held_on if decision else today if rule.counts_dispatch else None
    if from_on is None:
        return
    made = _add(assignment, cycle, rule.name, rule.clause, from_on, None)
    if made is not None and (
        not made.is_once or made.cycle_end(Governed.of(assignment.matter.jurisdiction).calendar) >= today
    ):
        data = {"said": made.said, "rule": rule.name, "clause": rule.clause}
        journal.record_on("recurrence.set", assignment, by.officer, by.at, of=made, data=data)
    elif made is not None:
        made.delete()


def _add(
    assignment: Assignment,
    cycle: Cycle,
    rule: str,
    clause: str,
    from_on: datetime.date,
    through_on: datetime.date | None,
) -> Recurrence | None:
    """Write a recurring report down; None where the same is owed already."""
    kind = {"every": cycle.every, "number": cycle.number, "rest": cycle.rest}
    same = assignment.recurrences.filter(**kind, ended_on__isnull=True)
    if (same.filter(from_on=from_on) if cycle.is_once else same).exists():
        return None
    return Recurrence.objects.create(
        assignment=assignment,
        **kind,
        rule=rule,
        clause=clause,
        from_on=from_on,
        through_on=through_on,
    )


def _set_by_office(every: str, number: int, rest: str) -> Cycle:
    try:
        return office_cycle(every, number, rest)
    except ValueError as error:
        field = "rest" if "休息日" in str(error) else "number" if every in EVERY else "every"
        raise Refused(str(error), field=field) from None


def _check(cycle: Cycle, from_on: datetime.date | None, through_on: datetime.date | None, today: datetime.date) -> None:
    if cycle.is_once and from_on is None:
        raise Refused("请填写起算日（如会议召开之日）", field="from_on")
    if cycle.is_once and from_on is not None and from_on > today:
        raise Refused("起算日还没有到", field="from_on")
    if not cycle.is_once and from_on is not None and from_on < today:
        raise Refused("定期报送从今天或以后起，不能补到以前", field="from_on")
    if through_on is not None and through_on < today:
        raise Refused("截止日早于今天", field="through_on")
