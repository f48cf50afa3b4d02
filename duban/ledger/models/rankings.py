"""A ranking: computed from facts as long as it is a draft, frozen with all that it rests on once published."""

from django.db import models

from duban.ledger.models.documents import Document
from duban.people.models import Jurisdiction, Officer
from duban.people.tracking import TrackedModel


class Ranking(TrackedModel):
    """A published ranking with its snapshot: facts, units, readings, regime version and result. Never changed again."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="rankings", verbose_name="辖区")
    # month, quarter, half_year, year, or the id of a period that the document names itself.
    kind = models.CharField("期别", max_length=40)
    from_on = models.DateField("起")
    to_on = models.DateField("止")
    regime = models.CharField("适用办法", max_length=60)
    regime_version = models.CharField("办法版本", max_length=20)
    # The adopted document by which it was computed; null in those from before documents were adopted.
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="rankings", verbose_name="办法文本"
    )
    snapshot = models.JSONField("依据")
    result = models.JSONField("结果")
    digest = models.CharField("校验码", max_length=64)
    seq = models.PositiveBigIntegerField("截至日志行")
    published_at = models.DateTimeField("发布时刻")
    published_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="发布人")

    class Meta:
        verbose_name = "排名"
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "kind", "from_on", "to_on"], name="ranking_once")
        ]

    def __str__(self) -> str:
        return f"{self.from_on}—{self.to_on}"
