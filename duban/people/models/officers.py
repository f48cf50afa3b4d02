"""Jurisdictions, portfolios, units and officers: data, never code. A change of personnel needs no new release."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property

from duban.people.sealing import SealedField
from duban.people.tracking import Tracked, TrackedModel


class Jurisdiction(TrackedModel):
    """One government office with its regime, letterhead and calendar. Nothing is ever seen across its border."""

    slug = models.SlugField("代码", unique=True)
    name = models.CharField("名称", max_length=80)
    regime = models.CharField("适用办法", max_length=60)
    choices = models.JSONField("所选执行口径", default=dict, blank=True)
    # The digest of the adopted document that is in force, and from which day, where another was in force before.
    document = models.CharField("办法文本", max_length=64, blank=True)
    document_since = models.DateField("办法施行日期", null=True, blank=True)
    # Who signs: {"ranking": a post, "correction": a post, "document": who adopts documents}; without: nobody, the head of the office adopts.
    ranking_signers = models.JSONField("排名签发", default=dict, blank=True)
    local_calendar = models.CharField("地方节假日", max_length=60, blank=True)
    # The holiday notices that people took in and that are in force, as the files in regimes/calendars are shaped.
    holidays = models.JSONField("放假安排", default=list, blank=True)
    # head: lines of the red head; code: what stands before 〔2026〕12号; office: who signs; script: a second script, if any.
    letterhead = models.JSONField("公文版头", default=dict, blank=True)
    is_demo = models.BooleanField("演示数据", default=False)
    # Whether the public may write without signing in; closed until the head of the office opens it.
    public_intake = models.BooleanField("公众入口开放", default=False)
    # The digest of the secret in the address of the office's wall; empty: it has none.
    wall = models.CharField("大屏地址校验码", max_length=64, blank=True)

    class Meta:
        verbose_name = "辖区"

    def __str__(self) -> str:
        return self.name


class Group(models.TextChoices):
    """Groups of units, as the interchange format names them."""

    COUNTY = "county", "县（市、区）"
    TOWNSHIP = "township", "乡镇"
    DEPARTMENT = "department", "部门"
    SUBORDINATE = "subordinate", "所属单位"
    ZONE = "zone", "开发区（园区）"
    ENTERPRISE = "enterprise", "企业"
    SUPERIOR_AGENCY = "superior_agency", "上级驻地单位"
    AUTHORISED = "authorised", "授权组织"


class Portfolio(TrackedModel):
    """The field (分管领域) of one leader; units and matters are grouped by it."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="portfolios", verbose_name="辖区")
    name = models.CharField("名称", max_length=60)
    leader = models.ForeignKey(
        "Officer", models.PROTECT, null=True, blank=True, related_name="portfolios", verbose_name="分管领导"
    )

    class Meta:
        verbose_name = "分管领域"
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "name"], name="portfolio_once")]

    def __str__(self) -> str:
        return self.name


class Unit(TrackedModel):
    """An organisation that is supervised."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="units", verbose_name="辖区")
    code = models.SlugField("代码", max_length=40)
    name = models.CharField("名称", max_length=80)
    group = models.CharField("类别", max_length=20, choices=Group)
    portfolio = models.ForeignKey(
        Portfolio, models.PROTECT, null=True, blank=True, related_name="units", verbose_name="分管领域"
    )
    # The leader who is a township's contact (联系领导), where the document names one beside the leader of the field.
    contact_leader = models.ForeignKey(
        "people.Officer", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="联系领导"
    )
    ranked = models.BooleanField("参加排名", default=True)
    # The unit is itself a government with an office in this installation: what it is given opens there.
    seat = models.ForeignKey(
        Jurisdiction, models.PROTECT, null=True, blank=True, related_name="seats", verbose_name="本级办公室"
    )
    order = models.PositiveIntegerField("排列", default=0)
    # The day from which it is no more, after it was merged, split or abolished (机构改革); its code and name stay with its past.
    abolished_on = models.DateField("撤并日期", null=True, blank=True)

    class Meta:
        verbose_name = "单位"
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "code"], name="unit_code_once"),
            models.UniqueConstraint(fields=["jurisdiction", "name"], name="unit_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class UnitAlias(TrackedModel):
    """Another name under which papers call a unit."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.CASCADE, related_name="aliases", verbose_name="辖区")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="aliases", verbose_name="单位")
    name = models.CharField("别名", max_length=80)

    class Meta:
        verbose_name = "单位别名"
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "name"], name="alias_once")]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What an officer is here for. One account holds one post."""

    CLERK = "clerk", "督查室经办"
    OFFICE_HEAD = "office_head", "督查室负责人"
    SECTION = "section", "科室"
    LEADER = "leader", "分管领导"
    PRINCIPAL = "principal", "主要领导"
    SECRETARY_GENERAL = "secretary_general", "秘书长"
    LIAISON = "liaison", "单位联络员"
    UNIT_HEAD = "unit_head", "单位负责人"
    INSPECTOR = "inspector", "政务督查员"
    ASSESSMENT = "assessment", "考核办"
    DISCIPLINE = "discipline", "纪检监察"
    ADMINISTRATOR = "administrator", "系统管理员"
    AUDITOR = "auditor", "审计员"


OFFICE = frozenset({Role.CLERK, Role.OFFICE_HEAD})
LEADERS = frozenset({Role.LEADER, Role.PRINCIPAL, Role.SECRETARY_GENERAL})
UNIT_ROLES = frozenset({Role.LIAISON, Role.UNIT_HEAD})
# Who confirms what an administrator does to accounts.
CONFIRMERS = frozenset({Role.OFFICE_HEAD, Role.PRINCIPAL, Role.SECRETARY_GENERAL, Role.ADMINISTRATOR})


class Officer(Tracked, AbstractUser):
    """A person with an account: one post, in one jurisdiction, and in one unit where the post belongs to a unit."""

    untracked = {
        "password": "a reset has a line of its own, and signing in may hash it anew",
        "last_login": "signing in is in the audit log",
        "date_joined": "the line that added the account says it",
        "first_name": "personal",
        "last_name": "personal",
        "email": "personal",
        "full_name": "personal",
        "title": "personal",
        "guide_put_away": "how one looks at one's desk is nobody's business",
    }

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, null=True, blank=True, related_name="officers", verbose_name="辖区"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="officers", verbose_name="单位")
    role = models.CharField("角色", max_length=20, choices=Role, blank=True)
    full_name = models.CharField("姓名", max_length=40, blank=True)
    title = models.CharField("职务", max_length=60, blank=True)
    # Who takes what waits for them, should the account be closed before anybody was chosen (AB 岗).
    deputy = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="deputises", verbose_name="AB 岗"
    )
    # One person with several posts: the account whose name and password open this post too; null where the account opens itself.
    signs_in_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="posts", verbose_name="登录账号"
    )
    # Whether one sign-in opens more than this post: true of each of them.
    joined = models.BooleanField("合并登录", default=False)
    # The guide of the first day stands on the desk until it is put away.
    guide_put_away = models.BooleanField("首日说明已收起", default=False)
    # The account that an administrator takes to be the same person's; the person says so, or not.
    offered_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="offers", verbose_name="可能是同一人"
    )
    # Where daily digests go: their own choice, sealed.
    email = SealedField("邮件地址", blank=True, default="")
    must_change_password = models.BooleanField("须修改初始口令", default=False)
    # The token by which they ask, where its use was just noted.
    token_noted: "models.Model | None" = None
    password_set_at = models.DateTimeField("口令设置时刻", default=timezone.now)

    class Meta:
        verbose_name = "人员"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(role__in=["liaison", "unit_head"]) | models.Q(unit__isnull=False),
                name="unit_role_has_unit",
            ),
            models.CheckConstraint(
                condition=models.Q(signs_in_by__isnull=True) | models.Q(joined=True), name="signs_in_by_is_joined"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    @property
    def login(self) -> "Officer":
        """Return the account by which this person signs in: their password, second factor and sessions are its."""
        return self.signs_in_by if self.signs_in_by is not None else self

    @cached_property
    def accounts(self) -> frozenset[int]:
        """Return the keys of all accounts of this person: what one of them may not decide, the others may not either."""
        if not self.joined:
            return frozenset({self.pk})
        found = Officer.objects.filter(models.Q(pk=self.login.pk) | models.Q(signs_in_by=self.login.pk))
        return frozenset(found.values_list("pk", flat=True))

    def is_person_of(self, account: int | None) -> bool:
        """Return whether that account, by its key, is this person's, in whatever post."""
        return account is not None and (account == self.pk or (self.joined and account in self.accounts))

    def check_password(self, raw_password: str | None) -> bool:
        """Return whether this is the password by which the post is opened."""
        return (
            super().check_password(raw_password)
            if self.signs_in_by is None
            else self.login.check_password(raw_password)
        )

    def get_session_auth_hash(self) -> str:
        """Return what a session is held against: it ends when the password changes by which it was opened."""
        return super().get_session_auth_hash() if self.signs_in_by is None else self.login.get_session_auth_hash()

    @property
    def office(self) -> Jurisdiction:
        """Return the jurisdiction of their post. Raises ValueError where there is none yet: then they may do nothing."""
        if self.jurisdiction is None:
            raise ValueError(f"{self.username} has no post")
        return self.jurisdiction

    @property
    def office_name(self) -> str:
        """Return what the office of the post is called; empty where there is none yet."""
        return self.jurisdiction.name if self.jurisdiction is not None else ""

    @property
    def post(self) -> str:
        """Return what the post is called: the title where there is one, else the role; of a unit with its name."""
        word = self.title or Role(self.role).label if self.role else self.title
        return f"{self.unit.name}{word}" if self.unit is not None else word

    @property
    def is_office(self) -> bool:
        """Return whether this is a post of the supervision office."""
        return self.role in OFFICE

    @property
    def is_leader(self) -> bool:
        """Return whether this is a leader of the government."""
        return self.role in LEADERS

    @property
    def is_unit(self) -> bool:
        """Return whether this is a post of a supervised unit."""
        return self.role in UNIT_ROLES


class Delegation(TrackedModel):
    """A leader is away and another signs for them (代理签批), from a day to a day, both inclusive."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="delegations", verbose_name="辖区")
    of = models.ForeignKey(Officer, models.PROTECT, related_name="delegated", verbose_name="委托人")
    to = models.ForeignKey(Officer, models.PROTECT, related_name="stands_in", verbose_name="代理人")
    from_on = models.DateField("起")
    through_on = models.DateField("止")
    reason = models.CharField("事由", max_length=100, blank=True)
    ended_on = models.DateField("提前结束", null=True, blank=True)

    class Meta:
        verbose_name = "代理"
        constraints = [
            models.CheckConstraint(condition=~models.Q(of=models.F("to")), name="delegation_to_another"),
            models.CheckConstraint(condition=models.Q(through_on__gte=models.F("from_on")), name="delegation_days"),
        ]
