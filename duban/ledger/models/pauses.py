"""A pause (中止): time that is not the unit's."""

from django.db import models

from duban.ledger.models.assignments import Assignment
from duban.people.models import Officer
from duban.people.tracking import TrackedModel


class Pause(TrackedModel):
    """The clock of one assignment stands still from a day until it is resumed."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="pauses", verbose_name="交办")
    reason = models.TextField("原因")
    from_on = models.DateField("起")
    # Where the unit stood, and to which it comes back.
    stage = models.CharField("中止前环节", max_length=12)
    resumed_on = models.DateField("恢复日期", null=True, blank=True)
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="批准人")

    class Meta:
        verbose_name = "中止"
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"], condition=models.Q(resumed_on__isnull=True), name="pause_open_once"
            )
        ]
