"""Messages: what somebody should know, merged into one digest a day; and the outbox, from which they leave the house."""

from django.db import models

from duban.people.models import Jurisdiction, Officer


class Message(models.Model):
    """One thing that one officer should know. `key` makes it impossible to say the same thing twice."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name="辖区")
    officer = models.ForeignKey(Officer, models.CASCADE, related_name="messages", verbose_name="收件人")
    kind = models.CharField("种类", max_length=30)
    text = models.CharField("内容", max_length=300)
    # What it is about: kind and key, "claim:12"; the web makes the link. What 0.1.0 wrote is a path.
    about = models.CharField("去处", max_length=200, blank=True)
    key = models.CharField("唯一标识", max_length=160)
    # The date of which a reminder reminds: how far it is, is said on the day it is read.
    due_on = models.DateField("所提期限", null=True, blank=True)
    at = models.DateTimeField("时刻")
    read_at = models.DateTimeField("已读", null=True, blank=True)
    digested_on = models.DateField("并入摘要", null=True, blank=True)

    class Meta:
        verbose_name = "消息"
        constraints = [models.UniqueConstraint(fields=["officer", "key"], name="message_once")]
        indexes = [models.Index(fields=["officer", "read_at"], name="message_unread")]


class Channel(models.TextChoices):
    """How a letter leaves the house."""

    MAIL = "mail", "邮件"
    WEBHOOK = "webhook", "接口推送"
    WECHAT = "wechat", "企业微信应用"
    OWN = "own", "自己的机器人"
    ROBOT = "robot", "群机器人"


class Delivery(models.TextChoices):
    """Where a letter stands."""

    WAITING = "waiting", "待发"
    SENT = "sent", "已发"
    DEAD = "dead", "发送失败"


class Letter(models.Model):
    """One letter on its way, to a person or by a robot to a group: written with what it tells of, sent afterwards, tried again until it is out or given up visibly."""

    officer = models.ForeignKey(
        Officer, models.CASCADE, null=True, blank=True, related_name="letters", verbose_name="收件人"
    )
    # By which it goes: of a post to a group, and of a letter through an application.
    robot = models.ForeignKey(
        "ledger.Robot", models.CASCADE, null=True, blank=True, related_name="letters", verbose_name="机器人"
    )
    channel = models.CharField("渠道", max_length=10, choices=Channel)
    letter_id = models.UUIDField("信件标识", unique=True)
    subject = models.CharField("主题", max_length=200)
    body = models.TextField("正文")
    state = models.CharField("状态", max_length=10, choices=Delivery, default=Delivery.WAITING)
    attempts = models.PositiveIntegerField("次数", default=0)
    next_at = models.DateTimeField("下次时刻")
    sent_at = models.DateTimeField("发出时刻", null=True, blank=True)
    error = models.CharField("最近错误", max_length=300, blank=True)

    class Meta:
        verbose_name = "信件"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(officer__isnull=False) | models.Q(robot__isnull=False), name="letter_to_somebody"
            )
        ]
        indexes = [models.Index(fields=["state", "next_at"], name="letter_waiting")]


class SavedView(models.Model):
    """A list that an officer comes back to, by name."""

    officer = models.ForeignKey(Officer, models.CASCADE, related_name="saved_views", verbose_name="所有人")
    name = models.CharField("名称", max_length=40)
    query = models.CharField("条件", max_length=500)

    class Meta:
        verbose_name = "常用视图"
        constraints = [models.UniqueConstraint(fields=["officer", "name"], name="view_name_once")]
