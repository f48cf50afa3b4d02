"""Channels: how one letter leaves the house, by mail, webhook or robot. They know no business and have a limit of time."""

from importlib import import_module

from django.conf import settings

from duban.ledger.letter_channels import mail, webhook
from duban.ledger.letter_channels.sending import HEADER, NotSent
from duban.ledger.letter_channels.target import Target, target_of
from duban.ledger.models import Letter, MessageChoice, Robot
from duban.ledger.models.messages import Channel
from duban.ledger.models.robots import Maker
from duban.people.models import Jurisdiction, Officer

__all__ = [
    "HEADER",
    "NotSent",
    "Target",
    "application_of",
    "channels_to",
    "line_of",
    "post",
    "send",
    "target_of",
    "test",
]


def channels_to(officer: Officer) -> list[str]:
    """Return the channels by which a letter of one's own can reach the officer: never one that others read along."""
    found: list[str] = []
    if settings.EMAIL_HOST and officer.email:
        found.append(Channel.MAIL)
    if settings.WEBHOOK_URL and webhook.names_recipient():
        found.append(Channel.WEBHOOK)
    choice = MessageChoice.objects.filter(officer=officer).first()
    if choice is not None and choice.wecom and application_of(officer.office) is not None:
        found.append(Channel.WECHAT)
    if choice is not None and choice.robot:
        found.append(Channel.OWN)
    return found


def application_of(jurisdiction: Jurisdiction) -> Robot | None:
    """Return the application of an office that writes to single persons; None where none was let."""
    held = Robot.objects.filter(jurisdiction=jurisdiction, maker=Maker.WECHAT, removed_on=None, let_on__isnull=False)
    return held.order_by("-id").first()


def line_of(letter: Letter) -> str:
    """Return which line a letter goes by: where one fails the others go on."""
    if letter.channel == Channel.OWN:
        return f"{letter.channel}:{letter.officer_id}"
    return f"{letter.channel}:{letter.robot_id}" if letter.robot_id else str(letter.channel)


def send(letter: Letter) -> None:
    """Hand one letter to its channel. Raises NotSent where that refuses, fails or does not answer in time."""
    if letter.channel == Channel.MAIL:
        mail.send(letter)
    elif letter.channel == Channel.WEBHOOK:
        webhook.send(letter)
    else:
        post(target_of(letter), letter.subject, letter.body)


def post(target: Target, subject: str, text: str) -> None:
    """Post words to a robot, or to a person through an application. Raises NotSent."""
    # Behind it stands a library that nobody needs who has no robot.
    import_module("duban.ledger.letter_channels.robots").post(target, subject, text)


def test(channel: str, officer: Officer, subject: str, text: str) -> None:
    """Send one person a letter for a test, past the outbox. Raises NotSent with what the other side said."""
    application = application_of(officer.office) if channel == Channel.WECHAT else None
    letter = Letter(officer=officer, robot=application, channel=channel, subject=subject, body=text)
    letter.letter_id = mail.new_id()
    send(letter)
