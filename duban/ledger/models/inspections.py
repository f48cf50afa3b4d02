"""An inspection (督查): planned or approved, carried out by a team at the places, and, received from above, one that others carry out here."""

from django.db import models

from duban.ledger.models.matters import Matter
from duban.people.models import Jurisdiction, Officer, Unit
from duban.people.tracking import ConcealedModel


class AnnualPlan(ConcealedModel):
    """The inspections of a year (年度督查计划). What is not on it needs a reason or an approval, as the regime says."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="annual_plans", verbose_name="辖区")
    year = models.PositiveIntegerField("年度")
    # With whom it was made, where the document asks for it: free words.
    made_with = models.CharField("会同制定", max_length=200, blank=True)
    adopted_on = models.DateField("制定日期", null=True, blank=True)
    adopted_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审定人"
    )
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = "年度督查计划"
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "year"], name="annual_plan_once")]

    def __str__(self) -> str:
        return f"{self.year}年度督查计划"


class PlanItem(ConcealedModel):
    """One inspection that the plan of a year names, with its contents and its window of days, both inclusive."""

    plan = models.ForeignKey(AnnualPlan, models.CASCADE, related_name="items", verbose_name="计划")
    order = models.PositiveIntegerField("次序")
    title = models.CharField("督查事项", max_length=200)
    contents = models.TextField("督查内容", blank=True)
    from_on = models.DateField("起")
    to_on = models.DateField("止")
    units = models.ManyToManyField(Unit, related_name="+", verbose_name="被督查单位", blank=True)

    class Meta:
        verbose_name = "计划项目"
        constraints = [models.UniqueConstraint(fields=["plan", "order"], name="plan_item_order_once")]

    def __str__(self) -> str:
        return self.title


class Phase(models.TextChoices):
    """How far an inspection has come."""

    DRAFT = "draft", "拟定方案"
    WAITING = "waiting", "待审批"
    RETURNED = "returned", "退回修改"
    APPROVED = "approved", "待实施"
    UNDER_WAY = "under_way", "督查中"
    CONCLUDED = "concluded", "已形成结论"
    CLOSED = "closed", "已归档"
    CANCELLED = "cancelled", "已取消"


BEFORE = (Phase.DRAFT, Phase.WAITING, Phase.RETURNED, Phase.APPROVED)


class Method(models.TextChoices):
    """How it is done."""

    COMPREHENSIVE = "comprehensive", "综合督查"
    SPECIAL = "special", "专项督查"
    FOLLOW_UP = "follow_up", "跟踪督查"
    EVENT = "event", "事件调查"
    CLUE = "clue", "线索核查"
    URGING = "urging", "催办督查"
    SPOT = "spot", "随机抽查"
    QUARTER_END = "quarter_end", "季末专项检查"
    LOOK_BACK = "look_back", "回头看"
    RECEIVED = "received", "迎接上级督查"


class Inspection(ConcealedModel):
    """One inspection. An unannounced one is seen by its team, the office head and the leader who signed it alone, until the team is on the spot."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="inspections", verbose_name="辖区")
    no = models.CharField("编号", max_length=20)
    title = models.CharField("名称", max_length=200)
    method = models.CharField("方式", max_length=16, choices=Method)
    unannounced = models.BooleanField("暗访（不发通知）", default=False)
    scheme = models.TextField("督查方案")
    from_on = models.DateField("起")
    to_on = models.DateField("止")
    plan_item = models.ForeignKey(
        PlanItem, models.PROTECT, null=True, blank=True, related_name="inspections", verbose_name="计划项目"
    )
    unplanned_reason = models.TextField("计划外理由", blank=True)
    filed_on = models.DateField("备案日期", null=True, blank=True)
    filed_with = models.CharField("备案机关", max_length=100, blank=True)
    # The inspection that this one looks back on (回头看).
    after = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="look_backs", verbose_name="前次督查"
    )
    # Of one received from above: who inspects.
    authority = models.CharField("检查方级别", max_length=30, blank=True)
    authority_name = models.CharField("检查方", max_length=100, blank=True)
    units = models.ManyToManyField(Unit, related_name="inspections", verbose_name="被督查单位", blank=True)
    matters = models.ManyToManyField(Matter, related_name="inspections", verbose_name="督查事项", blank=True)
    self_report_due_on = models.DateField("自查报告期限", null=True, blank=True)
    phase = models.CharField("状态", max_length=12, choices=Phase, default=Phase.DRAFT)
    opened_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="拟定人")
    opened_on = models.DateField("拟定日期")
    # With which departments the scheme was made, where the document asks for it: free words.
    made_with = models.CharField("会同部门", max_length=200, blank=True)
    applied_on = models.DateField("报批日期", null=True, blank=True)
    # Who was asked to sign; `signed_by` is who did, they or their stand-in.
    signer = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="inspections_to_sign", verbose_name="报批对象"
    )
    signed_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审批人"
    )
    signed_on = models.DateField("审批日期", null=True, blank=True)
    opinion = models.TextField("审批意见", blank=True)
    cancel_reason = models.TextField("取消理由", blank=True)
    # Of one received from above: what came of it.
    result = models.TextField("检查结果", blank=True)
    result_on = models.DateField("结果日期", null=True, blank=True)
    closed_on = models.DateField("归档日期", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = "督查"
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "no"], name="inspection_no_once")]
        indexes = [models.Index(fields=["jurisdiction", "phase", "from_on"], name="inspection_phase")]

    def __str__(self) -> str:
        return f"{self.no} {self.title}"

    @property
    def is_received(self) -> bool:
        """Return whether others inspect here."""
        return self.method == Method.RECEIVED


class RosterEntry(ConcealedModel):
    """A supervision officer (政务督查员): who may be sent out on inspections, from a day through another."""

    untracked = {"name": "personal"}

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="roster", verbose_name="辖区")
    officer = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="账号")
    name = models.CharField("姓名", max_length=40)
    body = models.CharField("单位职务", max_length=120, blank=True)
    appointed_on = models.DateField("聘任日期")
    until_on = models.DateField("聘期止", null=True, blank=True)

    class Meta:
        verbose_name = "政务督查员"

    def __str__(self) -> str:
        return self.name


class Capacity(models.TextChoices):
    """In which capacity somebody is on a team."""

    HEAD = "head", "组长"
    MEMBER = "member", "组员"
    DEPARTMENT = "department", "会同部门人员"
    MEDIA = "media", "媒体代表"
    DEPUTY = "deputy", "人大代表"
    CPPCC = "cppcc", "政协委员"


EXTERNAL = (Capacity.MEDIA, Capacity.DEPUTY, Capacity.CPPCC)


class Member(ConcealedModel):
    """One person of the team (督查组). External ones have no account: they take part and sign nothing."""

    untracked = {"name": "personal"}

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="members", verbose_name="督查")
    officer = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name="账号"
    )
    name = models.CharField("姓名", max_length=40)
    body = models.CharField("单位职务", max_length=120, blank=True)
    capacity = models.CharField("身份", max_length=12, choices=Capacity, default=Capacity.MEMBER)
    recused_on = models.DateField("回避日期", null=True, blank=True)
    recusal_reason = models.CharField("回避事由", max_length=200, blank=True)

    class Meta:
        verbose_name = "督查组成员"
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "officer"],
                condition=models.Q(officer__isnull=False),
                name="inspection_member_once",
            ),
            models.UniqueConstraint(
                fields=["inspection"], condition=models.Q(capacity="head"), name="inspection_head_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Preparation(ConcealedModel):
    """One thing to be ready before an inspection that is received from above (迎检准备)."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="preparations", verbose_name="督查")
    order = models.PositiveIntegerField("次序")
    text = models.CharField("准备事项", max_length=200)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位")
    due_on = models.DateField("期限", null=True, blank=True)
    done_on = models.DateField("完成日期", null=True, blank=True)

    class Meta:
        verbose_name = "迎检准备"


class SelfInspection(ConcealedModel):
    """The report of one unit on its own check before the team comes (自查报告)."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="self_inspections", verbose_name="督查")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    due_on = models.DateField("应交日期", null=True, blank=True)
    text = models.TextField("自查情况", blank=True)
    handed_in_on = models.DateField("交来日期", null=True, blank=True)
    handed_in_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="报送人"
    )

    class Meta:
        verbose_name = "自查报告"
        constraints = [models.UniqueConstraint(fields=["inspection", "unit"], name="self_inspection_once")]


class Visit(ConcealedModel):
    """One place of an inspection: where to go on which day, and what was seen there."""

    class How(models.TextChoices):
        """What is done at the place."""

        MEETING = "meeting", "座谈听取汇报"
        SITE = "site", "实地察看"
        FILES = "files", "查阅资料"
        UNANNOUNCED = "unannounced", "暗访"
        PEOPLE = "people", "走访群众"

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="visits", verbose_name="督查")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="visits", verbose_name="单位")
    matter = models.ForeignKey(
        Matter, models.PROTECT, null=True, blank=True, related_name="visits", verbose_name="事项"
    )
    place = models.CharField("点位", max_length=120)
    how = models.CharField("方式", max_length=12, choices=How, default=How.SITE)
    on = models.DateField("日期")
    arrived_at = models.DateTimeField("到场时刻", null=True, blank=True)
    seen = models.TextField("所见情况", blank=True)
    recorded_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="记录人"
    )
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = "督查点位"
        indexes = [models.Index(fields=["on", "inspection"], name="visit_on")]


class Draw(ConcealedModel):
    """A random draw (随机抽取): from which list, by which seed, and what came out: anybody can draw it again."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="draws", verbose_name="辖区")
    inspection = models.ForeignKey(
        Inspection, models.PROTECT, null=True, blank=True, related_name="draws", verbose_name="督查"
    )
    what = models.CharField("抽取对象", max_length=20)
    seed = models.CharField("随机种子", max_length=64)
    pool = models.JSONField("抽取范围")
    drawn = models.JSONField("抽取结果")
    drawn_on = models.DateField("抽取日期")
    drawn_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="抽取人")

    class Meta:
        verbose_name = "随机抽取"
