"""Channels: how one letter leaves the house, by mail or to a webhook. They know no rows and have a limit of time."""

import json
import string
import urllib.request
from http.client import HTTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from duban.ledger.models import Letter
from duban.ledger.models.messages import Channel
from duban.people.models import Officer

# The same on each attempt: a receiver that got a letter twice can tell.
HEADER = "X-Duban-Letter"


class NotSent(Exception):
    """The channel did not take the letter; the message says why, without the letter's words."""


def channels_to(officer: Officer) -> list[str]:
    """Return the channels by which a digest can reach the officer."""
    found: list[str] = []
    if settings.EMAIL_HOST and officer.email:
        found.append(Channel.MAIL)
    if settings.WEBHOOK_URL:
        found.append(Channel.WEBHOOK)
    return found


def send(letter: Letter) -> None:
    """Hand one letter to its channel. Raises NotSent where that refuses, fails or does not answer in time."""
    try:
        if letter.channel == Channel.MAIL:
            _mail(letter)
        else:
            _post(letter)
    except NotSent:
        raise
    except (OSError, ValueError, HTTPException) as error:  # smtplib's and urllib's own are OSErrors
        raise NotSent(f"{type(error).__name__}: {error}"[:300]) from None


def _mail(letter: Letter) -> None:
    if not letter.officer.email:
        raise NotSent("收件人没有邮件地址")
    headers = {HEADER: str(letter.letter_id), "Message-ID": f"<{letter.letter_id}@duban>"}
    connection = get_connection(timeout=settings.EMAIL_TIMEOUT)
    EmailMessage(
        letter.subject, letter.body, None, [letter.officer.email], headers=headers, connection=connection
    ).send()


def _post(letter: Letter) -> None:
    if not settings.WEBHOOK_URL.startswith(("http://", "https://")):
        raise NotSent("接口推送的地址应以 http:// 或 https:// 开头")
    request = urllib.request.Request(
        settings.WEBHOOK_URL,
        data=_body(letter),
        headers={"Content-Type": "application/json; charset=utf-8", HEADER: str(letter.letter_id)},
        method="POST",
    )
    with _OPENER.open(request, timeout=settings.CHANNEL_TIMEOUT) as answer:
        said = answer.read(4096)
    try:
        told = json.loads(said)
    except ValueError:
        return
    # The robots answer 200 and say in the body that they refused.
    if isinstance(told, dict) and told.get("errcode", 0) != 0:
        raise NotSent(f"对方拒收：{told.get('errcode')} {told.get('errmsg', '')}"[:300])


def _body(letter: Letter) -> bytes:
    """Return the configured JSON, its words filled in after it was read, so that no word can break out of its place."""
    words = {
        "subject": letter.subject,
        "text": letter.body,
        "name": str(letter.officer),
        "username": letter.officer.username,
        "letter_id": str(letter.letter_id),
    }

    def fill(node: object) -> object:
        if isinstance(node, str):
            return string.Template(node).safe_substitute(words)
        if isinstance(node, dict):
            return {name: fill(value) for name, value in node.items()}
        return [fill(value) for value in node] if isinstance(node, list) else node

    return json.dumps(fill(json.loads(settings.WEBHOOK_BODY)), ensure_ascii=False).encode()


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A letter goes where the office said, and nowhere else."""

    def redirect_request(self, *args: object) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirect)
