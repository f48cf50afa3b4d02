"""Who may call which route: one row a route of duban/web/urls.py. A route without a row fails the tests, and so does a row that is wrong.

`who` names members of the cast (tests/cast.py: the roles, and other_liaison, other_leader for relation cases); everybody else must get
403 or 404, who is not signed in is led to the login page. `args` makes what the address names, from the office; a route with `args` must
answer 404 to everybody of another office. To add a route: one line here.
"""

import datetime
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from duban.ledger.actions.accounts import account_changes, second_factors
from duban.ledger.actions.matters import attachments
from duban.ledger.actions.office import messages
from duban.ledger.actions.papers import bulletins, drafts, letterheads
from duban.ledger.actions.requests import proposals
from duban.ledger.actions.scoring import facts, rankings
from duban.ledger.models import Letter, Message, Notice
from duban.ledger.models.account_changes import Change
from duban.people.models import Role
from tests import cast, stories
from tests.cast import Cast
from tests.printing import word_file

EVERYBODY = frozenset({*Role.values, "other_liaison", "other_leader"})
PUBLIC = frozenset({*EVERYBODY, "anonymous"})
OFFICE = frozenset({"clerk", "office_head"})
LEADERS = frozenset({"leader", "other_leader", "principal", "secretary_general"})
UNITS = frozenset({"liaison", "unit_head", "other_liaison"})
# The posts of units[0].
OWN = frozenset({"liaison", "unit_head"})
READS_ALL = OFFICE | LEADERS | {"section", "inspector"}
ADMINISTRATOR = frozenset({"administrator"})
AUDITOR = frozenset({"auditor"})
CONFIRMERS = ADMINISTRATOR | {"office_head", "principal", "secretary_general"}


@dataclass(frozen=True)
class Row:
    """One route: who may call it, by which method, on what."""

    who: frozenset[str]
    method: str = "GET"
    args: Callable[[Cast], list] | None = None
    # True where the address names something of one office, so that others must not find it.
    is_own: bool = True


def _clause(office: Cast) -> list:
    return ["附件2 三5"]


def _officer(office: Cast) -> list:
    return [office.inspector.pk]


def _closed_officer(office: Cast) -> list:
    office.inspector.is_active = False
    office.inspector.save()
    return [office.inspector.pk]


def _with_second_factor(office: Cast) -> list:
    second_factors.start_second_factor(officer=office.inspector, at=office.default_at)
    return [office.inspector.pk]


def _asked_change(office: Cast) -> list:
    """The administrator asks for a new password of the inspector; those who may confirm have signed in before."""
    at = office.default_at
    office.jurisdiction.officers.update(last_login=at)
    asked = {"kind": Change.PASSWORD, "officer": office.inspector, "jurisdiction": office.jurisdiction}
    return [account_changes.ask_change(**asked, actor=office.admin, at=at).pk]


def _paper(office: Cast):
    text = "一、加快项目建设。（县发展改革局牵头，2026年6月底前完成）"
    return drafts.read_paper(
        jurisdiction=office.jurisdiction,
        name="分工.txt",
        data=text.encode(),
        actor=office.clerk,
        at=office.default_at,
    )


def _ranking(office: Cast):
    done = stories.matter(office, due_on="2026-02-20", at=cast.at("2026-02-02 09:00"))
    stories.complete(office, done, cast.at("2026-02-10 09:00"))
    return rankings.publish_ranking(
        jurisdiction=office.jurisdiction,
        kind="month",
        from_on=datetime.date(2026, 2, 1),
        to_on=datetime.date(2026, 2, 28),
        actor=office.clerk,
        at=office.default_at,
    )


def _with_marks(office: Cast) -> list:
    """The page exists only under a regime with sheets or grades."""
    office.jurisdiction.regime = "gansu-county-2023"
    office.jurisdiction.save()
    return []


def _waiting(office: Cast) -> list:
    """A matter that was registered and has not gone out."""
    return [stories.matter(office, due_on="2026-04-30", dispatched=False).no]


def _sent(office: Cast) -> list:
    """A matter that units[0] has to accept, with its unit."""
    return [stories.matter(office, due_on="2026-04-30").no, office.units[0].code]


def _message(office: Cast) -> list:
    """What the liaison of units[0] is told of a matter."""
    _sent(office)
    messages.derive_messages(jurisdiction=office.jurisdiction, at=office.default_at)
    return [Message.objects.get(officer=office.liaison).pk]


def _letter(office: Cast) -> list:
    """A letter that was given up."""
    made = Letter.objects.create(
        officer=office.liaison, channel="mail", letter_id=uuid.uuid4(), subject="督办", body="1.", state="dead", next_at=office.default_at
    )
    return [made.pk]


def _noticed(office: Cast) -> list:
    _sent(office)
    return [Notice.objects.get(jurisdiction=office.jurisdiction).pk]


def _bulletin(office: Cast) -> list:
    made = bulletins.draft_bulletin(
        jurisdiction=office.jurisdiction,
        kind="circular",
        span="month",
        first=datetime.date(2026, 3, 1),
        last=datetime.date(2026, 3, 31),
        actor=office.clerk,
        at=office.default_at,
    )
    return [made.pk]


def _template(office: Cast) -> list:
    made = letterheads.add_template(
        jurisdiction=office.jurisdiction,
        of="urge",
        name="催办.docx",
        chunks=[word_file("{{标题}}")],
        actor=office.clerk,
        at=office.default_at,
    )
    return [made.pk]


def _reported(office: Cast):
    sent = stories.matter(office, due_on="2026-04-30")
    stories.accept(office, sent, office.default_at)
    return stories.report(office, sent, office.default_at)


def _recorded(office: Cast) -> list:
    line = facts.record_fact(
        jurisdiction=office.jurisdiction,
        kind="uncooperative",
        unit=office.units[0],
        fact={},
        actor=office.clerk,
        at=office.default_at,
        on=office.default_at.date(),
        reason="会议记录",
    )
    return [line.seq]


def _attached(office: Cast) -> list:
    sent = stories.matter(office, due_on="2026-04-30")
    held = attachments.add_file(
        jurisdiction=office.jurisdiction,
        name="纪要.txt",
        chunks=[b"1"],
        matter=sent,
        actor=office.clerk,
        at=office.default_at,
    )
    return [held.pk]


def _asked(office: Cast) -> list:
    """An extension for which the liaison of units[0] has asked."""
    asked = proposals.request_extension(
        assignment=stories.held(stories.matter(office, due_on="2026-04-30")),
        until=datetime.date(2026, 5, 20),
        reason="设备到货推迟",
        actor=office.liaison,
        at=office.default_at,
    )
    return [asked.pk]


def _stepped(office: Cast) -> list:
    """A ladder step that the clerk has proposed."""
    late = stories.matter(office, due_on="2026-03-20", at=cast.at("2026-03-02 09:00"))
    step = proposals.propose_step(
        assignment=stories.held(late), step="circular", reason="逾期", actor=office.clerk, at=office.default_at
    )
    return [step.pk]


ROWS: dict[str, Row] = {
    "home": Row(EVERYBODY),
    "login": Row(PUBLIC),
    # Nothing is there unless the installation sets it; tests/web/test_single_sign_on.py sets it.
    "sign_on": Row(frozenset(), args=lambda office: ["oidc"], is_own=False),
    "sign_on_return": Row(frozenset(), args=lambda office: ["oidc"], is_own=False),
    "sign_on_return_of": Row(frozenset(), args=lambda office: ["cas", "state"], is_own=False),
    "logout": Row(EVERYBODY, "POST"),
    "password": Row(EVERYBODY),
    "second_factor": Row(EVERYBODY),
    "second_factor_secret": Row(EVERYBODY, "POST"),
    "second_factor_confirmation": Row(EVERYBODY, "POST"),
    "second_factor_removal": Row(EVERYBODY, "POST"),
    "recovery_codes": Row(EVERYBODY, "POST"),
    "personal_data": Row(EVERYBODY, "POST"),
    "sessions": Row(EVERYBODY),
    # Whoever has no other session is told so (409).
    "session_end": Row(EVERYBODY, "POST", lambda office: ["none"], is_own=False),
    "demo_login": Row(frozenset(), "POST", lambda office: [office.clerk.username]),
    "health": Row(PUBLIC),
    # On the machine itself, as a test asks; to anybody else it is not there: tests/web/upkeep/test_metrics.py.
    "metrics": Row(PUBLIC),
    "matters": Row(READS_ALL | UNITS),
    "matters_export": Row(READS_ALL | UNITS),
    "matter_new": Row(OFFICE | {"section"}),
    "matter_deadline": Row(OFFICE | {"section"}),
    "matter": Row(READS_ALL | OWN, args=lambda office: _sent(office)[:1]),
    "matter_edit": Row(OFFICE | {"section"}, args=_waiting),
    "matter_closure": Row(OFFICE, args=lambda office: _sent(office)[:1]),
    "dispatches": Row(OFFICE),
    "records": Row(OFFICE),
    "excuse": Row(OFFICE, args=_recorded),
    "record_withdrawal": Row(OFFICE, args=_recorded),
    "acceptance": Row(OWN, args=_sent),
    "refusal": Row(OWN, args=_sent),
    "refusal_ruling": Row(OFFICE, args=_sent),
    "urges": Row(OFFICE, args=_sent),
    "reopening": Row(OFFICE, args=_sent),
    "reports": Row(OWN, args=_sent),
    "extensions": Row(OWN, args=_sent),
    "write_offs": Row(OWN, args=_sent),
    "transfers": Row(OWN, args=_sent),
    "steps": Row(OFFICE, args=_sent),
    "report": Row(READS_ALL | OWN, args=lambda office: [_reported(office).pk]),
    "report_acceptance": Row(OFFICE, "POST", lambda office: [_reported(office).pk]),
    "report_return": Row(OFFICE, "POST", lambda office: [_reported(office).pk]),
    "attachment": Row(READS_ALL | OWN, args=_attached),
    "proposals": Row(READS_ALL | UNITS),
    "proposal": Row(READS_ALL | OWN, args=_asked),
    "signature": Row(frozenset({"leader"}), "POST", _asked),
    "proposal_withdrawal": Row(OWN, "POST", _asked),
    "execution": Row(OFFICE, args=_stepped),
    "notices": Row(READS_ALL | UNITS),
    "notice": Row(READS_ALL | OWN, args=_noticed),
    "notice_file": Row(READS_ALL | OWN, args=lambda office: [*_noticed(office), "docx"]),
    "blanks": Row(READS_ALL | UNITS),
    "blank": Row(READS_ALL | UNITS, args=lambda office: ["commitment", "docx"], is_own=False),
    "paper_templates": Row(OFFICE),
    "paper_template_retirement": Row(OFFICE, "POST", args=_template),
    "bulletins": Row(READS_ALL | UNITS | {"assessment"}),
    "bulletin_new": Row(OFFICE),
    "bulletin": Row(READS_ALL, args=_bulletin),
    "bulletin_edit": Row(OFFICE, args=_bulletin),
    "bulletin_forwarding": Row(OFFICE, "POST", args=_bulletin),
    "bulletin_signature": Row(LEADERS | {"office_head"}, "POST", args=_bulletin),
    "bulletin_issue": Row(OFFICE, "POST", args=_bulletin),
    "bulletin_dropping": Row(OFFICE, "POST", args=_bulletin),
    "bulletin_file": Row(READS_ALL, args=lambda office: [*_bulletin(office), "docx"]),
    "letterhead": Row(frozenset({"office_head"})),
    "desk": Row(EVERYBODY),
    "inbox": Row(EVERYBODY),
    "inbox_reading": Row(EVERYBODY, "POST"),
    "inbox_address": Row(EVERYBODY, "POST"),
    "message_reading": Row(frozenset({"liaison"}), "POST", _message),
    "papers": Row(OFFICE | {"section"}),
    "paper_new": Row(OFFICE | {"section"}),
    "paper": Row(OFFICE | {"section"}, args=lambda office: [_paper(office).pk]),
    "draft": Row(OFFICE | {"section"}, args=lambda office: [_paper(office).pk, 1]),
    "draft_dismissal": Row(OFFICE | {"section"}, "POST", lambda office: [_paper(office).pk, 1]),
    "paper_registration": Row(OFFICE | {"section"}, "POST", lambda office: [_paper(office).pk]),
    "rankings": Row(READS_ALL | UNITS | {"assessment"}),
    "ranking_new": Row(OFFICE),
    "ranking_marks": Row(OFFICE, args=_with_marks, is_own=False),
    "ranking_published": Row(READS_ALL | UNITS | {"assessment"}, args=lambda office: [_ranking(office).pk]),
    "approval_sheet": Row(READS_ALL | OWN, args=lambda office: [*_asked(office), "docx"]),
    "scoring_sheet": Row(READS_ALL | OWN, args=lambda office: [office.units[0].code, "docx"]),
    "scorecard": Row(READS_ALL | {"liaison", "unit_head"}, args=lambda office: [office.units[0].code]),
    "regime": Row(EVERYBODY - ADMINISTRATOR),
    "clause": Row(EVERYBODY - ADMINISTRATOR, args=_clause, is_own=False),
    "regime_text": Row(frozenset({"office_head"})),
    "reading": Row(frozenset({"office_head"}), "POST", lambda office: ["counted_matters"], is_own=False),
    "officers": Row(ADMINISTRATOR),
    "officer_new": Row(ADMINISTRATOR),
    "officer": Row(ADMINISTRATOR, args=_officer),
    "officer_disablement": Row(ADMINISTRATOR, "POST", _officer),
    "officer_erasure": Row(ADMINISTRATOR, "POST", _closed_officer),
    "officer_enablement": Row(ADMINISTRATOR, "POST", _closed_officer),
    "officer_password": Row(ADMINISTRATOR, "POST", _officer),
    "officer_second_factor": Row(ADMINISTRATOR, "POST", _with_second_factor),
    "officer_unlock": Row(ADMINISTRATOR, "POST", _officer),
    "account_changes": Row(CONFIRMERS | AUDITOR),
    "account_change_confirmation": Row(CONFIRMERS - ADMINISTRATOR, "POST", _asked_change),
    "account_change_refusal": Row(CONFIRMERS, "POST", _asked_change),
    "officer_sessions": Row(ADMINISTRATOR, "POST", _officer),
    "clock": Row(ADMINISTRATOR, "POST"),
    "letters": Row(ADMINISTRATOR),
    "letter_again": Row(ADMINISTRATOR, "POST", _letter),
    "units": Row(ADMINISTRATOR),
    "unit_new": Row(ADMINISTRATOR),
    "unit": Row(ADMINISTRATOR, args=lambda office: [office.units[0].code]),
    "portfolios": Row(ADMINISTRATOR),
    "portfolio_new": Row(ADMINISTRATOR),
    "portfolio": Row(ADMINISTRATOR, args=lambda office: [office.units[0].portfolio_id]),
    "journal": Row(AUDITOR),
    "audit_events": Row(AUDITOR),
    "audit_events_file": Row(AUDITOR),
    "journal_verification": Row(AUDITOR),
}

# Below: the module of the rows takes Row and the groups of this one.
from tests.web.permissions_of_approvals import APPROVALS  # noqa: E402
from tests.web.permissions_of_findings import FINDINGS  # noqa: E402
from tests.web.permissions_of_inspections import INSPECTIONS  # noqa: E402
from tests.web.permissions_of_reports import REPORTS  # noqa: E402
from tests.web.permissions_of_sources import SOURCES  # noqa: E402

ROWS |= APPROVALS | FINDINGS | INSPECTIONS | REPORTS | SOURCES
