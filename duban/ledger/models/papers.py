"""A paper read in, and the drafts of matters found in it."""

import datetime
import re

from django.db import models

from duban.ledger.models.files import Attachment
from duban.ledger.models.matters import Matter
from duban.people.models import Jurisdiction, Officer
from duban.people.tracking import TrackedModel


class SourcePaper(TrackedModel):
    """An official paper as it was read: its text, so that the page can show the passage beside the draft."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="papers", verbose_name="辖区")
    name = models.CharField("文件名", max_length=200)
    text = models.TextField("正文")
    sha256 = models.CharField("校验码", max_length=64)
    unparsed = models.JSONField("未能读出", default=list)
    # What its matters are based on, as notices name it: asked once for all of them, never the file's name.
    basis = models.CharField("依据文件", max_length=200, blank=True)
    basis_no = models.CharField("文号", max_length=80, blank=True)
    basis_on = models.DateField("成文日期", null=True, blank=True)
    file = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="原件")
    read_on = models.DateField("读入日期")
    read_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="读入人")

    class Meta:
        verbose_name = "来文"

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        """What a page calls it: its basis, else the file's name without the ending."""
        return self.basis or re.sub(r"\.[A-Za-z]{2,5}$", "", self.name)


class DraftState(models.TextChoices):
    """Whether a draft has become a matter."""

    OPEN = "open", "待核"
    REGISTERED = "registered", "已登记"
    DROPPED = "dropped", "不登记"


class Draft(TrackedModel):
    """One task found in a paper, to be corrected by a person before it becomes a matter."""

    paper = models.ForeignKey(SourcePaper, models.CASCADE, related_name="drafts", verbose_name="来文")
    order = models.PositiveIntegerField("次序")
    no = models.CharField("文中序号", max_length=40, blank=True)
    text = models.TextField("任务")
    # [{"name": as written, "unit": code or null}]
    lead = models.JSONField("牵头", default=list)
    support = models.JSONField("配合", default=list)
    # Who only guides; it neither leads nor supports and is no unit of the matter.
    guide = models.JSONField("指导", default=list)
    milestones = models.JSONField("节点", default=list)
    # What comes round again, in the paper's words: 每月5日前.
    recurrence = models.CharField("周期", max_length=200, blank=True)
    # [[label, words]]: what else the paper says of the task, 第一责任人 and the like.
    notes = models.JSONField("其他内容", default=list)
    due_on = models.DateField("期限", null=True, blank=True)
    # 长期: without end date, which is not the same as a date that is missing.
    endless = models.BooleanField("长期", default=False)
    # How often is reported, in words that engine.rhythms reads; empty where nothing is said.
    rhythm = models.CharField("定期报送", max_length=60, blank=True)
    doubts = models.JSONField("存疑", default=list)
    start = models.PositiveIntegerField("起", default=0)
    end = models.PositiveIntegerField("止", default=0)
    state = models.CharField("状态", max_length=12, choices=DraftState, default=DraftState.OPEN)
    matter = models.ForeignKey(
        Matter, models.PROTECT, null=True, blank=True, related_name="drafts", verbose_name="事项"
    )

    class Meta:
        verbose_name = "任务草稿"
        constraints = [models.UniqueConstraint(fields=["paper", "order"], name="draft_order_once")]

    def set_due(self, due_on: datetime.date | None) -> None:
        """Take a limit in place of the one that was read, which is then no step on the way to it."""
        if self.due_on not in (None, due_on):
            self.milestones = [each for each in self.milestones if each["date"] != self.due_on.isoformat()]
        self.due_on = due_on
