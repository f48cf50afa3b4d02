"""A deadline (应办时点): a day until which a unit owes something, with what became of it. Lateness is derived from these rows."""

from django.db import models

from duban.ledger.models.assignments import Assignment
from duban.people.tracking import TrackedModel


class Owed(models.TextChoices):
    """What is owed, in the words of the fact `late`."""

    ACCEPTANCE = "acceptance", "签收"
    REPORT = "report", "反馈"
    RESULT = "result", "办结"
    RESUBMISSION = "resubmission", "重报"
    OBJECTION = "objection", "书面异议"
    # The day that a step or an urging set for what was late already: missed, it is no lateness once more.
    LIMIT = "limit", "限期办结"


# What the result of a matter answers, and what its completion ends.
FINAL = (Owed.RESULT, Owed.LIMIT)


class Deadline(TrackedModel):
    """One limit of one assignment: missed when it was neither met nor lifted by the end of `on`, whoever looks and whenever."""

    untracked = {"late_line": "the line names the deadline"}

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="deadlines", verbose_name="交办")
    what = models.CharField("应办", max_length=12, choices=Owed)
    # Set where it is one of a recurring report's dates.
    recurrence = models.ForeignKey(
        "ledger.Recurrence", models.PROTECT, null=True, blank=True, related_name="deadlines", verbose_name="定期报送"
    )
    on = models.DateField("期限")
    set_on = models.DateField("设定日期")
    met_on = models.DateField("完成日期", null=True, blank=True)
    # An extension, a transfer, a write-off or the completion ends a limit that was not met.
    lifted_on = models.DateField("解除日期", null=True, blank=True)
    # The line in which the daily run told that it was missed.
    late_line = models.OneToOneField(
        "ledger.JournalLine", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="迟误记录"
    )

    class Meta:
        verbose_name = "应办时点"
        constraints = [models.UniqueConstraint(fields=["assignment", "what", "on"], name="deadline_once")]
        indexes = [
            models.Index(fields=["on", "assignment"], name="deadline_on"),
            models.Index(fields=["what", "on"], name="deadline_open", condition=models.Q(met_on__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.on}"
