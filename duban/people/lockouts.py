"""Lockouts at the entrance: whose wrong passwords count against whom. Kept in the database, so that all workers know them.

Three bounds within `AXES_COOLOFF_TIME`: one account from one client; one account from whatever clients; one client with whatever
accounts. The two wide ones let an account in from where it signed in before: no stranger locks an officer out of their own desk.
"""

import datetime

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_client_username, get_cool_off, get_failure_limit
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.db.models import Q, Sum
from django.utils import timezone

# So long a place counts as one where an account signs in.
_KNOWN_FOR = datetime.timedelta(days=90)


class Lockouts(AxesDatabaseHandler):
    """Counts as django-axes does, and adds the two wide bounds."""

    def get_failures(self, request, credentials=None) -> int:
        """Return how many failures count against this request; the limit itself where a wide bound is reached."""
        own = super().get_failures(request, credentials)
        limit = get_failure_limit(request, credentials)
        account, client = get_client_username(request, credentials), request.axes_ip_address
        if own >= limit or is_known(account, client):
            return own
        since = Q(attempt_time__gte=get_cool_off_threshold(request))
        sums = AccessAttempt.objects.filter(since, Q(username=account) | Q(ip_address=client)).aggregate(
            account=Sum("failures_since_start", filter=Q(username=account)),
            client=Sum("failures_since_start", filter=Q(ip_address=client)),
        )
        is_full = (sums["account"] or 0) >= limit or (sums["client"] or 0) >= settings.LOCKOUT_CLIENT_FAILURES
        return limit if is_full else own

    def user_logged_in(self, sender, request, user, **kwargs):
        """Note the place, and forget places of long ago."""
        super().user_logged_in(sender, request=request, user=user, **kwargs)
        AccessLog.objects.filter(username=user.get_username(), attempt_time__lt=timezone.now() - _KNOWN_FOR).delete()


def is_known(account: str | None, client: str | None) -> bool:
    """Return whether this account signed in from this client within the last ninety days."""
    places = AccessLog.objects.filter(username=account, ip_address=client, attempt_time__gte=timezone.now() - _KNOWN_FOR)
    return bool(account and client) and places.exists()


def is_open(request, account: str) -> bool:
    """Return whether this account may be tried from where the request comes."""
    return not settings.AXES_ENABLED or AxesProxyHandler.is_allowed(request, {"username": account})


def count_failure(request, account: str) -> None:
    """Count a wrong proof of an account, as a wrong password is counted."""
    AxesProxyHandler.user_login_failed(sender=__name__, credentials={"username": account}, request=request)


def is_counted(account: str) -> bool:
    """Return whether recent failures are counted against an account, enough or not to lock it."""
    since = timezone.now() - get_cool_off()
    return AccessAttempt.objects.filter(username=account, attempt_time__gte=since).exists()


def lift(account: str) -> int:
    """Forget the failures of an account from everywhere; return how many places had some."""
    return AccessAttempt.objects.filter(username=account).delete()[0]
