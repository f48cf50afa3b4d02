"""The journal's tables: append-only, one chain a jurisdiction. Written by `duban.ledger.journal` alone."""

from typing import Any

from django.db import models

from duban.ledger.models.matters import Matter
from duban.people.models import Jurisdiction, Officer, Unit
from duban.people.updates import UpdatedRow

CARRIED = ("rows", "from")


class Chain(UpdatedRow):
    """The end of a jurisdiction's chain. Locked by whoever appends, so that lines follow one another."""

    jurisdiction = models.OneToOneField(Jurisdiction, models.PROTECT, related_name="chain", verbose_name="辖区")
    seq = models.PositiveBigIntegerField("末行", default=0)
    head = models.CharField("链头", max_length=64, default="")
    # The last day that the daily run has finished; null before the first.
    daily_on = models.DateField("每日自动处理已完成", null=True, blank=True)
    # When the daily run last broke off for this office, and why, in words for who looks after the server; empty after a run that ended.
    daily_failed_at = models.DateTimeField("每日自动处理中断时刻", null=True, blank=True)
    daily_failure = models.CharField("每日自动处理中断原因", max_length=300, blank=True)
    # The last line from which messages were derived.
    told = models.PositiveBigIntegerField("已告知至", default=0)

    class Meta:
        verbose_name = "日志链"


class JournalLine(models.Model):
    """One thing that somebody did, or that a missed date brought about. A line with a `kind` is a fact for the engine."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="lines", verbose_name="辖区")
    seq = models.PositiveBigIntegerField("序号")
    verb = models.CharField("动作", max_length=60)
    at = models.DateTimeField("时刻")
    on = models.DateField("生效日")
    # Null: the program itself, in the daily run.
    actor = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="lines", verbose_name="经办人")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="lines", verbose_name="单位")
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, related_name="lines", verbose_name="事项")
    of = models.CharField("对象", max_length=60, blank=True)
    kind = models.CharField("事实种类", max_length=60, blank=True)
    data = models.JSONField("内容", default=dict)
    # A later line may excuse or withdraw the fact of an earlier one; the earlier one stays as it was.
    amends = models.ForeignKey("self", models.PROTECT, null=True, related_name="amendments", verbose_name="更正")
    # A fact that must not be recorded twice carries what makes it unique; null for all others.
    key = models.CharField("唯一标识", max_length=120, null=True)
    algorithm = models.CharField("校验算法", max_length=10)
    previous = models.CharField("前一行校验码", max_length=64)
    digest = models.CharField("校验码", max_length=64)

    class Meta:
        verbose_name = "日志"
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "seq"], name="line_seq_once"),
            models.UniqueConstraint(fields=["jurisdiction", "key"], name="line_key_once"),
        ]
        indexes = [
            models.Index(fields=["matter", "seq"], name="line_matter"),
            models.Index(fields=["jurisdiction", "kind", "on"], name="line_kind_on"),
            models.Index(fields=["unit", "seq"], name="line_unit"),
            # The facts of a unit, and whose there are on a matter: few of all lines, and found without the others.
            models.Index(fields=["unit", "kind", "on"], name="fact_unit", condition=~models.Q(kind="")),
            models.Index(fields=["matter", "unit", "kind", "on"], name="fact_matter", condition=~models.Q(kind="")),
            # Few lines amend another: without an index of them alone, SQLite reads all lines of the office to find them.
            models.Index(
                fields=["jurisdiction", "seq"], name="line_amending", condition=models.Q(amends__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.verb}"

    @property
    def of_kind(self) -> str:
        """Return of which kind the record is that the line is about, by its model: attachment; empty where it is about none."""
        return self.of.partition(":")[0]

    def key_of(self, kind: str) -> int | None:
        """Return the key of the record that the line is about, where it is one of that kind."""
        return int(self.of.partition(":")[2]) if self.of and self.of_kind == kind else None

    @staticmethod
    def of_record(record: models.Model) -> str:
        """Return how lines name a record that they are about: attachment:12."""
        return f"{record._meta.model_name}:{record.pk}"

    @property
    def content(self) -> dict[str, Any]:
        """Return what was told, without what every line carries: the rows that were written and the address."""
        return {name: value for name, value in self.data.items() if name not in CARRIED}

    @property
    def fact_id(self) -> str:
        """Return the id under which the engine knows this line."""
        return f"j{self.seq}"
