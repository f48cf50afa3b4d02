"""An instruction (批示): what a leader wrote, and the result that is reported back to that leader."""

from django.db import models

from duban.ledger.models.files import Attachment
from duban.ledger.models.matters import Matter
from duban.papers.writing.texts import date_words
from duban.people.models import Jurisdiction, Officer
from duban.people.tracking import TrackedModel


class Level(models.TextChoices):
    """Of which level a superior leader is."""

    CENTRAL = "central", "中央（国家）"
    PROVINCE = "province", "省级"
    PREFECTURE = "prefecture", "市（州）级"
    COUNTY = "county", "县级"


class Instruction(TrackedModel):
    """What a leader wrote: it becomes a matter, or is a further instruction on one; the result goes back to that leader."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="instructions", verbose_name="辖区")
    # Whose account it is; a superior leader (上级领导) has none and is named by words.
    leader = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="instructions", verbose_name="批示领导"
    )
    superior_name = models.CharField("上级领导姓名", max_length=40, blank=True)
    superior_post = models.CharField("上级领导职务", max_length=80, blank=True)
    superior_level = models.CharField("上级领导层级", max_length=12, choices=Level, blank=True)
    # The handwriting, as it was scanned.
    scan = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="批示原件"
    )
    text = models.TextField("批示内容")
    given_on = models.DateField("批示日期")
    entered_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="录入人")
    matter = models.ForeignKey(
        Matter, models.PROTECT, null=True, blank=True, related_name="instructions", verbose_name="事项"
    )
    # It was given on a matter that was there already.
    further = models.BooleanField("后续批示", default=False)
    # Why another date holds than the one that the document sets.
    date_reason = models.CharField("另定时限的理由", max_length=200, blank=True)
    result = models.TextField("办理结果", blank=True)
    reported_on = models.DateField("报告领导日期", null=True, blank=True)
    reported_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="报告人"
    )
    # Who reads the result: the leader, or who took over the post while it was unread.
    reader = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="阅知人")
    read_on = models.DateField("领导阅知日期", null=True, blank=True)

    class Meta:
        verbose_name = "批示"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(leader__isnull=False, superior_name="")
                | (models.Q(leader__isnull=True, reader__isnull=True) & ~models.Q(superior_name="")),
                name="instruction_of_one",
            )
        ]
        indexes = [
            models.Index(fields=["jurisdiction", "leader", "reported_on"], name="instruction_leader"),
            models.Index(fields=["jurisdiction", "given_on"], name="instruction_given"),
        ]

    @property
    def author(self) -> str:
        """Return who wrote it: the leader, or a superior one by post and name."""
        return str(self.leader) if self.leader is not None else f"{self.superior_post}{self.superior_name}"

    @property
    def cited(self) -> str:
        """Return it as papers cite it: whose it is and of which day."""
        return f"{self.author}{date_words(self.given_on)}批示"

    @property
    def is_superiors(self) -> bool:
        """Return whether a leader above this government wrote it."""
        return self.leader_id is None
