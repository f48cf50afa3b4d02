"""Who may see and do what: the only way in which an interface obtains a record.

What may be done at all is the regime's business (`duban.engine.limits`); here it is only asked who is asking.
"""

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Model, QuerySet

from duban.ledger.refusals import Forbidden
from duban.people.models import CONFIRMERS, LEADERS, OFFICE, UNIT_ROLES, Officer, Role

Row = TypeVar("Row", bound=Model)

READS_ALL = OFFICE | LEADERS | {Role.SECTION, Role.INSPECTOR}

# Verb → roles. A verb that is not here is allowed to nobody. Those of the requests (报批) are entered by their acts.
MAY: dict[str, frozenset[str]] = {
    "see_matters": frozenset(READS_ALL | UNIT_ROLES),
    "register_matter": frozenset(OFFICE | {Role.SECTION}),
    "dispatch_matter": OFFICE,
    "record_receipt": OFFICE,
    "rule_on_refusal": OFFICE,
    "review_report": OFFICE,
    "close_matter": OFFICE,
    "urge": OFFICE,
    "record_fact": OFFICE,
    "excuse_fact": OFFICE,
    "issue_notice": OFFICE,
    # What goes out by a signature is voided by who may sign it.
    "void_bulletin": frozenset(LEADERS | {Role.OFFICE_HEAD}),
    "read_paper": frozenset(OFFICE | {Role.SECTION}),
    "carry_out_step": OFFICE,
    "publish_ranking": OFFICE,
    "sign_ranking": frozenset(LEADERS | {Role.OFFICE_HEAD, Role.CLERK, Role.SECTION}),
    # Figures that the document lets a post give.
    "give_marks": frozenset(LEADERS | {Role.OFFICE_HEAD, Role.SECTION}),
    "choose_ranking_signers": frozenset({Role.OFFICE_HEAD}),
    "see_scores": frozenset(READS_ALL | UNIT_ROLES | {Role.ASSESSMENT}),
    "see_draft_ranking": READS_ALL,
    "try_document": READS_ALL,
    "see_regime": frozenset(set(Role) - {Role.ADMINISTRATOR}),
    "choose_reading": frozenset({Role.OFFICE_HEAD}),
    "attach_regime_text": frozenset({Role.OFFICE_HEAD}),
    "group_units": frozenset({Role.OFFICE_HEAD, Role.ADMINISTRATOR}),
    "adopt_document": frozenset({Role.OFFICE_HEAD}),
    "see_regime_drafts": frozenset(OFFICE | {Role.PRINCIPAL, Role.SECRETARY_GENERAL}),
    "draft_regime": OFFICE,
    "check_regime_draft": frozenset(OFFICE | {Role.PRINCIPAL, Role.SECRETARY_GENERAL}),
    "adopt_regime_draft": frozenset({Role.OFFICE_HEAD, Role.PRINCIPAL, Role.SECRETARY_GENERAL}),
    "see_calendar": frozenset(Role),
    "keep_calendar": frozenset({Role.OFFICE_HEAD, Role.CLERK, Role.ADMINISTRATOR}),
    "accept_assignment": UNIT_ROLES,
    "submit_report": UNIT_ROLES,
    "ask_question": frozenset(OFFICE | LEADERS),
    "answer_question": frozenset(OFFICE | UNIT_ROLES),
    "keep_notes": OFFICE,
    "read_notes": READS_ALL,
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
    "correct_instruction": frozenset(OFFICE | LEADERS),
    "sort_instruction": OFFICE,
    "read_instruction": frozenset(LEADERS | {Role.OFFICE_HEAD}),
    "send_collection": OFFICE,
    "return_slip": frozenset(OFFICE | LEADERS | {Role.SECTION}),
    "register_suggestion": OFFICE,
    "answer_suggestion": UNIT_ROLES,
    "decompose_matter": frozenset(OFFICE | {Role.SECTION}),
    "take_handover": OFFICE,
    "see_appeals": OFFICE,
    "open_intake": frozenset({Role.OFFICE_HEAD}),
    "keep_senders": frozenset({Role.OFFICE_HEAD}),
    "rate_matter": OFFICE,
    "replace_file": frozenset(READS_ALL | UNIT_ROLES),
    "see_ratings": READS_ALL,
    "see_portfolios": READS_ALL,
    "see_one_page": frozenset(OFFICE | LEADERS),
    "see_start_register": READS_ALL,
    "pick_units": frozenset(Role),
    "find": frozenset(Role),
    "see_guide": frozenset(OFFICE | {Role.ADMINISTRATOR}),
    "write_quarterly": frozenset({Role.SECTION}),
    "decide_quarterly": OFFICE,
    "appoint_stand_in": frozenset(LEADERS | {Role.OFFICE_HEAD, Role.SECTION}),
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
    "hand_over_post": CONFIRMERS,
    "reorganise": frozenset({Role.OFFICE_HEAD}),
    "see_reorganisations": frozenset(READS_ALL | UNIT_ROLES | {Role.ASSESSMENT, Role.ADMINISTRATOR}),
    "hold_token": frozenset(set(Role) - {Role.ADMINISTRATOR}),
    "manage_people": frozenset({Role.ADMINISTRATOR}),
    "keep_wall": frozenset({Role.OFFICE_HEAD}),
    "keep_feed": frozenset(READS_ALL | UNIT_ROLES),
    "see_robots": frozenset({Role.ADMINISTRATOR, Role.OFFICE_HEAD}),
    "keep_robots": frozenset({Role.ADMINISTRATOR}),
    "let_robots": frozenset({Role.OFFICE_HEAD}),
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


def one(found: QuerySet[Row], **what: object) -> Row:
    return one_of(found.filter(**what)[:1])


def one_of(found: Iterable[Row]) -> Row:
    for row in found:
        return row
    raise NotFound("没有这条记录，或者您无权查看")
