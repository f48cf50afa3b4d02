"""What races of tests ask of their outcome: one act happened, or all did, and the journal is sound."""

from duban.ledger import journal
from duban.ledger.refusals import Refused


def one_happened(answers):
    """Hold that exactly one act happened and every other was refused in words: no deadlock, no broken constraint."""
    failed = [answer for answer in answers if isinstance(answer, Exception)]
    assert [error for error in failed if not isinstance(error, Refused)] == []
    assert len(failed) == len(answers) - 1


def all_happened(answers):
    assert [answer for answer in answers if isinstance(answer, Exception)] == []


def sound(office):
    assert list(journal.verify(office.jurisdiction)) == []
