"""Access tokens of programs: create, revoke."""

import datetime
import secrets

from django.db import transaction
from django.utils import timezone

from duban.ledger import journal
from duban.ledger.actions.accounts import calendar_feeds
from duban.ledger.queries.accounts import tokens
from duban.ledger.refusals import Refused
from duban.people.models import AccessToken, Officer

LONGEST = datetime.timedelta(days=366)


@transaction.atomic
def create_token(
    *, officer: Officer, name: str, expires_on: datetime.date, actor: Officer | None, at: datetime.datetime
) -> tuple[AccessToken, str]:
    """Make a token with which a program acts as this officer, through `expires_on`; return it and the secret, which is shown once.

    `actor` None is the machine's own administrator at the command line. Raises Refused without a name, for a closed account, and for a
    day that is past or more than a year ahead.
    """
    today = timezone.localdate(at)
    if not name.strip() or len(name) > 60:
        raise Refused("请给密钥起一个名字（不超过 60 字）", field="name")
    if not officer.is_active or officer.jurisdiction is None:
        raise Refused("这个账号已停用，或者不属于任何辖区", field="officer")
    if not today <= expires_on <= today + LONGEST:
        raise Refused("有效期须在今天之后、一年之内", field="expires_on")
    secret = f"duban_{secrets.token_urlsafe(32)}"
    token = AccessToken.objects.create(
        officer=officer, name=name.strip(), digest=tokens.digest_of(secret), expires_on=expires_on, created_at=at
    )
    _record("token.created", token, actor, at, {"expires_on": expires_on.isoformat()})
    return token, secret


@transaction.atomic
def revoke_token(*, token: AccessToken, actor: Officer | None, at: datetime.datetime) -> AccessToken:
    """End a token at once. Raises Refused where it was revoked before."""
    token = AccessToken.objects.select_for_update(of=("self",), no_key=True).select_related("officer").get(pk=token.pk)
    if token.revoked_at is not None:
        raise Refused("这个密钥已经撤销")
    token.revoked_at = at
    token.save(update_fields=["revoked_at"])
    _record("token.revoked", token, actor, at, {})
    return token


@transaction.atomic
def revoke_tokens(*, officer: Officer, actor: Officer | None, at: datetime.datetime) -> int:
    """End every token of an officer as a part of another act; each has its line. Return how many there were."""
    held = list(AccessToken.objects.filter(officer=officer, revoked_at__isnull=True).order_by("id"))
    for token in held:
        revoke_token(token=token, actor=actor, at=at)
    # What opens without a password ends with it.
    if officer.jurisdiction is not None:
        calendar_feeds.revoke_feeds(officer=officer, actor=actor, at=at)
    return len(held)


def _record(verb: str, token: AccessToken, actor: Officer | None, at: datetime.datetime, data: dict[str, str]) -> None:
    words = {"name": token.name, "officer": token.officer.username, **data}
    jurisdiction = token.officer.jurisdiction
    assert jurisdiction is not None
    journal.record(verb, jurisdiction=jurisdiction, of=token, actor=actor, at=at, data=words)
