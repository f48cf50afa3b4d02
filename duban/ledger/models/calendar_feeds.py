"""A calendar feed (日历订阅): the address at which a person's calendar program asks for what stands on their calendar."""

from django.db import models

from duban.people.models import Officer
from duban.people.tracking import TrackedModel


class CalendarFeed(TrackedModel):
    """One feed of one person. Its address opens it without a session; of the secret in it only the digest is kept."""

    untracked = {
        "asked_at": "when a calendar program asked last",
        "hour": "a count, kept for an hour",
        "taken": "a count, kept for an hour",
    }

    officer = models.ForeignKey(Officer, models.CASCADE, related_name="calendar_feeds", verbose_name="人员")
    digest = models.CharField("校验码", max_length=64, unique=True)
    # Keys of queries.matters.calendar.KINDS.
    kinds = models.JSONField("内容", default=list)
    created_at = models.DateTimeField("创建时刻")
    revoked_at = models.DateTimeField("撤销时刻", null=True, blank=True)
    asked_at = models.DateTimeField("最近读取", null=True, blank=True)
    # How often it was asked in the present hour, over all workers.
    hour = models.BigIntegerField("小时", default=0)
    taken = models.PositiveIntegerField("已取", default=0)

    class Meta:
        verbose_name = "日历订阅"
        constraints = [
            models.UniqueConstraint(
                fields=["officer"], condition=models.Q(revoked_at__isnull=True), name="calendar_feed_once"
            )
        ]
