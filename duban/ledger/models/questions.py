"""A question with its answer (问一句), and a note that the office keeps for itself."""

from django.db import models

from duban.ledger.models.matters import Matter
from duban.ledger.models.proposals import Proposal
from duban.people.models import Jurisdiction, Officer, Unit
from duban.people.tracking import TrackedModel


class Question(TrackedModel):
    """One question on a matter, to one of its units (or one person of it) or to the office, with one answer; a further question is another one."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="questions", verbose_name="辖区")
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="questions", verbose_name="事项")
    # The approval request on whose card it was asked.
    proposal = models.ForeignKey(
        Proposal, models.PROTECT, null=True, blank=True, related_name="questions", verbose_name="报批"
    )
    # Null: the supervision office is asked.
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="questions", verbose_name="问谁")
    # One person of the unit is asked; null: whoever of it answers. Colleagues may answer in their place.
    person = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="请谁答复"
    )
    text = models.TextField("问题")
    asked_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="提问人")
    asked_at = models.DateTimeField("提问时刻")
    # The next working day: a request, no limit of the document, and nothing is counted by it.
    answer_by = models.DateField("请于何日前答复")
    answer = models.TextField("答复", blank=True)
    answered_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="答复人"
    )
    answered_at = models.DateTimeField("答复时刻", null=True, blank=True)
    withdrawn_at = models.DateTimeField("收回时刻", null=True, blank=True)

    class Meta:
        verbose_name = "提问"
        indexes = [
            models.Index(fields=["matter"], name="question_matter"),
            # Those that wait, which are few among all.
            models.Index(
                fields=["jurisdiction", "unit"],
                condition=models.Q(answered_at__isnull=True, withdrawn_at__isnull=True),
                name="question_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_by} 问{self.whom}"

    @property
    def whom(self) -> str:
        """Return who is asked, in words."""
        return self.side if self.person is None else f"{self.side}{self.person}"

    @property
    def side(self) -> str:
        """Return whose answer it is: the unit's, or the office's."""
        return self.unit.name if self.unit is not None else "督查室"

    @property
    def is_waiting(self) -> bool:
        """Return whether it waits for its answer."""
        return self.answered_at is None and self.withdrawn_at is None


class Note(TrackedModel):
    """What somebody of the office noted on a matter for colleagues and leaders; units do not see it."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="notes", verbose_name="事项")
    text = models.TextField("内容")
    noted_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="记录人")
    noted_at = models.DateTimeField("记录时刻")
    withdrawn_at = models.DateTimeField("删去时刻", null=True, blank=True)

    class Meta:
        verbose_name = "内部记事"
        indexes = [models.Index(fields=["matter"], name="note_matter")]

    def __str__(self) -> str:
        return self.text[:40]
