"""A report (反馈): what a unit says of progress or of the result."""

from django.db import models

from duban.ledger.models.assignments import Assignment
from duban.people.models import Officer
from duban.people.tracking import TrackedModel


class What(models.TextChoices):
    """Progress, or the result itself."""

    PROGRESS = "progress", "进展反馈"
    RESULT = "result", "办结报告"


class Ruling(models.TextChoices):
    """What the office made of it."""

    WAITING = "waiting", "待审核"
    ACCEPTED = "accepted", "通过"
    RETURNED = "returned", "退回"
    # Before anybody had ruled on it.
    WITHDRAWN = "withdrawn", "已撤回"
    SUPERSEDED = "superseded", "已补报"


class Report(TrackedModel):
    """One report of one unit: achievements and problems alike."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="reports", verbose_name="交办")
    what = models.CharField("种类", max_length=10, choices=What)
    done = models.TextField("已完成")
    problems = models.TextField("存在问题", blank=True)
    blocked = models.TextField("无法落实的及原因", blank=True)
    next_steps = models.TextField("下一步", blank=True)
    visible_progress = models.CharField("形象进度", max_length=200, blank=True)
    # What was said to each element that the order asks for: [[element, text], …].
    elements = models.JSONField("要素", default=list, blank=True)
    # The report whose text this is: one text handed in for several obligations.
    same_as = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="copies", verbose_name="同一反馈"
    )
    ruling = models.CharField("审核结果", max_length=10, choices=Ruling, default=Ruling.WAITING)
    reason = models.TextField("退回原因", blank=True)
    submitted_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="填报人")
    submitted_on = models.DateField("填报日期")
    reviewed_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审核人"
    )
    reviewed_on = models.DateField("审核日期", null=True, blank=True)

    class Meta:
        verbose_name = "反馈"
        indexes = [models.Index(fields=["assignment", "ruling"], name="report_assignment_ruling")]

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.submitted_on}"
