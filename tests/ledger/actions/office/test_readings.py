"""Choosing how an ambiguity is read."""

import pytest

from duban.ledger.actions.office import readings
from duban.ledger.by import By
from duban.ledger.models import JournalLine
from duban.ledger.refusals import Conflict, Refused

pytestmark = pytest.mark.django_db


def choose(office, at, ambiguity="counted_matters", reading="in_hand", was="due_or_closed"):
    return readings.choose_reading(
        jurisdiction=office.jurisdiction,
        ambiguity=ambiguity,
        reading=reading,
        was=was,
        by=By(office.head, at),
    )


@pytest.mark.feature("reading_choice")
@pytest.mark.clause("zhuoni-2022", "第二十一条")
def test_a_reading_is_chosen_with_name_and_date(office, at):
    assert choose(office, at).choices == {"counted_matters": "in_hand"}
    line = JournalLine.objects.get()
    assert (line.verb, line.actor, line.on) == ("reading.chosen", office.head, at.date())
    assert line.content == {"ambiguity": "counted_matters", "before": "due_or_closed", "after": "in_hand"}


def test_the_same_again_leaves_no_line(office, at):
    choose(office, at)
    choose(office, at, was="in_hand")
    assert JournalLine.objects.count() == 1


def test_what_somebody_else_changed_meanwhile_is_a_conflict(office, at):
    choose(office, at)
    with pytest.raises(Conflict):
        choose(office, at)


@pytest.mark.parametrize(("ambiguity", "reading"), [("nothing", "x"), ("counted_matters", "x"), ("", "")])
def test_what_the_document_does_not_offer_is_refused(office, at, ambiguity, reading):
    with pytest.raises(Refused):
        choose(office, at, ambiguity, reading)


def test_a_question_without_a_switch_stays_as_it_is(zhuoni, at):
    with pytest.raises(Refused, match="不能改选"):
        choose(zhuoni, at, "late_what", "result_in_sheet", "all_by_level")
