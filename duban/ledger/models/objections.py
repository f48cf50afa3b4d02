"""An objection (异议) or a plea of good reason (正当理由): a unit is heard on what counts against it; others than those who ruled decide."""

from django.db import models

from duban.ledger.models.deadlines import Deadline
from duban.ledger.models.lines import JournalLine
from duban.people.models import Jurisdiction, Officer, Unit
from duban.people.tracking import TrackedModel


class Ground(models.TextChoices):
    """What the unit says: the record is wrong, or it is right and there was good reason."""

    DISPUTE = "dispute", "异议"
    REASON = "reason", "正当理由"


class Verdict(models.TextChoices):
    """What became of it."""

    OPEN = "open", "待裁定"
    UPHELD = "upheld", "成立"
    REJECTED = "rejected", "不成立"
    WITHDRAWN = "withdrawn", "已撤回"


class Objection(TrackedModel):
    """What one unit says against one line of the journal, or of one date that it will miss or has missed."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="objections", verbose_name="辖区")
    ground = models.CharField("种类", max_length=10, choices=Ground)
    line = models.ForeignKey(
        JournalLine, models.PROTECT, null=True, blank=True, related_name="objections", verbose_name="记录"
    )
    # Said before the date is missed: the fact that may come of it is excused in advance where the reason holds.
    deadline = models.ForeignKey(
        Deadline, models.PROTECT, null=True, blank=True, related_name="objections", verbose_name="应办时点"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="objections", verbose_name="单位")
    text = models.TextField("理由")
    clause = models.CharField("依据条款", max_length=40, blank=True)
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
            models.UniqueConstraint(fields=["line"], condition=models.Q(verdict="open"), name="objection_open_once"),
            models.UniqueConstraint(fields=["deadline"], condition=models.Q(verdict="open"), name="plea_open_once"),
            models.CheckConstraint(
                condition=models.Q(line__isnull=False) | models.Q(deadline__isnull=False), name="objection_to_something"
            ),
        ]
        indexes = [models.Index(fields=["jurisdiction", "verdict"], name="objection_verdict")]
