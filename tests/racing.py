"""What races of tests ask of their outcome: one act happened, or all did, and the journal is sound."""

import os

from duban.ledger import journal
from duban.ledger.refusals import Refused
from tests import cast, stories

# How often each race is run.
ROUNDS = range(int(os.environ.get("DUBAN_RACES", "4")))


def in_hand(office, **more):
    """A matter that its unit has signed for."""
    matter = stories.matter(office, due_on="2026-06-30", **more)
    stories.accept(office, matter, cast.at())
    return matter


def one_happened(answers):
    """Hold that exactly one act happened and every other was refused in words: no deadlock, no broken constraint."""
    failed = [answer for answer in answers if isinstance(answer, Exception)]
    assert [error for error in failed if not isinstance(error, Refused)] == []
    assert len(failed) == len(answers) - 1


def all_happened(answers):
    assert [answer for answer in answers if isinstance(answer, Exception)] == []


def sound(office):
    assert list(journal.verify(office.jurisdiction)) == []
