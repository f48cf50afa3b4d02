"""A consequence that is no number (处理结果): loss of eligibility, the year's assessment, handing over."""

from django.db import models

from duban.ledger.models.matters import Matter
from duban.ledger.models.proposals import Proposal
from duban.people.models import Jurisdiction, Officer, Unit


class Kind(models.TextChoices):
    """What befell the unit or a person. The words are the documents' own; the regime's clause is cited with each."""

    ELIGIBILITY = "eligibility", "取消评优评先资格"
    ASSESSMENT = "assessment", "年度考核不合格"
    HANDOVER = "handover", "移送纪检监察机关"
    TALK = "talk", "提醒谈话"
    ADMONITION = "admonition", "诫勉谈话"
    CRITICISM = "criticism", "通报批评"
    INTERVIEW = "interview", "工作约谈"
    ORGANISATION = "organisation", "组织处理"
    DISCIPLINE = "discipline", "纪律处分"
    SELF_CRITICISM = "self_criticism", "书面检查"
    COMMITMENT = "commitment", "书面承诺"
    EXPLANATION = "explanation", "情况说明和整改方案"


class Consequence(models.Model):
    """One consequence for a unit or a named person of it: recorded, dated, listed, lifted only with a reason."""

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="consequences", verbose_name="辖区"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="consequences", verbose_name="单位")
    person = models.CharField("人员", max_length=60, blank=True)
    kind = models.CharField("种类", max_length=16, choices=Kind)
    clause = models.CharField("依据条款", max_length=40)
    matter = models.ForeignKey(
        Matter, models.PROTECT, null=True, blank=True, related_name="consequences", verbose_name="事项"
    )
    proposal = models.ForeignKey(
        Proposal, models.PROTECT, null=True, blank=True, related_name="consequences", verbose_name="报批"
    )
    reason = models.TextField("事由")
    imposed_on = models.DateField("作出日期")
    until_on = models.DateField("至", null=True, blank=True)
    # A paper that the unit owes by this consequence (书面检查、承诺、整改方案): when due, when handed in, whether kept.
    owed_by = models.DateField("应交日期", null=True, blank=True)
    handed_in_on = models.DateField("交来日期", null=True, blank=True)
    lifted_on = models.DateField("解除日期", null=True, blank=True)
    lift_reason = models.TextField("解除理由", blank=True)
    recorded_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "处理结果"
