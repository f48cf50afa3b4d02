"""Which lines of the journal become messages: each kind is a verb that the journal knows, told in words of its own."""

import pytest

from duban.ledger.actions.office import message_kinds
from duban.ledger.verbs import VERBS


@pytest.mark.parametrize(
    "table", [message_kinds.TO_UNIT, message_kinds.TO_OFFICE, message_kinds.BY_PUBLIC, message_kinds.DECIDED]
)
def test_every_kind_is_a_verb_of_the_journal(table):
    assert set(table) <= set(VERBS)
    assert all(words.strip() and len(words) <= 30 for words in table.values())


def test_a_line_is_told_to_a_unit_or_to_the_office_in_one_place():
    assert not set(message_kinds.TO_UNIT) & set(message_kinds.TO_OFFICE)
    assert set(message_kinds.SIGNING) <= set(VERBS)
    assert all(any(verb.startswith(each) for verb in VERBS) for each in message_kinds.OF_INSPECTIONS)
