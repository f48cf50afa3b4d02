"""What addresses of several groups name: made from the office, for the tables."""

import datetime

from duban.ledger.actions.public import appeals
from duban.ledger.actions.requests import proposals
from duban.ledger.by import By
from tests import stories
from tests.cast import Cast
from tests.web.permissions.rows import (
    DAY,
)


def _officer(office: Cast) -> list:
    return [office.inspector.pk]


def _closed_officer(office: Cast) -> list:
    office.inspector.is_active = False
    office.inspector.save()
    return [office.inspector.pk]


def _waiting(office: Cast) -> list:
    """A matter that was registered and has not gone out."""
    return [stories.matter(office, due_on="2026-04-30", dispatched=False).no]


def _sent(office: Cast) -> list:
    """A matter that units[0] has to accept, with its unit."""
    return [stories.matter(office, due_on="2026-04-30").no, office.units[0].code]


def _reported(office: Cast):
    sent = stories.matter(office, due_on="2026-04-30")
    stories.accept(office, sent, office.default_at)
    return stories.report(office, sent, office.default_at)


def _asked(office: Cast) -> list:
    """An extension for which the liaison of units[0] has asked."""
    asked = proposals.ask(
        "extension",
        of=stories.held(stories.matter(office, due_on="2026-04-30")),
        until=datetime.date(2026, 5, 20),
        reason="设备到货推迟",
        by=By(office.liaison, office.default_at),
    )
    return [asked.pk]


def _sent_reports(office: Cast) -> list:
    return [stories.matter(office, due_on="2026-04-30").no, office.units[0].code]


def _appeal(office: Cast) -> list:
    made = appeals.receive_appeal(
        jurisdiction=office.jurisdiction,
        writing=appeals.Writing(channel="visit", received_on=DAY, text="路灯不亮"),
        actor=office.clerk,
        at=office.default_at,
    )
    return [made.number]
