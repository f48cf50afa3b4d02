"""What cooperating units say of a result (会签), and what a lead unit says of one that does not cooperate (不予配合的报告)."""

from django.db import models

from duban.ledger.models.assignments import Assignment
from duban.ledger.models.files import Attachment
from duban.ledger.models.lines import JournalLine
from duban.ledger.models.reports import Report
from duban.people.models import Officer
from duban.people.tracking import TrackedModel


class Opinion(TrackedModel):
    """One cooperating unit's word on the lead unit's report of the result: asked for, and perhaps given."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="opinions", verbose_name="反馈")
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="opinions", verbose_name="交办")
    asked_on = models.DateField("征求日期")
    agreed = models.BooleanField("同意", null=True, blank=True)
    text = models.TextField("意见", blank=True)
    given_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="会签人"
    )
    given_on = models.DateField("会签日期", null=True, blank=True)

    class Meta:
        verbose_name = "会签意见"
        constraints = [models.UniqueConstraint(fields=["report", "assignment"], name="opinion_once")]


class Finding(models.TextChoices):
    """What the office made of a complaint."""

    OPEN = "open", "待裁定"
    UPHELD = "upheld", "认定不予配合"
    REJECTED = "rejected", "不予认定"


class Complaint(TrackedModel):
    """A lead unit reports in writing that a cooperating unit does not cooperate; only the office's ruling makes it a fact."""

    untracked = {"line": "the line names the complaint"}

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="complaints", verbose_name="牵头交办")
    against = models.ForeignKey(Assignment, models.PROTECT, related_name="complained_of", verbose_name="配合交办")
    text = models.TextField("情况")
    file = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="书面报告"
    )
    made_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="报告人")
    made_on = models.DateField("报告日期")
    finding = models.CharField("结果", max_length=10, choices=Finding, default=Finding.OPEN)
    reason = models.TextField("裁定理由", blank=True)
    ruled_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="裁定人"
    )
    ruled_on = models.DateField("裁定日期", null=True, blank=True)
    line = models.ForeignKey(
        JournalLine, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所成记录"
    )

    class Meta:
        verbose_name = "配合不力报告"
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "against"], condition=models.Q(finding="open"), name="complaint_open_once"
            )
        ]
