"""How content those are whom a matter concerns (满意度): the callback after it was done, and the author's word on an answer."""

from django.db import models

from duban.ledger.models.matters import Matter
from duban.people.models import Officer
from duban.people.tracking import TrackedModel


class Satisfaction(models.TextChoices):
    """What was said of the result."""

    CONTENT = "content", "满意"
    FAIR = "fair", "基本满意"
    DISSATISFIED = "dissatisfied", "不满意"


class Manner(models.TextChoices):
    """How it was asked."""

    PHONE = "phone", "电话回访"
    VISIT = "visit", "上门（现场）回访"
    WRITTEN = "written", "书面意见"
    ONLINE = "online", "本人网上评价"


class Rating(TrackedModel):
    """One word on the result of one matter. `is_current` ends when the matter is done again: the word was on an earlier result."""

    untracked = {"note": "personal"}

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="ratings", verbose_name="事项")
    appeal = models.ForeignKey(
        "Appeal", models.PROTECT, null=True, blank=True, related_name="ratings", verbose_name="诉求"
    )
    satisfaction = models.CharField("满意度", max_length=12, choices=Satisfaction)
    manner = models.CharField("方式", max_length=10, choices=Manner)
    note = models.CharField("意见", max_length=300, blank=True)
    rated_on = models.DateField("评价日期")
    called_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="回访人"
    )
    # None: the sender's own word, at the public page.
    recorded_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人"
    )
    is_current = models.BooleanField("针对现有结果", default=True)
    # Why a result with which somebody is dissatisfied stands all the same.
    kept_reason = models.CharField("不再重新办理的理由", max_length=200, blank=True)

    class Meta:
        verbose_name = "满意度评价"
        indexes = [models.Index(fields=["matter", "is_current"], name="rating_current")]

    @property
    def asks_for_more(self) -> bool:
        """Return whether a dissatisfied word on what is done still waits for an answer: done again, or a reason why not."""
        return self.is_dissatisfied and self.is_current and self.matter.is_done and not self.kept_reason

    @property
    def is_dissatisfied(self) -> bool:
        """Return whether the word was 不满意."""
        return self.satisfaction == Satisfaction.DISSATISFIED
