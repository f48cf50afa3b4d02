"""An assignment (交办): one matter on one unit, with its deadline."""

import datetime

from django.db import models

from duban.ledger.models.matters import Matter
from duban.people.models import Unit
from duban.people.tracking import TrackedModel


class Part(models.TextChoices):
    """What a unit is to a matter."""

    LEAD = "lead", "牵头"
    SUPPORT = "support", "配合"


class Stage(models.TextChoices):
    """Where one unit stands with a matter."""

    PLANNED = "planned", "未交办"
    TO_ACCEPT = "to_accept", "待签收"
    REFUSED = "refused", "拒签待裁定"
    IN_HAND = "in_hand", "办理中"
    TO_REVIEW = "to_review", "待审核"
    RETURNED = "returned", "已退回"
    SUSPENDED = "suspended", "中止"
    COMPLETED = "completed", "已办结"
    WRITTEN_OFF = "written_off", "已销号"
    TRANSFERRED = "transferred", "已移交"
    WITHDRAWN = "withdrawn", "已撤回"


OPEN_STAGES = (Stage.TO_ACCEPT, Stage.REFUSED, Stage.IN_HAND, Stage.TO_REVIEW, Stage.RETURNED)
GONE_STAGES = (Stage.TRANSFERRED, Stage.WITHDRAWN)


class Assignment(TrackedModel):
    """One matter on one unit. A unit may come to hold a matter again after it has passed on: the latest row is the one in force."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="assignments", verbose_name="事项")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assignments", verbose_name="单位")
    part = models.CharField("分工", max_length=10, choices=Part)
    stage = models.CharField("办理环节", max_length=12, choices=Stage, default=Stage.PLANNED)
    # None: 长期, as of its matter.
    due_on = models.DateField("期限", null=True, blank=True)
    accept_by = models.DateField("签收期限", null=True, blank=True)
    redo_by = models.DateField("重报期限", null=True, blank=True)
    dispatched_on = models.DateField("交办日期", null=True, blank=True)
    accepted_on = models.DateField("签收日期", null=True, blank=True)
    completed_on = models.DateField("办结日期", null=True, blank=True)
    points = models.DecimalField("认定分值", max_digits=7, decimal_places=2, null=True, blank=True)
    responsible = models.CharField("责任人", max_length=60, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = "交办"
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "unit"],
                condition=~models.Q(stage__in=["transferred", "withdrawn"]),
                name="assignment_once",
            )
        ]
        indexes = [
            models.Index(fields=["unit", "stage", "due_on"], name="assignment_unit_stage_due"),
            models.Index(fields=["stage", "due_on"], name="assignment_stage_due"),
            models.Index(fields=["dispatched_on", "part"], name="assignment_sent"),
            # Of those that are done alone: else SQLite would look here for what is not.
            models.Index(
                fields=["completed_on", "part"], name="assignment_done", condition=models.Q(completed_on__isnull=False)
            ),
            models.Index(
                fields=["part", "due_on"], name="assignment_open_due", condition=models.Q(completed_on__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter.no} · {self.unit}"

    @property
    def is_open(self) -> bool:
        """Return whether the unit still owes the result."""
        return self.stage in OPEN_STAGES

    def is_past(self, on: datetime.date) -> bool:
        """Return whether its deadline lies before a day; without an end date it never does."""
        return self.due_on is not None and self.due_on < on

    @property
    def is_lead(self) -> bool:
        """Return whether the unit leads."""
        return self.part == Part.LEAD
