"""Changes of accounts that an administrator asks for and a second person confirms (三员分立)."""

from django.db import models
from django.db.models import Q

from duban.people.models import Jurisdiction, Officer
from duban.people.tracking import TrackedModel


class Change(models.TextChoices):
    """What is asked for."""

    ADD = "add", "开通账号"
    EDIT = "edit", "变更岗位或单位"
    PASSWORD = "password", "重置口令"
    SECOND_FACTOR = "second_factor", "重置动态口令"


class Standing(models.TextChoices):
    """How it stands."""

    OPEN = "open", "待确认"
    CONFIRMED = "confirmed", "已确认"
    DECLINED = "declined", "未同意"
    WITHDRAWN = "withdrawn", "已撤回"


class AccountChange(TrackedModel):
    """What an administrator wants to do to an account; nothing of it is done before a second person confirms it."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name="辖区")
    kind = models.CharField("种类", max_length=20, choices=Change)
    officer = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+", verbose_name="账号")
    # Fields of the account as they are to be; `unit` by its primary key.
    wanted = models.JSONField("内容", default=dict)
    reason = models.CharField("事由", max_length=200, blank=True)
    asked_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="申请人")
    asked_at = models.DateTimeField("申请时刻")
    standing = models.CharField("状态", max_length=20, choices=Standing, default=Standing.OPEN)
    decided_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+", verbose_name="确认人")
    decided_at = models.DateTimeField("确认时刻", null=True)

    class Meta:
        verbose_name = "账号变更"
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "kind"], condition=Q(standing="open"), name="account_change_open_once"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("asked_by")) | Q(standing="withdrawn"),
                name="account_change_two_persons",
            ),
        ]
