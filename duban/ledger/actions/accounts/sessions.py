"""Sessions: an officer ends one of their own, the administrator all of another's; both stand in the journal."""

import datetime

from django.contrib.sessions.models import Session
from django.db import transaction

from duban.ledger import journal
from duban.ledger.by import By
from duban.ledger.queries.accounts import sessions
from duban.ledger.refusals import Conflict
from duban.people.models import Officer


@transaction.atomic
def end_sessions(*, officer: Officer, by: By, ref: str = "", keep: str = "") -> int:
    """End the officer's open sessions at once, or the one of that `ref`; `keep` is the key of one that stays. Return how many.

    Raises Conflict where there is none to end.
    """
    ended = cut_sessions(officer=officer, since=by.at, ref=ref, keep=keep)
    if not ended:
        raise Conflict("没有可以结束的登录，可能已经退出")
    if officer.jurisdiction is not None:
        journal.record(
            "officer.sessions_ended",
            jurisdiction=officer.jurisdiction,
            of=officer,
            actor=by.officer,
            at=by.at,
            data={"sessions": ended},
        )
    return ended


def cut_sessions(*, officer: Officer, since: datetime.datetime | None = None, ref: str = "", keep: str = "") -> int:
    """End the officer's sessions as a part of another act, which has its own line; return how many: of those open after `since`, or of all."""
    keys = [
        session.session_key
        for session, _ in sessions.open_sessions(officer, since)
        if session.session_key != keep and ref in ("", sessions.ref_of(session.session_key))
    ]
    Session.objects.filter(session_key__in=keys).delete()
    return len(keys)
