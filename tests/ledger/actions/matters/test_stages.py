"""Stages: a record is taken hold of as it is now, and the matter's one status follows its lead units."""

import pytest

from duban.ledger.actions.matters import stages
from duban.ledger.actions.requests import proposals
from duban.ledger.by import By
from duban.ledger.models.assignments import Stage
from duban.ledger.models.matters import State
from duban.ledger.refusals import Conflict
from duban.ledger.storage import locking
from tests import cast, stories

pytestmark = pytest.mark.django_db


def test_nobody_writes_over_what_they_have_not_seen(office):
    matter = stories.matter(office, due_on="2026-06-30")
    seen = stories.held(matter)
    stories.accept(office, matter, cast.at())
    with pytest.raises(Conflict, match="旧内容"):
        locking.hold_assignment(seen, seen.version)
    with pytest.raises(Conflict, match="旧内容"):
        locking.hold_matter(seen.matter, seen.matter.version)
    held = locking.hold_assignment(seen)
    assert (held.stage, held.version) == (Stage.IN_HAND, seen.version + 1)
    assert locking.hold_assignment(held, held.version).matter.state == State.IN_HAND


def test_of_several_lead_units_the_most_pressing_gives_the_status(office):
    matter = stories.matter(office, due_on="2026-06-30", lead=office.units[:2])
    first, second = (stories.held(matter, unit) for unit in office.units[:2])
    stages.move(first, Stage.COMPLETED)
    matter.refresh_from_db()
    assert matter.state != State.COMPLETED
    version = matter.version
    second.matter = matter
    stages.move(second, Stage.COMPLETED)
    matter.refresh_from_db()
    assert (matter.state, matter.version) == (State.COMPLETED, version + 1)


def test_what_waited_for_signatures_loses_its_object(office):
    matter = stories.matter(office, due_on="2026-06-30")
    stories.accept(office, matter, cast.at())
    asked = proposals.ask(
        "extension",
        of=stories.held(matter),
        until=stories.day("2026-08-20"),
        reason="汛期",
        by=By(office.liaison, cast.at()),
    )
    stages.move(locking.hold_assignment(stories.held(matter)), Stage.WRITTEN_OFF)
    asked.refresh_from_db()
    assert asked.outcome == "withdrawn"


def test_the_part_of_cooperating_units_ends_with_the_last_lead_unit(office):
    matter = stories.matter(office, due_on="2026-06-30", lead=office.units[:1], support=office.units[1:2])
    lead, support = (stories.held(matter, unit) for unit in office.units[:2])
    stages.finish_supporters(matter, cast.at().date())
    support.refresh_from_db()
    assert support.completed_on is None
    stages.move(locking.hold_assignment(lead), Stage.COMPLETED)
    stages.finish_supporters(matter, cast.at().date())
    support.refresh_from_db()
    assert (support.stage, support.completed_on) == (Stage.COMPLETED, cast.at().date())
