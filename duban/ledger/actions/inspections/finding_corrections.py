"""Findings put right (更正): what was written down wrongly before the unit knew of it, what was struck off or given up in error."""

from django.db import transaction

from duban.ledger import conditions
from duban.ledger.actions.inspections.rectifications import record, save_finding
from duban.ledger.actions.inspections.visits import Noted
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Finding
from duban.ledger.models.findings import Nature, Progress
from duban.ledger.refusals import Refused, refuse_if
from duban.ledger.secrecy import refuse_classified
from duban.ledger.storage import locking, rows


@transaction.atomic
def correct_finding(*, finding: Finding, noted: Noted, reason: str, by: By) -> Finding:
    """Put right the nature, words and aspect of a finding that was written down wrongly, before it is handed to its unit.

    The line keeps what stood there, as secret as its inspection. Raises Conflict once it was handed over, Refused without words or a
    reason, for a nature or aspect that there is not, and where nothing changes.
    """
    held = locking.hold_finding(finding)
    refuse_if(conditions.findings.correcting_record(held))
    for field, text in (("text", noted.text), ("order_text", noted.order_text), ("reason", reason)):
        refuse_classified(text, field=field)
    if noted.nature not in Nature.values:
        raise Refused("请选定性质", field="nature")
    governed = Governed.of(held.inspection.jurisdiction)
    if noted.aspect and noted.aspect != held.aspect and noted.aspect not in governed.words("aspects"):
        raise Refused("本办法没有这个督查方面", clause=governed.list_clause("aspects"), field="aspect")
    if not noted.text.strip():
        raise Refused("请写明是什么情况", field="text")
    changes = rows.put_right(
        held, nature=noted.nature, text=noted.text.strip(), order_text=noted.order_text.strip(), aspect=noted.aspect
    )
    if not changes:
        raise Refused("没有改动：填写的与现在登记的相同")
    if not reason.strip():
        raise Refused("请写明更正的理由", field="reason")
    save_finding(held, "nature", "text", "order_text", "aspect")
    record("finding.corrected", held, by, changed=rows.in_words(changes), reason=reason.strip())
    return held


@transaction.atomic
def reopen_finding(*, finding: Finding, reason: str, by: By) -> Finding:
    """Take a finding up again that was struck off or given up in error: it stands where it stood before, with its limit.

    Raises Refused without a reason, Conflict where it was neither, and once its inspection is in the archive.
    """
    held = locking.hold_finding(finding)
    refuse_if(conditions.findings.reopening(held))
    if not reason.strip():
        raise Refused("请写明恢复整改的理由", field="reason")
    if held.reported_on is not None:
        held.progress = Progress.REPORTED
    elif held.planned_on is not None:
        held.progress = Progress.RECTIFYING
    else:
        held.progress = Progress.HANDED if held.handed_on is not None else Progress.NOTED
    held.check_note, held.checked_by, held.checked_on = "", None, None
    save_finding(held, "progress", "check_note", "checked_by", "checked_on")
    record("finding.reopened", held, by, reason=reason.strip())
    return held
