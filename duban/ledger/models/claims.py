"""A claim (申报): a unit was praised, or did what its document lets units enter, and says so; it counts once it is verified."""

from django.db import models

from duban.ledger.models.files import Attachment
from duban.ledger.models.lines import JournalLine
from duban.ledger.models.matters import Matter
from duban.people.models import Jurisdiction, Officer, Unit
from duban.people.tracking import TrackedModel


class Standing(models.TextChoices):
    """What became of it."""

    OPEN = "open", "待核实"
    VERIFIED = "verified", "已核实"
    REJECTED = "rejected", "不予认定"
    WITHDRAWN = "withdrawn", "已撤回"


class Claim(TrackedModel):
    """One praise of one unit (or of a person in it), or what a unit enters itself, before and after it was verified."""

    untracked = {"person": "personal", "line": "the line names the claim"}

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="claims", verbose_name="辖区")
    # The kind of fact that it becomes: praise of the library, or an event of the document's own that units enter.
    kind = models.CharField("种类", max_length=60)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="claims", verbose_name="单位")
    person = models.CharField("受表彰个人", max_length=60, blank=True)
    matter = models.ForeignKey(
        Matter, models.PROTECT, null=True, blank=True, related_name="claims", verbose_name="事项"
    )
    title = models.CharField("名称", max_length=200)
    authority = models.CharField("作出机关", max_length=30, blank=True)
    document = models.CharField("文号或刊物", max_length=100, blank=True)
    # The fields that the document asks of the kind, as a fact has them.
    fields = models.JSONField("内容", default=dict, blank=True)
    # The same thing praised by several: the documents that count it once count it at the highest.
    occasion = models.CharField("同一事由", max_length=60, blank=True)
    happened_on = models.DateField("日期")
    text = models.TextField("说明", blank=True)
    file = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="证明材料"
    )
    made_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="登记人")
    made_on = models.DateField("登记日期")
    standing = models.CharField("状态", max_length=10, choices=Standing, default=Standing.OPEN)
    reason = models.TextField("核实意见", blank=True)
    ruled_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="核实人"
    )
    ruled_on = models.DateField("核实日期", null=True, blank=True)
    line = models.ForeignKey(
        JournalLine, models.PROTECT, null=True, blank=True, related_name="claims", verbose_name="记录"
    )

    class Meta:
        verbose_name = "申报"
        indexes = [models.Index(fields=["jurisdiction", "standing"], name="claim_standing")]
