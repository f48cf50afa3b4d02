"""A collection (征集) of the form 《需要督办事项》: sent to leaders, gathered line by line, sorted into matters."""

from django.db import models

from duban.ledger.models.matters import Matter
from duban.people.models import Jurisdiction, Officer
from duban.people.tracking import TrackedModel


class Collection(TrackedModel):
    """A round of the form: sent out on a day, to come back until another."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="collections", verbose_name="辖区")
    name = models.CharField("名称", max_length=80)
    sent_on = models.DateField("发出日期")
    due_on = models.DateField("交回期限")
    sent_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="发出人")

    class Meta:
        verbose_name = "需要督办事项征集"

    def __str__(self) -> str:
        return self.name


class Slip(TrackedModel):
    """One leader's form of a round."""

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="slips", verbose_name="征集")
    leader = models.ForeignKey(Officer, models.PROTECT, related_name="slips", verbose_name="领导")
    returned_on = models.DateField("交回日期", null=True, blank=True)

    class Meta:
        verbose_name = "征集表"
        constraints = [models.UniqueConstraint(fields=["collection", "leader"], name="slip_once")]


class Wish(TrackedModel):
    """One line of a form: what the leader wants supervised. It becomes a matter, or is noted as needing none."""

    slip = models.ForeignKey(Slip, models.CASCADE, related_name="wishes", verbose_name="征集表")
    order = models.PositiveIntegerField("次序")
    text = models.TextField("需要督办的事项")
    matter = models.ForeignKey(
        Matter, models.PROTECT, null=True, blank=True, related_name="wishes", verbose_name="事项"
    )
    dropped_reason = models.CharField("不立项原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "征集事项"
        constraints = [models.UniqueConstraint(fields=["slip", "order"], name="wish_order_once")]

    @property
    def is_open(self) -> bool:
        """Return whether it still has to be said what becomes of it."""
        return self.matter_id is None and not self.dropped_reason
