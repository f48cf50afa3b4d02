"""Findings put right: handed to the unit with a limit, planned, reported with proof, sent back or struck off one by one."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from duban.ledger import conditions
from duban.ledger.actions.inspections import inspections
from duban.ledger.actions.matters import attachments
from duban.ledger.actions.papers import notices
from duban.ledger.by import By
from duban.ledger.models import Finding, Inspection, Notice
from duban.ledger.models.findings import TO_RECTIFY, Nature, Progress
from duban.ledger.refusals import Conflict, Forbidden, Refused, refuse_if
from duban.ledger.secrecy import refuse_classified
from duban.ledger.storage import locking
from duban.people.models import Officer, Unit


@transaction.atomic
def hand_over_findings(
    *,
    inspection: Inspection,
    unit: Unit,
    findings: Sequence[Finding],
    rectify_by: datetime.date | None,
    by: By,
    note: str = "",
) -> Notice:
    """Hand findings to the unit that they are about, with the day until which they are put right, inclusive; its numbered paper goes out.

    Raises Refused without findings or a day, for a day past, and for what is not to be put right; Conflict for what was handed over before.
    """
    held = locking.hold_inspection(inspection)
    refuse_if(conditions.findings.handing_over(held) or conditions.findings.unannounced_to(held, unit))
    today = by.today
    clause = conditions.findings.clause_for(held)
    if not findings:
        raise Refused("请勾选要交办的问题", field="findings")
    if rectify_by is None:
        raise Refused("请限定整改完成的日期", clause=clause, field="rectify_by")
    if rectify_by < today:
        raise Refused("整改期限早于今天", field="rectify_by")
    refuse_classified(note, field="note")
    rows = [locking.hold_finding(each) for each in findings]
    for row in rows:
        if row.inspection_id != held.pk or row.unit_id != unit.pk:
            raise Refused("问题不是这次督查中这个单位的", field="findings")
        if row.progress != Progress.NOTED:
            raise Conflict(f"第 {row.order} 条已经交办")
        if row.nature not in TO_RECTIFY:
            raise Refused(f"第 {row.order} 条（{row.get_nature_display()}）不交办整改", field="findings")
    notice = notices.issue_notice(
        of=held,
        act="rectification",
        unit=unit,
        limit_on=rectify_by,
        words={"note": note.strip(), "findings": [listed(row) for row in rows]},
        by=by,
    )
    for row in rows:
        row.progress, row.rectify_by, row.handed_on = Progress.HANDED, rectify_by, today
        save_finding(row, "progress", "rectify_by", "handed_on")
        record("finding.handed", row, by, limit=rectify_by.isoformat(), number=notice.number)
    return notice


@transaction.atomic
def plan_rectification(
    *,
    finding: Finding,
    measures: str,
    responsible: str,
    promised_on: datetime.date | None,
    by: By,
    version: int | None = None,
) -> Finding:
    """Hand in the unit's plan for one finding: measures, responsible leader, day. Raises Refused where one is missing or the day is after the limit."""
    held = locking.hold_finding(finding, version)
    _own(held, by.officer)
    refuse_if(conditions.findings.planning(held))
    today, clause = by.today, conditions.findings.clause_for(held.inspection)
    if not measures.strip():
        raise Refused("请写明整改措施", clause=clause, field="measures")
    if not responsible.strip():
        raise Refused("请写明责任领导", clause=clause, field="responsible")
    if promised_on is None or promised_on < today:
        raise Refused("请写明拟完成日期，不早于今天", field="promised_on")
    if held.rectify_by is not None and promised_on > max(held.rectify_by, today):
        raise Refused(
            f"拟完成日期晚于整改期限 {held.rectify_by}",
            clause=clause,
            possible="因不可抗力做不到的，请另行说明。",
            field="promised_on",
        )
    refuse_classified(measures, field="measures")
    held.measures, held.responsible = measures.strip(), responsible.strip()
    held.promised_on, held.planned_on, held.progress = promised_on, today, Progress.RECTIFYING
    save_finding(held, "measures", "responsible", "promised_on", "planned_on", "progress")
    record(
        "finding.planned",
        held,
        by,
        text=held.measures,
        responsible=held.responsible,
        due=promised_on.isoformat(),
    )
    return held


@transaction.atomic
def report_rectification(
    *, finding: Finding, result: str, by: By, evidence: Iterable[tuple[str, Iterable[bytes]]] = ()
) -> Finding:
    """Report that a finding is put right, with proof (name and content of each file).

    Raises Refused before there is a plan, without words, and where no proof was ever handed in.
    """
    held = locking.hold_finding(finding)
    _own(held, by.officer)
    refuse_if(conditions.findings.reporting(held))
    if not result.strip():
        raise Refused("请写明整改结果", field="result")
    refuse_classified(result, field="result")
    for name, chunks in evidence:
        attachments.add_file(jurisdiction=held.inspection.jurisdiction, name=name, chunks=chunks, finding=held, by=by)
    if not held.attachments.filter(unit=held.unit).exists():
        clause = conditions.findings.clause_for(held.inspection)
        raise Refused("请附上整改佐证材料", clause=clause, possible="照片、文件、会议记录等都可以。", field="files")
    held.result, held.reported_on, held.reported_by = result.strip(), by.today, by.officer
    held.progress = Progress.REPORTED
    save_finding(held, "result", "reported_on", "reported_by", "progress")
    record("finding.reported", held, by, text=held.result)
    return held


@transaction.atomic
def return_rectification(*, finding: Finding, reason: str, by: By, redo_by: datetime.date | None = None) -> Finding:
    """Send a report back because the finding still stands; how often is counted. Raises Refused without a reason or for a day past."""
    held = locking.hold_finding(finding)
    refuse_if(conditions.findings.checking(held))
    today = by.today
    if not reason.strip():
        raise Refused("退回要写明哪里没有改到位", field="note")
    if redo_by is not None and redo_by < today:
        raise Refused("新的期限早于今天", field="redo_by")
    held.progress, held.returned = Progress.RECTIFYING, held.returned + 1
    held.rectify_by = redo_by or held.rectify_by
    _check(held, reason, by.officer, today)
    data = {"due": redo_by.isoformat()} if redo_by else {}
    record("finding.returned", held, by, reason=held.check_note, **data)
    return held


@transaction.atomic
def strike_off(*, finding: Finding, note: str, by: By) -> Finding:
    """Strike a finding off after it was looked at again. Raises Refused without words, Conflict where nothing was reported."""
    held = locking.hold_finding(finding)
    refuse_if(conditions.findings.checking(held))
    if not note.strip():
        raise Refused("请写明验收情况", field="note")
    held.progress = Progress.STRUCK
    _check(held, note, by.officer, by.today)
    record("finding.struck", held, by, reason=held.check_note)
    return held


@transaction.atomic
def drop_finding(*, finding: Finding, reason: str, by: By) -> Finding:
    """Give a finding up, with the reason. Raises Refused without one, Conflict once it was struck off."""
    held = locking.hold_finding(finding)
    refuse_if(conditions.findings.dropping(held))
    if not reason.strip():
        raise Refused("请写明为什么不再整改", field="reason")
    held.progress = Progress.DROPPED
    _check(held, reason, by.officer, by.today)
    record("finding.dropped", held, by, reason=held.check_note)
    return held


@transaction.atomic
def plead_force_majeure(*, finding: Finding, text: str, by: By) -> Finding:
    """Say why the limit cannot be kept without the unit's fault (不可抗力). Raises Refused where the document does not let it count."""
    held = locking.hold_finding(finding)
    _own(held, by.officer)
    refuse_if(conditions.findings.pleading(held))
    if not text.strip():
        raise Refused("请写明不可抗力的事实和依据", field="text")
    refuse_classified(text, field="text")
    held.plea, held.pleaded_on = text.strip(), by.today
    held.excused, held.excused_reason, held.excused_by = None, "", None
    save_finding(held, "plea", "pleaded_on", "excused", "excused_reason", "excused_by")
    record("finding.pleaded", held, by, reason=held.plea)
    return held


@transaction.atomic
def rule_on_plea(*, finding: Finding, uphold: bool, reason: str, by: By, until: datetime.date | None = None) -> Finding:
    """Decide on a plea. Where it holds the limit gives way to `until`, or to none. Raises Refused without reasons, Conflict without a plea."""
    held = locking.hold_finding(finding)
    refuse_if(conditions.findings.judging_plea(held))
    if not reason.strip():
        raise Refused("请写明认定的理由", field="reason")
    if uphold and until is not None and until < by.today:
        raise Refused("新的期限早于今天", field="until")
    held.excused, held.excused_reason, held.excused_by = uphold, reason.strip(), by.officer
    if uphold:
        held.rectify_by = until
    save_finding(held, "excused", "excused_reason", "excused_by", "rectify_by")
    limit = {"limit": until.isoformat() if until else "不限"} if uphold else {}
    clause = conditions.findings.excuse_clause(conditions.findings.regime_of(held))
    record(
        "finding.excused" if uphold else "finding.not_excused",
        held,
        by,
        reason=held.excused_reason,
        clause=clause,
        **limit,
    )
    return held


def save_finding(finding: Finding, *changed: str) -> None:
    """Save what changed of a finding, with its next version."""
    finding.version += 1
    finding.save(update_fields=[*changed, "version"])


def record(verb: str, finding: Finding, by: By, **data: object) -> None:
    """Write a line about a finding into the journal, as secret as its inspection."""
    inspections.tell(
        verb,
        finding.inspection,
        by,
        of=finding,
        unit=finding.unit,
        matter=finding.matter,
        data={"order": finding.order, **data},
    )


def listed(finding: Finding) -> dict[str, Any]:
    """Return a finding as a paper's record keeps it."""
    return {
        "order": finding.order,
        "nature": str(Nature(finding.nature).label),
        "text": finding.text,
        "matter": finding.matter.no if finding.matter else "",
        "told": finding.order_text,
    }


def _check(finding: Finding, note: str, actor: Officer, today: datetime.date) -> None:
    finding.check_note, finding.checked_by, finding.checked_on = note.strip(), actor, today
    save_finding(finding, "progress", "returned", "rectify_by", "check_note", "checked_by", "checked_on")


def _own(finding: Finding, actor: Officer) -> None:
    if actor.unit_id != finding.unit_id:
        raise Forbidden("只能由问题所在的单位办理")
