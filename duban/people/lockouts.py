"""Lockouts at the entrance: whose wrong passwords count against whom. Kept in the database, so that all workers know them.

Three bounds within `AXES_COOLOFF_TIME`: one account from one client; one account from whatever clients; one client with whatever
accounts. The two wide ones let an account in from where it signed in before: no stranger locks an officer out of their own desk.
"""

import datetime
from typing import Any

from axes.attempts import get_cool_off_threshold
from axes.backends import AxesStandaloneBackend
from axes.exceptions import AxesBackendPermissionDenied
from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_client_username, get_cool_off, get_failure_limit
from axes.models import AccessAttempt, AccessLog
from axes.signals import user_locked_out
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, Sum
from django.utils import timezone

from duban.people.models import Officer

# So long a place counts as one where an account signs in.
_KNOWN_FOR = datetime.timedelta(days=90)


class Gate(AxesStandaloneBackend):
    """Stands before all other ways of signing in: a try is counted before the password is looked at.

    So of a hundred tries at once, at whatever workers, no more than the limit are looked at. Who comes in is counted no longer.
    """

    def authenticate(
        self, request: Any, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> None:
        """Let the other backends look at the password. Raises AxesBackendPermissionDenied where this is one try too many."""
        super().authenticate(request, username=username, password=password, **kwargs)
        if not settings.AXES_ENABLED or username is None:
            return
        credentials = {"username": username}
        _count(request, get_client_username(request, credentials), +1)
        request.try_counted = True
        handler = AxesProxyHandler.get_implementation()
        if handler.get_failures(request, credentials) > get_failure_limit(request, credentials):
            request.try_counted, request.axes_locked_out = False, True
            raise AxesBackendPermissionDenied("too many tries at once")


class Lockouts(AxesDatabaseHandler):
    """Counts as django-axes does, and adds the two wide bounds."""

    def user_login_failed(self, sender: object, credentials: Any, request: Any = None, **kwargs: Any) -> None:
        """Count a failure, unless the gate counted the try already; note whether it was the last one for now."""
        if not getattr(request, "try_counted", False):
            super().user_login_failed(sender, credentials, request, **kwargs)
            return
        request.try_counted = False
        if self.get_failures(request, credentials) >= get_failure_limit(request, credentials):
            request.axes_locked_out, request.axes_credentials = True, credentials
            account = get_client_username(request, credentials)
            user_locked_out.send("axes", request=request, username=account, ip_address=request.axes_ip_address)

    def get_failures(self, request: Any, credentials: Any = None) -> int:
        """Return how many failures count against this request; the limit itself where a wide bound is reached."""
        own = super().get_failures(request, credentials)
        limit = get_failure_limit(request, credentials)
        counted = int(getattr(request, "try_counted", False))
        account, client = get_client_username(request, credentials), request.axes_ip_address
        if own >= limit or is_known(account, client):
            return own
        since = Q(attempt_time__gte=get_cool_off_threshold(request))
        sums = AccessAttempt.objects.filter(since, Q(username=account) | Q(ip_address=client)).aggregate(
            account=Sum("failures_since_start", filter=Q(username=account)),
            client=Sum("failures_since_start", filter=Q(ip_address=client)),
        )
        of_account, of_client = sums["account"] or 0, sums["client"] or 0
        if of_client - counted >= settings.LOCKOUT_CLIENT_FAILURES:
            return limit + counted
        return max(own, of_account)

    def user_logged_in(self, sender: object, request: Any, user: Officer, **kwargs: Any) -> None:
        """Note the place, and forget places of long ago."""
        super().user_logged_in(sender, request=request, user=user.login, **kwargs)
        AccessLog.objects.filter(username=user.login.username, attempt_time__lt=timezone.now() - _KNOWN_FOR).delete()

    def user_logged_out(self, sender: object, request: Any, user: Officer | None, **kwargs: Any) -> None:
        """Note in the same place that they left."""
        super().user_logged_out(sender, request=request, user=user.login if user else user, **kwargs)


def counted_name(request: Any, credentials: Any) -> str | None:
    """Return under which name a try counts: that of the account by which the person signs in, whichever of their posts was typed.

    Else each name that opens the same password would have its own tries.
    """
    typed = credentials.get("username") if credentials else getattr(request, "data", request.POST).get("username")
    if not typed:
        return typed
    known: dict[str, str] = request.__dict__.setdefault("counted_names", {})
    if typed not in known:
        opened_by = Officer.objects.filter(username=typed, joined=True).values_list("signs_in_by__username", flat=True)
        known[typed] = opened_by.first() or typed
    return known[typed]


def is_known(account: str | None, client: str | None) -> bool:
    """Return whether this account signed in from this client within the last ninety days."""
    places = AccessLog.objects.filter(
        username=account, ip_address=client, attempt_time__gte=timezone.now() - _KNOWN_FOR
    )
    return bool(account and client) and places.exists()


def is_open(request: Any, account: str) -> bool:
    """Return whether this account may be tried from where the request comes."""
    return not settings.AXES_ENABLED or AxesProxyHandler.is_allowed(request, {"username": account})


def count_failure(request: Any, account: str) -> None:
    """Count a wrong proof of an account, as a wrong password is counted."""
    request.try_counted = False
    AxesProxyHandler.user_login_failed(sender=__name__, credentials={"username": account}, request=request)


def _count(request: Any, account: str, tries: int) -> None:
    """Add to the failures of an account from where the request comes, in one step, so that none is lost among many at once."""
    place = {"username": account[:255], "ip_address": request.axes_ip_address, "user_agent": request.axes_user_agent}
    with transaction.atomic():
        AccessAttempt.objects.filter(attempt_time__lte=get_cool_off_threshold(request)).delete()
        attempt, _ = AccessAttempt.objects.select_for_update().get_or_create(
            **place,
            defaults={
                "http_accept": request.axes_http_accept,
                "path_info": request.axes_path_info,
                "attempt_time": request.axes_attempt_time,
                "failures_since_start": 0,
            },
        )
        moment = {"attempt_time": request.axes_attempt_time} if tries > 0 else {}
        AccessAttempt.objects.filter(pk=attempt.pk).update(
            failures_since_start=F("failures_since_start") + tries, **moment
        )


def is_counted(account: str) -> bool:
    """Return whether recent failures are counted against an account, enough or not to lock it."""
    since = timezone.now() - get_cool_off()
    return AccessAttempt.objects.filter(username=account, attempt_time__gte=since, failures_since_start__gt=0).exists()


def release(request: Any, account: str) -> None:
    """Count a try no longer whose password was right, though it opens no session yet."""
    if getattr(request, "try_counted", False):
        request.try_counted = False
        _count(request, get_client_username(request, {"username": account}), -1)


def lift(account: str) -> int:
    """Forget the failures of an account from everywhere; return how many places had some."""
    return AccessAttempt.objects.filter(username=account).delete()[0]
