"""A standard (评价标准) by which the office grades one class of tasks, where the document leaves it to the office (安康 第十二条(一))."""

from django.db import models

from duban.people.models import Jurisdiction, Officer
from duban.people.tracking import TrackedModel


class GradeStandard(TrackedModel):
    """The standard of one class from a day on. A later one follows it; none is changed."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="standards", verbose_name="辖区")
    # A category of the document.
    category = models.CharField("任务类别", max_length=40)
    text = models.TextField("标准")
    basis = models.CharField("依据", max_length=200)
    since = models.DateField("起用日期")
    set_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="登记人")
    set_on = models.DateField("登记日期")

    class Meta:
        verbose_name = "评价标准"
        indexes = [models.Index(fields=["jurisdiction", "category", "since"], name="standard_since")]

    def __str__(self) -> str:
        return f"{self.category} {self.since}"
