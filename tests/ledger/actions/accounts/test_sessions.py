"""Sessions: ended one by one or all together, but for the one that stays."""

import pytest
from django.contrib.sessions.models import Session

from duban.ledger.actions.accounts import sessions
from duban.ledger.by import By
from duban.ledger.models import JournalLine
from duban.ledger.queries.accounts import sessions as known
from duban.ledger.refusals import Conflict
from tests import cast

pytestmark = pytest.mark.django_db


def test_all_end_but_the_one_that_stays(office, signed_in):
    keep, *others = [signed_in(office.clerk).session.session_key for _ in range(3)]
    stranger = signed_in(office.head).session.session_key
    by = By(office.clerk, cast.at())
    assert sessions.end_sessions(officer=office.clerk, by=by, keep=keep) == len(others)
    assert set(Session.objects.values_list("session_key", flat=True)) == {keep, stranger}
    line = JournalLine.objects.get(verb="officer.sessions_ended")
    assert (line.actor, line.content) == (office.clerk, {"sessions": 2})
    with pytest.raises(Conflict):
        sessions.end_sessions(officer=office.clerk, by=by, keep=keep)


def test_the_administrator_ends_one_by_its_name_which_opens_nothing(office, signed_in):
    first, second = [signed_in(office.clerk).session.session_key for _ in range(2)]
    ref = known.ref_of(first)
    assert ref not in (first, second)
    assert sessions.end_sessions(officer=office.clerk, by=By(office.admin, cast.at()), ref=ref) == 1
    assert list(Session.objects.values_list("session_key", flat=True)) == [second]
    assert JournalLine.objects.get(verb="officer.sessions_ended").actor == office.admin


def test_as_a_part_of_another_act_there_is_no_line_and_none_to_end_is_no_fault(office):
    assert sessions.cut_sessions(officer=office.clerk) == 0
    assert not JournalLine.objects.filter(verb="officer.sessions_ended").exists()
