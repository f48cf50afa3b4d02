"""Robots: ways to groups and persons that an office set up beside mail; and what a person chose for their own letters."""

from django.db import models

from duban.people.models import Jurisdiction, Officer, Unit
from duban.people.sealing import SealedField
from duban.people.tracking import TrackedModel


class Maker(models.TextChoices):
    """Whose robot it is. Three post into a group; the application of WeCom writes to one person."""

    DINGTALK = "dingtalk", "钉钉群机器人"
    WECOMBOT = "wecombot", "企业微信群机器人"
    FEISHU = "feishu", "飞书群机器人"
    WECHAT = "wechat", "企业微信应用"

    @property
    def is_group(self) -> bool:
        """Return whether a whole group reads what it posts."""
        return self is not Maker.WECHAT


class Readers(models.TextChoices):
    """Who is in the group: it gets what every one of them may see."""

    OFFICE = "office", "督查室和领导"
    UNITS = "units", "各单位"
    UNIT = "unit", "一个单位"


class Robot(TrackedModel):
    """One robot of an office. The administrator sets it up; it says nothing before the head of the office has let it, and what of."""

    untracked = {
        "posted_on": "when it last spoke",
        "failed_at": "how the last letter fared; the outbox has it",
        "failure": "how the last letter fared; the outbox has it",
    }

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="robots", verbose_name="辖区")
    name = models.CharField("名称", max_length=40)
    maker = models.CharField("种类", max_length=10, choices=Maker)
    # What lets anybody speak through it: never shown again, in no log and no line.
    token = SealedField("密钥")
    secret = SealedField("加签密钥", blank=True, default="")
    # Of an application: which company's, and its number there.
    corporation = models.CharField("企业 ID", max_length=64, blank=True)
    agent = models.CharField("应用编号", max_length=20, blank=True)
    # Where a private installation answers in place of the maker's own address: scheme, host, and what stands before the path.
    base = models.CharField("私有地址", max_length=200, blank=True)
    readers = models.CharField("群里的人", max_length=10, choices=Readers, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位")
    # Of what it speaks: keys of queries.office.outbox.posts.KINDS.
    kinds = models.JSONField("内容", default=list, blank=True)
    added_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="设置人")
    added_on = models.DateField("设置日期")
    let_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="启用人")
    let_on = models.DateField("启用日期", null=True, blank=True)
    removed_on = models.DateField("停用日期", null=True, blank=True)
    posted_on = models.DateField("最近发送", null=True, blank=True)
    failed_at = models.DateTimeField("最近失败", null=True, blank=True)
    failure = models.CharField("失败原因", max_length=300, blank=True)

    class Meta:
        verbose_name = "消息机器人"

    def __str__(self) -> str:
        return self.name

    @property
    def is_on(self) -> bool:
        """Return whether it may speak."""
        return self.let_on is not None and self.removed_on is None


class MessageChoice(models.Model):
    """What a person chose for their own letters: topics that they do without, and the ways to them beside their mail address."""

    officer = models.OneToOneField(
        Officer, models.CASCADE, primary_key=True, related_name="message_choice", verbose_name="人员"
    )
    muted = models.JSONField("不发的种类", default=list, blank=True)
    wecom = SealedField("企业微信账号", blank=True, default="")
    robot = SealedField("自己的机器人地址", blank=True, default="")
    robot_secret = SealedField("加签密钥", blank=True, default="")

    class Meta:
        verbose_name = "消息接收设置"
