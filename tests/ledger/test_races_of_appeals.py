"""Two hands on one appeal: one decides, the other is refused; a form sent twice at once is one appeal."""

import datetime

import pytest

from duban.ledger import journal
from duban.ledger.actions.public import appeals, ratings
from duban.ledger.by import By
from duban.ledger.models import Appeal, Matter, Rating
from duban.ledger.refusals import Refused
from duban.ledger.storage.idempotency import AlreadyDone
from tests import cast, stories
from tests.ledger.actions.public.test_appeals import order, receive, transfer, writing


@pytest.fixture
def raced(at_once):
    """An office in a database whose transactions are real."""
    return cast.office("gansu-county-2023")


def test_of_two_who_decide_one_does(raced, at_once):
    appeal = receive(raced)
    answers = at_once(
        lambda: transfer(raced, appeal),
        lambda: transfer(raced, appeal),
        lambda: appeals.decline_appeal(appeal=appeal, reason="重复", by=By(raced.head, cast.at())),
        lambda: appeals.answer_appeal(appeal=appeal, reply="已修", by=By(raced.head, cast.at())),
    )
    failed = [answer for answer in answers if isinstance(answer, Exception)]
    assert len(failed) == 3 and all(isinstance(error, Refused) for error in failed), failed
    assert Matter.objects.count() == (Appeal.objects.get().outcome == "transferred")
    assert list(journal.verify(raced.jurisdiction)) == []


def test_a_form_sent_twice_at_once_is_one_appeal(raced, at_once):
    def send():
        return appeals.receive_appeal(
            jurisdiction=raced.jurisdiction, writing=writing(), actor=None, at=cast.at(), code="x", form_key="once"
        )

    answers = at_once(send, send, send)
    assert sum(isinstance(answer, AlreadyDone) for answer in answers) == 2, answers
    assert Appeal.objects.get().number == "S2026-1"


def test_one_appeal_is_rated_once(raced, at_once):
    appeal = receive(raced)
    matter = appeals.transfer_appeal(appeal=appeal, order=order(raced), by=By(raced.clerk, cast.at()))
    stories.matters.dispatch_matter(matter=matter, by=By(raced.clerk, cast.at()))
    stories.accept(raced, matter, cast.at())
    stories.complete(raced, matter, cast.at())
    appeal.refresh_from_db()

    def call():
        return ratings.rate_matter(
            matter=matter,
            appeal=appeal,
            satisfaction="fair",
            manner="phone",
            note="",
            rated_on=datetime.date(2026, 3, 31),
            actor=raced.clerk,
            at=cast.at(),
        )

    failed = [answer for answer in at_once(call, call) if isinstance(answer, Exception)]
    assert len(failed) == 1 and isinstance(failed[0], Refused)
    assert Rating.objects.count() == 1
