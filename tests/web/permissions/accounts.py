"""Who may call the addresses of accounts: signing in, sessions, tokens, second factors (账号)."""

import datetime

from duban.ledger import access
from duban.ledger.actions.accounts import account_changes, calendar_feeds, posts, tokens, walls
from duban.ledger.by import By
from duban.ledger.models.account_changes import Change
from duban.people.models import Officer
from tests.cast import Cast
from tests.web.permissions.records import (
    _appeal,
    _closed_officer,
    _officer,
)
from tests.web.permissions.rows import (
    ADMINISTRATOR,
    AUDITOR,
    CONFIRMERS,
    EVERYBODY,
    PUBLIC,
    READS_ALL,
    UNITS,
    Row,
)


def _asked_change(office: Cast) -> list:
    """The administrator asks for a new password of the inspector; those who may confirm have signed in before."""
    at = office.default_at
    office.jurisdiction.officers.update(last_login=at)
    asked = {"kind": Change.PASSWORD, "officer": office.inspector, "jurisdiction": office.jurisdiction}
    return [account_changes.ask_change(**asked, by=By(office.admin, at)).pk]


def _wall(office: Cast) -> list:
    """The wall has an address."""
    walls.open_wall(jurisdiction=office.jurisdiction, by=By(office.head, office.default_at))
    return []


def _feed(office: Cast) -> list:
    """Everybody who may has a feed."""
    for officer in office.officers.values():
        if access.may(officer, "keep_feed"):
            calendar_feeds.make_feed(officer=officer, kinds=["due"], at=office.default_at)
    return []


def _token(office: Cast) -> list:
    """A token of the liaison of units[0]."""
    until = datetime.date(2026, 12, 31)
    token, _ = tokens.create_token(
        officer=office.liaison, name="同步", expires_on=until, actor=office.liaison, at=office.default_at
    )
    return [token.pk]


def _other_post(office: Cast) -> list:
    """A second post of the clerk's, opened by the clerk's account."""
    made = Officer.objects.create(
        username="other.post", full_name=office.clerk.full_name, role="inspector", jurisdiction=office.jurisdiction
    )
    posts.join_posts(login=office.clerk, officer=made, at=office.default_at)
    office.officers["clerk"] = Officer.objects.get(pk=office.clerk.pk)
    return [made.pk]


def _offered(office: Cast) -> list:
    made = Officer.objects.create(
        username="other.post",
        full_name=office.clerk.full_name,
        role="inspector",
        jurisdiction=office.jurisdiction,
        offered_to=office.clerk,
    )
    return [made.pk]


ROWS: dict[str, Row] = {
    "home": Row(EVERYBODY),
    "login": Row(PUBLIC),
    # Nothing is there unless the installation sets it; tests/web/sign_on sets it.
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
    "posts": Row(EVERYBODY),
    "post_entering": Row(frozenset({"clerk"}), "POST", _other_post),
    "post_parting": Row(frozenset({"clerk"}), args=_other_post),
    "post_answer": Row(frozenset({"clerk"}), "POST", _offered),
    "officer_parting": Row(ADMINISTRATOR, args=_officer),
    "sessions": Row(EVERYBODY),
    # Whoever has no other session is told so (409).
    "session_end": Row(EVERYBODY, "POST", lambda office: ["none"], is_own=False),
    "personal_data": Row(EVERYBODY, "POST"),
    "message_choice": Row(EVERYBODY),
    "message_ways": Row(EVERYBODY, "POST"),
    "message_topics": Row(EVERYBODY, "POST"),
    "message_test": Row(EVERYBODY, "POST"),
    "calendar_feed": Row(READS_ALL | UNITS),
    "calendar_feed_revocation": Row(READS_ALL | UNITS, "POST", _feed, is_own=False),
    # Opened by the secret in it, whoever asks; one that is none is not there for anybody.
    "feed": Row(frozenset(), args=lambda office: ["nothing"]),
    "wall": Row(READS_ALL | UNITS),
    # By the secret in it, as a feed.
    "wall_hung": Row(frozenset(), args=lambda office: ["nothing"]),
    "wall_settings": Row(frozenset({"office_head"})),
    "wall_closing": Row(frozenset({"office_head"}), "POST", _wall, is_own=False),
    "help": Row(EVERYBODY),
    "first_day": Row(EVERYBODY, "POST"),
    "manual_task": Row(EVERYBODY, args=lambda office: ["sign-for"], is_own=False),
    "manual_picture": Row(EVERYBODY, args=lambda office: ["sign-for"], is_own=False),
    "tokens": Row(EVERYBODY),
    "api_docs": Row(EVERYBODY),
    "token_revocation": Row(frozenset({"liaison", "administrator"}), "POST", _token),
    "demo_login": Row(frozenset(), "POST", lambda office: [office.clerk.username]),
    "officer_erasure": Row(ADMINISTRATOR, "POST", _closed_officer),
    "account_changes": Row(CONFIRMERS | AUDITOR),
    "account_change_confirmation": Row(CONFIRMERS - ADMINISTRATOR, "POST", _asked_change),
    "account_change_refusal": Row(CONFIRMERS, "POST", _asked_change),
    "officer_sessions": Row(ADMINISTRATOR, "POST", _officer),
    "sender": Row(frozenset({"office_head"}), args=_appeal),
    "sender_export": Row(frozenset({"office_head"}), "POST", _appeal),
}
