"""Tallies: what a period comes to, kept ready to be shown. Derived from the journal or from a published ranking, and made anew wherever one is gone."""

from django.db import models

from duban.people.models import Jurisdiction


class Tally(models.Model):
    """What the units of a period come to, with their places: of a draft as of one line of the journal, or of a published ranking.

    The lines behind it are kept by unit. `name` says of what it is: draft:month:2026-03-01:2026-03-31, published:12, or again:12 for what a
    published ranking would be by now.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, models.CASCADE, related_name="tallies", verbose_name="辖区")
    name = models.CharField("哪一期", max_length=120)
    # A digest of what it hangs on beside facts: document, readings, units.
    basis = models.CharField("校验码", max_length=64)
    # The last line of the journal that it knows.
    seq = models.PositiveBigIntegerField("截至日志行")
    board = models.JSONField("各单位得分")

    class Meta:
        verbose_name = "计分结果"
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "name"], name="tally_once")]

    def __str__(self) -> str:
        return self.name


class UnitTally(models.Model):
    """The lines of one unit in a tally, what was left out of it, and what follows from it: compressed."""

    tally = models.ForeignKey(Tally, models.CASCADE, related_name="units", verbose_name="计分结果")
    unit = models.CharField("单位代码", max_length=60)
    content = models.BinaryField("得分明细")

    class Meta:
        verbose_name = "单位计分结果"
        constraints = [models.UniqueConstraint(fields=["tally", "unit"], name="unit_tally_once")]

    def __str__(self) -> str:
        return f"{self.tally} {self.unit}"
