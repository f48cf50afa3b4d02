"""The webhook (接口推送): an address of the settings with a body of the settings, because governments run gateways of their own."""

import json
import string
import urllib.request
from typing import Any

from django.conf import settings

from duban.ledger.letter_channels.sending import HEADER, NotSent, plainly
from duban.ledger.models import Letter


def names_recipient() -> bool:
    """Return whether the body says to whom it goes: without that it is a group's, and no letter of one person's is posted there."""
    return "$username" in settings.WEBHOOK_BODY or "${username}" in settings.WEBHOOK_BODY


def send(letter: Letter) -> None:
    """Post one letter. Raises NotSent; a redirect is not followed."""
    if not settings.WEBHOOK_URL.startswith(("http://", "https://")):
        raise NotSent("接口推送的地址应以 http:// 或 https:// 开头")
    with plainly():
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
    officer = letter.officer
    words = {
        "subject": letter.subject,
        "text": letter.body,
        "name": str(officer or ""),
        "username": officer.username if officer is not None else "",
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

    def redirect_request(self, *args: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirect)
