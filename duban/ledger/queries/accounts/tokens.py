"""Access tokens: whose a secret is."""

import datetime
import hashlib

from django.db.models import F, QuerySet
from django.utils import timezone

from duban.people.models import AccessToken, Officer
from duban.people.prepared import Prepared

_MINUTE = datetime.timedelta(minutes=1)


def officer_of(secret: str, *, at: datetime.datetime) -> Officer | None:
    """Return the officer whose token this is, noting once a minute that it was used; None for one that is unknown, expired or revoked.

    An officer whose account is closed, or who has not yet chosen a password of their own, has no valid token.
    """
    named: list[AccessToken] = _TOKEN.ask(digest=digest_of(secret))
    found = named[0] if named else None
    if found is None or found.revoked_at is not None or found.expires_on < timezone.localdate(at):
        return None
    if not found.officer.is_active or found.officer.login.must_change_password:
        return None
    if found.last_used_at is None or at - found.last_used_at > _MINUTE:
        AccessToken.objects.filter(pk=found.pk).update(last_used_at=at)
        found.officer.token_noted = found
    if found.officer.jurisdiction is not None:
        # By the end of the chain it is known whether what was counted before still holds.
        for name in ("head", "seq"):
            setattr(found.officer.jurisdiction, name, found.__dict__[name])
    return found.officer


def digest_of(secret: str) -> str:
    """Return under what a secret is kept: its SHA-256; the secret itself is nowhere kept."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def _token(digest: str) -> QuerySet[AccessToken]:
    related = ("officer__jurisdiction", "officer__unit", "officer__signs_in_by")
    found = AccessToken.objects.select_related(*related).filter(digest=digest)
    return found.annotate(head=F("officer__jurisdiction__chain__head"), seq=F("officer__jurisdiction__chain__seq"))


_TOKEN = Prepared(_token, digest="the digest of a secret")
