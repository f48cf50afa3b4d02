"""What waits for one person because of the post that they hold: every kind of it, who may take it over, and what stays where it is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from duban.ledger import access, conditions
from duban.ledger.models import (
    AccountChange,
    Assignment,
    Bulletin,
    Conclusion,
    Consequence,
    Deadline,
    Draft,
    Inspection,
    Instruction,
    Matter,
    Member,
    Opinion,
    Proposal,
    Review,
    Signature,
    Slip,
)
from duban.ledger.models import conclusions as of_conclusions
from duban.ledger.models.assignments import OPEN_STAGES
from duban.ledger.models.consequences import Kind as Imposed
from duban.ledger.models.inspections import Phase
from duban.ledger.models.matters import DONE_STATES
from duban.ledger.models.papers import DraftState
from duban.ledger.models.proposals import GOING, Decision, Outcome
from duban.ledger.queries.inspections import conclusions
from duban.ledger.queries.process import delegations
from duban.people.models import LEADERS, AccessToken, Jurisdiction, Officer, Portfolio, Role, Unit

_EVENTS = [each for each in Imposed if each.is_event]


@dataclass(frozen=True)
class Kind:
    """One kind of work that waits for a person by name, and passes on with the post: `column` names them, `fits` says why another cannot take a row."""

    name: str
    label: str
    column: str
    base: Callable[[Jurisdiction], QuerySet[Any]]
    said: Callable[[Any], str]
    fits: Callable[[Any, Officer], str]
    # The record whose page shows it, as a message names it.
    about: Callable[[Any], str]
    # Of what nobody may know yet no list shows a name.
    is_secret: bool = False

    def rows(self, officer: Officer) -> QuerySet[Any]:
        """Return what of it waits for this officer."""
        return self.base(officer.office).filter(**{self.column: officer})


@dataclass(frozen=True)
class Item:
    """One row that waits: what it is, the key under which the journal has it, and its page."""

    kind: Kind
    row: Any

    @property
    def words(self) -> str:
        """Return what it is."""
        return self.kind.said(self.row)

    @property
    def key(self) -> str:
        """Return its name in the journal, for example `signature:12`."""
        return f"{self.row._meta.model_name}:{self.row.pk}"

    @property
    def about(self) -> str:
        """Return the record whose page shows it."""
        return self.kind.about(self.row)


@dataclass(frozen=True)
class Stays:
    """What does not pass on by name: how many, and who goes on with it or what is to be done."""

    label: str
    count: int
    why: str


def _signature(row: Signature, to: Officer) -> str:
    if to.is_person_of(row.proposal.proposed_by_id):
        return "接任人自己提出的，不能自己签"
    if not access.may(to, "sign"):
        return "接任人的岗位不能签批"
    others = [each for each in row.proposal.signatures.all() if each.pk != row.pk]
    if any(delegations.has_place(each, to) for each in others):
        return "接任人在同一报批中另有签批"
    return ""


def _inspection(row: Inspection, to: Officer) -> str:
    may = conditions.inspections.signing_of(row).officers.filter(pk=to.pk).exists()
    return "" if may else "接任人不能审批这次督查"


def _conclusion(row: Conclusion, to: Officer) -> str:
    may = conclusions.signers_for(row).filter(pk=to.pk).exists()
    return "" if may else "接任人不能审阅这份结论"


def _review(row: Review, to: Officer) -> str:
    refusal = conditions.reviews.recused(row.conclusion, to)
    if refusal is not None:
        return "接任人参与过这份结论，须回避"
    return "" if to.role in conditions.reviews.DECIDERS else "接任人的岗位不决定复核"


def _leader(row: Any, to: Officer) -> str:
    return "" if to.role in LEADERS | {Role.OFFICE_HEAD} else "接任人不是领导"


def _portfolio(row: Any, to: Officer) -> str:
    return "" if to.role in LEADERS else "接任人不是领导，不能分管"


def _slip(row: Slip, to: Officer) -> str:
    if Slip.objects.filter(collection_id=row.collection_id, leader=to).exists():
        return "接任人已有这一轮的征集表"
    return _leader(row, to)


def _told(matter: Matter | None) -> str:
    return f"{matter.no} {matter.title}" if matter is not None else "（还没有立项）"


# Portfolios first: who may sign some of the rest depends on them.
KINDS: tuple[Kind, ...] = (
    Kind(
        "portfolios",
        "分管领域",
        "leader",
        lambda place: Portfolio.objects.filter(jurisdiction=place),
        lambda row: str(row.name),
        _portfolio,
        lambda row: "",
    ),
    Kind(
        "contacts",
        "联系的乡镇",
        "contact_leader",
        lambda place: Unit.objects.filter(jurisdiction=place),
        lambda row: str(row.name),
        _portfolio,
        lambda row: "",
    ),
    Kind(
        "signatures",
        "报批签批",
        "officer",
        lambda place: Signature.objects.filter(
            proposal__jurisdiction=place, proposal__outcome=Outcome.OPEN, decision=Decision.WAITING
        ).select_related("proposal__assignment__matter", "proposal__assignment__unit"),
        lambda row: (
            f"{row.proposal.get_act_display()}：{_told(row.proposal.assignment.matter)}（{row.proposal.assignment.unit}）"
        ),
        _signature,
        lambda row: f"proposal:{row.proposal_id}",
    ),
    Kind(
        "inspections",
        "督查方案审批",
        "signer",
        lambda place: Inspection.objects.filter(jurisdiction=place, phase=Phase.WAITING).select_related("jurisdiction"),
        str,
        _inspection,
        lambda row: f"inspection:{row.pk}",
        is_secret=True,
    ),
    Kind(
        "conclusions",
        "督查结论审阅",
        "to_sign",
        lambda place: Conclusion.objects.filter(
            inspection__jurisdiction=place, step=of_conclusions.Step.LEADER
        ).select_related("inspection__jurisdiction", "unit"),
        lambda row: f"{row.inspection}（{row.unit}）",
        _conclusion,
        lambda row: f"conclusion:{row.pk}",
        is_secret=True,
    ),
    Kind(
        "reviews",
        "指定的结论复核",
        "named",
        lambda place: Review.objects.filter(
            conclusion__inspection__jurisdiction=place, ruling=of_conclusions.Ruling.OPEN
        ).select_related("conclusion__inspection__jurisdiction", "conclusion__unit"),
        lambda row: f"{row.conclusion.inspection}（{row.conclusion.unit}）",
        _review,
        lambda row: f"review:{row.pk}",
        is_secret=True,
    ),
    Kind(
        "answers",
        "批示结果阅知",
        "reader",
        lambda place: Instruction.objects.filter(jurisdiction=place, read_on=None).select_related("matter"),
        lambda row: f"{row.given_on} 批示：{_told(row.matter)}",
        _leader,
        lambda row: f"instruction:{row.pk}",
    ),
    Kind(
        "slips",
        "征集表",
        "leader",
        lambda place: Slip.objects.filter(collection__jurisdiction=place, returned_on=None).select_related(
            "collection"
        ),
        lambda row: f"{row.collection}（{row.collection.due_on} 前交回）",
        _slip,
        lambda row: "",
    ),
    Kind(
        "talks",
        "待进行的约谈",
        "led_by",
        lambda place: Consequence.objects.filter(
            jurisdiction=place, kind__in=_EVENTS, held_on=None, lifted_on=None
        ).select_related("unit", "matter"),
        lambda row: f"{row.get_kind_display()} {row.unit}" + (f"：{_told(row.matter)}" if row.matter else ""),
        _leader,
        lambda row: f"consequence:{row.pk}",
    ),
)


def items_of(officer: Officer) -> list[Item]:
    """Return all that waits for the officer by name and passes on with the post, kind by kind, the oldest first."""
    return [Item(kind, row) for kind in KINDS for row in kind.rows(officer).order_by("pk")]


def stays_of(officer: Officer) -> list[Stays]:
    """Return what else hangs on the officer: it goes on without passing by name, or ends with the account."""
    found = [*_of_the_office(officer), *_of_the_unit(officer)]
    tokens = AccessToken.objects.filter(officer=officer, revoked_at=None).count()
    found.append(Stays("保存的视图", officer.saved_views.count(), "抄送接任人一份"))
    found.append(Stays("接口密钥", tokens, "停用账号时失效，接任人须自己新建"))
    return [each for each in found if each.count]


def _of_the_office(officer: Officer) -> list[Stays]:
    place = officer.office
    teams = Member.objects.filter(officer=officer, recused_on=None, inspection__jurisdiction=place)
    teams = teams.exclude(inspection__phase__in=(Phase.CLOSED, Phase.CANCELLED))
    ordered = Matter.objects.filter(jurisdiction=place, instructed_by=officer).exclude(state__in=DONE_STATES)
    proposed = Proposal.objects.filter(jurisdiction=place, proposed_by=officer, outcome__in=GOING)
    drafts = Draft.objects.filter(paper__jurisdiction=place, paper__read_by=officer, state=DraftState.OPEN)
    bulletins = Bulletin.objects.filter(jurisdiction=place, prepared_by=officer, issued_on=None)
    papers = bulletins.exclude(phase="dropped").count()
    written = Conclusion.objects.filter(
        inspection__jurisdiction=place,
        drafted_by=officer,
        step__in=(of_conclusions.Step.DRAFT, of_conclusions.Step.RETURNED),
    )
    asked = AccountChange.objects.filter(jurisdiction=place, asked_by=officer, standing="open")
    return [
        Stays("批示交办的在办事项", ordered.count(), "批示人不变；须批示领导签批的，由接任人签"),
        Stays("已提出、正在办理的报批", proposed.count(), "仍由提出的单位（督查室）办理"),
        Stays("读入文件中待核的草稿", drafts.count(), "由督查室在岗人员接着核对"),
        Stays("没有印发的通报专报", papers, "由督查室在岗人员接着办"),
        Stays("起草中的督查结论", written.count(), "由督查组其他成员接着起草"),
        Stays("在办督查的组员", teams.count(), "请在督查活动中调整督查组"),
        Stays("待确认的账号变更申请", asked.count(), "须由在任的系统管理员重新申请"),
    ]


def _of_the_unit(officer: Officer) -> list[Stays]:
    if officer.unit is None:
        return []
    held = Assignment.objects.filter(unit=officer.unit, dispatched_on__isnull=False, stage__in=OPEN_STAGES)
    owed = Deadline.objects.filter(assignment__in=held, met_on=None, lifted_on=None)
    opinions = Opinion.objects.filter(assignment__unit=officer.unit, given_on=None)
    others = officer.unit.officers.filter(is_active=True).exclude(pk=officer.pk).exists()
    why = "由本单位其他人员接着办" if others else "本单位没有别的账号：请先给接任人开通账号"
    return [
        Stays("本单位在办事项", held.count(), why),
        Stays("本单位应报送的时限", owed.count(), why),
        Stays("本单位待会签", opinions.count(), why),
    ]
