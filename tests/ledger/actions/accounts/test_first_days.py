"""The guide of the first day is put away and taken out again, by each for themselves, and the journal does not tell of it."""

import pytest

from duban.ledger.actions.accounts import first_days
from duban.ledger.models import JournalLine


@pytest.mark.django_db
def test_it_is_put_away_and_taken_out_again_and_twice_is_once(office):
    lines, officer = JournalLine.objects.count(), office.liaison
    for act, away in ((first_days.take_guide_out, False), (first_days.put_guide_away, True)):
        for _ in range(2):
            act(officer=officer)
            officer.refresh_from_db()
            assert officer.guide_put_away is away
    first_days.take_guide_out(officer=officer)
    office.clerk.refresh_from_db()
    assert office.clerk.guide_put_away and JournalLine.objects.count() == lines
