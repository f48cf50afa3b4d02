"""A consequence that is no number (处理结果): loss of eligibility, the year's assessment, handing over."""

import re

from django.db import models

from duban.ledger.models.files import Attachment
from duban.ledger.models.matters import Matter
from duban.ledger.models.proposals import Proposal
from duban.people.models import Jurisdiction, Officer, Unit
from duban.people.tracking import TrackedModel

_ELIGIBILITY = re.compile(r"取消(?:其|当年|本年度?|年度|当年度)*(?:评优评先|评先评优|评先树优|评优|评先)(?:的)?资格")

_NOT_YET = re.compile("建议|提请|提出|报请|免予|不予")


class Kind(models.TextChoices):
    """What befell the unit or a person. The words are the documents' own; the regime's clause is cited with each."""

    ELIGIBILITY = "eligibility", "取消评优评先资格"
    ASSESSMENT = "assessment", "年度考核不合格"
    HANDOVER = "handover", "移送纪检监察机关"
    TALK = "talk", "提醒谈话"
    ADMONITION = "admonition", "诫勉谈话"
    CRITICISM = "criticism", "通报批评"
    INTERVIEW = "interview", "工作约谈"
    ORGANISATION = "organisation", "组织处理"
    DISCIPLINE = "discipline", "纪律处分"
    SELF_CRITICISM = "self_criticism", "书面检查"
    COMMITMENT = "commitment", "书面承诺"
    EXPLANATION = "explanation", "情况说明和整改方案"
    SPECIAL_ANSWER = "special_answer", "专题答复"
    HEAD_EXPLANATION = "head_explanation", "主要领导当面说明"
    EXPOSURE = "exposure", "通报曝光"
    MEDIA_EXPOSURE = "media_exposure", "媒体曝光"
    ACCOUNTABILITY = "accountability", "问责"

    @classmethod
    def of_words(cls, words: str) -> "Kind | None":
        """Return the kind that a document means by its own words (县长约谈, 取消年度评优评先资格); None where it means none of these.

        Nor where it is only recommended or asked for, and of another year's eligibility: that of the register holds for the year in which it
        was imposed.
        """
        if _NOT_YET.search(words):
            return None
        plain = {each: each.label.removeprefix("工作") for each in cls}
        if _ELIGIBILITY.fullmatch(words):
            return cls.ELIGIBILITY
        found = [each for each, label in plain.items() if label in words and each is not cls.ELIGIBILITY]
        return max(found, key=lambda each: len(plain[each]), default=None)

    @property
    def is_paper(self) -> bool:
        """Return whether the unit itself hands it in, by a day."""
        return self in PAPERS

    @property
    def is_owed(self) -> bool:
        """Return whether the unit owes it by a day: a paper, or what its head explains in person."""
        return self in PAPERS or self is Kind.HEAD_EXPLANATION

    @property
    def is_owed_each_time(self) -> bool:
        """Return whether it is owed anew with every step, and not once a matter."""
        return self is Kind.SPECIAL_ANSWER

    @property
    def due_rule(self) -> str:
        """Return the rule of a document by whose days it is due; empty where the step's own limit counts."""
        return "written_explanation" if self is Kind.EXPLANATION else ""

    @property
    def is_event(self) -> bool:
        """Return whether it takes place on a day and is put on record: somebody speaks with somebody."""
        return self in _EVENTS

    @property
    def is_exposure(self) -> bool:
        """Return whether a medium carries it, on a day."""
        return self in (Kind.EXPOSURE, Kind.MEDIA_EXPOSURE)

    @property
    def is_due_at_once(self) -> bool:
        """Return whether it is handed in at once, and what it promises is fulfilled within the step's limit (三门峡 四(二)4)."""
        return self is Kind.COMMITMENT

    @property
    def needs_person(self) -> bool:
        """Return whether it can only befall a person."""
        return self in _OF_PERSONS

    @property
    def may_name_persons(self) -> bool:
        """Return whether persons may be named beside the unit."""
        return self in _OF_PERSONS or self is Kind.ACCOUNTABILITY

    @property
    def holds_for_the_year(self) -> bool:
        """Return whether it holds until the end of the year in which it was imposed."""
        return self in (Kind.ELIGIBILITY, Kind.ASSESSMENT)

    @property
    def verb(self) -> str:
        """Return the verb under which the journal has it."""
        if self is Kind.HANDOVER:
            return "consequence.handed_over"
        return "consequence.demanded" if self.is_paper else "consequence.imposed"


PAPERS = (Kind.SELF_CRITICISM, Kind.COMMITMENT, Kind.EXPLANATION, Kind.SPECIAL_ANSWER)
_EVENTS = (Kind.INTERVIEW, Kind.HEAD_EXPLANATION, Kind.TALK, Kind.ADMONITION)
_OF_PERSONS = (Kind.ASSESSMENT, Kind.TALK, Kind.ADMONITION, Kind.ORGANISATION, Kind.DISCIPLINE)


class Consequence(TrackedModel):
    """One consequence for a unit or a named person of it: recorded, dated, listed, lifted only with a reason."""

    untracked = {"person": "personal"}

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="consequences", verbose_name="辖区")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="consequences", verbose_name="单位")
    person = models.CharField("人员", max_length=60, blank=True)
    kind = models.CharField("种类", max_length=16, choices=Kind)
    clause = models.CharField("依据条款", max_length=40)
    matter = models.ForeignKey(
        Matter, models.PROTECT, null=True, blank=True, related_name="consequences", verbose_name="事项"
    )
    proposal = models.ForeignKey(
        Proposal, models.PROTECT, null=True, blank=True, related_name="consequences", verbose_name="报批"
    )
    reason = models.TextField("事由")
    imposed_on = models.DateField("作出日期")
    until_on = models.DateField("至", null=True, blank=True)
    # A paper that the unit owes by this consequence (书面检查、承诺、整改方案): when due, when handed in, whether kept.
    owed_by = models.DateField("应交日期", null=True, blank=True)
    handed_in_on = models.DateField("交来日期", null=True, blank=True)
    file = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="交来材料"
    )
    # Of a promise: the last day on which what it promises may be fulfilled, inclusive.
    fulfil_by = models.DateField("兑现期限", null=True, blank=True)
    # Whether what was promised came true: checked once, with words.
    kept = models.BooleanField("已兑现", null=True, blank=True)
    checked_on = models.DateField("核查日期", null=True, blank=True)
    # Of what takes place: who summons, for when and where, on which day it was held, what was said, and what came of it later.
    # Of an exposure `place` is the medium.
    led_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="约谈领导"
    )
    set_for = models.DateTimeField("约定时间", null=True, blank=True)
    place = models.CharField("地点", max_length=100, blank=True)
    held_on = models.DateField("进行日期", null=True, blank=True)
    record = models.TextField("记录", blank=True)
    result = models.TextField("后续结果", blank=True)
    result_on = models.DateField("结果登记日期", null=True, blank=True)
    lifted_on = models.DateField("解除日期", null=True, blank=True)
    lift_reason = models.TextField("解除理由", blank=True)
    recorded_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "处理结果"
        indexes = [
            models.Index(fields=["jurisdiction", "kind", "imposed_on"], name="consequence_kind"),
            models.Index(fields=["unit", "imposed_on"], name="consequence_unit"),
        ]

    @property
    def is_paper(self) -> bool:
        """Return whether the unit has to hand something in."""
        return Kind(self.kind).is_paper

    @property
    def is_event(self) -> bool:
        """Return whether it takes place on a day and is put on record."""
        return Kind(self.kind).is_event

    @property
    def is_exposure(self) -> bool:
        """Return whether a medium carries it."""
        return Kind(self.kind).is_exposure
