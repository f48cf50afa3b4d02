"""Heartbeats: when each of the parts that run by themselves was last seen alive."""

from django.db import models


class Beater(models.TextChoices):
    """The parts that run by themselves."""

    SCHEDULE = "schedule", "每日自动处理"
    DAILY = "daily", "每日自动处理"


class Heartbeat(models.Model):
    """The last moment at which a part of this installation was alive, by a clock that was believed.

    A row of its own and not a line of the journal: it says nothing about an office, and is written every half minute.
    """

    name = models.CharField("名称", max_length=20, choices=Beater, unique=True)
    at = models.DateTimeField("时刻")

    class Meta:
        verbose_name = "心跳"

    def __str__(self) -> str:
        return self.name
