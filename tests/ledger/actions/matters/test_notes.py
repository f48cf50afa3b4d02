"""Notes of the office: colleagues and leaders read them, units never."""

import pytest

from duban.ledger import access
from duban.ledger.actions.matters import notes
from duban.ledger.by import By
from duban.ledger.queries.matters import dossiers, timelines
from duban.ledger.queries.reports import told
from duban.ledger.refusals import Conflict, Forbidden, Refused
from tests import cast, stories

pytestmark = pytest.mark.django_db
AT = cast.at()


def test_a_note_is_read_by_the_office_and_leaders_until_it_is_struck(office):
    made = stories.matter(office, due_on="2026-04-30")
    noted = notes.add_note(matter=made, text=" 已当面了解 ", by=By(office.clerk, AT))
    assert noted.text == "已当面了解" and list(access.matters.notes(office.leader)) == [noted]
    assert not access.matters.notes(office.liaison).exists()
    assert not [each for each in timelines.timeline_of(office.liaison, made) if each.verb.startswith("note.")]
    (entry,) = [each for each in timelines.timeline_of(office.leader, made) if each.verb == "note.added"]
    assert ("内容", "已当面了解") in entry.details
    notes.withdraw_note(note=noted, by=By(office.head, AT))
    assert not access.matters.notes(office.clerk).exists()
    dossier = dossiers.dossier_for(office.clerk, made, AT.date())
    story = told.told_of(office.clerk, timelines.timeline_of(office.clerk, made), dossier)
    assert [each.is_struck for each in story if each.entry.verb == "note.added"] == [True]
    with pytest.raises(Conflict):
        notes.withdraw_note(note=noted, by=By(office.clerk, AT))


def test_a_note_has_words_and_is_struck_by_who_wrote_it(office):
    made = stories.matter(office, due_on="2026-04-30")
    for text in (" ", "长" * 1001, "机密★10年"):
        with pytest.raises(Refused):
            notes.add_note(matter=made, text=text, by=By(office.clerk, AT))
    noted = notes.add_note(matter=made, text="了解", by=By(office.head, AT))
    with pytest.raises(Forbidden):
        notes.withdraw_note(note=noted, by=By(office.clerk, AT))
