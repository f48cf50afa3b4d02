"""Letters: one digest a day and person, one post a day and group, written with what they tell of, and sent afterwards until they are out or given up visibly."""

import datetime
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from duban.ledger import letter_channels
from duban.ledger.governed import Governed
from duban.ledger.models import Letter, Message, MessageChoice, Robot
from duban.ledger.models.messages import Channel, Delivery
from duban.ledger.models.robots import Maker
from duban.ledger.queries.office.outbox import digests, posts, topics
from duban.ledger.queries.office.outbox.digests import Digest, Item
from duban.ledger.refusals import Conflict
from duban.people.models import Jurisdiction, Officer

# How long after each failed attempt the next one comes; after the last a letter is given up.
BACKOFF = tuple(datetime.timedelta(minutes=each) for each in (2, 10, 30, 120, 360, 720))
# A line that failed so often in one run is left alone until the next.
PATIENCE = 3
_LINES = 20
# A robot shows a few lines; more is read in the program.
_LINES_OF_ROBOTS = 5
_BYTES_OF_ROBOTS = 1900


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
    if not _is_time(jurisdiction, now):
        return 0
    fresh = Message.objects.filter(jurisdiction=jurisdiction, read_at__isnull=True, digested_on__isnull=True)
    owners = Officer.objects.filter(pk__in=fresh.values("officer"), is_active=True).order_by("id")
    return sum(_write_digest(officer, now) for officer in owners if letter_channels.channels_to(officer))


def write_posts(*, jurisdiction: Jurisdiction, at: datetime.datetime) -> int:
    """Write what the robots have to say to their groups, once a day each, at the hours of digests; return how many letters."""
    now = timezone.localtime(at)
    if not _is_time(jurisdiction, now):
        return 0
    held = Robot.objects.filter(jurisdiction=jurisdiction, removed_on=None, let_on__isnull=False)
    held = held.exclude(maker=Maker.WECHAT).exclude(posted_on=now.date()).order_by("id")
    return sum(_write_post(robot, now) for robot in held)


def deliver_letters(
    *, at: datetime.datetime, send: Callable[[Letter], None] = letter_channels.send, most: int = 200
) -> Delivered:
    """Send what waits and is due. No transaction is open while a channel is spoken to.

    An attempt is written down before it is made: who is killed between sending and noting it sends that letter once more, later, under
    the same id, and no other.
    """
    done, failures = Delivered(), Counter[str]()
    waiting = Letter.objects.filter(state=Delivery.WAITING, next_at__lte=at).select_related("officer", "robot")
    for letter in list(waiting.order_by("next_at", "id")[:most]):
        line = letter_channels.line_of(letter)
        if failures[line] >= PATIENCE:
            continue
        wait = BACKOFF[min(letter.attempts, len(BACKOFF) - 1)]
        mine = Letter.objects.filter(pk=letter.pk, state=Delivery.WAITING, attempts=letter.attempts)
        if not mine.update(attempts=letter.attempts + 1, next_at=at + wait):
            continue  # another run took it
        try:
            send(letter)
        except letter_channels.NotSent as error:
            failures[line] += 1
            done.failed += 1
            given_up = letter.attempts >= len(BACKOFF)
            done.dead += given_up
            state = Delivery.DEAD if given_up else Delivery.WAITING
            Letter.objects.filter(pk=letter.pk).update(state=state, error=str(error)[:300])
            _note(letter, failed_at=at, failure=str(error)[:300])
            continue
        Letter.objects.filter(pk=letter.pk).update(state=Delivery.SENT, sent_at=at, error="")
        _note(letter, failed_at=None, failure="")
        failures[line] = 0
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
    choice = MessageChoice.objects.filter(officer=officer).first()
    told = digests.digest_of(officer, topics.wanted(fresh, choice.muted if choice else ()), now.date())
    if not told.news:
        return 0
    subject = f"督办：{told.counts}（{now.month}月{now.day}日）"
    application = letter_channels.application_of(officer.office)
    wanted = letter_channels.channels_to(officer)
    long, short = _digest(officer, told, _LINES), _digest(officer, told, _LINES_OF_ROBOTS)
    Letter.objects.bulk_create(
        Letter(
            officer=officer,
            robot=application if channel == Channel.WECHAT else None,
            channel=channel,
            letter_id=uuid.uuid4(),
            subject=subject,
            body=long if channel in (Channel.MAIL, Channel.WEBHOOK) else _cut(short),
            next_at=now,
        )
        for channel in wanted
    )
    return len(wanted)


@transaction.atomic
def _write_post(robot: Robot, now: datetime.datetime) -> int:
    held = Robot.objects.select_for_update(of=("self",), no_key=True).select_related("jurisdiction", "unit")
    robot = held.get(pk=robot.pk)
    if robot.posted_on == now.date() or not robot.is_on:
        return 0
    sections = posts.sections_of(robot, now.date())
    Robot.objects.filter(pk=robot.pk).update(posted_on=now.date())
    if not sections:
        return 0
    lines = [f"{robot.jurisdiction}督办，{now.month}月{now.day}日："]
    for each in sections:
        more = f"，先列 {len(each.items)} 件" if each.count > len(each.items) else ""
        lines += ["", f"{each.word} {each.count} 件{more}", *_listed(each.items, robot.jurisdiction)]
    counts = "，".join(f"{each.word} {each.count} 件" for each in sections)
    Letter.objects.create(
        robot=robot,
        channel=Channel.ROBOT,
        letter_id=uuid.uuid4(),
        subject=f"督办：{counts}"[:200],
        body=_cut("\n".join([*lines, *_link("全部", "desk", robot.jurisdiction)])),
        next_at=now,
    )
    return 1


def _is_time(jurisdiction: Jurisdiction, now: datetime.datetime) -> bool:
    begins, ends = settings.LETTER_HOURS
    return begins <= now.hour < ends and Governed.of(jurisdiction).calendar.is_workday(now.date())


def _note(letter: Letter, **words: object) -> None:
    """Keep with the robot how its last letter fared: the administrator reads it in one line."""
    if letter.robot_id is not None:
        Robot.objects.filter(pk=letter.robot_id).update(**words)


def _digest(officer: Officer, told: Digest, most: int) -> str:
    """Return the words of a digest: to whom, the numbers, the most urgent, what is new, each with its page; what is too much as a number."""
    lines = [f"{officer.full_name}同志：" if officer.full_name else "您好：", "", f"{told.counts}。"]
    if told.waits:
        lines[-1] = f"{told.counts}。等您办理的：{'、'.join(f'{word} {count} 件' for word, count in told.waits)}。"
    if told.urgent:
        lines += ["", f"最急的 {len(told.urgent)} 件：", *_listed(told.urgent, officer)]
    lines += ["", "新消息：", *_listed(told.news[:most], officer)]
    if len(told.news) > most:
        lines.append(f"另有 {len(told.news) - most} 条，请登录后在“消息”中查看。")
    lines += [
        "",
        *_link("打开工作台", "desk", officer),
        *_link("不想收到的种类，在这里选择", "message_choice", officer),
    ]
    return "\n".join(lines).rstrip()


def _listed(items: Sequence[Item], to: Officer | Jurisdiction) -> list[str]:
    lines = []
    for number, each in enumerate(items, 1):
        why = f"【{each.why}】" if each.why else ""
        lines += [f"{number}. {why}{each.text}", *_link("", each.about or "inbox", to)]
    return lines


def _link(word: str, about: str, to: Officer | Jurisdiction) -> list[str]:
    """Return the line of a link, which leads through the entrance to the page; none where nobody said how the program is reached.

    It names to whom it was told: the officer, or a group of the office. The same number is another matter in another office.
    """
    if not settings.PUBLIC_URL:
        return []
    # What 0.1.0 wrote is a path, and no record.
    about = "inbox" if about.startswith("/") else about
    told, office = (to.pk, "") if isinstance(to, Officer) else (0, f"?office={to.slug}")
    address = f"{settings.PUBLIC_URL}/to/{told}/{quote(about, safe=':')}{office}"
    return [f"{word}：{address}" if word else f"   {address}"]


def _cut(text: str) -> str:
    """Return as many whole lines as a robot takes."""
    kept: list[str] = []
    left = _BYTES_OF_ROBOTS
    for line in text.split("\n"):
        left -= len(line.encode()) + 1
        if left < 0:
            return "\n".join([*kept, "……"])
        kept.append(line)
    return text
