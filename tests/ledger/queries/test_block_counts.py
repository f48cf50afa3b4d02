"""Counts that are brought forward: only what was touched is counted again, and what cannot be known to hold is counted anew."""

import datetime
from dataclasses import replace

import pytest
from django.db import transaction
from django.db.models import F

from duban.ledger import journal
from duban.ledger.actions.office import units
from duban.ledger.by import By
from duban.ledger.models import Assignment, Matter
from duban.ledger.queries import block_counts
from duban.ledger.queries.block_counts import Among, block_of
from duban.people.models import Officer
from tests import cast, stories

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 31)
AT = cast.at("2026-03-02 09:00")


@pytest.fixture(autouse=True)
def blocks_of_one(monkeypatch):
    """Each matter is a block; nothing is kept from before, and what is counted is seen."""
    monkeypatch.setattr(block_counts, "SIZE", 1)
    block_counts.forget()
    yield
    block_counts.forget()


@pytest.fixture
def seen(monkeypatch):
    """Which matters were counted each time: their keys, None where it was all of them."""
    told, plain = [], block_counts._by_block

    def watched(rows, among, *more):
        told.append(among.blocks)
        return plain(rows, among, *more)

    monkeypatch.setattr(block_counts, "_by_block", watched)
    return told


def _states(officer, today=TODAY, **narrowed):
    """The matters by state, asked by the officer as the next page has them."""
    who = Officer.objects.select_related("jurisdiction", "unit").get(pk=officer.pk)
    return _told(who, today, **narrowed)


def _told(who, today=TODAY, **narrowed):
    def rows(among):
        held = Assignment.objects.filter(among("matter"), matter__jurisdiction=who.jurisdiction, **narrowed)
        return held.values("matter", state=F("matter__state"), block=block_of("matter"))

    (found,) = block_counts.counted(who, today, ("states", str(narrowed)), rows, ("state",), of="matter")
    return {state: number for (state,), number in found.items()}


def test_only_what_was_touched_is_counted_again(office, seen):
    first, second, third = (stories.matter(office, due_on="2026-04-20", at=AT) for _ in range(3))
    assert _states(office.clerk) == {"to_accept": 3}
    assert _states(office.clerk) == {"to_accept": 3}
    stories.accept(office, second, cast.at("2026-03-03 09:00"))
    assert _states(office.clerk) == {"to_accept": 2, "in_hand": 1}
    # Of what nothing is left no nought is told, and what is new is counted with the others.
    for each in (first, third):
        stories.accept(office, each, cast.at("2026-03-03 09:00"))
    fourth = stories.matter(office, due_on="2026-04-20", at=AT, dispatched=False)
    assert _states(office.clerk) == {"in_hand": 3, "proposed": 1}
    assert seen == [None, {second.pk}, {first.pk, third.pk, fourth.pk}]


def test_what_bears_on_no_matter_is_counted_nowhere_again(office, seen):
    stories.matter(office, due_on="2026-04-20", at=AT)
    assert _states(office.clerk) == {"to_accept": 1}
    units.add_portfolio(jurisdiction=office.jurisdiction, name="新设的口", leader=None, by=By(office.admin, AT))
    assert _states(office.clerk) == {"to_accept": 1}
    assert seen == [None]


def test_a_row_is_touched_through_whatever_line_carries_it(office, seen):
    """A line may be of another matter, or of none: the rows that it carries say what was written."""
    first, second = (stories.matter(office, due_on="2026-04-20", at=AT) for _ in range(2))
    _states(office.clerk)
    with transaction.atomic():
        held = stories.held(second)
        held.part = "support"
        held.save(update_fields=["part"])
        journal.record("note.added", jurisdiction=office.jurisdiction, matter=first, actor=office.clerk, at=AT)
    _states(office.clerk)
    assert seen == [None, {first.pk, second.pk}]


def test_rows_of_another_table_that_is_read_have_all_counted_anew(office, seen):
    first = office.units[0]
    stories.matter(office, due_on="2026-04-20", at=AT, lead=[first])
    narrowed = {"unit__portfolio": first.portfolio_id}
    assert _states(office.clerk, **narrowed) == {"to_accept": 1}
    other = next(each.portfolio for each in office.units if each.portfolio_id != first.portfolio_id)
    with transaction.atomic():
        first.portfolio = other
        first.save(update_fields=["portfolio"])
        journal.record("unit.edited", jurisdiction=office.jurisdiction, unit=first, actor=office.admin, at=AT)
    assert _states(office.clerk, **narrowed) == {}
    assert seen == [None, None]


def test_where_a_row_is_gone_all_is_counted_anew(office, seen):
    """Of which matter an assignment was that is no more stands in no line."""
    made = stories.matter(office, due_on="2026-04-20", at=AT, dispatched=False)
    _states(office.clerk)
    with transaction.atomic():
        made.assignments.all().delete()
        journal.record("matter.edited", jurisdiction=office.jurisdiction, matter=made, actor=office.clerk, at=AT)
    assert _states(office.clerk) == {}
    assert seen == [None, None]


def test_another_day_another_number_and_other_readers_have_counts_of_their_own(office, seen):
    stories.matter(office, due_on="2026-04-20", at=AT)
    assert _states(office.clerk) == _states(office.leader) == _states(office.liaison) == {"to_accept": 1}
    assert _states(office.clerk, TODAY + datetime.timedelta(1)) == {"to_accept": 1}
    # The clerk's and the leader's is one; a unit has its own, and each day.
    assert seen == [None, None, None]


def test_another_journal_of_the_same_length_is_no_ground_to_count_on(office, seen):
    """A backup was put back beneath a running program: the line at which was counted is another one now."""
    made = stories.matter(office, due_on="2026-04-20", at=AT)
    _states(office.clerk)
    (key, kept), *_ = block_counts._KEPT.items()
    stories.accept(office, made, cast.at("2026-03-03 09:00"))
    for seq, digest in ((kept.end.seq, "0" * 64), (kept.end.seq + 1000, "0" * 64), (0, "")):
        block_counts._KEPT[key] = replace(kept, end=block_counts._End(seq, digest), whole=[{("lost",): 9}])
        assert _states(office.clerk) == {"in_hand": 1}
    assert seen == [None] * 4


def test_a_page_that_began_before_the_last_count_is_told_that_count(office, seen):
    made = stories.matter(office, due_on="2026-04-20", at=AT)
    before = Officer.objects.select_related("jurisdiction").get(pk=office.clerk.pk)
    end = block_counts._end_of(before.jurisdiction)
    before.jurisdiction.seq, before.jurisdiction.head = end.seq, end.digest
    stories.accept(office, made, cast.at("2026-03-03 09:00"))
    assert _states(office.clerk) == _told(before) == {"in_hand": 1}
    assert seen == [None]


@pytest.mark.parametrize("bound", ["_MOST_LINES", "_MOST_BLOCKS"])
def test_where_much_was_written_all_is_counted_anew(office, seen, monkeypatch, bound):
    made = [stories.matter(office, due_on="2026-04-20", at=AT) for _ in range(3)]
    _states(office.clerk)
    monkeypatch.setattr(block_counts, bound, 1)
    for each in made:
        stories.accept(office, each, cast.at("2026-03-03 09:00"))
    assert _states(office.clerk) == {"in_hand": 3}
    assert seen == [None, None]


def test_what_is_read_from_a_table_that_no_line_carries_is_not_kept(office, seen):
    stories.matter(office, due_on="2026-04-20", at=AT)
    for _ in range(2):
        _states(office.clerk, matter__jurisdiction__chain__seq__gte=1)
    assert seen == [None, None] and not block_counts._KEPT


def test_no_more_than_so_many_questions_are_kept(office, monkeypatch):
    stories.matter(office, due_on="2026-04-20", at=AT)
    monkeypatch.setattr(block_counts, "_MOST", 3)
    for number in range(6):
        _states(office.clerk, matter__pk__gte=number)
    assert len(block_counts._KEPT) == 3


def test_blocks_that_lie_together_are_one_span(monkeypatch):
    monkeypatch.setattr(block_counts, "SIZE", 1000)
    found = Matter.objects.filter(Among(frozenset((3, 4, 5, 9)))("pk"))
    assert str(found.query).count(">=") == 2 and "6000" in str(found.query) and "10000" in str(found.query)
    assert str(Matter.objects.filter(Among()("pk")).query) == str(Matter.objects.all().query)
