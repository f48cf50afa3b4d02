"""Mail, by the server of the settings."""

import uuid

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from duban.ledger.letter_channels.sending import HEADER, NotSent, plainly
from duban.ledger.models import Letter


def send(letter: Letter) -> None:
    """Send one letter to its officer's address. Raises NotSent."""
    if not settings.EMAIL_HOST:
        raise NotSent("没有设置邮件服务器")
    if letter.officer is None or not letter.officer.email:
        raise NotSent("收件人没有邮件地址")
    headers = {HEADER: str(letter.letter_id), "Message-ID": f"<{letter.letter_id}@duban>"}
    connection = get_connection(timeout=settings.EMAIL_TIMEOUT)
    with plainly():
        EmailMessage(
            letter.subject, letter.body, None, [letter.officer.email], headers=headers, connection=connection
        ).send()


def new_id() -> uuid.UUID:
    """Return an id for a letter."""
    return uuid.uuid4()
