"""A matter (督查督办事项): something that must be done and is being followed up."""

import datetime

from django.db import models

from duban.ledger.models.documents import Document
from duban.people.models import Jurisdiction, Officer
from duban.people.tracking import TrackedModel


class State(models.TextChoices):
    """The one status badge of a matter. Lateness stands beside it, never instead of it."""

    PROPOSED = "proposed", "拟立项"
    TO_ACCEPT = "to_accept", "待签收"
    REFUSED = "refused", "拒签待裁定"
    IN_HAND = "in_hand", "办理中"
    TO_REVIEW = "to_review", "待审核"
    RETURNED = "returned", "已退回"
    COMPLETED = "completed", "已办结"
    CLOSED = "closed", "已销号"
    SUSPENDED = "suspended", "中止"
    # Registered or sent out by mistake: nobody owes anything, and nothing of it counts.
    REVOKED = "revoked", "已撤销"


OPEN_STATES = (State.TO_ACCEPT, State.REFUSED, State.IN_HAND, State.TO_REVIEW, State.RETURNED)
DONE_STATES = (State.COMPLETED, State.CLOSED)


class Level(models.TextChoices):
    """The three colours of importance. The words are the regime's own."""

    RED = "red", "红"
    YELLOW = "yellow", "黄"
    BLUE = "blue", "蓝"


class Triage(models.TextChoices):
    """How hard a citizen's matter is: settled at once, coordinated, or watched."""

    SIMPLE = "simple", "简单"
    COMPLEX = "complex", "复杂"
    DIFFICULT = "difficult", "疑难"


class Source(models.TextChoices):
    """Where a matter comes from."""

    MEETING = "meeting", "会议决定"
    INSTRUCTION = "instruction", "领导批示"
    WORK_REPORT = "work_report", "政府工作报告"
    PAPER = "paper", "文件部署"
    PROPOSAL = "proposal", "建议提案"
    MESSAGE = "message", "群众反映"
    SUPERIOR = "superior", "上级交办"
    INSPECTION = "inspection", "督查发现"
    OTHER = "other", "其他"


class Matter(TrackedModel):
    """A matter under the regime and version under which it was registered."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="matters", verbose_name="辖区")
    no = models.CharField("编号", max_length=20)
    title = models.CharField("事项", max_length=200)
    requirement = models.TextField("要求")
    standard = models.TextField("完成标准", blank=True)
    category = models.CharField("类别", max_length=40)
    source = models.CharField("来源", max_length=20, choices=Source)
    source_text = models.CharField("来源依据", max_length=200, blank=True)
    instructed_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="instructed", verbose_name="批示领导"
    )
    # One of the levels of its document: red, yellow and blue are only the colours that we know.
    level = models.CharField("级别", max_length=40, blank=True)
    quantifiable = models.BooleanField("可量化", default=True)
    urgent = models.BooleanField("急办", default=False)
    public_commitment = models.BooleanField("公开承诺", default=False)
    project = models.BooleanField("项目类", default=False)
    triage = models.CharField("难易", max_length=10, choices=Triage, blank=True)
    word_limit = models.PositiveIntegerField("字数上限", null=True, blank=True)
    elements = models.TextField("反馈要素", blank=True)
    escalated_on = models.DateField("提级日期", null=True, blank=True)
    planning = models.BooleanField("规划编制类", default=False)
    # The day that the platform sets from which a citizen's message came (留言、热线).
    platform_due_on = models.DateField("平台规定时限", null=True, blank=True)
    state = models.CharField("状态", max_length=12, choices=State, default=State.PROPOSED)
    regime = models.CharField("适用办法", max_length=60)
    regime_version = models.CharField("办法版本", max_length=20)
    # The adopted document in force when it was registered; null in those from before documents were adopted.
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="matters", verbose_name="办法文本"
    )
    # None: 长期, a matter that is followed without an end date; never late by itself.
    due_on = models.DateField("办结期限", null=True, blank=True)
    due_rule = models.CharField("期限依据", max_length=60, blank=True)
    registered_on = models.DateField("登记日期")
    dispatched_on = models.DateField("交办日期", null=True, blank=True)
    registered_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="登记人")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级事项"
    )
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = "事项"
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "no"], name="matter_no_once")]
        indexes = [
            models.Index(fields=["jurisdiction", "state", "due_on"], name="matter_state_due"),
            models.Index(fields=["jurisdiction", "due_on"], name="matter_due"),
            models.Index(fields=["jurisdiction", "registered_on", "id"], name="matter_registered"),
        ]

    def __str__(self) -> str:
        return f"{self.no} {self.title}"

    @property
    def is_done(self) -> bool:
        """Return whether it was accepted as done or struck off."""
        return self.state in DONE_STATES

    @property
    def is_open(self) -> bool:
        """Return whether units owe something on it."""
        return self.state in OPEN_STATES

    def last_until(self, day: datetime.date | None) -> None:
        """Let it last at least until a day, None for ever, inside the transaction of who holds its lock."""
        self.due_on = None if day is None or self.due_on is None else max(self.due_on, day)
        self.save(update_fields=["due_on"])


class Milestone(TrackedModel):
    """A date on the way that the paper names (节点)."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="milestones", verbose_name="事项")
    on = models.DateField("日期")
    text = models.CharField("节点要求", max_length=200)
    reached_on = models.DateField("到达日期", null=True, blank=True)
    note = models.CharField("到达情况", max_length=200, blank=True)

    class Meta:
        verbose_name = "节点"


class MilestoneTemplate(TrackedModel):
    """The usual dates of one kind of matter (节点模板), as the office wrote them: [[days after the start, text], …]."""

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="milestone_templates", verbose_name="辖区"
    )
    name = models.CharField("名称", max_length=60)
    steps = models.JSONField("节点", default=list)

    class Meta:
        verbose_name = "节点模板"
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "name"], name="milestone_template_once")]

    def __str__(self) -> str:
        return self.name
