"""An instruction (批示): what a leader wrote, and the result that is reported back to that leader."""

from django.db import models

from duban.ledger.models.matters import Matter
from duban.people.models import Jurisdiction, Officer
from duban.people.tracking import TrackedModel


class Instruction(TrackedModel):
    """What a leader wrote: it becomes a matter, or is a further instruction on one; the result goes back to that leader."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="instructions", verbose_name="辖区")
    leader = models.ForeignKey(Officer, models.PROTECT, related_name="instructions", verbose_name="批示领导")
    text = models.TextField("批示内容")
    given_on = models.DateField("批示日期")
    entered_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="录入人")
    matter = models.ForeignKey(
        Matter, models.PROTECT, null=True, blank=True, related_name="instructions", verbose_name="事项"
    )
    # It was given on a matter that was there already.
    further = models.BooleanField("后续批示", default=False)
    # Why another date holds than the one that the document sets.
    date_reason = models.CharField("另定时限的理由", max_length=200, blank=True)
    result = models.TextField("办理结果", blank=True)
    reported_on = models.DateField("报告领导日期", null=True, blank=True)
    reported_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="报告人"
    )
    read_on = models.DateField("领导阅知日期", null=True, blank=True)

    class Meta:
        verbose_name = "批示"
        indexes = [
            models.Index(fields=["jurisdiction", "leader", "reported_on"], name="instruction_leader"),
            models.Index(fields=["jurisdiction", "given_on"], name="instruction_given"),
        ]
