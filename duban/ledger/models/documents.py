"""An adopted document (采用的办法): the whole text by which an office is governed, and from which day on. Nothing on a disk changes it."""

from django.db import models

from duban.people.models import Jurisdiction, Officer
from duban.people.tracking import TrackedModel


class Document(models.Model):
    """One document, whole, under the digest of its texts. Several offices may have adopted it; it is never changed and, in use, never deleted."""

    digest = models.CharField("校验码", max_length=64, primary_key=True)
    regime = models.CharField("办法", max_length=60)
    version = models.CharField("办法版本", max_length=20)
    # The texts of its files by their names, as they were adopted.
    files = models.JSONField("全文")

    class Meta:
        verbose_name = "办法文本"

    def __str__(self) -> str:
        return f"{self.regime} {self.version}"


class Adoption(TrackedModel):
    """That an office adopted a document, by whom, and from which day it governs what is new. The first governs all that was before, too."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="adoptions", verbose_name="辖区")
    document = models.ForeignKey(Document, models.PROTECT, related_name="adoptions", verbose_name="办法文本")
    in_force_from = models.DateField("施行日期")
    # The readings as they stood when a later document took its place; until then those of the office hold.
    choices = models.JSONField("所选执行口径", default=dict, blank=True)
    # The group of each unit by its code: what each becomes on that day; later, as they stood when a later document took its place. While
    # the document is in force the units' own hold; an empty group is none of the document's.
    groups = models.JSONField("单位类别", default=dict, blank=True)
    adopted_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="采用人"
    )
    adopted_at = models.DateTimeField("采用时间")

    class Meta:
        verbose_name = "办法的采用"
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "in_force_from"], name="adoption_a_day")]

    def __str__(self) -> str:
        return f"{self.document} {self.in_force_from}"
