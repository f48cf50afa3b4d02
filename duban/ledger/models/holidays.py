"""A holiday notice (放假安排) that an office took in: what it gives off and what is worked for it. A wrong one is withdrawn, never changed."""

from django.db import models

from duban.people.models import Jurisdiction, Officer
from duban.people.tracking import TrackedModel


class HolidayNotice(TrackedModel):
    """One notice: of the State Council's for a year, or of a local government's for its own festivals."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="holiday_notices", verbose_name="辖区")
    year = models.PositiveIntegerField("年份")
    # A local one (民族自治地方的节日 …) lies over the national ones and announces no year.
    is_local = models.BooleanField("地方节日", default=False)
    number = models.CharField("文号", max_length=60)
    issued_on = models.DateField("成文日期")
    text = models.TextField("通知原文")
    # As the files in regimes/calendars/national are shaped.
    content = models.JSONField("所读安排")
    entered_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="录入人"
    )
    entered_on = models.DateField("录入日期")
    withdrawn_on = models.DateField("撤销日期", null=True, blank=True)
    withdrawn_reason = models.CharField("撤销原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "放假安排"

    def __str__(self) -> str:
        return f"{self.number}（{self.year}年）"
