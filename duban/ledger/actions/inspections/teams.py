"""Teams (督查组) and the roster of supervision officers (政务督查员): who is sent out, and who stands aside."""

import datetime

from django.db import transaction
from django.db.models import Q

from duban.ledger import journal
from duban.ledger.actions.inspections.inspections import tell
from duban.ledger.by import By
from duban.ledger.models import Inspection, Member, RosterEntry
from duban.ledger.models.inspections import BEFORE, EXTERNAL, Capacity, Phase
from duban.ledger.refusals import Conflict, Refused
from duban.ledger.storage import locking
from duban.people.models import Jurisdiction, Officer, Role

# Whose posts are no posts of an inspection: three powers apart, and those to whom results are handed over.
_NEVER = frozenset({Role.ADMINISTRATOR, Role.AUDITOR, Role.DISCIPLINE, Role.ASSESSMENT})


@transaction.atomic
def appoint_officer(
    *,
    jurisdiction: Jurisdiction,
    name: str,
    appointed_on: datetime.date,
    by: By,
    body: str = "",
    until_on: datetime.date | None = None,
    officer: Officer | None = None,
) -> RosterEntry:
    """Put somebody on the roster from a day through another. Raises Refused without a name, for days the wrong way round, or an account that is there."""
    if officer is not None and officer.jurisdiction_id != jurisdiction.pk:
        raise Refused("这个账号不在本辖区", field="officer")
    if officer is not None and officer.role in _NEVER:
        raise Refused(f"{officer.get_role_display()}不参加督查", field="officer")
    name = name.strip() or (str(officer) if officer is not None else "")
    if not name:
        raise Refused("请写明姓名", field="name")
    if until_on is not None and until_on < appointed_on:
        raise Refused("聘期结束早于开始", field="until_on")
    standing = Q(until_on__isnull=True) | Q(until_on__gte=appointed_on)
    if (
        officer is not None
        and RosterEntry.objects.filter(standing, jurisdiction=jurisdiction, officer=officer).exists()
    ):
        raise Refused("已经在名册上", field="officer")
    entry = RosterEntry.objects.create(
        jurisdiction=jurisdiction,
        officer=officer,
        name=name,
        body=body.strip(),
        appointed_on=appointed_on,
        until_on=until_on,
    )
    journal.record(
        "roster.appointed", jurisdiction=jurisdiction, of=entry, actor=by.officer, at=by.at, data={"name": name}
    )
    return entry


@transaction.atomic
def end_appointment(*, entry: RosterEntry, by: By) -> RosterEntry:
    """End somebody's time on the roster with this day. Raises Conflict where it is over."""
    held = (
        RosterEntry.objects.select_for_update(of=("self",), no_key=True).select_related("jurisdiction").get(pk=entry.pk)
    )
    today = by.today
    if held.until_on is not None and held.until_on <= today:
        raise Conflict("聘期已经结束")
    held.until_on = max(today, held.appointed_on)
    held.save(update_fields=["until_on"])
    journal.record(
        "roster.ended", jurisdiction=held.jurisdiction, of=held, actor=by.officer, at=by.at, data={"name": held.name}
    )
    return held


@transaction.atomic
def add_member(
    *,
    inspection: Inspection,
    capacity: str,
    by: By,
    officer: Officer | None = None,
    entry: RosterEntry | None = None,
    name: str = "",
    body: str = "",
) -> Member:
    """Put somebody on the team: an account, somebody of the roster, or by name alone who has none.

    Raises Refused for who belongs to a unit that is inspected, for a second head, for a head without account, for an external one with an
    account, for a time on the roster that is over, and once the inspection is over.
    """
    held = locking.hold_inspection(inspection)
    _open_only(held)
    if entry is not None:
        if entry.jurisdiction_id != held.jurisdiction_id:
            raise Refused("名册里没有这个人", field="entry")
        if entry.until_on is not None and entry.until_on < held.from_on:
            raise Refused(f"{entry.name}的聘期到 {entry.until_on} 为止", field="entry")
        officer, name, body = officer or entry.officer, name or entry.name, body or entry.body
    if officer is not None:
        _check_officer(held, officer)
        name, body = name or str(officer), body or officer.title or (officer.unit.name if officer.unit else "")
        if capacity in EXTERNAL:
            raise Refused("媒体、代表、委员只列姓名，不用账号参加", field="capacity")
    if not name.strip():
        raise Refused("请选定人员，或者写明姓名", field="name")
    _refuse_inspected(held, body)
    if capacity == Capacity.HEAD and held.members.filter(capacity=Capacity.HEAD).exists():
        raise Refused("已经有组长", possible="先请原组长退出或回避。", field="capacity")
    if capacity == Capacity.HEAD and officer is None:
        raise Refused("组长要有账号，结论由组长审阅", field="capacity")
    member = Member.objects.create(
        inspection=held, officer=officer, name=name.strip(), body=body.strip(), capacity=capacity
    )
    tell("member.added", held, by, data={"who": member.name, "role_of": member.get_capacity_display()})
    return member


@transaction.atomic
def remove_member(*, member: Member, by: By) -> None:
    """Take somebody off the team before the inspection begins. Raises Refused afterwards: then they stand aside."""
    held = locking.hold_inspection(member.inspection)
    if held.phase not in BEFORE:
        raise Refused("督查已经开始，不能从名单中去掉", possible="可以登记回避。")
    Member.objects.filter(pk=member.pk).delete()
    tell("member.removed", held, by, data={"who": member.name})


@transaction.atomic
def recuse_member(*, member: Member, reason: str, by: By) -> Member:
    """Let somebody stand aside (回避): from now on they see and record nothing of it. Raises Refused without a reason, Conflict if they did."""
    held = locking.hold_inspection(member.inspection)
    found = Member.objects.select_for_update(of=("self",), no_key=True).get(pk=member.pk)
    if found.recused_on is not None:
        raise Conflict(f"{found.recused_on} 已经回避")
    if not reason.strip():
        raise Refused("请写明回避的事由", field="reason")
    found.recused_on, found.recusal_reason = by.today, reason.strip()[:200]
    found.capacity = Capacity.MEMBER if found.capacity == Capacity.HEAD else found.capacity
    found.save(update_fields=["recused_on", "recusal_reason", "capacity"])
    tell("member.recused", held, by, data={"who": found.name, "reason": found.recusal_reason})
    return found


def _open_only(held: Inspection) -> None:
    if held.phase in (Phase.CLOSED, Phase.CANCELLED):
        raise Refused(f"这次督查{held.get_phase_display()}，不能再加人")


def _check_officer(held: Inspection, officer: Officer) -> None:
    if officer.jurisdiction_id != held.jurisdiction_id or not officer.is_active:
        raise Refused("这个账号不在本辖区", field="officer")
    if officer.role in _NEVER:
        raise Refused(f"{officer.get_role_display()}不参加督查", field="officer")
    if officer.unit_id is not None and held.units.filter(pk=officer.unit_id).exists():
        raise Refused(
            f"{officer}是被督查单位（{officer.unit}）的人，应当回避", possible="请另选他人。", field="officer"
        )
    if held.members.filter(officer=officer).exists():
        raise Refused(f"{officer}已经在督查组里", field="officer")


def _refuse_inspected(held: Inspection, body: str) -> None:
    """Refuse anybody who says that they are of a unit that is inspected."""
    for unit in held.units.prefetch_related("aliases"):
        names = {unit.name, *(alias.name for alias in unit.aliases.all())}
        if any(name in body for name in names):
            raise Refused(f"被督查单位（{unit}）的人应当回避", possible="请另选他人。", field="body")
