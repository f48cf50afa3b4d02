"""Whether praise may be claimed and counted, and a ranking published, signed or corrected now: None, or the refusal with its clause."""

import datetime

from duban.engine import limits
from duban.engine.rules.grades import Grade
from duban.ledger import scored_facts
from duban.ledger.governed import Governed
from duban.ledger.models import Claim, JournalLine, Matter, Ranking, RankingRequest
from duban.ledger.models.claims import Standing
from duban.ledger.refusals import Conflict, Forbidden, Refused, refused_from
from duban.people.models import Jurisdiction, Officer, Role, Unit


def not_begun(period: str, first: datetime.date, today: datetime.date) -> Refused | None:
    """Say whether marks of a period may be given yet: from its first day on."""
    if first <= today:
        return None
    return Refused(
        f"{period}还没有开始", field="on", possible=f"{first} 起可以登记。想先看结果的，可以用草稿推演已有的记录。"
    )


def claiming(jurisdiction: Jurisdiction) -> Refused | None:
    """Say whether anything can be claimed under the document at all."""
    governed = Governed.of(jurisdiction)
    if not scored_facts.praise_of(jurisdiction) and not scored_facts.declared_of(governed, None):
        name = governed.document.name
        return Refused(f"{name}没有因表彰、刊载加分的规定", possible="确需留存的，请督查室在“记录情况”中只作记录。")
    return None


def claimable(
    jurisdiction: Jurisdiction, kind: str, authority: str, matter: Matter | None, of_subordinate: bool
) -> Refused | None:
    """Say whether such praise counts under the document: its kind, its authority, its matter, and for whom it was."""
    praise = next((each for each in scored_facts.praise_of(jurisdiction) if each.kind == kind), None)
    if praise is None:
        return Refused("本制度不计这一种", field="kind")
    if praise.worth_of(authority) is None:
        return Refused(
            "这一级机关的表扬，本制度没有规定分值",
            possible="请核对作出机关；确需留存的，可由督查室只作记录。",
            field="authority",
        )
    clause = scored_facts.own_units_clause(Governed.of(jurisdiction).document)
    if of_subordinate and clause:
        return Refused(
            "下属单位受表彰，不给主管单位加分",
            clause=clause,
            possible="受表彰的是参加积分的单位本身时才能登记。",
            field="received_by",
        )
    if praise.matter_clause and matter is None:
        return Refused(
            "加分要落在督查事项上，请选择对应的事项",
            clause=praise.matter_clause,
            possible="与督查事项无关的不计分。",
            field="matter",
        )
    return None


def eligible(unit: Unit, person: str, authority: str, on: datetime.date) -> Refused | None:
    """Say whether one's own government may commend a person of a unit: where the document asks for its best grade, with that.

    A unit's own commendation cannot be told from any praise in a circular: that is for who verifies it.
    """
    jurisdiction = unit.jurisdiction
    governed = Governed.of(jurisdiction)
    if not person or not authority.startswith(governed.document.level):
        return None
    grades = JournalLine.objects.filter(jurisdiction=jurisdiction, unit=unit, kind="grade", on__lte=on)
    latest = grades.exclude(amendments__verb="fact.withdrawn").order_by("-on", "-seq").first()
    scale = next((rule.scale for rule in governed.rules(Grade)), ())
    has_best = latest is not None and latest.data["fact"]["grade"] == next(iter(scale), "")
    return refused_from(
        limits.act(
            governed.document, "commendation", given=["top_grade"] if has_best else [], choices=jurisdiction.choices
        ),
        field="unit",
    )


def ruling(claim: Claim) -> Refused | None:
    """Say whether the office may still verify it."""
    if claim.standing != Standing.OPEN:
        return Conflict(f"已经处理：{Standing(claim.standing).label}")
    return None


def unsigned(jurisdiction: Jurisdiction, what: str) -> Refused | None:
    """Say whether a ranking (or with "correction" a correction of one) may be published without a signature, as the office has decided."""
    role = jurisdiction.ranking_signers.get(what, "")
    if not role:
        return None
    name = Governed.of(jurisdiction).document.roles.get(role) or str(Role(role).label)
    return Refused(f"须先由{name}签发", possible="请提请签发，签发后随即发布。")


def signing(request: RankingRequest, signer: Officer | None, officer: Officer) -> Refused | None:
    """Say whether an officer, in their own name or for `signer`, may decide on a ranking that waits for its signature."""
    if request.outcome != RankingRequest.Outcome.WAITING:
        return Conflict(f"这一期的提请已经是“{request.get_outcome_display()}”")
    if officer.is_person_of(request.asked_by_id):
        return Forbidden("不能签发自己提请的排名")
    return Forbidden("现在不轮到您签发") if signer is None else None


def correcting(ranking: Ranking) -> Refused | None:
    """Say whether a ranking may be corrected: the one in force, once."""
    if ranking.corrections.exists():
        return Conflict("这一期已经更正过了", possible="请在最新的一次更正上再行更正。")
    return None
