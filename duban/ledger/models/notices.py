"""A notice (通知等文书): a numbered official paper, and the counters that number without gaps or duplicates."""

from django.db import models

from duban.ledger.models.assignments import Assignment
from duban.ledger.models.matters import Matter
from duban.people.models import Jurisdiction, Officer, Unit
from duban.people.tracking import ConcealedModel, TrackedModel
from duban.people.updates import UpdatedRow


class Counter(UpdatedRow):
    """The last number given, by jurisdiction, series and year. Locked by whoever takes the next."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.CASCADE, related_name="+", verbose_name="辖区")
    series = models.CharField("系列", max_length=40)
    year = models.PositiveIntegerField("年度")
    value = models.PositiveIntegerField("末号", default=0)

    class Meta:
        verbose_name = "编号"
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "series", "year"], name="counter_once")]


class Notice(ConcealedModel):
    """A paper that went out. `paper` is the regime's id for it; `words` what it says, so that it can be printed again."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="notices", verbose_name="辖区")
    paper = models.CharField("文种", max_length=40)
    name = models.CharField("名称", max_length=60)
    year = models.PositiveIntegerField("年度")
    serial = models.PositiveIntegerField("序号")
    matter = models.ForeignKey(
        Matter, models.PROTECT, null=True, blank=True, related_name="notices", verbose_name="事项"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="notices", verbose_name="主送")
    # Of an inspection, or of one of its findings.
    inspection = models.ForeignKey(
        "ledger.Inspection", models.PROTECT, null=True, blank=True, related_name="notices", verbose_name="督查"
    )
    finding = models.ForeignKey(
        "ledger.Finding", models.PROTECT, null=True, blank=True, related_name="notices", verbose_name="督查问题"
    )
    clause = models.CharField("依据条款", max_length=40, blank=True)
    limit_on = models.DateField("时限", null=True, blank=True)
    words = models.JSONField("内容", default=dict)
    issued_on = models.DateField("成文日期")
    issued_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="制发人")

    class Meta:
        verbose_name = "文书"
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "year", "serial"], name="notice_number_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.number}"

    @property
    def number(self) -> str:
        """Return the number as printed: 三政督〔2026〕12号."""
        return f"{self.jurisdiction.letterhead.get('code', '督')}〔{self.year}〕{self.serial}号"

    @property
    def about(self) -> str:
        """Return what it is about as a list says it: its matter, or how many its annexed list has; empty for what is about none."""
        if self.matter is not None:
            return f"{self.matter.no} {self.matter.title}"
        number = len({each.assignment.matter_id for each in self.items.all()})
        return f"{number}项督办事项（附清单）" if number else ""

    @property
    def addressed(self) -> str:
        """Return to whom it is addressed: its unit, or every unit of its annexed list."""
        if self.unit is not None:
            return self.unit.name
        return "、".join(dict.fromkeys(each.assignment.unit.name for each in self.items.all()))


class NoticeItem(TrackedModel):
    """One order on a notice with an annexed list: the notice is about it as well as about the others there."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="items", verbose_name="文书")
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="listed_on", verbose_name="交办")
    # When this order of the list was corrected or taken back, and by which paper; the others on the list hold.
    ended_on = models.DateField("不再有效日期", null=True, blank=True)
    ended_by = models.ForeignKey(
        Notice, models.PROTECT, null=True, blank=True, related_name="ends_items", verbose_name="更正或撤回文书"
    )
    is_recalled = models.BooleanField("撤回", default=False)

    class Meta:
        verbose_name = "文书所列事项"
        constraints = [models.UniqueConstraint(fields=["notice", "assignment"], name="notice_item_once")]

    @property
    def fate(self) -> str:
        """Return what became of this order of the list, in words; empty while it holds."""
        if self.ended_on is None:
            return ""
        by = f"，见{self.ended_by.number}" if self.ended_by is not None else ""
        return f"{self.ended_on} {'撤回' if self.is_recalled else '更正'}{by}"
