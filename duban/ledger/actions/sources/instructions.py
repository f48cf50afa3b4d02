"""Instructions: enter what a leader wrote, make it a matter or add it to one, report the result back to that leader."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from duban.ledger import conditions, journal
from duban.ledger.actions.matters import attachments, matters, orders
from duban.ledger.by import By
from duban.ledger.models import Attachment, Instruction, Matter
from duban.ledger.models.instructions import Level
from duban.ledger.refusals import Forbidden, Refused, refuse_if
from duban.ledger.secrecy import refuse_classified
from duban.ledger.storage import file_kinds
from duban.people.models import LEADERS, Jurisdiction, Officer, Role


@dataclass(frozen=True)
class Superior:
    """A leader above this government, who has no account here: name, post, and of which level."""

    name: str
    post: str
    level: str


@dataclass(frozen=True)
class Scan:
    """The handwriting as a file."""

    name: str
    chunks: Iterable[bytes]


@transaction.atomic
def give_instruction(
    *,
    jurisdiction: Jurisdiction,
    leader: Officer | None,
    text: str,
    given_on: datetime.date,
    by: By,
    matter: Matter | None = None,
    superior: Superior | None = None,
    scan: Scan | None = None,
) -> Instruction:
    """Enter what a leader wrote, by the leader or by the office; with `matter` it is a further instruction on that matter.

    `superior` is a leader above, who has no account: only the office enters it. `scan` is the handwriting. Raises Refused without a text,
    for a day to come, for who is no leader or for both at once, where a leader writes in another's name, and for a file that is no scan.
    """
    check(jurisdiction, text, given_on, leader, superior, by)
    if matter is not None and matter.jurisdiction_id != jurisdiction.pk:
        raise Refused("事项不在本辖区", field="matter")
    instruction = Instruction.objects.create(
        jurisdiction=jurisdiction,
        leader=leader,
        reader=leader,
        superior_name=superior.name.strip() if superior else "",
        superior_post=superior.post.strip() if superior else "",
        superior_level=superior.level if superior else "",
        scan=_kept(jurisdiction, scan, by),
        text=text.strip(),
        given_on=given_on,
        entered_by=by.officer,
        matter=matter,
        further=matter is not None,
    )
    verb = "instruction.appended" if matter is not None else "instruction.given"
    _record(verb, instruction, by, on=given_on, data={"leader": instruction.author, "text": instruction.text})
    return instruction


@transaction.atomic
def register_instruction(*, instruction: Instruction, order: orders.Order, by: By, date_reason: str = "") -> Matter:
    """Register a matter from an instruction.

    Raises Refused where it is a matter already, or where the document sets the time and another is given without a reason.
    """
    instruction = hold(instruction)
    if instruction.matter is not None:
        raise Refused(f"这条批示已经登记为 {instruction.matter.no}")
    refuse_if(conditions.sources.another_date(instruction.jurisdiction, "instruction", order.due_rule, date_reason))
    matter = matters.register_matter(jurisdiction=instruction.jurisdiction, order=order, by=by)
    instruction.matter, instruction.date_reason = matter, date_reason.strip()
    instruction.save(update_fields=["matter", "date_reason"])
    data = {"leader": instruction.author, "text": instruction.text, "reason": instruction.date_reason}
    _record("instruction.registered", instruction, by, data=data)
    return matter


@transaction.atomic
def append_instruction(*, instruction: Instruction, matter: Matter, by: By) -> Instruction:
    """Add an instruction that waits to a matter that is there already. Raises Refused where it belongs to one, or across the border."""
    instruction = hold(instruction)
    if instruction.matter is not None:
        raise Refused(f"这条批示已经登记为 {instruction.matter.no}")
    if matter.jurisdiction_id != instruction.jurisdiction_id:
        raise Refused("事项不在本辖区", field="matter")
    instruction.matter, instruction.further = matter, True
    instruction.save(update_fields=["matter", "further"])
    data = {"leader": instruction.author, "text": instruction.text}
    _record("instruction.appended", instruction, by, data=data)
    return instruction


@transaction.atomic
def report_instruction(*, instruction: Instruction, result: str, by: By) -> Instruction:
    """Report the result of an instruction back to its leader; told again, it is unread again.

    Raises Refused without a text, and before there is a matter.
    """
    instruction = hold(instruction)
    refuse_if(conditions.sources.reporting_back(instruction))
    if not result.strip():
        raise Refused("请写明办理结果", field="result")
    instruction.result = result.strip()
    instruction.reported_on, instruction.reported_by = by.today, by.officer
    instruction.read_on = None
    instruction.save(update_fields=["result", "reported_on", "reported_by", "read_on"])
    data = {"leader": instruction.author, "text": instruction.result}
    _record("instruction.reported", instruction, by, data=data)
    return instruction


@transaction.atomic
def read_instruction(*, instruction: Instruction, by: By) -> Instruction:
    """Note that the leader has read the result. Raises Refused for anybody else, and before it was reported or once it was read."""
    instruction = hold(instruction)
    if instruction.is_superiors:
        raise Refused("上级领导不在本系统阅知", possible="结果已经记为上报；上级再有批示的，另行录入。")
    if by.officer.pk != instruction.reader_id:
        raise Forbidden("只有批示的领导本人（或者接任其岗位的领导）可以阅知")
    if instruction.reported_on is None:
        raise Refused("还没有报告办理结果")
    if instruction.read_on is not None:
        raise Refused("已经阅知")
    instruction.read_on = by.today
    instruction.save(update_fields=["read_on"])
    _record("instruction.read", instruction, by, data={"leader": instruction.author})
    return instruction


@transaction.atomic
def add_scan(*, instruction: Instruction, scan: Scan, by: By) -> Instruction:
    """Add the handwriting to an instruction that was entered without, or replace a wrong one; the file before stays in the files.

    Raises Refused for a file that is no scan.
    """
    instruction = hold(instruction)
    instruction.scan = _kept(instruction.jurisdiction, scan, by)
    instruction.save(update_fields=["scan"])
    _record("instruction.scanned", instruction, by, data={"leader": instruction.author})
    return instruction


def check(
    jurisdiction: Jurisdiction,
    text: str,
    given_on: datetime.date,
    leader: Officer | None,
    superior: Superior | None,
    by: By,
) -> None:
    """Raise Refused, at its field, for what cannot be an instruction: no words, a day to come, nobody or two who wrote it, another's name."""
    if not text.strip():
        raise Refused("请写明批示内容", field="text")
    refuse_classified(text, field="text")
    if given_on > by.today:
        raise Refused("批示日期晚于今天", field="given_on")
    if superior is not None:
        _check_superior(superior, leader, by)
    elif leader is None or leader.role not in LEADERS | {Role.OFFICE_HEAD} or leader.jurisdiction_id != jurisdiction.pk:
        raise Refused("请选定批示的领导", possible="上级领导批示的，请填上级领导的姓名、职务和层级。", field="leader")
    elif by.officer.is_leader and by.officer.pk != leader.pk:
        raise Refused("不能以他人名义批示", field="leader")


def _check_superior(superior: Superior, leader: Officer | None, by: By) -> None:
    """Raise Refused unless the office enters a leader above with name, post and level, and nobody's account beside."""
    if leader is not None and leader.pk != by.officer.pk:
        raise Refused("本级领导和上级领导只能填一个", field="leader")
    if not by.officer.is_office:
        raise Refused("上级领导的批示由督查室录入", field="superior_name")
    for field, text, word in (
        ("superior_name", superior.name, "姓名"),
        ("superior_post", superior.post, "职务"),
        ("superior_level", superior.level, "层级"),
    ):
        if not text.strip():
            raise Refused(f"请填写上级领导的{word}", field=field)
    if superior.level not in Level.values:
        raise Refused("没有这个层级", field="superior_level")


def _kept(jurisdiction: Jurisdiction, scan: Scan | None, by: By) -> Attachment | None:
    if scan is None:
        return None
    if file_kinds.extension_of(scan.name) not in file_kinds.SCANS:
        raise Refused("批示原件请上传照片、扫描图片或 PDF", field="scan")
    return attachments.add_file(jurisdiction=jurisdiction, name=scan.name, chunks=scan.chunks, by=by)


def hold(instruction: Instruction) -> Instruction:
    """Return the instruction as it is now, its row locked."""
    found = Instruction.objects.select_for_update(of=("self",), no_key=True)
    return found.select_related("jurisdiction", "leader", "matter", "scan").get(pk=instruction.pk)


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
