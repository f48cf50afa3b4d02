"""Who may call the addresses of the public: appeals and ratings (群众诉求、满意度)."""

import datetime

from duban.ledger.actions.public import ratings
from tests import stories
from tests.cast import Cast
from tests.web.permissions.records import (
    _appeal,
)
from tests.web.permissions.rows import (
    OFFICE,
    PUBLIC,
    READS_ALL,
    Row,
)


def _finished(office: Cast):
    matter = stories.matter(office, due_on="2026-04-30")
    stories.accept(office, matter, office.default_at)
    stories.complete(office, matter, office.default_at)
    return matter


def _rating(office: Cast) -> list:
    rated = ratings.rate_matter(
        matter=_finished(office),
        satisfaction="dissatisfied",
        manner="phone",
        note="慢",
        rated_on=datetime.date(2026, 3, 31),
        actor=office.clerk,
        at=office.default_at,
    )
    return [rated.pk]


def _open(office: Cast) -> list:
    office.jurisdiction.public_intake = True
    office.jurisdiction.save()
    return [office.jurisdiction.slug]


ROWS: dict[str, Row] = {
    "intake": Row(frozenset({"office_head"})),
    "appeals": Row(OFFICE),
    "appeal_new": Row(OFFICE),
    "appeal_list": Row(OFFICE),
    "appeal_template": Row(OFFICE),
    "appeal": Row(OFFICE, args=_appeal),
    "appeal_sorting": Row(OFFICE, args=_appeal),
    "appeal_matter": Row(OFFICE, args=_appeal),
    "appeal_joining": Row(OFFICE, args=_appeal),
    "appeal_answer": Row(OFFICE, args=_appeal),
    "appeal_correction": Row(OFFICE, args=_appeal),
    "appeal_reply_correction": Row(OFFICE, args=_appeal),
    "appeal_dismissal": Row(OFFICE, args=_appeal),
    "ratings": Row(READS_ALL),
    "rating_new": Row(OFFICE, args=lambda office: [_finished(office).no]),
    "rating_keeping": Row(OFFICE, args=_rating),
    "public_place": Row(PUBLIC, args=_open, is_own=False),
    "public_appeal": Row(PUBLIC, args=_open, is_own=False),
    "public_receipt": Row(PUBLIC, args=_open, is_own=False),
    "public_state": Row(PUBLIC, args=_open, is_own=False),
    "public_rating": Row(PUBLIC, args=_open, is_own=False),
}
