"""Sessions: where an officer is signed in. A session has no owner in its row; the few that are open are looked through."""

import datetime
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from duban.people.models import Officer


@dataclass(frozen=True)
class Seat:
    """One open session. `ref` names it without being its key: who reads it cannot use the session."""

    ref: str
    began: datetime.datetime | None
    seen: datetime.datetime | None
    agent: str
    address: str
    is_own: bool


def seats_of(officer: Officer, at: datetime.datetime, current: str = "") -> list[Seat]:
    """Return where the officer is signed in, the newest first; `current` is the key of the session that asks. One query."""
    found = [
        Seat(
            ref_of(session.session_key),
            _moment(words.get("began")),
            _moment(words.get("seen")),
            words.get("agent", ""),
            words.get("address", ""),
            session.session_key == current,
        )
        for session, words in open_sessions(officer, at)
    ]
    return sorted(found, key=lambda seat: (seat.is_own, seat.began or at), reverse=True)


def open_sessions(officer: Officer, at: datetime.datetime | None) -> Iterator[tuple[Session, dict[str, Any]]]:
    """Yield the sessions of an officer that are open at that instant (None: all that are kept) with what they hold.

    They last eight hours at most, so that there are few.
    """
    every = Session.objects.all() if at is None else Session.objects.filter(expire_date__gt=at)
    for session in every.iterator(chunk_size=500):
        words = session.get_decoded()
        if words.get(SESSION_KEY) == str(officer.pk):
            yield session, words


def ref_of(key: str) -> str:
    """Return the name under which a session is told of."""
    return hashlib.sha256(key.encode()).hexdigest()[:20]


def _moment(seconds: int | None) -> datetime.datetime | None:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC) if seconds else None
