"""Sessions as Django keeps them in the database, read by a question that is built once: every page of somebody signed in asks it first."""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from duban.people.prepared import Prepared


class SessionStore(db.SessionStore):
    """A session of the database; its name is part of what it is signed with, so that open ones stay open."""

    def _get_session_from_db(self) -> Any:
        found: list[Session] = _KEPT.ask(key=self.session_key or "")
        if found and found[0].expire_date > timezone.now():
            return found[0]
        # One that is not there, or has ended, is a new one, as with Django.
        self._session_key = None
        return None


def _kept(key: str) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key)


_KEPT = Prepared(_kept, key="the key of a session")
