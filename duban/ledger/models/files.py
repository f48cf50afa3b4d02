"""An attachment: a file kept under its digest, stored and served as hostile."""

from django.db import models

from duban.ledger.models.matters import Matter
from duban.ledger.models.reports import Report
from duban.people.models import Jurisdiction, Officer, Unit
from duban.people.tracking import ConcealedModel


class Attachment(ConcealedModel):
    """One file on a matter: evidence of a report, of a fact or of the matter itself."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name="辖区")
    matter = models.ForeignKey(
        Matter, models.PROTECT, null=True, blank=True, related_name="attachments", verbose_name="事项"
    )
    report = models.ForeignKey(
        Report, models.PROTECT, null=True, blank=True, related_name="attachments", verbose_name="反馈"
    )
    # Photos and papers of an inspection, of one finding, of a unit's own check: seen by whoever sees that.
    inspection = models.ForeignKey(
        "ledger.Inspection", models.PROTECT, null=True, blank=True, related_name="attachments", verbose_name="督查"
    )
    finding = models.ForeignKey(
        "ledger.Finding", models.PROTECT, null=True, blank=True, related_name="attachments", verbose_name="督查问题"
    )
    # The unit whose file it is; null: the office's.
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位")
    name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("校验码", max_length=64, db_index=True)
    size = models.PositiveIntegerField("字节数")
    added_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="上传人")
    added_on = models.DateField("上传日期")
    # The version that holds in its place, and why; both are kept.
    replaced_by = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces", verbose_name="更换为"
    )
    replaced_reason = models.CharField("更换理由", max_length=200, blank=True)
    # When its content was erased after the years of keeping; the row stays and says so.
    erased_on = models.DateField("内容清除日期", null=True, blank=True)

    class Meta:
        verbose_name = "附件"

    def __str__(self) -> str:
        return self.name
