"""A bulletin (通报、专报、汇总): drafted from the data of a period, edited, approved, issued; what was issued never changes."""

from django.db import models

from duban.ledger.models.files import Attachment
from duban.people.models import Jurisdiction, Officer
from duban.people.tracking import TrackedModel


class Phase(models.TextChoices):
    """How far a bulletin has come."""

    DRAFT = "draft", "起草中"
    WAITING = "waiting", "待审签"
    RETURNED = "returned", "退回修改"
    APPROVED = "approved", "待印发"
    ISSUED = "issued", "已印发"
    DROPPED = "dropped", "不再印发"


OPEN_PHASES = (Phase.DRAFT, Phase.WAITING, Phase.RETURNED, Phase.APPROVED)


class Audience(models.TextChoices):
    """Who reads it in the program once it is issued, beside the office and the leaders."""

    LEADERS = "leaders", "领导和办公室"
    UNITS = "units", "各单位"
    ASSESSMENT = "assessment", "考核办"


class Bulletin(TrackedModel):
    """One bulletin. `words` is the paper as it will go out; `figures` are the numbers that the data gave. The database lets nobody change
    it any more once it is issued.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="bulletins", verbose_name="辖区")
    # What drafts it, and the regime's paper where the document names one.
    kind = models.CharField("种类", max_length=40)
    paper = models.CharField("文种", max_length=40, blank=True)
    name = models.CharField("名称", max_length=60)
    clause = models.CharField("依据条款", max_length=40, blank=True)
    from_on = models.DateField("起")
    to_on = models.DateField("止")
    audience = models.CharField("阅读范围", max_length=12, choices=Audience, default=Audience.UNITS)
    # The inspection that it reports on.
    inspection = models.ForeignKey(
        "ledger.Inspection", models.PROTECT, null=True, blank=True, related_name="bulletins", verbose_name="督查"
    )
    words = models.JSONField("内容")
    figures = models.JSONField("数据", default=list)
    phase = models.CharField("状态", max_length=10, choices=Phase, default=Phase.DRAFT)
    series = models.CharField("编号系列", max_length=60, blank=True)
    year = models.PositiveIntegerField("年度", null=True, blank=True)
    serial = models.PositiveIntegerField("序号", null=True, blank=True)
    # The public may read it, and the media that were asked to carry it.
    is_public = models.BooleanField("公开发布", default=False)
    media = models.CharField("刊发媒体", max_length=200, blank=True)
    prepared_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="起草人")
    prepared_on = models.DateField("起草日期")
    signed_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审签人"
    )
    signed_on = models.DateField("审签日期", null=True, blank=True)
    opinion = models.TextField("审签意见", blank=True)
    issued_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="印发人"
    )
    issued_on = models.DateField("印发日期", null=True, blank=True)
    digest = models.CharField("校验码", max_length=64, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = "通报专报"
        constraints = [
            models.UniqueConstraint(
                fields=["jurisdiction", "series", "year", "serial"],
                condition=models.Q(serial__isnull=False),
                name="bulletin_number_once",
            )
        ]
        indexes = [models.Index(fields=["jurisdiction", "phase", "to_on"], name="bulletin_phase")]

    def __str__(self) -> str:
        return f"{self.name} {self.from_on}—{self.to_on}"

    @property
    def is_issued(self) -> bool:
        """Return whether it went out."""
        return self.phase == Phase.ISSUED

    @property
    def title(self) -> str:
        """Return the title on one line."""
        return str(self.words.get("title", self.name)).replace("\n", "")

    @property
    def number(self) -> str:
        """Return the number under which it went out; empty before."""
        return str(self.words.get("number", "")) if self.is_issued else ""


class PaperTemplate(TrackedModel):
    """The office's own Word template for one kind of paper: used in place of the program's layout."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="paper_templates", verbose_name="辖区")
    # The act that issues the paper, or the kind of bulletin.
    of = models.CharField("用于", max_length=60)
    file = models.ForeignKey(Attachment, models.PROTECT, related_name="+", verbose_name="模板文件")
    fields = models.JSONField("字段", default=list)
    added_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="上传人")
    added_on = models.DateField("上传日期")
    retired_on = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        verbose_name = "文书模板"
        constraints = [
            models.UniqueConstraint(
                fields=["jurisdiction", "of"], condition=models.Q(retired_on__isnull=True), name="template_in_use_once"
            )
        ]
