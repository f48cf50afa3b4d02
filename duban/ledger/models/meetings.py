"""Meetings and instructions: where matters come from, and where their results are reported back to."""

from django.db import models

from duban.ledger.models.matters import Matter
from duban.people.models import Jurisdiction, Officer


class Meeting(models.Model):
    """A meeting whose decisions become matters."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="meetings", verbose_name="辖区")
    name = models.CharField("会议", max_length=120)
    kind = models.CharField("会议类别", max_length=60, blank=True)
    held_on = models.DateField("召开日期")
    recorded_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "会议"


class Decision(models.Model):
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


class Instruction(models.Model):
    """What a leader wrote: it becomes a matter, or is a further instruction on one; the result goes back to that leader."""

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="instructions", verbose_name="辖区"
    )
    leader = models.ForeignKey(Officer, models.PROTECT, related_name="instructions", verbose_name="批示领导")
    text = models.TextField("批示内容")
    given_on = models.DateField("批示日期")
    matter = models.ForeignKey(
        Matter, models.PROTECT, null=True, blank=True, related_name="instructions", verbose_name="事项"
    )
    result = models.TextField("办理结果", blank=True)
    reported_on = models.DateField("报告领导日期", null=True, blank=True)
    reported_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="报告人"
    )

    class Meta:
        verbose_name = "批示"
        indexes = [models.Index(fields=["jurisdiction", "leader", "reported_on"], name="instruction_leader")]


class Collection(models.Model):
    """A round of the form 《需要督办事项》: sent to leaders, gathered, turned into matters."""

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="collections", verbose_name="辖区"
    )
    name = models.CharField("名称", max_length=80)
    sent_on = models.DateField("发出日期")
    due_on = models.DateField("交回期限")
    sent_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="发出人")

    class Meta:
        verbose_name = "需要督办事项征集"


class Slip(models.Model):
    """One leader's form of a round: the things he wants supervised, one a line."""

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="slips", verbose_name="征集")
    leader = models.ForeignKey(Officer, models.PROTECT, related_name="slips", verbose_name="领导")
    text = models.TextField("需要督办的事项", blank=True)
    returned_on = models.DateField("交回日期", null=True, blank=True)
    matters = models.ManyToManyField(Matter, related_name="slips", verbose_name="事项")

    class Meta:
        verbose_name = "征集表"
        constraints = [models.UniqueConstraint(fields=["collection", "leader"], name="slip_once")]
