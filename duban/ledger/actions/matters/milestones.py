"""Milestones (节点): the plan of a long matter, what was reached of it, and the templates from which plans are made."""

import datetime
from collections.abc import Sequence

from django.db import transaction

from duban.ledger import conditions, journal
from duban.ledger.actions.reports import obligations
from duban.ledger.by import By
from duban.ledger.models import Matter, Milestone, MilestoneTemplate
from duban.ledger.models.assignments import OPEN_STAGES
from duban.ledger.refusals import Refused, refuse_if
from duban.ledger.storage import locking, rows
from duban.people.models import Jurisdiction

_MOST = 60


@transaction.atomic
def plan_milestones(*, matter: Matter, steps: Sequence[tuple[datetime.date, str]], by: By) -> Matter:
    """Set the dates on the way (推进计划): what was reached stays, the rest is replaced by `steps`, in any order.

    Missing one is shown and never scored, unless the regime has matters reported by their nodes: then each is a date to report on. Raises Refused for a matter that is done, a day before its
    registration or after its deadline, the same step twice, or a unit that would change what stands.
    """
    matter = locking.hold_matter(matter)
    refuse_if(conditions.matters.planning(matter, by.officer))
    reached = list(matter.milestones.filter(reached_on__isnull=False))
    kept = {(each.on, each.text) for each in reached}
    wanted = [step for step in steps if step not in kept]
    if len(steps) > _MOST:
        raise Refused(f"节点不要超过 {_MOST} 个", field="milestones")
    if len(set(wanted)) != len(wanted):
        raise Refused("同一个节点写了两次", field="milestones")
    for on, text in wanted:
        if not text.strip():
            raise Refused("节点要写明要求", field="milestones")
        if on < matter.registered_on:
            raise Refused(f"节点 {on} 早于登记日", field="milestones")
        if matter.due_on is not None and on > matter.due_on:
            raise Refused(f"节点 {on} 晚于办结期限 {matter.due_on}", field="milestones")
    matter.milestones.filter(reached_on__isnull=True).delete()
    Milestone.objects.bulk_create(Milestone(matter=matter, on=on, text=text) for on, text in sorted(wanted))
    for assignment in matter.assignments.filter(stage__in=OPEN_STAGES).order_by("id"):
        assignment.matter = matter
        obligations.owe_reports_at_milestones(assignment, by.today)
    journal.record(
        "milestones.planned",
        jurisdiction=matter.jurisdiction,
        of=matter,
        matter=matter,
        actor=by.officer,
        at=by.at,
        data={"said": f"{len(reached) + len(wanted)} 个节点"},
    )
    return matter


@transaction.atomic
def reach_milestone(*, milestone: Milestone, on: datetime.date, by: By, note: str = "") -> Milestone:
    """Note that a milestone was reached on a day. Raises Refused twice, for a day to come or before the registration."""
    matter = locking.hold_matter(milestone.matter)
    milestone = Milestone.objects.get(pk=milestone.pk)
    if milestone.reached_on is not None:
        raise Refused(f"这个节点已经登记为 {milestone.reached_on} 到达")
    refuse_if(conditions.matters.reaching(matter))
    if on > by.today:
        raise Refused("日期还没有到", field="on")
    if on < matter.registered_on:
        raise Refused("日期早于登记日", field="on")
    milestone.reached_on, milestone.note = on, note
    milestone.save(update_fields=["reached_on", "note"])
    journal.record(
        "milestone.reached",
        jurisdiction=matter.jurisdiction,
        of=milestone,
        matter=matter,
        actor=by.officer,
        at=by.at,
        data={"said": f"{milestone.on} {milestone.text}", "note": note},
        effect=journal.Effect(on=on),
    )
    return milestone


@transaction.atomic
def unreach_milestone(*, milestone: Milestone, reason: str, by: By) -> Milestone:
    """Take back that a milestone was reached, put down for the wrong one or the wrong day; it may be reached anew.

    Raises Refused without a reason, where it is not reached, and once the matter is done.
    """
    matter = locking.hold_matter(milestone.matter)
    held = Milestone.objects.get(pk=milestone.pk)
    if held.reached_on is None:
        raise Refused("这个节点还没有登记到达")
    refuse_if(conditions.matters.reaching(matter))
    if not reason.strip():
        raise Refused("请写明撤销的理由", field="reason")
    said = f"{held.on} {held.text}（原登记 {held.reached_on} 到达）"
    held.reached_on, held.note = None, ""
    held.save(update_fields=["reached_on", "note"])
    journal.record(
        "milestone.unreached",
        jurisdiction=matter.jurisdiction,
        of=held,
        matter=matter,
        actor=by.officer,
        at=by.at,
        data={"said": said, "reason": reason.strip()},
    )
    return held


@transaction.atomic
def save_template(
    *,
    jurisdiction: Jurisdiction,
    name: str,
    steps: Sequence[tuple[int, str]],
    by: By,
    template: MilestoneTemplate | None = None,
) -> MilestoneTemplate:
    """Keep the usual nodes of one kind of matter, each with the days after the start. Raises Refused without any, or a name that is taken."""
    if not name.strip():
        raise Refused("请写明模板名称", field="name")
    if not steps:
        raise Refused("至少要有一个节点", field="steps")
    if len(steps) > _MOST:
        raise Refused(f"节点不要超过 {_MOST} 个", field="steps")
    template = template or MilestoneTemplate(jurisdiction=jurisdiction)
    template.name = name.strip()
    template.steps = sorted([days, text] for days, text in steps)
    rows.save_once(template, "已经有这个名称的模板", "name")
    journal.record(
        "milestone_template.saved",
        jurisdiction=jurisdiction,
        of=template,
        actor=by.officer,
        at=by.at,
        data={"said": template.name},
    )
    return template


@transaction.atomic
def remove_template(*, template: MilestoneTemplate, by: By) -> None:
    """Take a template away; plans made from it stay."""
    MilestoneTemplate.objects.filter(pk=template.pk).delete()
    journal.record(
        "milestone_template.removed",
        jurisdiction=template.jurisdiction,
        of=template,
        actor=by.officer,
        at=by.at,
        data={"said": template.name},
    )
