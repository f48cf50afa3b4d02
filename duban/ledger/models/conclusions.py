"""A conclusion (督查结论) of an inspection for one unit: drafted, read, signed, delivered; and its review (复核), decided by others than its authors."""

from django.db import models

from duban.ledger.models.inspections import Inspection
from duban.ledger.models.notices import Notice
from duban.people.models import Officer, Unit
from duban.people.tracking import ConcealedModel


class Step(models.TextChoices):
    """How far a conclusion has come."""

    DRAFT = "draft", "起草中"
    HEAD = "head", "待组长审阅"
    LEADER = "leader", "待领导审阅"
    RETURNED = "returned", "退回修改"
    APPROVED = "approved", "待送达"
    DELIVERED = "delivered", "已送达"


class Conclusion(ConcealedModel):
    """One conclusion. Until it is delivered it is open to the team and its signers alone, and who read it is on record."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="conclusions", verbose_name="督查")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="conclusions", verbose_name="单位")
    achievements = models.TextField("工作成效", blank=True)
    problems = models.TextField("存在问题")
    # What cannot be carried out, or was carried out in part only: said expressly.
    shortfalls = models.TextField("未落实和部分落实情况", blank=True)
    advice = models.TextField("整改意见", blank=True)
    step = models.CharField("状态", max_length=12, choices=Step, default=Step.DRAFT)
    drafted_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="起草人")
    drafted_on = models.DateField("起草日期")
    head_read_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审阅组长"
    )
    head_read_on = models.DateField("组长审阅日期", null=True, blank=True)
    # Who is to sign, and for whom a stand-in signed.
    to_sign = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="conclusions_to_sign", verbose_name="报送领导"
    )
    signed_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审阅领导"
    )
    on_behalf_of = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="代谁审阅"
    )
    signed_on = models.DateField("领导审阅日期", null=True, blank=True)
    opinion = models.TextField("审阅意见", blank=True)
    delivered_on = models.DateField("送达日期", null=True, blank=True)
    revised_on = models.DateField("复核变更日期", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = "督查结论"
        constraints = [models.UniqueConstraint(fields=["inspection", "unit"], name="conclusion_once")]
        indexes = [models.Index(fields=["unit", "step"], name="conclusion_step")]

    @property
    def is_delivered(self) -> bool:
        """Return whether the unit has it."""
        return self.step == Step.DELIVERED


class Edition(ConcealedModel):
    """A conclusion as it was delivered, and as it was delivered anew after a review: both are kept word for word."""

    conclusion = models.ForeignKey(Conclusion, models.PROTECT, related_name="editions", verbose_name="结论")
    order = models.PositiveIntegerField("次序")
    achievements = models.TextField("工作成效", blank=True)
    problems = models.TextField("存在问题")
    shortfalls = models.TextField("未落实和部分落实情况", blank=True)
    advice = models.TextField("整改意见", blank=True)
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="+", verbose_name="文书")
    delivered_on = models.DateField("送达日期")

    class Meta:
        verbose_name = "结论文本"
        constraints = [models.UniqueConstraint(fields=["conclusion", "order"], name="edition_order_once")]


class Reading(ConcealedModel):
    """That somebody opened a conclusion before its delivery (查阅记录), and when first."""

    conclusion = models.ForeignKey(Conclusion, models.PROTECT, related_name="readings", verbose_name="结论")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="查阅人")
    at = models.DateTimeField("查阅时刻")

    class Meta:
        verbose_name = "结论查阅"
        constraints = [models.UniqueConstraint(fields=["conclusion", "officer"], name="conclusion_reading_once")]


class Ruling(models.TextChoices):
    """What came of a review."""

    OPEN = "open", "复核中"
    KEPT = "kept", "维持结论"
    CHANGED = "changed", "变更结论"
    WITHDRAWN = "withdrawn", "已撤回"


class Review(ConcealedModel):
    """A unit's request to review a conclusion, and the decision on it. Who had a part in the conclusion decides nothing here."""

    conclusion = models.ForeignKey(Conclusion, models.PROTECT, related_name="reviews", verbose_name="结论")
    text = models.TextField("复核理由")
    clause = models.CharField("依据条款", max_length=40, blank=True)
    made_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="申请人")
    made_on = models.DateField("申请日期")
    due_on = models.DateField("应作出决定之日", null=True, blank=True)
    # Whom the office named to decide, where it named somebody.
    named = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="指定复核人"
    )
    ruling = models.CharField("结果", max_length=10, choices=Ruling, default=Ruling.OPEN)
    reason = models.TextField("决定理由", blank=True)
    ruled_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="决定人"
    )
    ruled_on = models.DateField("决定日期", null=True, blank=True)

    class Meta:
        verbose_name = "结论复核"
        constraints = [
            models.UniqueConstraint(fields=["conclusion"], condition=models.Q(ruling="open"), name="review_open_once")
        ]
