"""Reorganisations (机构改革、单位变更): units are merged, split or abolished in one act; what is open passes to the successor, the past stays."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from duban.ledger import conditions, journal
from duban.ledger.actions.accounts import sessions, tokens
from duban.ledger.actions.matters import deadlines, stages
from duban.ledger.actions.office import inspected_units, successions
from duban.ledger.actions.office.successions import follow_portfolio
from duban.ledger.actions.sources import arrivals
from duban.ledger.by import By
from duban.ledger.models import Assignment, Deadline, JournalLine, Matter, Reorganisation
from duban.ledger.models.assignments import Stage
from duban.ledger.queries.office import reorganising
from duban.ledger.queries.office.reorganising import Asked, Entry, Plan
from duban.ledger.refusals import Refused, refuse_if
from duban.people.models import Officer, Unit
from duban.people.tracking import Tracked

_LOST = "情况已有变化，没有退回"


@transaction.atomic
def reorganise(*, asked: Asked, paper: str, number: str, by: By) -> Reorganisation:
    """Let units end on a day by a paper, and pass on what `queries.office.reorganising` lists; each row has its line in the journal.

    Raises Refused without the paper, for what `conditions.reorganising` refuses, and where something is open and nobody takes over;
    Conflict where one of the units was reorganised meanwhile.
    """
    if not paper.strip() or not number.strip():
        raise Refused("请写明文件名称和文号", field="paper" if not paper.strip() else "number")
    asked = _hold(asked)
    refuse_if(
        conditions.reorganising.reorganising(by.officer.office, asked.kind, asked.of, asked.to, asked.on, by.today)
    )
    plan = reorganising.plan_of(asked)
    if not asked.to and plan.open_work:
        raise Refused(
            f"还有 {len(plan.open_work)} 项没有办结，须有单位承接",
            possible="请选承接单位，或者先办结、撤回。",
            field="to",
        )
    _hold_matters(plan)
    plan = reorganising.plan_of(asked)
    items = [_carry_out(each, asked, by) for each in plan.entries]
    for unit in asked.of:
        unit.abolished_on = asked.on
        unit.save(update_fields=["abolished_on"])
    made = Reorganisation.objects.create(
        jurisdiction=by.officer.office,
        kind=asked.kind,
        paper=paper.strip()[:120],
        number=number.strip()[:60],
        on=asked.on,
        of=[unit.code for unit in asked.of],
        to=[unit.code for unit in asked.to],
        points=asked.points,
        accounts=asked.accounts,
        items=items,
        made_by=by.officer,
        made_on=by.today,
    )
    _pass_signatures(asked, by)
    data = {name: getattr(made, name) for name in ("kind", "paper", "number", "of", "to", "points")}
    for unit in asked.of:
        _record("unit.abolished", made, unit, by, {**data, "on": asked.on.isoformat()})
    for unit in asked.to:
        _record("unit.took_over", made, unit, by, {**data, "count": sum(each["to"] == unit.code for each in items)})
    return made


@transaction.atomic
def revoke(*, reorganisation: Reorganisation, reason: str, by: By) -> Reorganisation:
    """Take a reorganisation back that was wrong: the units stand again, and what is still as it was passed on goes back; the rest stays and says so.

    Raises Refused without a reason, once a period from its day on is published, and where a successor was reorganised since; Conflict
    where it was taken back before.
    """
    if not reason.strip():
        raise Refused("请写明撤回事由", field="reason")
    found = Reorganisation.objects.select_for_update(of=("self",), no_key=True).select_related("jurisdiction")
    held = found.get(pk=reorganisation.pk)
    refuse_if(conditions.reorganising.revoking(held))
    units = {
        each.code: each
        for each in Unit.objects.filter(jurisdiction=held.jurisdiction).select_related("portfolio__leader")
    }
    keys = [int(each["row"].split(":")[1]) for each in held.items if each["row"].startswith("assignment:")]
    matters = Assignment.objects.filter(pk__in=keys).values("matter")
    list(Matter.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=matters).order_by("pk"))
    # What was joined gets its place back after what had moved there has left it.
    order = sorted(held.items, key=lambda each: each["kind"] == "joined")
    for each in order:
        _put_back(each, held, units, by)
    for code in held.of:
        units[code].abolished_on = None
        units[code].save(update_fields=["abolished_on"])
    for code in held.of:
        _return_signatures(units[code], [units[each] for each in held.to])
    held.revoked_by, held.revoked_on, held.revoke_reason = by.officer, by.today, reason.strip()[:200]
    held.save()
    left = sum(bool(each.get("left")) for each in held.items)
    for code in (*held.of, *held.to):
        _record("reorganisation.revoked", held, units[code], by, {"reason": held.revoke_reason, "left": left})
    return held


def _hold(asked: Asked) -> Asked:
    """Lock the units in one order and return what is asked with the units as they are now: one reorganisation of a unit at a time."""
    keys = [each.pk for each in (*asked.of, *asked.to)]
    rows = Unit.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=keys).order_by("pk")
    now = {each.pk: each for each in rows.select_related("portfolio__leader", "jurisdiction")}
    of, to = (tuple(now[each.pk] for each in units) for units in (asked.of, asked.to))
    given = {pk: now[unit.pk] for pk, unit in asked.given.items() if unit.pk in {each.pk for each in to}}
    if len(given) < len(asked.given):
        raise Refused("单件事项只能交给所选的承接单位", field="given")
    return Asked(asked.kind, of, to, asked.on, asked.points, asked.accounts, given)


def _hold_matters(plan: Plan) -> None:
    keys = {each.row.matter_id for each in plan.entries if isinstance(each.row, Assignment)}
    list(Matter.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))


def _carry_out(entry: Entry, asked: Asked, by: By) -> dict[str, Any]:
    """Move one row with its line, and return what the record keeps of it."""
    row, more = entry.row, {}
    changes = {name: [_plain(getattr(row, name)), _plain(value)] for name, value in entry.changes.items()}
    if entry.kind in ("names", "collectives") and row.pk is None:
        row.save()
    elif entry.kind == "joined":
        running = row.deadlines.filter(met_on__isnull=True, lifted_on__isnull=True)
        more["lifted"] = list(running.values_list("pk", flat=True))
        deadlines.lift_deadlines(row, by.today)
        stages.move(row, Stage.TRANSFERRED)
    elif entry.kind == "assignments":
        _pass_assignment(entry, by)
    elif entry.kind == "inspections":
        more |= inspected_units.follow(row, asked)
    elif entry.changes:
        for name, value in entry.changes.items():
            setattr(row, name, value)
        row.save(update_fields=[name.removesuffix("_id") for name in entry.changes])
    if entry.kind == "officers":
        _cut_off(row, by)
    more |= _line_of(entry, asked, by)
    if entry.kind == "assignments" and entry.to is not None:
        arrivals.follow(row, by.at)
    return {
        "kind": entry.kind,
        "row": entry.key,
        "words": entry.words[:200],
        "said": entry.said,
        "from": entry.of,
        "to": entry.to.code if entry.to is not None else "",
        "changes": changes,
        "matter": entry.matter,
        "is_joined": entry.is_joined,
        **more,
    }


def _pass_assignment(entry: Entry, by: By) -> None:
    assignment: Assignment = entry.row
    assert entry.to is not None
    assignment.unit = entry.to
    assignment.version += 1
    assignment.save(update_fields=["unit", "version"])
    stages.settle_state(assignment.matter)


def _line_of(entry: Entry, asked: Asked, by: By) -> dict[str, Any]:
    """Write the line of one row; the passing on of a lead's part is a fact, in which the deadline goes on."""
    row, office = entry.row, by.officer.office
    if entry.kind == "kept":
        return {}
    unit, effect, matter = entry.to, None, None
    to = {"to": unit.name, "code": unit.code} if unit is not None else {"to": ""}
    if isinstance(row, Assignment):
        matter = row.matter
        unit = next((each for each in (*asked.of, *asked.to) if each.code == entry.of), entry.to)
        if row.is_lead and entry.of != (entry.to.code if entry.to else "") and row.dispatched_on is not None:
            fact = {"to": entry.to.code if entry.to else ""}
            effect = journal.Effect(on=asked.on, kind="transferred", fact=fact)
    line = journal.record(
        "assignment.inherited" if matter is not None else "reorganisation.moved",
        jurisdiction=office,
        of=row,
        unit=unit,
        matter=matter,
        actor=by.officer,
        at=by.at,
        data={**to, "what": entry.kind, **inspected_units.told(row)},
        effect=effect,
    )
    return {"line": line.seq} if effect is not None else {}


def _cut_off(officer: Officer, by: By) -> None:
    """Another unit, or a closed account: who is signed in signs in anew; programs need a new key."""
    sessions.cut_sessions(officer=officer)
    tokens.revoke_tokens(officer=officer, actor=by.officer, at=by.at)
    if not officer.is_active:
        successions.pass_by_rule(of=officer, actor=by.officer, at=by.at)


def _pass_signatures(asked: Asked, by: By) -> None:
    """What the leader in charge of the old unit was asked to sign, the one in charge of the successor signs."""
    leaders = {unit.portfolio.leader_id: unit.portfolio.leader for unit in asked.of if unit.portfolio is not None}
    for to in asked.to:
        to.refresh_from_db(fields=["portfolio"])
        now = to.portfolio.leader if to.portfolio is not None else None
        for was in leaders.values():
            follow_portfolio([to], was, now)


def _return_signatures(unit: Unit, successors: list[Unit]) -> None:
    leader = unit.portfolio.leader if unit.portfolio is not None else None
    for was in {each.portfolio.leader for each in successors if each.portfolio is not None}:
        follow_portfolio([unit], was, leader)


def _put_back(item: dict[str, Any], made: Reorganisation, units: Mapping[str, Unit], by: By) -> None:
    model, _, key = item["row"].partition(":")
    row = _model(model)._base_manager.filter(pk=int(key)).first()
    was_added = item["said"] == "added"
    if item["kind"] == "kept":
        return
    if row is None or any(_plain(getattr(row, name)) != now for name, (_, now) in item["changes"].items()):
        item["left"] = _LOST
        return
    if was_added:
        row.delete()
    elif item["kind"] == "inspections":
        inspected_units.put_back(row, item)
    else:
        for name, (before, _) in item["changes"].items():
            setattr(row, name, before)
        if isinstance(row, Assignment):
            _put_assignment_back(row, item, made)
        else:
            row.save(update_fields=[name.removesuffix("_id") for name in item["changes"]])
    if isinstance(row, Officer):
        _cut_off(row, by)
    line = JournalLine.objects.filter(jurisdiction=made.jurisdiction, seq=item.get("line", 0)).first()
    amended = {"amendment": {"withdrawn": True}, "reason": "单位变更已撤回"} if line is not None else {}
    effect = journal.Effect(amends=line, key=f"fact.withdrawn:{line.seq}") if line is not None else None
    journal.record(
        "reorganisation.moved_back",
        jurisdiction=made.jurisdiction,
        of=None if was_added else row,
        unit=units.get(item["from"] or item["to"]),
        matter=row.matter if isinstance(row, Assignment) else None,
        actor=by.officer,
        at=by.at,
        data={"what": item["kind"], **inspected_units.told(row), **amended},
        effect=effect,
    )
    if isinstance(row, Assignment):
        arrivals.follow(row, by.at)


def _put_assignment_back(row: Assignment, item: dict[str, Any], made: Reorganisation) -> None:
    row.version += 1
    row.save()
    Deadline.objects.filter(pk__in=item.get("lifted", []), lifted_on__gte=made.made_on, met_on=None).update(
        lifted_on=None
    )
    stages.settle_state(row.matter)


def _model(name: str) -> type[Tracked]:
    found = next(each for each in apps.get_models() if each._meta.model_name == name and issubclass(each, Tracked))
    assert issubclass(found, Tracked)
    return found


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime.date) else value


def _record(verb: str, made: Reorganisation, unit: Unit, by: By, data: Mapping[str, object]) -> None:
    journal.record(
        verb,
        jurisdiction=made.jurisdiction,
        of=made,
        unit=unit,
        actor=by.officer,
        at=by.at,
        data=data,
        effect=journal.Effect(on=timezone.localdate(by.at)),
    )
