"""A succession (岗位交接): what waited for one who leaves a post passed to another, in one act; kept with what passed and what stayed."""

from django.db import models

from duban.people.models import Jurisdiction, Officer
from duban.people.tracking import TrackedModel


class Succession(TrackedModel):
    """One handing over of a post. `to` is empty where nobody takes it yet; what is signed already stays with who signed it."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="successions", verbose_name="辖区")
    of = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="移交人")
    to = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="接任人")
    # The one who takes it does so for a time (暂代), until somebody is appointed.
    acting = models.BooleanField("暂代", default=False)
    # The post as it was called on that day: people change their titles afterwards.
    post = models.CharField("岗位", max_length=120)
    on = models.DateField("交接日期")
    reason = models.CharField("事由", max_length=200)
    # Null where it passed by rule: the account was closed without anybody being chosen.
    handed_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="经办人"
    )
    # [{"kind", "row": "signature:12", "words", "to": officer's key or null, "why"}]: what passed, and what did not and why.
    items = models.JSONField("交接内容", default=list)
    # The succession that this one puts right.
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name="所更正的交接"
    )

    class Meta:
        verbose_name = "岗位交接"
        indexes = [models.Index(fields=["of", "on"], name="succession_of")]

    def __str__(self) -> str:
        return f"{self.post} {self.of} → {self.to or '暂缺'}"
