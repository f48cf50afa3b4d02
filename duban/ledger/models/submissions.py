"""Forms that were handed in: the same form twice makes one thing."""

from django.db import models

from duban.people.models import Officer


class Submission(models.Model):
    """The key of one form, claimed in the transaction of the act; `went_to` is where its sender was led."""

    key = models.CharField("标识", max_length=64)
    officer = models.ForeignKey(Officer, models.CASCADE, related_name="+", verbose_name="提交人")
    went_to = models.CharField("去向", max_length=300, blank=True)
    at = models.DateTimeField("时刻")

    class Meta:
        verbose_name = "提交"
        constraints = [models.UniqueConstraint(fields=["officer", "key"], name="submission_once")]
