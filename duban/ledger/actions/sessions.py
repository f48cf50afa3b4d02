"""Sessions: an officer ends one of his own, the administrator all of another's; both stand in the journal."""

import datetime

from django.contrib.sessions.models import Session
from django.db import transaction

from duban.ledger import journal
from duban.ledger.queries import sessions
from duban.ledger.refusals import Conflict
from duban.people.models import Officer


@transaction.atomic
def end_sessions(*, officer: Officer, actor: Officer, at: datetime.datetime, ref: str = "", keep: str = "") -> int:
    """End the officer's open sessions at once, or the one of that `ref`; `keep` is the key of one that stays. Return how many.

    Raises Conflict where there is none to end.
    """
    keys = [
        session.session_key
        for session, _ in sessions.open_sessions(officer, at)
        if session.session_key != keep and ref in ("", sessions.ref_of(session.session_key))
    ]
    if not keys:
        raise Conflict("没有可以结束的登录，可能已经退出")
    Session.objects.filter(session_key__in=keys).delete()
    if officer.jurisdiction is not None:
        journal.record(
            "officer.sessions_ended",
            jurisdiction=officer.jurisdiction,
            of=officer,
            actor=actor,
            at=at,
            data={"sessions": len(keys)},
        )
    return len(keys)
