"""A meeting (会议) and its decisions (议定事项): where matters come from."""

from django.db import models

from duban.ledger.models.matters import Matter
from duban.people.models import Jurisdiction, Officer
from duban.people.tracking import TrackedModel


class Meeting(TrackedModel):
    """A meeting whose decisions become matters."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="meetings", verbose_name="辖区")
    name = models.CharField("会议", max_length=120)
    kind = models.CharField("会议类别", max_length=60, blank=True)
    held_on = models.DateField("召开日期")
    minutes = models.TextField("纪要", blank=True)
    recorded_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "会议"
        indexes = [models.Index(fields=["jurisdiction", "held_on"], name="meeting_held")]

    def __str__(self) -> str:
        return self.name


class Decision(TrackedModel):
    """One decision of a meeting; it becomes a matter, or is noted as needing none."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="decisions", verbose_name="会议")
    order = models.PositiveIntegerField("次序")
    text = models.TextField("议定内容")
    matter = models.ForeignKey(
        Matter, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name="事项"
    )
    dropped_reason = models.CharField("不立项原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "议定事项"
        constraints = [models.UniqueConstraint(fields=["meeting", "order"], name="decision_order_once")]

    @property
    def is_open(self) -> bool:
        """Return whether it still has to be said what becomes of it."""
        return self.matter_id is None and not self.dropped_reason
