"""A draft of a document (制度草稿): written in the studio, checked by a second person, then adopted from a day on."""

from django.db import models

from duban.ledger.models.documents import Adoption, Document
from duban.people.models import Jurisdiction, Officer
from duban.people.ordered_json import OrderedJSONField
from duban.people.tracking import TrackedModel


class Phase(models.TextChoices):
    """Where a draft stands."""

    DRAFTED = "drafted", "起草"
    SUBMITTED = "submitted", "待复核"
    CHECKED = "checked", "已复核"
    ADOPTED = "adopted", "已采用"
    DISCARDED = "discarded", "已作废"


class RegimeDraft(TrackedModel):
    """One draft, whole. `revision` grows with every change; `touched` says of each part which revision changed it last, who and when."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="regime_drafts", verbose_name="辖区")
    name = models.CharField("办法名称", max_length=120)
    # {"regime": {…}, "readings": […], "clauses": [{"clause", "gist", "kinds", "rules", "original", "examples", …}]}.
    content = OrderedJSONField("草稿内容")
    revision = models.PositiveIntegerField("修改次数", default=1)
    # Part ("clause:第六条", "readings", "regime:sections") → [revision, who, instant].
    touched = models.JSONField("各部分的修改", default=dict, blank=True)
    phase = models.CharField("状态", max_length=10, choices=Phase, default=Phase.DRAFTED)
    based_on = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="依据的版本"
    )
    drafted_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="起草人")
    drafted_at = models.DateTimeField("起草时间")
    changed_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="最后修改人")
    changed_at = models.DateTimeField("最后修改时间")
    submitted_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="送复核人"
    )
    submitted_at = models.DateTimeField("送复核时间", null=True, blank=True)
    checked_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="复核人"
    )
    checked_at = models.DateTimeField("复核时间", null=True, blank=True)
    # Why it was sent back or discarded last.
    remark = models.CharField("退回或作废的理由", max_length=200, blank=True)
    adoption = models.OneToOneField(
        Adoption, models.PROTECT, null=True, blank=True, related_name="draft", verbose_name="采用"
    )

    class Meta:
        verbose_name = "制度草稿"
        indexes = [models.Index(fields=["jurisdiction", "phase"], name="regime_draft_phase")]

    def __str__(self) -> str:
        return self.name
