"""A finding (问题清单) of an inspection: put right by a day, reported, looked at again and struck off, one by one."""

from django.db import models

from duban.ledger.models.consequences import Consequence
from duban.ledger.models.inspections import Inspection, Visit
from duban.ledger.models.matters import Matter
from duban.ledger.models.proposals import Proposal
from duban.people.models import Officer, Unit
from duban.people.tracking import ConcealedModel


class Nature(models.TextChoices):
    """What was found."""

    PROBLEM = "problem", "存在问题"
    PARTLY = "partly", "只部分落实"
    IMPOSSIBLE = "impossible", "难以落实"
    FALSEHOOD = "falsehood", "弄虚作假"
    BREACH = "breach", "严重违规违纪"
    CONDUCT = "conduct", "不配合督查"
    EXPERIENCE = "experience", "经验做法"
    TENDENCY = "tendency", "倾向性、苗头性问题"


# What a unit has to put right.
TO_RECTIFY = (Nature.PROBLEM, Nature.PARTLY, Nature.FALSEHOOD, Nature.BREACH, Nature.CONDUCT)


class Progress(models.TextChoices):
    """How far the rectification has come."""

    NOTED = "noted", "已记录"
    HANDED = "handed", "待报整改方案"
    RECTIFYING = "rectifying", "整改中"
    REPORTED = "reported", "待验收"
    STRUCK = "struck", "已销号"
    DROPPED = "dropped", "不再整改"


class Finding(ConcealedModel):
    """One finding on one unit. What was seen on the spot outranks what was reported."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="findings", verbose_name="督查")
    visit = models.ForeignKey(
        Visit, models.PROTECT, null=True, blank=True, related_name="findings", verbose_name="点位"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="findings", verbose_name="单位")
    matter = models.ForeignKey(
        Matter, models.PROTECT, null=True, blank=True, related_name="findings", verbose_name="事项"
    )
    order = models.PositiveIntegerField("序号")
    nature = models.CharField("性质", max_length=12, choices=Nature, default=Nature.PROBLEM)
    # Of what the document's inspections look at (甘肃 三(二)2: 三督三查), in its words.
    aspect = models.CharField("方面", max_length=20, blank=True)
    text = models.TextField("情况")
    # Stopped on the spot, or told to put right at once (当场制止、责令改正): what was said, and under which clause.
    order_text = models.TextField("当场处置", blank=True)
    clause = models.CharField("依据条款", max_length=40, blank=True)
    found_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="记录人")
    found_on = models.DateField("发现日期")
    progress = models.CharField("整改状态", max_length=12, choices=Progress, default=Progress.NOTED)
    rectify_by = models.DateField("整改期限", null=True, blank=True)
    handed_on = models.DateField("交办日期", null=True, blank=True)
    # The unit's rectification plan (整改方案) for it.
    measures = models.TextField("整改措施", blank=True)
    responsible = models.CharField("责任领导", max_length=60, blank=True)
    promised_on = models.DateField("拟完成日期", null=True, blank=True)
    planned_on = models.DateField("方案报送日期", null=True, blank=True)
    result = models.TextField("整改结果", blank=True)
    reported_on = models.DateField("整改报告日期", null=True, blank=True)
    reported_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="报告人"
    )
    returned = models.PositiveIntegerField("退回次数", default=0)
    checked_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="验收人"
    )
    checked_on = models.DateField("验收日期", null=True, blank=True)
    check_note = models.TextField("验收意见", blank=True)
    # Force majeure (不可抗力): what the unit says; whether it holds, so that the limit does not bind; who found so, and why.
    plea = models.TextField("不可抗力说明", blank=True)
    pleaded_on = models.DateField("说明日期", null=True, blank=True)
    excused = models.BooleanField("不可抗力成立", null=True, blank=True)
    excused_reason = models.TextField("认定理由", blank=True)
    excused_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="认定人"
    )
    # What was put forward on a falsehood, or told to the discipline body.
    proposal = models.ForeignKey(
        Proposal, models.PROTECT, null=True, blank=True, related_name="findings", verbose_name="报批"
    )
    consequence = models.ForeignKey(
        Consequence, models.PROTECT, null=True, blank=True, related_name="findings", verbose_name="处理"
    )
    # The matter that the finding became, where it is followed up as one.
    became = models.ForeignKey(
        Matter, models.PROTECT, null=True, blank=True, related_name="from_findings", verbose_name="转为事项"
    )
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = "督查问题"
        constraints = [models.UniqueConstraint(fields=["inspection", "order"], name="finding_order_once")]
        indexes = [models.Index(fields=["unit", "progress", "rectify_by"], name="finding_progress")]

    @property
    def is_open(self) -> bool:
        """Return whether somebody still owes something on it."""
        return self.progress in (Progress.HANDED, Progress.RECTIFYING, Progress.REPORTED)
