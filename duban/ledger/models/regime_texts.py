"""The official text of a regime, as the office attached it: kept in its file and split into clauses."""

from django.db import models

from duban.ledger.models.files import Attachment
from duban.people.models import Jurisdiction, Officer
from duban.people.tracking import TrackedModel


class RegimeText(TrackedModel):
    """One attached text; of several for one regime the last is shown. Never changed."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="regime_texts", verbose_name="辖区")
    regime = models.CharField("办法", max_length=60)
    regime_version = models.CharField("办法版本", max_length=20)
    file = models.ForeignKey(Attachment, models.PROTECT, related_name="+", verbose_name="原文文件")
    # [[clause as cited, words, whether it only heads its items]], in the order of the text.
    passages = models.JSONField("条款", default=list)
    added_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="上传人")
    added_on = models.DateField("上传日期")

    class Meta:
        verbose_name = "办法原文"

    def __str__(self) -> str:
        return self.file.name
