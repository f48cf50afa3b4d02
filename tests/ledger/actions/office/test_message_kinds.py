"""Which lines of the journal become messages: each kind is a verb that the journal knows, told in words of its own."""

import pytest

from duban.ledger.actions.office import message_kinds, messages
from duban.ledger.actions.requests import proposals
from duban.ledger.by import By
from duban.ledger.models import JournalLine
from duban.ledger.verbs import VERBS
from tests import cast, stories


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


@pytest.mark.django_db
def test_a_unit_is_told_which_step_was_carried_out_and_who_asked_that_all_have_signed():
    office = cast.office("ankang-2020")
    made = stories.matter(office, due_on="2026-03-20", at=cast.at("2026-03-02 09:00"))
    at = cast.at("2026-03-23 09:00")
    asked = proposals.ask("step", of=stories.held(made), step="key_supervision", reason="逾期", by=By(office.clerk, at))
    stories.sign(asked, at)
    limit = cast.at("2026-03-26 09:00").date()
    proposals.carry_out(proposal=asked, by=By(office.clerk, at), limit=limit)
    messages.derive_messages(jurisdiction=office.jurisdiction, at=at)
    unit = set(office.liaison.messages.values_list("text", flat=True))
    assert f"实施“重点督办、限期整改”：{made.no} {made.title}" in unit
    assert f"“督办措施”报批已获批准：{made.no} {made.title}" in set(
        office.clerk.messages.values_list("text", flat=True)
    )


@pytest.mark.parametrize(
    ("verb", "of", "data", "said"),
    [
        ("finding.struck", "finding:1", {"no": "DC2026-1", "name": "综合督查", "order": 2}, "综合督查，第 2 个问题"),
        ("finding.struck", "finding:1", {"no": "DC2026-1", "secret": True}, ""),
        ("handover.arrived", "handover:1", {"name": "某市 2026-60"}, "某市 2026-60"),
    ],
)
def test_a_message_names_what_it_is_about_where_it_may(verb, of, data, said):
    assert message_kinds.subject(JournalLine(verb=verb, of=of, data=data)) == said


@pytest.mark.parametrize(
    ("verb", "data", "said"),
    [
        ("consequence.demanded", {"kind": "专题答复", "owed_by": "2026-11-27"}, "须提交专题答复（2026-11-27 前）"),
        ("consequence.demanded", {"kind": "书面检查", "owed_by": ""}, "须提交书面检查"),
        ("consequence.imposed", {"kind": "问责", "owed_by": ""}, "作出处理（问责）"),
        ("unit.urged", {}, "催办"),
    ],
)
def test_a_unit_is_told_which_measure_it_is(verb, data, said):
    words = message_kinds.TO_UNIT[verb]
    assert message_kinds.told_to_unit(JournalLine(verb=verb, of="", data=data), words, {}) == said
