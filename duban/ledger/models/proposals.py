"""A proposal (报批): an approval request, something that only signatures make happen: a ladder step, an extension, a write-off, a transfer."""

from django.db import models

from duban.ledger.models.assignments import Assignment
from duban.papers.writing.texts import quoted
from duban.people.models import Jurisdiction, Officer
from duban.people.tracking import TrackedModel

# The acts that there are, with their words: `duban.ledger.acts` enters each when the app is loaded.
WORDS: dict[str, str] = {}
# Those that other parts of the ledger call by their names.
STEP, START, COMPLETION, EXTENSION = "step", "start", "completion", "extension"


def acts() -> list[tuple[str, str]]:
    """Return the acts with their words."""
    return list(WORDS.items())


class Outcome(models.TextChoices):
    """What became of it."""

    OPEN = "open", "待签批"
    APPROVED = "approved", "已批准"
    REFUSED = "refused", "未批准"
    WITHDRAWN = "withdrawn", "已撤回"
    CARRIED_OUT = "carried_out", "已实施"


# Under way: it waits for a signature, or to be carried out.
GOING = (Outcome.OPEN, Outcome.APPROVED)


class Proposal(TrackedModel):
    """One approval request on one assignment, with the clause that provides for it."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="proposals", verbose_name="辖区")
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="proposals", verbose_name="交办")
    act = models.CharField("事由", max_length=12, choices=acts)
    step = models.CharField("措施", max_length=40, blank=True)
    clause = models.CharField("依据条款", max_length=40)
    reason = models.TextField("理由")
    # What else the act needs: kinds of consequence, points, the report to be completed.
    details = models.JSONField("内容", default=dict, blank=True)
    until = models.DateField("新期限", null=True, blank=True)
    to_unit = models.ForeignKey(
        "people.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="接办单位"
    )
    open_since = models.DateField("可实施起", null=True, blank=True)
    outcome = models.CharField("结果", max_length=12, choices=Outcome, default=Outcome.OPEN)
    # Null where the program itself proposes: the daily run.
    proposed_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="提出人"
    )
    proposed_on = models.DateField("提出日期")
    carried_out_on = models.DateField("实施日期", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = "报批"
        constraints = [
            # One open proposal of a kind: the daily run may be run twice, two clerks may press at once.
            models.UniqueConstraint(
                fields=["assignment", "act", "step"],
                condition=models.Q(outcome__in=["open", "approved"]),
                name="proposal_open_once",
            )
        ]
        indexes = [models.Index(fields=["jurisdiction", "outcome"], name="proposal_outcome")]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.assignment}"

    @property
    def is_going(self) -> bool:
        """Return whether it is under way: it waits for a signature, or to be carried out."""
        return self.outcome in GOING

    @property
    def what(self) -> str:
        """Return the matter that it is about as a sentence names it."""
        matter = self.assignment.matter
        return f"{quoted(matter.title)}（{matter.no}）"


class Decision(models.TextChoices):
    """What a signer said."""

    WAITING = "waiting", "待签"
    AGREED = "agreed", "同意"
    REFUSED = "refused", "不同意"


class Signature(TrackedModel):
    """One signer's place on a proposal, in order. `role` is the regime's; `officer` the holder of the post: passed on with it while it waits, fixed once signed."""

    untracked = {"undo": "what stood before is in earlier lines"}

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="signatures", verbose_name="报批")
    order = models.PositiveIntegerField("顺序")
    role = models.CharField("签批人身份", max_length=20)
    officer = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="signatures", verbose_name="签批人")
    # The post in which it was signed, as it was called on that day.
    post = models.CharField("签批时岗位", max_length=120, blank=True)
    decision = models.CharField("意见", max_length=10, choices=Decision, default=Decision.WAITING)
    reason = models.TextField("说明", blank=True)
    decided_on = models.DateField("签批日期", null=True, blank=True)
    # The instant of it: for a minute from then on it can be undone.
    decided_at = models.DateTimeField("签批时刻", null=True, blank=True)
    # What undoing sets back: {"rows": …, "lines": [first, last]}; empty where nothing can be set back.
    undo = models.JSONField("撤销时恢复的内容", default=dict, blank=True)
    # The one who was away, where another signed for them.
    on_behalf_of = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="代谁签批"
    )
    reminded_on = models.DateField("提醒日期", null=True, blank=True)
    reminders = models.PositiveIntegerField("提醒次数", default=0)

    class Meta:
        verbose_name = "签批"
        constraints = [models.UniqueConstraint(fields=["proposal", "order"], name="signature_order_once")]
        indexes = [
            models.Index(fields=["officer", "decision"], name="signature_officer"),
            models.Index(fields=["officer", "decided_at"], name="signature_decided"),
        ]
