"""A suggestion (建议提案): a deputy's suggestion or a member's proposal, its answer, and how content its author is."""

from django.db import models

from duban.ledger.models.assignments import Assignment
from duban.ledger.models.matters import Matter
from duban.ledger.models.ratings import Rating, Satisfaction
from duban.people.models import Officer
from duban.people.tracking import TrackedModel


class Kind(models.TextChoices):
    """Whose it is: the people's congress's or the political consultative conference's."""

    SUGGESTION = "suggestion", "人大代表建议"
    MOTION = "motion", "政协委员提案"


class Rank(models.TextChoices):
    """The level of the body to which the author belongs."""

    NATION = "nation", "全国"
    PROVINCE = "province", "省"
    PREFECTURE = "prefecture", "市（州）"
    COUNTY = "county", "县"


class Answer(models.TextChoices):
    """What came of it: the code of the answering letter."""

    A = "A", "A 已经解决或采纳"
    B = "B", "B 正在解决或列入计划"
    C = "C", "C 暂不能解决，留作参考"


class Suggestion(TrackedModel):
    """What a matter of this source has beside every other matter. `round` counts the answers: a dissatisfied author gets another."""

    untracked = {"author": "personal"}

    matter = models.OneToOneField(Matter, models.PROTECT, related_name="suggestion", verbose_name="事项")
    kind = models.CharField("类别", max_length=12, choices=Kind)
    number = models.CharField("编号", max_length=40)
    author = models.CharField("提出人", max_length=120)
    rank = models.CharField("级别", max_length=12, choices=Rank, blank=True)
    answer = models.CharField("办理结果", max_length=1, choices=Answer, blank=True)
    answer_text = models.TextField("答复", blank=True)
    answered_on = models.DateField("答复日期", null=True, blank=True)
    round = models.PositiveIntegerField("办理次数", default=1)
    # When it was told to the two standing committees.
    reported_on = models.DateField("报告常委会日期", null=True, blank=True)

    class Meta:
        verbose_name = "建议提案"

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

    @property
    def rating(self) -> Rating | None:
        """Return what its author said of this round's answer, if anything yet."""
        return next((each for each in self._ratings() if each.is_current), None)

    @property
    def earlier(self) -> Rating | None:
        """Return what its author said of the last round's answer, if there was one."""
        return next((each for each in self._ratings() if not each.is_current), None)

    @property
    def satisfaction(self) -> str:
        """Return the word of this round's rating; empty before it."""
        return self.rating.satisfaction if self.rating else ""

    def get_satisfaction_display(self) -> str:
        """Return that word as it is read."""
        return Satisfaction(self.satisfaction).label if self.satisfaction else ""

    def _ratings(self) -> list[Rating]:
        """Return the ratings of its matter, the newest first; a list of suggestions fetches them at once."""
        return sorted(self.matter.ratings.all(), key=lambda each: -each.pk)


class Countersignature(TrackedModel):
    """A cooperating unit's word on the answer (会签), once in a round."""

    suggestion = models.ForeignKey(
        Suggestion, models.CASCADE, related_name="countersignatures", verbose_name="建议提案"
    )
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="+", verbose_name="交办")
    round = models.PositiveIntegerField("第几次办理")
    agreed = models.BooleanField("同意")
    opinion = models.TextField("意见", blank=True)
    signed_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="会签人")
    signed_on = models.DateField("会签日期")

    class Meta:
        verbose_name = "会签"
        constraints = [models.UniqueConstraint(fields=["suggestion", "assignment", "round"], name="countersigned_once")]
