"""Messages: the inbox of one officer, and how much of it is unread."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from duban.ledger.letter_channels.webhook import names_recipient
from duban.ledger.models import Heartbeat, Letter, Message
from duban.ledger.models.heartbeats import Beater
from duban.ledger.models.messages import Channel, Delivery
from duban.ledger.queries.upkeep import heartbeats
from duban.people.models import Delegation, Jurisdiction, Officer
from duban.people.prepared import Prepared


@dataclass(frozen=True)
class Standstill:
    """The daily run is not where it should be: what is shown may lack what was missed since `since`; `why` is a sentence."""

    why: str
    since: datetime.date | None = None
    # The clock is in doubt: the administrator may say that it is right.
    is_clock: bool = False


def inbox(officer: Officer, *, unread_only: bool = False) -> QuerySet[Message]:
    """Return an officer's own messages, unread ones first, the newest first."""
    found = Message.objects.filter(officer=officer)
    if unread_only:
        found = found.filter(read_at__isnull=True)
    return found.order_by(F("read_at").asc(nulls_first=True), "-at", "-id")


def was_told(officer: Officer, about: str) -> bool:
    """Say whether the officer has a message about this: `matter:2026-3`."""
    return Message.objects.filter(officer=officer, about=about).exists()


def officer_of_session(pk: int) -> Officer | None:
    """Return the officer whose session it is, or None, with what every page tells beside them. One query.

    With them come unit, office and the account by which they sign in; their office has what `jurisdiction_of` has.
    """
    found: list[Officer] = _SIGNED_IN.ask(pk=pk)
    officer = found[0] if found else None
    if officer is not None and officer.jurisdiction is not None:
        for name in _TOLD:
            setattr(officer.jurisdiction, name, officer.__dict__[name])
    return officer


def jurisdiction_of(officer: Officer) -> Jurisdiction:
    """Return the officer's jurisdiction with what every page tells beside it: `unread` messages, how the daily run stands, the `head` of its chain. One query."""
    found = Jurisdiction.objects.annotate(**_told("", Value(officer.pk)))
    return found.get(pk=officer.jurisdiction_id or 0)


def _told(way: str, officer: Any) -> dict[str, Any]:
    """Return what every page tells beside an office; `way` leads from the row to it."""
    own = Message.objects.filter(officer=officer, read_at__isnull=True).order_by()
    count = own.values("officer").annotate(count=Count("pk")).values("count")
    beat = Heartbeat.objects.filter(name=Beater.SCHEDULE).values("at")
    return {
        "unread": Coalesce(Subquery(count), 0),
        "daily_on": F(f"{way}chain__daily_on"),
        "head": F(f"{way}chain__head"),
        "seq": F(f"{way}chain__seq"),
        "daily_failure": Coalesce(F(f"{way}chain__daily_failure"), Value("")),
        "last_beat": Subquery(beat),
    }


def _signed_in(pk: int) -> QuerySet[Officer]:
    found = Officer.objects.filter(pk=pk).select_related("jurisdiction", "unit", "signs_in_by")
    return found.annotate(
        **_told("jurisdiction__", OuterRef("pk")), may_represent=Exists(Delegation.objects.filter(to=OuterRef("pk")))
    )


_TOLD = ("unread", "daily_on", "head", "seq", "daily_failure", "last_beat")
_SIGNED_IN = Prepared(_signed_in, pk=987_654_321_012_345)


def standstill(jurisdiction: Jurisdiction, at: datetime.datetime) -> Standstill | None:
    """Return what is wrong with the daily run, or None where it is well, never ran, or the office is invented.

    Takes a jurisdiction of `jurisdiction_of`.
    """
    last, today = getattr(jurisdiction, "daily_on", None), timezone.localdate(at)
    if jurisdiction.is_demo:
        return None
    beat = getattr(jurisdiction, "last_beat", None)
    doubt = heartbeats.doubt_since(beat, at)
    if doubt is not None:
        return Standstill(f"{doubt.words}，为防止记下错误的日期，暂停办理和每日自动处理", is_clock=True)
    failure = getattr(jurisdiction, "daily_failure", "")
    if failure:
        return Standstill(f"每日自动处理中断（{failure}）", last)
    if last is not None and last > today:
        return Standstill(f"每日自动处理已做到 {last}，晚于今天，系统时钟可能有误", None)
    if last is not None and last < today - datetime.timedelta(days=1):
        return Standstill(f"每日自动处理停在 {last}", last)
    if heartbeats.is_silent(beat, at):
        return Standstill("每日自动处理没有在运行", last)
    return None


def troubled_letters(jurisdiction: Jurisdiction) -> QuerySet[Letter]:
    """Return the letters of a jurisdiction that were given up, and those that failed and wait, the newest first."""
    failed = Q(state=Delivery.DEAD) | Q(state=Delivery.WAITING, attempts__gt=0)
    own = Q(officer__jurisdiction=jurisdiction) | Q(officer=None, robot__jurisdiction=jurisdiction)
    return Letter.objects.filter(failed, own).select_related("officer", "robot").order_by("state", "-id")


def letters_behind(at: datetime.datetime) -> bool:
    """Return whether a letter is due for more than an hour: nobody delivers."""
    return Letter.objects.filter(state=Delivery.WAITING, next_at__lt=at - datetime.timedelta(hours=1)).exists()


def has_links() -> bool:
    """Return whether letters have links: somebody said how the program is reached."""
    return bool(settings.PUBLIC_URL)


def ways() -> list[str]:
    """Return the words of the channels that this installation has."""
    found = [str(Channel.MAIL.label)] if settings.EMAIL_HOST else []
    if settings.WEBHOOK_URL:
        silent = "" if names_recipient() else "（正文没有 $username，看不出发给谁，不发个人消息）"
        found.append(f"{Channel.WEBHOOK.label}{silent}")
    return found
