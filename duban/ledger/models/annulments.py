"""What became of a number (文号): a paper that was voided, corrected or recalled by another one, or a number that no paper of ours bears."""

from django.db import models

from duban.ledger.models.bulletins import Bulletin
from duban.ledger.models.notices import Notice
from duban.people.models import Jurisdiction, Officer
from duban.people.tracking import TrackedModel


class Fate(models.TextChoices):
    """Why a paper does not hold any more, or a number bears none."""

    VOIDED = "voided", "作废"
    CORRECTED = "corrected", "更正"
    RECALLED = "recalled", "撤回"
    SKIPPED = "skipped", "跳号"


class Annulment(TrackedModel):
    """What became of one number of one series and year: once, with a reason; the paper itself stays word for word."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="annulments", verbose_name="辖区")
    series = models.CharField("编号系列", max_length=60)
    year = models.PositiveIntegerField("年度")
    serial = models.PositiveIntegerField("序号")
    fate = models.CharField("情形", max_length=10, choices=Fate)
    # Neither, where the number bears no paper of ours.
    notice = models.OneToOneField(
        Notice, models.PROTECT, null=True, blank=True, related_name="annulment", verbose_name="文书"
    )
    bulletin = models.OneToOneField(
        Bulletin, models.PROTECT, null=True, blank=True, related_name="annulment", verbose_name="通报专报"
    )
    # The paper that stands in its place.
    by_notice = models.ForeignKey(
        Notice, models.PROTECT, null=True, blank=True, related_name="replaces", verbose_name="更正或撤回的文书"
    )
    by_bulletin = models.ForeignKey(
        Bulletin, models.PROTECT, null=True, blank=True, related_name="replaces", verbose_name="重新印发的文书"
    )
    reason = models.TextField("理由")
    decided_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="经办人")
    decided_on = models.DateField("日期")

    class Meta:
        verbose_name = "文号说明"
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "series", "year", "serial"], name="annulment_number_once")
        ]

    @property
    def successor(self) -> str:
        """Return the number of the paper that stands in its place; empty where none does."""
        found = self.by_notice or self.by_bulletin
        return found.number if found is not None else ""

    @property
    def said(self) -> str:
        """Return in one sentence what became of it: when, why, and which paper holds instead."""
        instead = f"，以{self.successor}为准" if self.successor else ""
        return f"{self.decided_on:%Y年%-m月%-d日}{self.get_fate_display()}（{self.reason}）{instead}"
