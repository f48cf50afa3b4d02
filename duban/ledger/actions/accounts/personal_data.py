"""Personal data of officers: hand out one's own, erase what nobody needs of somebody who left."""

import datetime
from typing import Any

from django.contrib.sessions.models import Session
from django.db import transaction

from duban.ledger import journal
from duban.ledger.models import CalendarFeed, Letter, Message, MessageChoice, SavedView
from duban.ledger.queries.accounts import personal_data, sessions
from duban.ledger.refusals import Conflict, Refused
from duban.people.models import FormerPassword, Officer, RecoveryCode, SecondFactor


@transaction.atomic
def export_officer(*, officer: Officer, actor: Officer | None, at: datetime.datetime) -> dict[str, Any]:
    """Return what is kept of an officer; that it was handed out is a line. `actor` None: at the command line."""
    known = personal_data.known_of(officer, at)
    if officer.jurisdiction is not None:
        journal.record("officer.exported", jurisdiction=officer.jurisdiction, of=officer, actor=actor, at=at)
    return known


@transaction.atomic
def erase_officer(*, officer: Officer, actor: Officer | None, at: datetime.datetime) -> Officer:
    """Erase what is kept of an officer who left beside their work: address, messages, digests, views, tokens, sessions, password.

    Name, post and what they signed stay: papers and records are kept as archives law asks. Raises Refused while the account is open,
    and Conflict where nothing is left to erase.
    """
    held = (
        Officer.objects.select_for_update(of=("self",), no_key=True).select_related("jurisdiction").get(pk=officer.pk)
    )
    if held.is_active:
        raise Refused(f"{held} 的账号还在使用", possible="请先停用账号。")
    keys = [session.session_key for session, _ in sessions.open_sessions(held, at)]
    gone = {
        "messages": Message.objects.filter(officer=held).delete()[0],
        "letters": Letter.objects.filter(officer=held).delete()[0],
        "message_choice": MessageChoice.objects.filter(officer=held).delete()[0],
        "calendar_feeds": CalendarFeed.objects.filter(officer=held).delete()[0],
        "views": SavedView.objects.filter(officer=held).delete()[0],
        "tokens": held.tokens.all().delete()[0],
        "sessions": Session.objects.filter(session_key__in=keys).delete()[0],
        "second_factor": SecondFactor.objects.filter(officer=held).delete()[0]
        + RecoveryCode.objects.filter(officer=held).delete()[0],
        "former_passwords": FormerPassword.objects.filter(officer=held).delete()[0],
        "address": int(bool(held.email)),
        "password": int(held.has_usable_password()),
    }
    if not any(gone.values()):
        raise Conflict(f"{held} 的联系信息已经清除")
    held.email = ""
    held.last_login = None
    held.set_unusable_password()
    held.save(update_fields=["email", "last_login", "password"])
    if held.jurisdiction is not None:
        journal.record("officer.erased", jurisdiction=held.jurisdiction, of=held, actor=actor, at=at, data=gone)
    return held
