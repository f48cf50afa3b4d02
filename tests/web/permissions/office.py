"""Who may call the addresses of the office itself: desk, people, units, inbox (工作台、机构、人员、消息)."""

import uuid

from duban.ledger.actions.accounts import second_factors
from duban.ledger.actions.office import calendars, documents, messages, regime_drafts, reorganisations, successions
from duban.ledger.by import By
from duban.ledger.models import Letter, Message, Robot
from duban.ledger.models.consequences import Kind
from duban.ledger.queries.office.drafting import drafted_contents
from duban.ledger.queries.office.reorganising import Asked
from tests import stories
from tests.cast import Cast
from tests.web.permissions.records import _closed_officer, _officer, _sent
from tests.web.permissions.rows import ADMINISTRATOR, CONFIRMERS, EVERYBODY, LEADERS, OFFICE, READS_ALL, UNITS, Row


def _clause(office: Cast) -> list:
    return ["附件2 三5"]


def _with_second_factor(office: Cast) -> list:
    second_factors.start_second_factor(officer=office.inspector, at=office.default_at)
    return [office.inspector.pk]


def _holiday_notice(office: Cast) -> list:
    made = calendars.take_notice(
        jurisdiction=office.jurisdiction,
        text="山花节：4月10日放假。",
        year=2026,
        number="某政办〔2026〕9号",
        issued_on=office.default_at.date(),
        is_local=True,
        actor=office.clerk,
        at=office.default_at,
        today=office.default_at.date(),
    )
    return [made.pk]


def _message(office: Cast) -> list:
    """What the liaison of units[0] is told of a matter."""
    _sent(office)
    messages.derive_messages(jurisdiction=office.jurisdiction, at=office.default_at)
    return [Message.objects.get(officer=office.liaison).pk]


def _robot(office: Cast) -> list:
    """A robot that nobody has let speak; its host is not called."""
    made = Robot.objects.create(
        jurisdiction=office.jurisdiction,
        name="群",
        maker="dingtalk",
        token="abc",
        base="http://127.0.0.1:9",
        added_by=office.admin,
        added_on=office.default_at.date(),
    )
    return [made.pk]


def _letter(office: Cast) -> list:
    """A letter that was given up."""
    made = Letter.objects.create(
        officer=office.liaison,
        channel="mail",
        letter_id=uuid.uuid4(),
        subject="督办",
        body="1.",
        state="dead",
        next_at=office.default_at,
    )
    return [made.pk]


def _handed_over(office: Cast) -> list:
    """The leader's post went to the other leader: the two and those who hand over may read it."""
    stories.imposed(office, Kind.INTERVIEW, office.default_at, led_by=office.leader)
    made = successions.hand_over(
        of=office.leader, to=office.other_leader, reason="调任", by=By(office.head, office.default_at)
    )
    return [made.pk]


def _reorganised(office: Cast) -> list:
    asked = Asked("merge", (office.units[5],), (office.units[4],), office.default_at.date())
    made = reorganisations.reorganise(
        asked=asked, paper="机构改革方案", number="某发〔2026〕3号", by=By(office.head, office.default_at)
    )
    return [made.pk]


def _drafted(office: Cast) -> list:
    content = drafted_contents.from_text("第一条 迟报的，每次扣1分。", "某办法")
    by = By(office.clerk, office.default_at)
    return [regime_drafts.begin(jurisdiction=office.jurisdiction, content=content, by=by).pk]


def _tabled(office: Cast) -> list:
    rows = "序号\t考核内容\t分值\t评分标准\n1\t会议\t20\t缺席一次扣2分\n2\t报告\t30\t质量合格得30分\n"
    content, by = drafted_contents.from_text(rows, "某考核表"), By(office.clerk, office.default_at)
    return [regime_drafts.begin(jurisdiction=office.jurisdiction, content=content, by=by).pk]


def _adopted(office: Cast) -> list:
    documents.record_first(jurisdiction=office.jurisdiction, at=office.default_at, today=office.default_at.date())
    office.jurisdiction.refresh_from_db()
    # An office that adopted one before keeps that one.
    return [office.jurisdiction.adoptions.latest("in_force_from").pk]


_STUDIO = OFFICE | {"principal", "secretary_general"}

ROWS: dict[str, Row] = {
    "one_page": Row(OFFICE | LEADERS),
    "one_page_paper": Row(OFFICE | LEADERS, args=lambda office: ["docx"], is_own=False),
    "desk": Row(EVERYBODY),
    "find": Row(EVERYBODY),
    "successions": Row(CONFIRMERS),
    "succession_new": Row(CONFIRMERS, args=lambda office: [office.leader.pk]),
    "deputy": Row(CONFIRMERS, "POST", lambda office: [office.leader.pk]),
    "succession": Row(CONFIRMERS | {"leader", "other_leader"}, args=_handed_over),
    "succession_correction": Row(CONFIRMERS, "POST", _handed_over),
    "succession_sheet": Row(
        CONFIRMERS | {"leader", "other_leader"}, args=lambda office: [*_handed_over(office), "docx"]
    ),
    "picker_units": Row(EVERYBODY),
    "guide": Row(OFFICE | ADMINISTRATOR),
    "reorganisations": Row(READS_ALL | UNITS | {"assessment", "administrator"}),
    "reorganisation_new": Row(frozenset({"office_head"})),
    "reorganisation": Row(READS_ALL | UNITS | {"assessment", "administrator"}, args=_reorganised),
    "reorganisation_revocation": Row(frozenset({"office_head"}), "POST", _reorganised),
    "inbox": Row(EVERYBODY),
    "inbox_reading": Row(EVERYBODY, "POST"),
    "opened": Row(EVERYBODY, args=lambda office: [office.clerk.pk, "desk"]),
    "robots": Row(ADMINISTRATOR | {"office_head"}),
    "robot_new": Row(ADMINISTRATOR),
    "application_new": Row(ADMINISTRATOR),
    "robot_letting": Row(frozenset({"office_head"}), args=_robot),
    "robot_test": Row(ADMINISTRATOR | {"office_head"}, "POST", _robot),
    "robot_removal": Row(ADMINISTRATOR | {"office_head"}, "POST", _robot),
    "message_reading": Row(frozenset({"liaison"}), "POST", _message),
    "regime": Row(EVERYBODY - ADMINISTRATOR),
    "adoptions": Row(EVERYBODY - ADMINISTRATOR),
    "regrouping": Row(ADMINISTRATOR | {"office_head"}, args=_adopted),
    "calendar": Row(EVERYBODY),
    "calendar_withdrawal": Row(frozenset({"clerk", "office_head"}) | ADMINISTRATOR, args=_holiday_notice),
    "regime_text": Row(frozenset({"office_head"})),
    "clause": Row(EVERYBODY - ADMINISTRATOR, args=_clause, is_own=False),
    "reading": Row(frozenset({"office_head"}), "POST", lambda office: ["counted_matters"], is_own=False),
    "studio": Row(_STUDIO),
    "studio_help": Row(_STUDIO),
    "studio_new": Row(OFFICE),
    "studio_draft": Row(_STUDIO, args=_drafted),
    "studio_document": Row(_STUDIO, args=_drafted),
    "studio_table": Row(_STUDIO, args=_tabled),
    "studio_undecided": Row(_STUDIO, args=_drafted),
    "studio_difference": Row(_STUDIO, args=_drafted),
    "studio_yaml": Row(_STUDIO, args=_drafted),
    "studio_part": Row(_STUDIO, args=lambda office: [*_drafted(office), "groups"]),
    "studio_card": Row(OFFICE, "POST", _drafted),
    "studio_arrangement": Row(OFFICE, "POST", _drafted),
    "studio_submission": Row(OFFICE, "POST", _drafted),
    "studio_check": Row(_STUDIO, "POST", _drafted),
    "studio_return": Row(_STUDIO, "POST", _drafted),
    "studio_adoption": Row(frozenset({"office_head", "principal", "secretary_general"}), args=_drafted),
    "studio_discarding": Row(OFFICE, "POST", _drafted),
    "studio_restoring": Row(OFFICE, "POST", _drafted),
    "officers": Row(ADMINISTRATOR),
    "officer_new": Row(ADMINISTRATOR),
    "officer": Row(ADMINISTRATOR, args=_officer),
    "officer_disablement": Row(ADMINISTRATOR, "POST", _officer),
    "officer_enablement": Row(ADMINISTRATOR, "POST", _closed_officer),
    "officer_password": Row(ADMINISTRATOR, "POST", _officer),
    "officer_second_factor": Row(ADMINISTRATOR, "POST", _with_second_factor),
    "officer_unlock": Row(ADMINISTRATOR, "POST", _officer),
    "roll": Row(ADMINISTRATOR),
    "roll_template": Row(ADMINISTRATOR),
    "first_logins": Row(ADMINISTRATOR),
    "group_suggestion": Row(ADMINISTRATOR),
    "letters": Row(ADMINISTRATOR),
    "letter_again": Row(ADMINISTRATOR, "POST", _letter),
    "units": Row(ADMINISTRATOR),
    "unit_new": Row(ADMINISTRATOR),
    "unit": Row(ADMINISTRATOR, args=lambda office: [office.units[0].code]),
    "portfolios": Row(ADMINISTRATOR),
    "portfolio_new": Row(ADMINISTRATOR),
    "portfolio": Row(ADMINISTRATOR, args=lambda office: [office.units[0].portfolio_id]),
}
