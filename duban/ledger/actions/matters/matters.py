"""Matters: register, dispatch, close, reopen."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from django.db import transaction

from duban.engine import limits
from duban.engine.wording import NEVER
from duban.ledger import conditions, journal, numbers
from duban.ledger.actions.matters import deadlines, stages
from duban.ledger.actions.matters.orders import EDITABLE, Order, check, refuse_senders
from duban.ledger.actions.papers import notices
from duban.ledger.actions.process import days_late
from duban.ledger.actions.reports import recurrences
from duban.ledger.actions.sources import arrivals
from duban.ledger.actions.upkeep import journal_lines
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Appeal, Assignment, Matter, Milestone, Proposal, Rating
from duban.ledger.models.assignments import Part, Stage
from duban.ledger.models.deadlines import Owed
from duban.ledger.models.matters import State
from duban.ledger.models.proposals import GOING, Outcome
from duban.ledger.privacy import refuse_personal, senders_of
from duban.ledger.progress import Progress, untold
from duban.ledger.refusals import Refused, refuse_if
from duban.ledger.storage import locking
from duban.people.models import Jurisdiction, Unit


def register_matter(*, jurisdiction: Jurisdiction, order: Order, by: By) -> Matter:
    """Enter a matter in the ledger, with its number, as proposed (拟立项); nothing goes out yet.

    Raises Refused for a category that the regime does not have, a missing level, units of another jurisdiction, no or a doubled
    lead unit, a deadline before the day of registration.
    """
    return register_matters(jurisdiction=jurisdiction, orders=[order], by=by)[0]


@transaction.atomic
def register_matters(*, jurisdiction: Jurisdiction, orders: Sequence[Order], by: By) -> list[Matter]:
    """Enter many matters at once, in order, all or none of them. Raises Refused as `register_matter` does."""
    governed = Governed.of(jurisdiction)
    for order in orders:
        check(order, governed, by.today)
    return enter_orders(jurisdiction=jurisdiction, orders=orders, by=by)


@transaction.atomic(savepoint=False)
def enter_orders(
    *, jurisdiction: Jurisdiction, orders: Sequence[Order], by: By, progress: Progress = untold
) -> list[Matter]:
    """Enter orders that were checked for this day, all or none of them, telling `progress` how many are in."""
    today, regime = by.today, Governed.of(jurisdiction).document
    serials = numbers.take_numbers(jurisdiction=jurisdiction, series="matter", year=today.year, count=len(orders))
    both = [
        (
            Matter(
                jurisdiction=jurisdiction,
                no=f"{today.year}-{serial}",
                regime=regime.id,
                regime_version=regime.version,
                document_id=jurisdiction.document or None,
                registered_on=today,
                registered_by=by.officer,
                **{name: getattr(order, name) for name in EDITABLE},
            ),
            order,
        )
        for serial, order in zip(serials, orders, strict=True)
    ]
    for start in range(0, len(both), 500):
        progress("登记", start, len(both))
        _enter(both[start : start + 500])
    matters = [matter for matter, _ in both]
    journal_lines.record_each(
        "matter.registered", jurisdiction=jurisdiction, matters=matters, actor=by.officer, at=by.at
    )
    for matter, order in both:
        if order.reports is not None:
            cycle = asdict(order.reports)
            for assignment in matter.assignments.filter(part=Part.LEAD).select_related("unit").order_by("id"):
                recurrences.set_recurrence(assignment=assignment, **cycle, by=by)
    return matters


@transaction.atomic
def edit_matter(*, matter: Matter, order: Order, by: By, version: int) -> Matter:
    """Change a matter that has not gone out yet. Raises Refused once it was dispatched, Conflict where it changed meanwhile."""
    matter = locking.hold_matter(matter, version)
    refuse_if(conditions.matters.editing(matter))
    check(order, Governed.of(matter.jurisdiction), by.today)
    refuse_senders(order, senders_of(matter))
    before = {name: str(getattr(matter, name)) for name in EDITABLE if getattr(matter, name) != getattr(order, name)}
    for name in EDITABLE:
        setattr(matter, name, getattr(order, name))
    matter.version += 1
    matter.save()
    reported = recurrences.carried_over(matter)
    _replan(matter, order)
    matter.milestones.all().delete()
    for assignment in matter.assignments.select_related("unit").order_by("id"):
        recurrences.carry_over(reported.get(assignment.unit.code, []), assignment)
    Milestone.objects.bulk_create(Milestone(matter=matter, on=on, text=text) for on, text in order.milestones)
    journal.record(
        "matter.edited",
        jurisdiction=matter.jurisdiction,
        of=matter,
        matter=matter,
        actor=by.officer,
        at=by.at,
        data={"before": before},
    )
    return matter


@transaction.atomic
def revoke_matter(*, matter: Matter, reason: str, by: By) -> Matter:
    """Revoke a registration before it goes out (撤销登记): the number stays, and says why nothing came of it.

    Raises Refused without a reason, once it is out, and while it has parts.
    """
    matter = locking.hold_matter(matter)
    refuse_if(conditions.orders.revoking(matter))
    if not reason.strip():
        raise Refused("请写明撤销的理由", field="reason")
    Proposal.objects.filter(assignment__matter=matter, outcome__in=GOING).update(outcome=Outcome.WITHDRAWN)
    matter.assignments.filter(stage=Stage.PLANNED).update(stage=Stage.WITHDRAWN)
    matter.state = State.REVOKED
    matter.version += 1
    matter.save(update_fields=["state", "version"])
    said = {"reason": reason}
    journal.record(
        "matter.revoked",
        jurisdiction=matter.jurisdiction,
        of=matter,
        matter=matter,
        actor=by.officer,
        at=by.at,
        data=said,
    )
    return matter


@transaction.atomic
def dispatch_matter(
    *, matter: Matter, by: By, accept_by: datetime.date | None = None, has_notice: bool = True
) -> Matter:
    """Send a matter to its units with the regime's numbered notice; from now on the clock runs. Without one, the caller issues it.

    `accept_by` is the day until which units sign or object, inclusive; without it no date for acceptance is set. Raises Refused where
    it was dispatched before, requirement or standard is missing, a date lies in the past, or the regime asks for a date of objection.
    """
    matter = locking.hold_matter(matter)
    today, governed = by.today, Governed.of(matter)
    starts = conditions.requests.starts_of([matter])[matter.pk]
    refuse_if(conditions.requests.dispatch(matter, today, starts))
    if accept_by is not None and accept_by < today:
        raise Refused("签收期限早于今天", field="accept_by")
    given = {"objection_date"} if accept_by is not None else set()
    refuse_if(limits.act(governed.document, "dispatch", given=given), field="accept_by")
    begun = Proposal.objects.filter(pk__in=[each.pk for each in starts])
    begun.update(outcome=Outcome.CARRIED_OUT, carried_out_on=today)
    matter.dispatched_on = today
    matter.due_on = governed.due_at_dispatch(matter, today)
    matter.save(update_fields=["dispatched_on", "due_on"])
    planned = matter.assignments.filter(stage=Stage.PLANNED)
    keys = list(planned.values_list("pk", flat=True))
    planned.update(due_on=matter.due_on, stage=Stage.TO_ACCEPT)
    assignments = list(matter.assignments.filter(pk__in=keys).select_related("unit").order_by("id"))
    stages.settle_state(matter)
    journal.record(
        "matter.dispatched", jurisdiction=matter.jurisdiction, of=matter, matter=matter, actor=by.officer, at=by.at
    )
    for assignment in assignments:
        send_assignment(assignment, by=by, accept_by=accept_by, has_notice=has_notice)
    return matter


def send_assignment(
    assignment: Assignment, *, by: By, accept_by: datetime.date | None, has_notice: bool = True
) -> None:
    """Hand a matter to one unit inside the transaction of a dispatch or a transfer: stage, fact `assigned`, notice."""
    matter, today = assignment.matter, by.today
    assignment.dispatched_on = today
    assignment.accept_by = accept_by
    assignment.stage = Stage.TO_ACCEPT
    assignment.version += 1
    assignment.save(update_fields=["dispatched_on", "accept_by", "stage", "version"])
    if accept_by is not None:
        deadlines.set_deadline(assignment, Owed.ACCEPTANCE, accept_by, today)
        if Governed.of(assignment.matter).objection_clause:
            deadlines.set_deadline(assignment, Owed.OBJECTION, accept_by, today)
    if assignment.is_lead and assignment.due_on is not None:
        deadlines.set_deadline(assignment, Owed.RESULT, assignment.due_on, today)
    if not assignment.is_lead:
        deadlines.owe_opinion(assignment, today)
    fact = {
        "role": assignment.part,
        "due": (assignment.due_on or NEVER).isoformat(),
        "quantifiable": matter.quantifiable,
    }
    if matter.level:
        fact["level"] = matter.level
    journal.record_on("assignment.dispatched", assignment, by.officer, by.at, kind="assigned", fact=fact)
    recurrences.begin_recurrences(assignment, by)
    if has_notice:
        notices.issue_notice(of=matter, act="dispatch", unit=assignment.unit, limit_on=assignment.due_on, by=by)
    arrivals.open_handover(assignment, by.at)


@transaction.atomic
def close_matter(*, matter: Matter, by: By) -> Matter:
    """Strike a completed matter off the ledger (销号). Raises Refused before all its lead units' results were accepted."""
    matter = locking.hold_matter(matter)
    refuse_if(conditions.matters.closure(matter))
    matter.state = State.CLOSED
    matter.version += 1
    matter.save(update_fields=["state", "version"])
    journal.record(
        "matter.closed", jurisdiction=matter.jurisdiction, of=matter, matter=matter, actor=by.officer, at=by.at
    )
    return matter


@transaction.atomic
def reopen_assignment(*, assignment: Assignment, reason: str, by: By, alone: bool = False) -> Assignment:
    """Take back the acceptance of a result that was found undone: fact `reopened`. Raises Refused where it was not completed.

    Cooperating units whose part ended with it are at work again, unless the lead unit does the rest `alone`: the line says which.
    """
    assignment = locking.hold_assignment(assignment)
    refuse_if(conditions.matters.reopening(assignment))
    if not reason.strip():
        raise Refused("请写明重新办理的原因", field="reason")
    refuse_personal(reason, of=senders_of(assignment.matter), field="reason")
    assignment.completed_on = None
    assignment.points = None
    if assignment.matter.state == State.CLOSED:
        assignment.matter.state = State.COMPLETED
    deadlines.unmeet_deadlines(assignment, by.today)
    stages.move(assignment, Stage.IN_HAND, "completed_on", "points")
    # What was said of the result, and what its senders were told, was about one that no longer stands.
    Rating.objects.filter(matter=assignment.matter_id, is_current=True).update(is_current=False)
    Appeal.objects.filter(matter=assignment.matter_id).update(replied_on=None)
    helping = [] if alone else stages.reopen_supporters(assignment.matter, by.today)
    kept = alone and assignment.matter.assignments.filter(part=Part.SUPPORT, stage=Stage.COMPLETED).exists()
    said = {"note": "配合单位保持办结，由牵头单位续办"} if kept else {}
    journal.record_on(
        "matter.reopened", assignment, by.officer, by.at, kind="reopened", data={"reason": reason, **said}
    )
    for each in helping:
        journal.record_on("support.reopened", each, by.officer, by.at, data={"reason": reason})
    days_late.note_days_of_result(assignment, by)
    return assignment


def _enter(both: list[tuple[Matter, Order]]) -> None:
    Matter.objects.bulk_create([matter for matter, _ in both])
    Assignment.objects.bulk_create(
        Assignment(matter_id=matter.pk, unit_id=unit.pk, part=part, due_on=matter.due_on)
        for matter, order in both
        for part, units in ((Part.LEAD, order.lead), (Part.SUPPORT, order.support))
        for unit in units
    )
    Milestone.objects.bulk_create(
        Milestone(matter=matter, on=on, text=text) for matter, order in both for on, text in order.milestones
    )


def _replan(matter: Matter, order: Order) -> None:
    """Write the units of an order anew. What was approved was another order: it needs its signature again.

    A row on which a proposal hangs stays and passes to the first lead unit; all others are only a plan, and go.
    """
    Proposal.objects.filter(assignment__matter=matter, outcome__in=GOING).update(outcome=Outcome.WITHDRAWN)
    # What went out once and was recalled is no plan.
    planned = matter.assignments.filter(stage=Stage.PLANNED)
    kept = planned.filter(proposals__isnull=False).order_by("id").first()
    planned.exclude(pk=kept.pk if kept else 0).delete()
    leads = order.lead
    if kept is not None:
        kept.recurrences.all().delete()
        kept.unit, kept.part, kept.due_on = leads[0], Part.LEAD, matter.due_on
        kept.version += 1
        kept.save()
        leads = leads[1:]
    _assign(matter, leads, Part.LEAD)
    _assign(matter, order.support, Part.SUPPORT)


def _assign(matter: Matter, units: Iterable[Unit], part: Part) -> None:
    Assignment.objects.bulk_create(
        Assignment(matter=matter, unit=unit, part=part, due_on=matter.due_on) for unit in units
    )
