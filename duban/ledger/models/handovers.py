"""A handover (上级转来): a city's assignment to a county opens in that county's own office, and the result flows back."""

from django.db import models

from duban.ledger.models.assignments import Assignment
from duban.ledger.models.matters import Matter
from duban.people.models import Jurisdiction
from duban.people.tracking import TrackedModel


class Handover(TrackedModel):
    """One assignment of the upper government, as a source in the lower one's office."""

    assignment = models.OneToOneField(Assignment, models.PROTECT, related_name="handover", verbose_name="上级交办")
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="handovers", verbose_name="接收辖区")
    arrived_on = models.DateField("转来日期")
    matter = models.ForeignKey(
        Matter, models.PROTECT, null=True, blank=True, related_name="sources", verbose_name="本级事项"
    )
    # What flowed back: the lower office's result, handed in as the unit's report above.
    returned_on = models.DateField("上报日期", null=True, blank=True)

    class Meta:
        verbose_name = "上级转来事项"

    @property
    def is_here(self) -> bool:
        """Return whether the unit that has it now has its office here: it may have passed to another (单位变更)."""
        return self.assignment.unit.seat_id == self.jurisdiction_id
