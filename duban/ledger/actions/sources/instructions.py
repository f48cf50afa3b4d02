"""Instructions: enter what a leader wrote, make it a matter or add it to one, report the result back to that leader."""

import datetime
from collections.abc import Mapping

from django.db import transaction

from duban.ledger import conditions, journal
from duban.ledger.actions.matters import matters, orders
from duban.ledger.by import By
from duban.ledger.models import Instruction, Matter
from duban.ledger.refusals import Forbidden, Refused, refuse_if
from duban.ledger.secrecy import refuse_classified
from duban.people.models import LEADERS, Jurisdiction, Officer, Role


@transaction.atomic
def give_instruction(
    *,
    jurisdiction: Jurisdiction,
    leader: Officer,
    text: str,
    given_on: datetime.date,
    by: By,
    matter: Matter | None = None,
) -> Instruction:
    """Enter what a leader wrote, by the leader or by the office; with `matter` it is a further instruction on that matter.

    Raises Refused without a text, for a day to come, for who is no leader, or where a leader writes in another's name.
    """
    if not text.strip():
        raise Refused("请写明批示内容", field="text")
    refuse_classified(text, field="text")
    if given_on > by.today:
        raise Refused("批示日期晚于今天", field="given_on")
    if leader.role not in LEADERS | {Role.OFFICE_HEAD} or leader.jurisdiction_id != jurisdiction.pk:
        raise Refused("请选定批示的领导", field="leader")
    if by.officer.is_leader and by.officer.pk != leader.pk:
        raise Refused("不能以他人名义批示", field="leader")
    if matter is not None and matter.jurisdiction_id != jurisdiction.pk:
        raise Refused("事项不在本辖区", field="matter")
    instruction = Instruction.objects.create(
        jurisdiction=jurisdiction,
        leader=leader,
        text=text.strip(),
        given_on=given_on,
        entered_by=by.officer,
        matter=matter,
        further=matter is not None,
    )
    verb = "instruction.appended" if matter is not None else "instruction.given"
    _record(verb, instruction, by, on=given_on, data={"leader": str(leader), "text": instruction.text})
    return instruction


@transaction.atomic
def register_instruction(*, instruction: Instruction, order: orders.Order, by: By, date_reason: str = "") -> Matter:
    """Register a matter from an instruction.

    Raises Refused where it is a matter already, or where the document sets the time and another is given without a reason.
    """
    instruction = _held(instruction)
    if instruction.matter is not None:
        raise Refused(f"这条批示已经登记为 {instruction.matter.no}")
    refuse_if(conditions.sources.another_date(instruction.jurisdiction, "instruction", order.due_rule, date_reason))
    matter = matters.register_matter(jurisdiction=instruction.jurisdiction, order=order, by=by)
    instruction.matter, instruction.date_reason = matter, date_reason.strip()
    instruction.save(update_fields=["matter", "date_reason"])
    data = {"leader": str(instruction.leader), "text": instruction.text, "reason": instruction.date_reason}
    _record("instruction.registered", instruction, by, data=data)
    return matter


@transaction.atomic
def append_instruction(*, instruction: Instruction, matter: Matter, by: By) -> Instruction:
    """Add an instruction that waits to a matter that is there already. Raises Refused where it belongs to one, or across the border."""
    instruction = _held(instruction)
    if instruction.matter is not None:
        raise Refused(f"这条批示已经登记为 {instruction.matter.no}")
    if matter.jurisdiction_id != instruction.jurisdiction_id:
        raise Refused("事项不在本辖区", field="matter")
    instruction.matter, instruction.further = matter, True
    instruction.save(update_fields=["matter", "further"])
    data = {"leader": str(instruction.leader), "text": instruction.text}
    _record("instruction.appended", instruction, by, data=data)
    return instruction


@transaction.atomic
def report_instruction(*, instruction: Instruction, result: str, by: By) -> Instruction:
    """Report the result of an instruction back to its leader; told again, it is unread again.

    Raises Refused without a text, and before there is a matter.
    """
    instruction = _held(instruction)
    refuse_if(conditions.sources.reporting_back(instruction))
    if not result.strip():
        raise Refused("请写明办理结果", field="result")
    instruction.result = result.strip()
    instruction.reported_on, instruction.reported_by = by.today, by.officer
    instruction.read_on = None
    instruction.save(update_fields=["result", "reported_on", "reported_by", "read_on"])
    data = {"leader": str(instruction.leader), "text": instruction.result}
    _record("instruction.reported", instruction, by, data=data)
    return instruction


@transaction.atomic
def read_instruction(*, instruction: Instruction, by: By) -> Instruction:
    """Note that the leader has read the result. Raises Refused for anybody else, and before it was reported or once it was read."""
    instruction = _held(instruction)
    if by.officer.pk != instruction.leader_id:
        raise Forbidden("只有批示的领导本人可以阅知")
    if instruction.reported_on is None:
        raise Refused("还没有报告办理结果")
    if instruction.read_on is not None:
        raise Refused("已经阅知")
    instruction.read_on = by.today
    instruction.save(update_fields=["read_on"])
    _record("instruction.read", instruction, by, data={"leader": str(instruction.leader)})
    return instruction


def _held(instruction: Instruction) -> Instruction:
    found = Instruction.objects.select_for_update(of=("self",), no_key=True)
    return found.select_related("jurisdiction", "leader", "matter").get(pk=instruction.pk)


def _record(
    verb: str,
    instruction: Instruction,
    by: By,
    *,
    on: datetime.date | None = None,
    data: Mapping[str, object] | None = None,
) -> None:
    journal.record(
        verb,
        jurisdiction=instruction.jurisdiction,
        of=instruction,
        matter=instruction.matter,
        actor=by.officer,
        at=by.at,
        data=data,
        effect=journal.Effect(on=on),
    )
