"""Who asks: a program by its token, a browser by its session and the CSRF token. Both then go through `access` as a page does."""

from typing import cast

from django.conf import settings
from django.http import HttpRequest
from ninja.security import APIKeyCookie, HttpBearer

from duban.api.http import Request
from duban.api.rate_limits import Pace
from duban.ledger.audit import audit_log
from duban.ledger.by import By
from duban.ledger.models.audit_events import Result
from duban.ledger.queries.accounts import tokens
from duban.people.models import Officer


class Token(HttpBearer):
    """`Authorization: Bearer …`: a personal access token."""

    def authenticate(self, request: HttpRequest, token: str) -> Officer | None:
        """Return the officer whose token it is, or None."""
        request = cast(Request, request)
        officer = tokens.officer_of(token, at=request.at)
        if officer is not None:
            request.user = officer
            request.by = By(officer, request.at)
            # Looked for once a minute, when its use is noted.
            noted = getattr(officer, "token_noted", None)
            if noted is not None and audit_log.is_new_place(noted, request.address):
                request.audit_notes = [("token.moved", officer, f"token:{noted.pk}", noted.name, Result.DONE)]
        return officer


class Session(APIKeyCookie):
    """The session of the pages; whatever changes something needs `X-CSRFToken` as well."""

    param_name = settings.SESSION_COOKIE_NAME

    def authenticate(self, request: HttpRequest, key: str | None) -> Officer | None:
        """Return the officer who signed in, or None."""
        return cast(Request, request).user if request.user.is_authenticated else None


AUTH = [Token(), Session()]
PACE = Pace(600)
