"""An objection (异议): a unit disputes a fact recorded against it; others than those who ruled decide."""

from django.db import models

from duban.ledger.models.lines import JournalLine
from duban.people.models import Jurisdiction, Officer, Unit


class Verdict(models.TextChoices):
    """What became of it."""

    OPEN = "open", "待裁定"
    UPHELD = "upheld", "异议成立"
    REJECTED = "rejected", "维持原认定"
    WITHDRAWN = "withdrawn", "已撤回"


class Objection(models.Model):
    """One unit's objection to one line of the journal."""

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="objections", verbose_name="辖区"
    )
    line = models.ForeignKey(JournalLine, models.PROTECT, related_name="objections", verbose_name="记录")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="objections", verbose_name="单位")
    text = models.TextField("理由")
    made_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="提出人")
    made_on = models.DateField("提出日期")
    verdict = models.CharField("结果", max_length=10, choices=Verdict, default=Verdict.OPEN)
    reason = models.TextField("裁定理由", blank=True)
    ruled_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="裁定人"
    )
    ruled_on = models.DateField("裁定日期", null=True, blank=True)

    class Meta:
        verbose_name = "异议"
        constraints = [
            models.UniqueConstraint(
                fields=["line"], condition=models.Q(verdict="open"), name="objection_open_once"
            )
        ]
