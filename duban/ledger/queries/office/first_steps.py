"""The first day of an office: what is set up and what is missing, in the order in which it is needed; seen from the data, never ticked off."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from duban.ledger import access
from duban.ledger.governed import Governed
from duban.ledger.models import JournalLine, Matter, Notice, Proposal
from duban.ledger.models.proposals import START, Outcome
from duban.ledger.queries.office import first_logins
from duban.people.models import LEADERS, UNIT_ROLES, Jurisdiction, Officer, Role, Unit

# How many names are said of what is missing.
_NAMED = 8


@dataclass(frozen=True)
class Step:
    """One step: whether it is done, how it stands, who does it, and the page where (`route`, and only for whom it opens)."""

    title: str
    is_done: bool
    said: str
    who: str
    route: str
    right: str
    word: str
    missing: tuple[str, ...] = ()
    query: str = ""


def is_founded(jurisdiction: Jurisdiction) -> bool:
    """Return whether the office has sent out its first order: the guide has come to its end."""
    return Matter.objects.filter(jurisdiction=jurisdiction, dispatched_on__isnull=False).exists()


def steps_of(officer: Officer, today: datetime.date) -> list[Step]:
    """Return the steps of the officer's office, in a number of queries that does not grow with it."""
    office = officer.office
    governed = Governed.of(office)
    return [
        _document(office, governed),
        *_people(office, governed, officer),
        *_paper(office, governed, today),
        *_matters(office, governed),
    ]


def may_open(officer: Officer, step: Step) -> bool:
    """Return whether the step's page opens for the officer; for others it is said whose it is."""
    return access.may(officer, step.right)


def _document(office: Jurisdiction, governed: Governed) -> Step:
    said = f"《{governed.document.title or governed.document.name}》"
    since = f"，{office.document_since} 起施行" if office.document_since else ""
    return Step("采用办法", bool(office.document), f"{said}{since}", "督查室负责人", "adoptions", "see_regime", "查看")


def _people(office: Jurisdiction, governed: Governed, officer: Officer) -> list[Step]:
    units = Unit.objects.filter(jurisdiction=office)
    posts = dict(
        Officer.objects.filter(jurisdiction=office, is_active=True)
        .values_list("role")
        .annotate(number=Count("pk"))
        .order_by("role")
    )
    liaison = Officer.objects.filter(unit=OuterRef("pk"), role__in=UNIT_ROLES, is_active=True)
    counted = units.annotate(has_liaison=Exists(liaison)).order_by("order", "id")
    rows = list(counted.values_list("name", "portfolio__leader__is_active", "has_liaison"))
    unled = [name for name, leader, _ in rows if not leader]
    silent = [name for name, _, has in rows if not has]
    missing_posts = [str(Role(role).label) for role in (Role.OFFICE_HEAD, Role.CLERK) if not posts.get(role)]
    leaders = sum(posts.get(role, 0) for role in LEADERS)
    unused = first_logins.never_used(officer).exclude(role=Role.ADMINISTRATOR)
    codes = unused.aggregate(all=Count("pk"), fresh=Count("pk", filter=Q(password__startswith="!")))
    used = sum(posts.values()) - codes["all"]
    admin = "系统管理员"
    return [
        Step("单位", bool(rows), f"{len(rows)} 个单位" if rows else "还没有单位；一个工作簿可以把单位、分管、人员一起导入", admin, "roll", "manage_people", "导入名册"),
        Step("督查室人员", not missing_posts, "负责人和经办均已设置" if not missing_posts else "还缺：", admin, "roll", "manage_people", "导入名册", tuple(missing_posts)),
        Step("领导和分管领域", bool(rows) and leaders > 0 and not unled, f"领导 {leaders} 名" + ("；没有分管领导的单位，报批无人可签：" if unled else ""), admin, "portfolios", "manage_people", "分管领域", _few(unled)),
        Step("单位联络员", bool(rows) and not silent, "各单位均有联络员" if rows and not silent else "没有账号的单位收不到交办：" if rows else "先录入单位", admin, "roll", "manage_people", "导入名册", _few(silent)),
        Step("首次登录码", used > 1 and not codes["fresh"], f"已登录过 {used} 人，未登录 {codes['all']} 人，其中 {codes['fresh']} 人还没有登录码", admin, "first_logins", "manage_people", "发放登录码"),
    ]  # fmt: skip


def _paper(office: Jurisdiction, governed: Governed, today: datetime.date) -> list[Step]:
    code = str(office.letterhead.get("code") or "督")
    head = "、".join(str(line) for line in office.letterhead.get("head") or ())
    edited = JournalLine.objects.filter(jurisdiction=office, verb="letterhead.edited").exists()
    years = [
        year for year in (today.year, today.year + 1) if governed.calendar.is_provisional(datetime.date(year, 1, 2))
    ]
    # The notice for a year comes late in the one before.
    is_missed = today.year in years or (today.month == 12 and bool(years))
    told = "、".join(f"{year} 年" for year in years)
    return [
        Step("红头和文号", edited or code != "督", f"{head}，{code}〔{today.year}〕1号", "督查室负责人", "letterhead", "edit_letterhead", "设置"),
        Step("节假日历", not is_missed, f"{told}的放假安排还没有录入，期限先按法定节日估算" if years else "本年、明年的放假安排都有了", "系统管理员", "calendar", "see_calendar", "录入"),
    ]  # fmt: skip


def _matters(office: Jurisdiction, governed: Governed) -> list[Step]:
    counts = Matter.objects.filter(jurisdiction=office).aggregate(
        all=Count("pk"), out=Count("pk", filter=Q(dispatched_on__isnull=False))
    )
    clerk = "督查室经办"
    steps = [
        Step("第一件事项", counts["all"] > 0, f"已登记 {counts['all']} 件" if counts["all"] else "读入一份文件，或者直接登记", clerk, "paper_new", "register_matter", "读入文件")
    ]  # fmt: skip
    if governed.approval(START) is not None:
        agreed = Proposal.objects.filter(
            jurisdiction=office, act=START, outcome__in=[Outcome.APPROVED, Outcome.CARRIED_OUT]
        ).count()
        steps.append(
            Step("第一次立项审批", agreed > 0, f"已批准 {agreed} 件" if agreed else "在台账里勾选拟立项的，点“提请立项”，由领导签批", f"{clerk}、分管领导", "matters", "register_matter", "到台账提请", query="state=proposed")
        )  # fmt: skip
    issued = Notice.objects.filter(jurisdiction=office).count() if counts["out"] else 0
    steps.append(
        Step("第一次交办", counts["out"] > 0, f"已交办 {counts['out']} 件，制发文书 {issued} 份" if counts["out"] else "勾选后点“交办所选”；发出即起计时", clerk, "matters", "dispatch_matter", "到台账交办", query="state=proposed")
    )  # fmt: skip
    return steps


def _few(names: Sequence[str]) -> tuple[str, ...]:
    more = len(names) - _NAMED
    return (*names[:_NAMED], f"等 {len(names)} 个") if more > 0 else tuple(names)
