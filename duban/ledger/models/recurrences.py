"""A recurring report (定期报送): an obligation whose dates roll by themselves, apart from the final deadline."""

import datetime

from django.db import models

from duban.engine.calendar import Calendar
from duban.engine.cycles import Cycle, once_by
from duban.ledger.models.assignments import Assignment
from duban.people.tracking import TrackedModel


class Every(models.TextChoices):
    """How often."""

    WEEK = "week", "每周"
    WEEKS = "weeks", "每几周"
    MONTH = "month", "每月最后一个工作日"
    QUARTER = "quarter", "每季度最后一个工作日"
    DAYS = "days", "每隔若干天"
    MONTH_DAY = "month_day", "每月某日"
    WORKDAY = "workday", "每月第几个工作日"
    WEEKDAY = "weekday", "每月第几个星期几"
    QUARTER_DAY = "quarter_day", "每季度某月某日"
    HALF_YEAR = "half_year", "每半年最后一个工作日"
    HALF_YEAR_DAY = "half_year_day", "每半年某月某日"
    YEAR = "year", "每年最后一个工作日"
    YEAR_DAY = "year_day", "每年某日"
    ONCE = "once", "一次"
    ONCE_DAYS = "once_days", "一次（按日）"
    ONCE_MONTH = "once_month", "一次（按月）"


class Recurrence(TrackedModel):
    """What a unit reports again and again on a matter until it is done. Each date is a deadline row of its own."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="recurrences", verbose_name="交办")
    every = models.CharField("周期", max_length=20, choices=Every)
    # As Cycle has it.
    number = models.PositiveIntegerField("数", default=0)
    # One of cycles.RESTS; empty: what the cycle has of itself.
    rest = models.CharField("遇休息日", max_length=10, blank=True)
    rule = models.CharField("办法期限规则", max_length=40, blank=True)
    clause = models.CharField("依据条款", max_length=40, blank=True)
    from_on = models.DateField("起")
    through_on = models.DateField("止", null=True, blank=True)
    ended_on = models.DateField("终止日期", null=True, blank=True)

    class Meta:
        verbose_name = "定期报送"

    def __str__(self) -> str:
        return f"{self.assignment}：{self.said}"

    @property
    def cycle(self) -> Cycle:
        """Return how often it comes."""
        return Cycle(self.every, self.number, self.rest)

    @property
    def said(self) -> str:
        """Return how often it comes, in words."""
        return self.cycle.said

    def cycle_end(self, calendar: Calendar) -> datetime.date:
        """Return the day of what is owed once."""
        return once_by(self.cycle, self.from_on, calendar)

    @property
    def is_once(self) -> bool:
        """Return whether it is owed once."""
        return self.cycle.is_once
