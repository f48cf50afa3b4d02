"""A reorganisation (机构改革): units were merged, split or abolished by a paper; kept with the rules chosen and with all that moved."""

from django.db import models

from duban.people.models import Jurisdiction, Officer
from duban.people.tracking import TrackedModel


class Kind(models.TextChoices):
    """What became of the units."""

    MERGE = "merge", "合并"
    SPLIT = "split", "拆分"
    ABOLISH = "abolish", "撤销"


class Points(models.TextChoices):
    """Whose are the points that a unit had in the period in which it ended."""

    FOLLOW = "follow", "计入承接单位"
    STAY = "stay", "留在原单位"


class Accounts(models.TextChoices):
    """What becomes of the accounts of a unit that ends."""

    MOVE = "move", "转到承接单位"
    CLOSE = "close", "停用"


class Reorganisation(TrackedModel):
    """One merging, splitting or abolishing of units. Units stand by their codes, which never change; the first of `to` takes what is not given to another."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="reorganisations", verbose_name="辖区")
    kind = models.CharField("变更方式", max_length=10, choices=Kind)
    paper = models.CharField("文件名称", max_length=120)
    number = models.CharField("文号", max_length=60)
    on = models.DateField("生效日期")
    of = models.JSONField("原单位", default=list)
    to = models.JSONField("承接单位", default=list)
    points = models.CharField("当期得分", max_length=10, choices=Points)
    accounts = models.CharField("账号", max_length=10, choices=Accounts)
    # [{"kind", "row": "assignment:12", "words", "to": unit's code, "said", "changes": {column: [before, after]}, "matter", "is_joined"}].
    items = models.JSONField("变更内容", default=list)
    made_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="经办人")
    made_on = models.DateField("办理日期")
    # Taken back because it was wrong: what had not changed meanwhile went back.
    revoked_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="撤回人"
    )
    revoked_on = models.DateField("撤回日期", null=True, blank=True)
    revoke_reason = models.CharField("撤回事由", max_length=200, blank=True)

    class Meta:
        verbose_name = "单位变更"
        indexes = [models.Index(fields=["jurisdiction", "on"], name="reorganisation_on")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}（{self.number}）"
