"""An appeal (群众诉求): what somebody of the public asks, complains of or suggests, and what became of it.

Name and contact of the sender are for the office alone: they stand in no journal line, no paper, no export, and lie sealed.
"""

from django.db import models

from duban.ledger.models.matters import Matter, Triage
from duban.people.models import Jurisdiction, Officer
from duban.people.sealing import SealedField
from duban.people.tracking import TrackedModel


class Channel(models.TextChoices):
    """The way by which it came."""

    SITE = "site", "政府网站"
    HOTLINE = "hotline", "12345 热线"
    LETTER = "letter", "来信"
    VISIT = "visit", "来访"
    PHONE = "phone", "来电"
    BOARD = "board", "人民网留言"
    STATE_COUNCIL = "state_council", "国务院“互联网+督查”"
    MEDIA = "media", "媒体、内刊反映"
    OTHER = "other", "其他渠道"


class Kind(models.TextChoices):
    """What it is: the three columns of a county's site."""

    COMPLAINT = "complaint", "投诉"
    QUESTION = "question", "咨询"
    IDEA = "idea", "建议"


class Outcome(models.TextChoices):
    """What the office decided."""

    WAITING = "waiting", "待分办"
    TRANSFERRED = "transferred", "已转办"
    ANSWERED = "answered", "直接答复"
    DECLINED = "declined", "不予受理"


class Appeal(TrackedModel):
    """One appeal. `code` is only a digest: with number and code the sender sees how it stands, nobody else does."""

    untracked = {
        "person": "personal",
        "contact": "personal",
        "text": "personal",
        "earlier": "personal",
        "code": "personal",
        "form_key": "holds off a second submission only",
        "text_key": "derived from what is personal",
        "contact_key": "derived from what is personal",
    }

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="appeals", verbose_name="辖区")
    number = models.CharField("编号", max_length=20)
    channel = models.CharField("渠道", max_length=16, choices=Channel)
    kind = models.CharField("类别", max_length=12, choices=Kind, default=Kind.COMPLAINT)
    received_on = models.DateField("收到日期")
    # The platform's own number (工单号), and the day that it sets.
    source_no = models.CharField("平台编号", max_length=60, blank=True)
    due_on = models.DateField("平台规定时限", null=True, blank=True)
    person = SealedField("反映人", blank=True)
    contact = SealedField("联系方式", blank=True)
    # What was written, word for word; beside it the same without names and numbers, in which can be searched.
    text = SealedField("内容")
    masked_text = models.TextField("略去姓名号码的内容", blank=True, default="")
    # When name, contact and whatever tells who wrote were erased.
    erased_on = models.DateField("身份信息清除日期", null=True, blank=True)
    triage = models.CharField("难易", max_length=10, choices=Triage, blank=True)
    outcome = models.CharField("处理", max_length=12, choices=Outcome, default=Outcome.WAITING)
    matter = models.ForeignKey(
        Matter, models.PROTECT, null=True, blank=True, related_name="appeals", verbose_name="事项"
    )
    reply = SealedField("答复", blank=True)
    # What stood there before the office put it right, a line each time.
    earlier = SealedField("更正前的内容", blank=True, default="")
    replied_on = models.DateField("答复日期", null=True, blank=True)
    decided_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="处理人"
    )
    decided_on = models.DateField("处理日期", null=True, blank=True)
    # None: sent in by the sender at the public page.
    entered_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人"
    )
    code = models.CharField("查询码校验码", max_length=64, blank=True)
    form_key = models.CharField("表单", max_length=64, null=True, blank=True, unique=True)
    # By these an appeal is found again: keyed digests of its text and its contact, and of the parts of both that are asked for.
    text_key = models.CharField("内容校验码", max_length=64)
    sender_keys = models.TextField("反映人校验码", blank=True, default="")
    contact_key = models.CharField("联系方式校验码", max_length=64, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = "群众诉求"
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "number"], name="appeal_number_once")]
        indexes = [
            models.Index(fields=["jurisdiction", "outcome", "due_on"], name="appeal_outcome_due"),
            models.Index(fields=["jurisdiction", "text_key"], name="appeal_text"),
            models.Index(fields=["jurisdiction", "contact_key"], name="appeal_contact"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_waiting(self) -> bool:
        """Return whether it has still to be said what becomes of it."""
        return self.outcome == Outcome.WAITING

    @property
    def state(self) -> str:
        """Return how it stands, in the words that its sender reads."""
        if self.outcome == Outcome.WAITING:
            return "已收到，等待分办"
        if self.outcome == Outcome.DECLINED:
            return "不予受理"
        if self.replied_on is not None:
            return "已答复"
        assert self.matter is not None
        return "已办结，等待答复" if self.matter.is_done else "正在办理"


class Knock(models.Model):
    """One use of the public entrance, kept for two days to count by: `who` is a digest of the day and the address."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.CASCADE, related_name="+", verbose_name="辖区")
    what = models.CharField("用途", max_length=40)
    who = models.CharField("来处校验码", max_length=64)
    at = models.DateTimeField("时刻")

    class Meta:
        verbose_name = "公众入口计数"
        indexes = [models.Index(fields=["jurisdiction", "what", "at"], name="knock_what_at")]
