"""How often programs may ask: one bound for an officer over all workers, kept in the database at the cost of few queries."""

import threading
import time
from typing import cast

from django.db.models import F
from django.http import HttpRequest
from ninja.throttling import BaseThrottle

from duban.api.http import Request
from duban.people.models import Officer, RequestCount

_MINUTE = 60
# In so many parts the requests of a minute are handed out to the workers.
_PARTS = 20


class Pace(BaseThrottle):
    """So many requests a minute for one officer, whatever workers answer them.

    A worker takes a part of the minute's requests out of the database at once and counts in its own memory until they are used up: one
    write for many requests, and never more than the bound. What a worker took and did not use is lost to the others for that minute.
    """

    def __init__(self, num_requests: int) -> None:
        self.num_requests = num_requests
        self._lock = threading.Lock()
        # Officer → the minute and what is left of the part that was taken for it.
        self._left: dict[int, tuple[int, int]] = {}

    def allow_request(self, request: HttpRequest) -> bool:
        """Return whether the officer may ask once more in this minute."""
        officer, minute = cast(Request, request).user, int(time.time()) // _MINUTE
        if self._use(officer.pk, minute):
            return True
        part = max(1, self.num_requests // _PARTS)
        if not _take(officer, minute, part, self.num_requests):
            return False
        with self._lock:
            # Another thread may have taken a part meanwhile.
            held, left = self._left.get(officer.pk, (minute, 0))
            self._left[officer.pk] = (minute, (left if held == minute else 0) + part - 1)
        return True

    def wait(self) -> float:
        """Return after how many seconds it is worth asking again."""
        return _MINUTE - time.time() % _MINUTE

    def forget(self) -> None:
        """Forget what this process took."""
        with self._lock:
            self._left.clear()

    def _use(self, officer: int, minute: int) -> bool:
        with self._lock:
            held, left = self._left.get(officer, (minute, 0))
            if held != minute or left < 1:
                return False
            self._left[officer] = (minute, left - 1)
            return True


def _take(officer: Officer, minute: int, part: int, most: int) -> bool:
    """Take a part of the minute's requests for this process; return whether there was one left."""
    rows = RequestCount.objects.filter(officer=officer)
    while True:
        if rows.filter(minute=minute, taken__lte=most - part).update(taken=F("taken") + part):
            return True
        if rows.exclude(minute=minute).update(minute=minute, taken=part):
            return True
        if rows.filter(minute=minute, taken__gt=most - part).exists():
            return False
        # Of several at once one makes the row; then all take from it.
        RequestCount.objects.bulk_create([RequestCount(officer=officer, minute=minute, taken=0)], ignore_conflicts=True)
