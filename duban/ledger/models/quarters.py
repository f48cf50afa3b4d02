"""A section's quarterly list (季度清单): what it reports of a portfolio, how it classes it, and what the office decides."""

from django.db import models

from duban.ledger.models.matters import Matter
from duban.people.models import Officer, Portfolio
from duban.people.tracking import TrackedModel


class QuarterlyList(TrackedModel):
    """One portfolio's lists of one quarter, named by its last day: handed in by the section, decided by the office."""

    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="quarterly_lists", verbose_name="分管领域")
    quarter_end = models.DateField("季度末")
    handed_in_on = models.DateField("报送日期", null=True, blank=True)
    handed_in_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="报送人"
    )
    decided_on = models.DateField("认定日期", null=True, blank=True)
    decided_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="认定人"
    )
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = "季度清单"
        constraints = [models.UniqueConstraint(fields=["portfolio", "quarter_end"], name="quarterly_list_once")]


class QuarterlyItem(TrackedModel):
    """One entry of a list. `heading` and the classes are the document's own words; `decided` is the office's and the one that counts."""

    of = models.ForeignKey(QuarterlyList, models.CASCADE, related_name="items", verbose_name="季度清单")
    heading = models.CharField("清单", max_length=40)
    text = models.CharField("内容", max_length=300)
    progress = models.CharField("进展", max_length=300, blank=True)
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="事项")
    proposed = models.CharField("科室建议", max_length=20)
    decided = models.CharField("督查室认定", max_length=20, blank=True)

    class Meta:
        verbose_name = "季度清单条目"
