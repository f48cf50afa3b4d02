"""Letters: one digest a day and person, written with what it tells of, and sent afterwards until it is out or given up visibly."""

import datetime
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from duban.engine.calendar import Calendar
from duban.ledger import letter_channels
from duban.ledger.governed import Governed
from duban.ledger.models import Letter, Message
from duban.ledger.models.messages import Delivery
from duban.ledger.queries.office.reminding import words_of
from duban.ledger.refusals import Conflict
from duban.people.models import Jurisdiction, Officer

# How long after each failed attempt the next one comes; after the last a letter is given up.
BACKOFF = tuple(datetime.timedelta(minutes=each) for each in (2, 10, 30, 120, 360, 720))
# A channel that failed so often in one run is left alone until the next.
PATIENCE = 3
_LINES = 20


@dataclass
class Delivered:
    """What a run did."""

    sent: int = 0
    failed: int = 0
    dead: int = 0


def write_digests(*, jurisdiction: Jurisdiction, at: datetime.datetime) -> int:
    """Write one letter for each channel of everybody who has unread news and got no digest today; return how many letters.

    Only within `settings.LETTER_HOURS` of a working day; what comes at night waits for the morning.
    """
    now = timezone.localtime(at)
    begins, ends = settings.LETTER_HOURS
    if not begins <= now.hour < ends or not Governed.of(jurisdiction).calendar.is_workday(now.date()):
        return 0
    fresh = Message.objects.filter(jurisdiction=jurisdiction, read_at__isnull=True, digested_on__isnull=True)
    owners = Officer.objects.filter(pk__in=fresh.values("officer"), is_active=True).order_by("id")
    return sum(_write_digest(officer, now) for officer in owners if letter_channels.channels_to(officer))


def deliver_letters(
    *, at: datetime.datetime, send: Callable[[Letter], None] = letter_channels.send, most: int = 200
) -> Delivered:
    """Send what waits and is due. No transaction is open while a channel is spoken to.

    An attempt is written down before it is made: who is killed between sending and noting it sends that letter once more, later, under
    the same id, and no other.
    """
    done, failures = Delivered(), Counter[str]()
    waiting = Letter.objects.filter(state=Delivery.WAITING, next_at__lte=at).select_related("officer")
    for letter in list(waiting.order_by("next_at", "id")[:most]):
        if failures[letter.channel] >= PATIENCE:
            continue
        wait = BACKOFF[min(letter.attempts, len(BACKOFF) - 1)]
        mine = Letter.objects.filter(pk=letter.pk, state=Delivery.WAITING, attempts=letter.attempts)
        if not mine.update(attempts=letter.attempts + 1, next_at=at + wait):
            continue  # another run took it
        try:
            send(letter)
        except letter_channels.NotSent as error:
            failures[letter.channel] += 1
            done.failed += 1
            given_up = letter.attempts >= len(BACKOFF)
            done.dead += given_up
            state = Delivery.DEAD if given_up else Delivery.WAITING
            Letter.objects.filter(pk=letter.pk).update(state=state, error=str(error)[:300])
            continue
        Letter.objects.filter(pk=letter.pk).update(state=Delivery.SENT, sent_at=at, error="")
        failures[letter.channel] = 0
        done.sent += 1
    return done


def send_again(*, letter: Letter, at: datetime.datetime) -> None:
    """Let a letter that was given up be tried anew. Raises Conflict where it was not given up."""
    dead = Letter.objects.filter(pk=letter.pk, state=Delivery.DEAD)
    if not dead.update(state=Delivery.WAITING, attempts=0, next_at=at):
        raise Conflict("这封信没有停发")


@transaction.atomic
def _write_digest(officer: Officer, now: datetime.datetime) -> int:
    # One after the other: two runs at once would write two digests.
    Officer.objects.select_for_update(no_key=True).get(pk=officer.pk)
    own = Message.objects.filter(officer=officer)
    if own.filter(digested_on=now.date()).exists():
        return 0
    fresh = list(own.filter(read_at__isnull=True, digested_on__isnull=True).order_by("id"))
    if not fresh:
        return 0
    own.filter(pk__in=[each.pk for each in fresh]).update(digested_on=now.date())
    texts = _texts(fresh, now.date(), Governed.of(officer.office).calendar)
    if not texts:
        return 0
    subject = f"督办：{now:%m月%d日}有 {len(texts)} 件事要您知道"
    wanted = letter_channels.channels_to(officer)
    body = _digest(texts)
    Letter.objects.bulk_create(
        Letter(officer=officer, channel=channel, letter_id=uuid.uuid4(), subject=subject, body=body, next_at=now)
        for channel in wanted
    )
    return len(wanted)


def _texts(messages: list[Message], on: datetime.date, calendar: Calendar) -> list[str]:
    """Return what a digest says that is read on a day: reminders first, one a date, each with how far it is; what is over is left out."""
    kinds: dict[bool, list[str]] = defaultdict(list)
    latest = {message.key.rpartition(":")[0]: message.pk for message in messages if message.due_on}
    for message in messages:
        left = words_of(message.due_on, on, calendar) if message.due_on else ""
        if not message.due_on:
            kinds[message.kind == "reminder"].append(message.text)
        elif left and latest[message.key.rpartition(":")[0]] == message.pk:
            kinds[True].append(f"{message.text}（{left}）")
    return list(dict.fromkeys([*kinds[True], *kinds[False]]))


def _digest(texts: list[str]) -> str:
    """Return the words of a digest: a line for each thing, and what is too much as a number."""
    lines = [f"{number}. {text}" for number, text in enumerate(texts[:_LINES], 1)]
    if len(texts) > _LINES:
        lines.append(f"另有 {len(texts) - _LINES} 条，请登录后在“消息”中查看。")
    return "\n".join(lines)
