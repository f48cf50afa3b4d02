"""The night proposes the ladder's steps as each matter's own document has them: before the deadline, at once, by an event of its own."""

import pytest

from duban.ledger import journal
from duban.ledger.actions.office import daily_run
from duban.ledger.actions.requests import proposals
from duban.ledger.by import By
from duban.ledger.models import Proposal
from tests import cast, founding, stories

pytestmark = pytest.mark.django_db


def nights(office, until):
    """Let every night until that day pass, and return what was proposed: (number, step, open since)."""
    daily_run.run_days(jurisdiction=office.jurisdiction, through=founding.day(until))
    found = Proposal.objects.filter(jurisdiction=office.jurisdiction, act="step").order_by("id")
    return [(each.assignment.matter.no, each.step, str(each.open_since)) for each in found]


def note(office, kind, matter, on, **fact):
    """Put an event of the document on record."""
    journal.record(
        "fact.recorded", jurisdiction=office.jurisdiction, unit=office.units[0], matter=matter, actor=office.clerk,
        at=cast.at(f"{on} 09:00"), effect=journal.Effect(kind=kind, fact=fact),
    )  # fmt: skip


def test_a_state_is_proposed_before_the_deadline_and_by_an_event_and_lapses():
    """S2 蓝, 黄: five days before the deadline; behind schedule; caught up again."""
    office = founding.office("s2-slips", on="2026-05-04 09:00")
    at = cast.at("2026-05-06 09:00")
    near = stories.matter(office, due_on="2026-05-29", at=at)
    slow = stories.matter(office, due_on="2026-06-29", at=at)
    note(office, "behind", slow, "2026-05-16")
    assert nights(office, "2026-05-15") == []
    assert nights(office, "2026-05-23") == [(slow.no, "yellow", "2026-05-16")]
    assert nights(office, "2026-05-24") == [(slow.no, "yellow", "2026-05-16"), (near.no, "blue", "2026-05-24")]
    assert nights(office, "2026-05-30")[2:] == [(near.no, "red", "2026-05-30")]
    stand = Proposal.objects.filter(outcome="open").values_list("assignment__matter__no", "step")
    assert sorted(stand) == [(near.no, "red"), (slow.no, "yellow")]
    note(office, "caught_up", slow, "2026-06-01")
    nights(office, "2026-06-02")
    assert list(stand.all()) == [(near.no, "red")]


def test_a_category_enters_above_the_bottom_and_a_missed_slip_opens_the_next():
    """S1 三, 四: an urgent matter begins with the orange slip; its limit passed, the red one opens on the day after."""
    office = founding.office("s1-slips")
    at = cast.at("2026-02-02 09:00")
    urgent = stories.matter(office, due_on="2026-06-30", at=at, category="urgent", level="red")
    plain = stories.matter(office, due_on="2026-06-30", at=at, category="ordinary", level="red")
    assert nights(office, "2026-02-03") == [(urgent.no, "orange", "2026-02-02")]
    asked = Proposal.objects.get()
    stories.sign(asked, cast.at("2026-02-03 10:00"))
    by = By(office.clerk, cast.at("2026-02-03 11:00"))
    proposals.carry_out(proposal=asked, by=by, limit=founding.day("2026-02-10"))
    note(office, "slow", plain, "2026-02-05")
    assert nights(office, "2026-02-10")[1:] == [(plain.no, "blue", "2026-02-05")]
    assert nights(office, "2026-02-11")[2:] == [(urgent.no, "red", "2026-02-11")]
    assert nights(office, "2026-02-20")[3:] == []


def test_each_matter_climbs_the_ladder_of_its_own_document():
    office = founding.office("s2-slips")
    old = stories.matter(office, due_on="2026-03-20", at=cast.at("2026-02-02 09:00"))
    founding.adopt(office, "county-plan", from_on="2026-02-10")
    daily_run.run_days(jurisdiction=office.jurisdiction, through=founding.day("2026-02-10"))
    office.jurisdiction.refresh_from_db()
    new = stories.matter(office, due_on="2026-03-20", at=cast.at("2026-02-11 09:00"))
    assert nights(office, "2026-03-21") == [
        (old.no, "blue", "2026-03-15"),
        (old.no, "red", "2026-03-21"),
        (new.no, "phone", "2026-03-21"),
    ]
