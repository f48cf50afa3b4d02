"""Who may see and do what: the only way in which an interface obtains a record.

What may be done at all is the regime's business (`duban.engine.limits`); here it is only asked who is asking.
"""

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from duban.ledger.models import (
    Assignment,
    Attachment,
    Claim,
    JournalLine,
    Matter,
    Member,
    Notice,
    Proposal,
    Ranking,
    Report,
    SourcePaper,
)
from duban.ledger.models.inspections import Phase
from duban.ledger.refusals import Forbidden
from duban.people.models import CONFIRMERS, LEADERS, OFFICE, UNIT_ROLES, Officer, Role, Unit

Row = TypeVar("Row", bound=Model)

READS_ALL = OFFICE | LEADERS | {Role.SECTION, Role.INSPECTOR}

# Verb → roles. A verb that is not here is allowed to nobody.
MAY: dict[str, frozenset[str]] = {
    "see_matters": frozenset(READS_ALL | UNIT_ROLES),
    "register_matter": frozenset(OFFICE | {Role.SECTION}),
    "dispatch_matter": OFFICE,
    "rule_on_refusal": OFFICE,
    "review_report": OFFICE,
    "close_matter": OFFICE,
    "urge": OFFICE,
    "record_fact": OFFICE,
    "excuse_fact": OFFICE,
    "issue_notice": OFFICE,
    "read_paper": frozenset(OFFICE | {Role.SECTION}),
    "propose_step": OFFICE,
    "carry_out_step": OFFICE,
    "publish_ranking": OFFICE,
    "see_scores": frozenset(READS_ALL | UNIT_ROLES | {Role.ASSESSMENT}),
    "see_draft_ranking": READS_ALL,
    "see_regime": frozenset(set(Role) - {Role.ADMINISTRATOR}),
    "choose_reading": frozenset({Role.OFFICE_HEAD}),
    "attach_regime_text": frozenset({Role.OFFICE_HEAD}),
    "accept_assignment": UNIT_ROLES,
    "submit_report": UNIT_ROLES,
    "request_change": UNIT_ROLES,
    "sign": frozenset(LEADERS | {Role.OFFICE_HEAD, Role.SECTION}),
    "set_recurrence": frozenset(OFFICE | {Role.SECTION}),
    "see_obligations": frozenset(READS_ALL | UNIT_ROLES),
    "suspend_assignment": OFFICE,
    "plan_milestones": frozenset(OFFICE | {Role.SECTION} | UNIT_ROLES),
    "keep_templates": OFFICE,
    "rule_on_quality": OFFICE,
    "give_opinion": UNIT_ROLES,
    "make_complaint": UNIT_ROLES,
    "rule_on_complaint": OFFICE,
    "see_burden": READS_ALL,
    "take_archive": READS_ALL,
    "see_sources": READS_ALL,
    "record_meeting": frozenset(OFFICE | {Role.SECTION}),
    "give_instruction": frozenset(OFFICE | LEADERS),
    "sort_instruction": OFFICE,
    "read_instruction": frozenset(LEADERS | {Role.OFFICE_HEAD}),
    "send_collection": OFFICE,
    "return_slip": frozenset(OFFICE | LEADERS),
    "register_suggestion": OFFICE,
    "answer_suggestion": UNIT_ROLES,
    "decompose_matter": frozenset(OFFICE | {Role.SECTION}),
    "take_handover": OFFICE,
    "see_appeals": OFFICE,
    "open_intake": frozenset({Role.OFFICE_HEAD}),
    "keep_senders": frozenset({Role.OFFICE_HEAD}),
    "rate_matter": OFFICE,
    "see_ratings": READS_ALL,
    "see_portfolios": READS_ALL,
    "write_quarterly": frozenset({Role.SECTION}),
    "decide_quarterly": OFFICE,
    "request_start": frozenset(OFFICE | {Role.SECTION}),
    "request_escalation": frozenset({Role.SECTION}),
    "request_coordination": frozenset(OFFICE | UNIT_ROLES | {Role.SECTION}),
    "recommend_experience": frozenset(OFFICE | {Role.SECTION, Role.INSPECTOR}),
    "propose_sanction": OFFICE,
    "appoint_stand_in": frozenset(LEADERS | {Role.OFFICE_HEAD}),
    "stand_in": frozenset(LEADERS | {Role.OFFICE_HEAD, Role.CLERK, Role.SECTION}),
    "object": UNIT_ROLES,
    "see_objections": frozenset(READS_ALL | UNIT_ROLES),
    "rule_on_objection": OFFICE,
    "see_consequences": frozenset(READS_ALL | UNIT_ROLES | {Role.ASSESSMENT, Role.DISCIPLINE}),
    "manage_consequences": OFFICE,
    "hand_in_paper": UNIT_ROLES,
    "see_claims": frozenset(READS_ALL | UNIT_ROLES | {Role.ASSESSMENT}),
    "make_claim": frozenset(OFFICE | UNIT_ROLES),
    "rule_on_claim": OFFICE,
    "rectify": UNIT_ROLES,
    "rule_on_plea": OFFICE,
    "sign_conclusion": frozenset(LEADERS | {Role.OFFICE_HEAD}),
    "request_review": UNIT_ROLES,
    "decide_review": frozenset(OFFICE | LEADERS | {Role.SECTION}),
    "name_reviewer": OFFICE,
    "hold_token": frozenset(set(Role) - {Role.ADMINISTRATOR}),
    "manage_people": frozenset({Role.ADMINISTRATOR}),
    "see_account_changes": frozenset(CONFIRMERS | {Role.AUDITOR}),
    "confirm_account_change": CONFIRMERS,
    "see_bulletins": frozenset(READS_ALL | UNIT_ROLES | {Role.ASSESSMENT}),
    "draft_bulletin": OFFICE,
    "sign_bulletin": frozenset(LEADERS | {Role.OFFICE_HEAD}),
    "keep_templates_of_papers": OFFICE,
    "edit_letterhead": frozenset({Role.OFFICE_HEAD}),
    "see_journal": frozenset({Role.AUDITOR}),
    "see_inspections": frozenset(READS_ALL | UNIT_ROLES),
    "draft_inspection": OFFICE,
    "sign_inspection": frozenset(LEADERS | {Role.OFFICE_HEAD, Role.CLERK, Role.SECTION}),
    "keep_team": OFFICE,
    "go_out": frozenset(READS_ALL | UNIT_ROLES),
    "draw_lots": OFFICE,
    "hand_in_self_inspection": UNIT_ROLES,
    "finish_preparation": frozenset(OFFICE | UNIT_ROLES),
    "see_annual_plan": READS_ALL,
    "keep_annual_plan": OFFICE,
    "adopt_annual_plan": frozenset(LEADERS | {Role.OFFICE_HEAD}),
    "keep_roster": OFFICE,
}


class NotFound(Forbidden):
    """There is no such record for this officer: whether it exists elsewhere is not told."""


def may(officer: Officer, verb: str) -> bool:
    """Return whether the officer's role allows the verb at all."""
    return officer.is_active and officer.role in MAY[verb]


def require(officer: Officer, verb: str) -> None:
    """Raise Forbidden unless the officer's role allows the verb."""
    if not may(officer, verb):
        raise Forbidden("您的岗位没有这项权限")


def matters(officer: Officer) -> QuerySet[Matter]:
    """Return the matters that the officer may see; a unit sees only what was dispatched to it."""
    found = Matter.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0)
    if officer.role in READS_ALL:
        return found
    if officer.role in UNIT_ROLES:
        return found.filter(pk__in=_dispatched(officer).values("matter"))
    return found.none()


def matter_for(officer: Officer, no: str) -> Matter:
    """Return the matter of that number; one that his team inspects is open to a unit's officer too. Raises NotFound where he may not see it."""
    found = matters(officer)
    if officer.role in UNIT_ROLES:
        teams = Member.objects.filter(officer=officer, recused_on=None).exclude(inspection__phase__in=(Phase.CLOSED, Phase.CANCELLED))
        inspected = Q(inspections__in=teams.values("inspection"), jurisdiction_id=officer.jurisdiction_id)
        found = Matter.objects.filter(Q(pk__in=found.values("pk")) | inspected).distinct()
    return _one(found.select_related("registered_by", "instructed_by", "parent"), no=no)


def assignments(officer: Officer) -> QuerySet[Assignment]:
    """Return the assignments that the officer may see: a unit its own only."""
    found = Assignment.objects.filter(matter__jurisdiction_id=officer.jurisdiction_id or 0)
    if officer.role in READS_ALL:
        return found
    if officer.role in UNIT_ROLES:
        return found.filter(unit_id=officer.unit_id or 0, dispatched_on__isnull=False)
    return found.none()


def assignment_for(officer: Officer, no: str, unit: str) -> Assignment:
    """Return the assignment in force of a matter and a unit's code. Raises NotFound where the officer may not see it."""
    found = assignments(officer).select_related("matter__jurisdiction", "unit__portfolio__leader")
    return _one(found.order_by("-id"), matter__no=no, unit__code=unit)


def reports(officer: Officer) -> QuerySet[Report]:
    """Return the reports that the officer may see: a unit its own only."""
    found = Report.objects.filter(assignment__matter__jurisdiction_id=officer.jurisdiction_id or 0)
    if officer.role in READS_ALL:
        return found
    if officer.role in UNIT_ROLES:
        return found.filter(assignment__unit_id=officer.unit_id or 0)
    return found.none()


def report_for(officer: Officer, pk: int) -> Report:
    """Return one report. Raises NotFound where the officer may not see it."""
    return _one(reports(officer).select_related("assignment__matter__jurisdiction", "assignment__unit", "submitted_by", "reviewed_by"), pk=pk)


def proposals(officer: Officer) -> QuerySet[Proposal]:
    """Return the proposals that the officer may see: a unit those that it made itself."""
    found = Proposal.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0)
    if officer.role in READS_ALL:
        return found
    if officer.role in UNIT_ROLES:
        return found.filter(assignment__unit_id=officer.unit_id or 0, proposed_by__unit_id=officer.unit_id or 0)
    return found.none()


def proposal_for(officer: Officer, pk: int) -> Proposal:
    """Return one proposal. Raises NotFound where the officer may not see it."""
    related = ("jurisdiction", "assignment__matter__jurisdiction", "assignment__unit", "to_unit", "proposed_by")
    return _one(proposals(officer).select_related(*related), pk=pk)


def attachments(officer: Officer) -> QuerySet[Attachment]:
    """Return the attachments that the officer may see: the office's on a matter one may see, a unit's own, all for the office."""
    # Files of inspections and findings have a door of their own: access_to_inspections.files.
    found = Attachment.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0, inspection=None, finding=None)
    if officer.role in READS_ALL:
        return found
    if officer.role in UNIT_ROLES:
        own = Q(unit_id=officer.unit_id or 0) | Q(unit__isnull=True)
        claimed = Claim.objects.filter(unit_id=officer.unit_id or 0)
        return found.filter(own & Q(matter__in=matters(officer)) | Q(pk__in=claimed.values("file")))
    return found.none()


def attachment_for(officer: Officer, pk: int) -> Attachment:
    """Return one attachment. Raises NotFound where the officer may not see it."""
    return _one(attachments(officer), pk=pk)


def notices(officer: Officer) -> QuerySet[Notice]:
    """Return the notices that the officer may see: a unit those addressed to it."""
    found = Notice.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0)
    if officer.role == Role.OFFICE_HEAD:
        return found
    if officer.role in READS_ALL:
        # The paper of an unannounced inspection says where the team was, while it is still out.
        teams = Member.objects.filter(officer=officer, recused_on=None).values("inspection")
        out = Q(inspection__unannounced=True, inspection__phase=Phase.UNDER_WAY)
        return found.exclude(out & ~Q(inspection__in=teams) & ~Q(inspection__opened_by=officer))
    if officer.role in UNIT_ROLES:
        return found.filter(unit_id=officer.unit_id or 0)
    return found.none()


def notice_for(officer: Officer, pk: int) -> Notice:
    """Return one notice. Raises NotFound where the officer may not see it."""
    return _one(notices(officer).select_related("jurisdiction", "matter", "unit", "issued_by"), pk=pk)


def fact_line_for(officer: Officer, seq: int) -> JournalLine:
    """Return the line of a fact, by its number, for those who record facts. Raises NotFound for anybody else and any other line."""
    found = JournalLine.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0).exclude(kind="")
    if not may(officer, "record_fact"):
        found = found.none()
    return _one(found.select_related("jurisdiction", "unit", "matter"), seq=seq)


def papers(officer: Officer) -> QuerySet[SourcePaper]:
    """Return the papers read in that the officer may see."""
    found = SourcePaper.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0)
    return found if may(officer, "read_paper") else found.none()


def paper_for(officer: Officer, pk: int) -> SourcePaper:
    """Return one paper read in. Raises NotFound where the officer may not see it."""
    return _one(papers(officer), pk=pk)


def rankings(officer: Officer) -> QuerySet[Ranking]:
    """Return the published rankings of the officer's jurisdiction."""
    found = Ranking.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0)
    return found if may(officer, "see_scores") else found.none()


def ranking_for(officer: Officer, pk: int) -> Ranking:
    """Return one published ranking. Raises NotFound where the officer may not see it."""
    return _one(rankings(officer).select_related("jurisdiction", "published_by"), pk=pk)


def scored_unit_for(officer: Officer, code: str) -> Unit:
    """Return the unit of that code whose score card the officer may see: a unit its own. Raises NotFound otherwise."""
    found = Unit.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0)
    if officer.role in UNIT_ROLES:
        found = found.filter(pk=officer.unit_id or 0)
    elif officer.role not in READS_ALL:
        found = found.none()
    return _one(found, code=code)


def _dispatched(officer: Officer) -> QuerySet[Assignment]:
    return Assignment.objects.filter(unit_id=officer.unit_id or 0, dispatched_on__isnull=False)


def _one(found: QuerySet[Row], **what: object) -> Row:
    for row in found.filter(**what)[:1]:
        return row
    raise NotFound("没有这条记录，或者您无权查看")
