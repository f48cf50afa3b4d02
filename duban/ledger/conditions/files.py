"""Whether a file may be replaced by another version now: None, or the refusal with what is possible instead."""

from duban.ledger.models import Attachment, Claim, JournalLine, RegimeText
from duban.ledger.models.claims import Standing
from duban.ledger.models.findings import Progress
from duban.ledger.models.inspections import Phase
from duban.ledger.models.reports import Ruling
from duban.ledger.refusals import Conflict, Forbidden, Refused
from duban.people.models import Officer


def replacing(attachment: Attachment, officer: Officer) -> Refused | None:
    """Say whether an officer may replace a file: a unit its own until it is ruled on, the office its own, once each."""
    if attachment.replaced_by_id is not None:
        return Conflict("这个文件已经更换过", possible="请更换现在的那一份。")
    if attachment.erased_on is not None:
        return Refused(f"这个附件已到保存期限，内容已于 {attachment.erased_on} 清除")
    if officer.is_unit:
        own = attachment.unit_id is not None and attachment.unit_id == officer.unit_id and attachment.added_by.is_unit
    else:
        own = not attachment.added_by.is_unit and (officer.is_office or attachment.added_by_id == officer.pk)
    if not own:
        return Forbidden("只能由上传这个文件的单位或者督查室更换")
    return _kept_as_it_came(attachment) or _ruled_on(attachment)


def _kept_as_it_came(attachment: Attachment) -> Refused | None:
    if RegimeText.objects.filter(file=attachment).exists():
        return Refused("办法原文不在这里更换", possible="请在“制度”里重新附上原文。")
    of = JournalLine.of_record(attachment)
    if JournalLine.objects.filter(of=of, verb="ledger.imported").exists():
        return Refused("导入过的台账原件须照原样保存", possible="有改动的，请导入新的台账文件。")
    return None


def _ruled_on(attachment: Attachment) -> Refused | None:
    if attachment.report is not None and attachment.report.ruling != Ruling.WAITING:
        return Refused("这份反馈已经审核，佐证材料不再更换", possible="材料有误的，请随下一份反馈补报，并写明更正。")
    claim = Claim.objects.filter(file=attachment).order_by("-id").first()
    if claim is not None and claim.standing != Standing.OPEN and attachment.added_by.is_unit:
        return Refused(f"这项申报已经处理（{claim.get_standing_display()}），证明材料不再更换")
    if attachment.finding is not None and attachment.finding.progress in (Progress.STRUCK, Progress.DROPPED):
        return Refused(f"这条问题现在是“{attachment.finding.get_progress_display()}”，材料不再更换")
    if attachment.inspection is not None and attachment.inspection.phase in (Phase.CLOSED, Phase.CANCELLED):
        return Refused(f"这次督查{attachment.inspection.get_phase_display()}，材料不再更换")
    return None
