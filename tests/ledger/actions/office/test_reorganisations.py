"""Units are merged, split, abolished: what is open passes on, the past stays, the points go where the office said."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.ledger import journal, ladders, scores
from duban.ledger.actions.matters import matters
from duban.ledger.actions.office import daily_run, reorganisations
from duban.ledger.actions.scoring import rankings
from duban.ledger.actions.upkeep import row_records
from duban.ledger.audit import integrity
from duban.ledger.by import By
from duban.ledger.models import Assignment, CollectiveName, JournalLine
from duban.ledger.models.assignments import Stage
from duban.ledger.queries.office import names, reorganising
from duban.ledger.queries.office import reorganisations as reorganised
from duban.ledger.queries.office.reorganising import Asked
from duban.ledger.refusals import Conflict, Refused
from duban.people.models import Unit
from tests import cast, stories

AT = cast.at("2026-03-31 09:30")
ON = datetime.date(2026, 3, 20)
MARCH = ("month", datetime.date(2026, 3, 1), datetime.date(2026, 3, 31))
pytestmark = pytest.mark.django_db


def _merge(office, **more):
    old, new = office.units[0], office.units[1]
    words = {"kind": "merge", "of": (old,), "to": (new,), "on": ON, **more}
    return reorganisations.reorganise(
        asked=Asked(**words), paper="某市机构改革方案", number="某发〔2026〕3号", by=By(office.head, AT)
    )


def _late(office):
    """A matter of the first unit that was late on 10 March."""
    matter = stories.matter(office, due_on="2026-03-10", at=cast.at("2026-03-02 09:00"))
    stories.accept(office, matter, cast.at("2026-03-02 10:00"))
    daily_run.run_days(jurisdiction=office.jurisdiction, through=datetime.date(2026, 3, 12))
    return matter


def _verified(office):
    assert list(journal.verify(office.jurisdiction)) == []
    flaws = list(integrity.verify([office.jurisdiction], integrity.Figures(), with_files=False))
    assert flaws == []


def _total(office, unit):
    return scores.draft_of(office.jurisdiction, *MARCH).score(unit.code)


def test_a_merger_passes_on_what_is_open_with_its_first_date_and_leaves_the_past(office):
    old, new = office.units[0], office.units[1]
    row_records.record_rows(jurisdiction=office.jurisdiction, at=cast.at("2026-03-01 09:00"))
    done = stories.matter(office, due_on="2026-03-20", at=cast.at("2026-03-02 09:00"), title="已经办结的项目")
    stories.complete(office, done, cast.at("2026-03-09 09:00"))
    late = _late(office)
    CollectiveName.objects.create(jurisdiction=office.jurisdiction, unit=old, name="各试点")
    before = ladders.open_step(stories.held(late), AT.date())
    made = _merge(office)
    held = stories.held(late)
    assert (held.unit, held.due_on, held.stage) == (new, datetime.date(2026, 3, 10), Stage.IN_HAND)
    assert stories.held(done).unit == old
    after = ladders.open_step(held, AT.date())
    assert before is not None and (after.step, after.since, after.unit) == (before.step, before.since, new.code)
    old.refresh_from_db()
    assert old.abolished_on == ON and old.name == "甲县"
    assert (
        names.unit_codes(office.jurisdiction)["甲县人民政府"] == names.unit_codes(office.jurisdiction)["甲县"] == "yi"
    )
    assert names.collective_codes(office.jurisdiction)["各试点"] == ["yi"]
    office.liaison.refresh_from_db()
    assert office.liaison.unit == new
    assert {"assignments", "officers", "names", "collectives"} <= {each["kind"] for each in made.items}
    assert JournalLine.objects.filter(verb="assignment.inherited", unit=old, matter=late).count() == 1
    _verified(office)
    with pytest.raises(Refused, match="已经撤并"):
        matters.reopen_assignment(assignment=stories.held(done), reason="再办", by=By(office.clerk, AT))
    with pytest.raises(Refused, match="已于 2026-03-20 撤并"):
        stories.matter(office, due_on="2026-04-30", lead=[old], at=AT)
    # The successor goes on with it, and is done late by the first date.
    stories.complete(office, late, AT, unit=new)
    completed = next(
        each for each in journal.fact_rows(office.jurisdiction, matters=[late.pk]) if each["kind"] == "completed"
    )
    assert completed["unit"] == "yi"


@pytest.mark.parametrize("points", ["follow", "stay"])
def test_the_points_of_the_period_follow_or_stay_as_the_office_chose(office, points):
    old, new = office.units[0], office.units[1]
    done = stories.matter(office, due_on="2026-03-20", at=cast.at("2026-03-02 09:00"))
    stories.complete(office, done, cast.at("2026-03-09 09:00"))
    earned = {fact for line in _total(office, old).lines for fact in line.facts}
    _late(office)
    alone = _total(office, old)
    assert earned and alone.rank is not None
    _merge(office, points=points)
    was, now = _total(office, old), _total(office, new)
    counted, other = (was, now) if points == "stay" else (now, was)
    assert earned <= {fact for line in counted.lines for fact in line.facts}
    if points == "stay":
        assert (was.total, was.rank) == (None, None)
        assert earned.isdisjoint({fact for line in other.lines for fact in line.facts})
    else:
        assert was is None and now.total == alone.total
    (note,) = reorganised.notes_on(office.jurisdiction, new, MARCH[1], MARCH[2])
    assert "某发〔2026〕3号" in note and ("留在原单位" in note) == (points == "stay")
    # In the month after nobody asks for the old one, and the matter is the successor's.
    april = ("month", datetime.date(2026, 4, 1), datetime.date(2026, 4, 30))
    later = scores.draft_of(office.jurisdiction, *april)
    assert later.score("jia") is None and later.score("yi") is not None
    # February is as it was.
    case = scores.case_for(office.jurisdiction, "month", datetime.date(2026, 2, 1), datetime.date(2026, 2, 28))
    assert "jia" in {each["unit"] for each in case["units"]}


def test_two_parts_in_one_matter_become_one_and_the_lead_stays_lead(office):
    old, new = office.units[0], office.units[1]
    led = stories.matter(office, due_on="2026-04-30", support=[new], at=cast.at("2026-03-02 09:00"))
    helped = stories.matter(office, due_on="2026-04-30", lead=[new], support=[old], at=cast.at("2026-03-02 09:00"))
    _merge(office)
    for matter in (led, helped):
        (standing,) = Assignment.objects.filter(matter=matter).exclude(stage=Stage.TRANSFERRED)
        assert (standing.unit, standing.part) == (new, "lead")
        assert (
            Assignment.objects.get(matter=matter, stage=Stage.TRANSFERRED).deadlines.filter(lifted_on=None).count() == 0
        )
    _verified(office)


def test_a_split_gives_each_matter_to_one_and_a_wrong_one_is_taken_back(office):
    old, first, second = office.units[:3]
    mine = stories.matter(office, due_on="2026-04-30", at=cast.at("2026-03-02 09:00"))
    theirs = stories.matter(office, due_on="2026-04-30", at=cast.at("2026-03-02 09:00"))
    late = _late(office)
    asked = {"kind": "split", "to": (first, second), "given": {stories.held(theirs).pk: second}}
    plan = reorganising.plan_of(Asked(of=(old,), on=ON, **asked))
    assert [each.to for each in plan.entries if each.kind == "assignments"] == [first, second, first]
    made = _merge(office, **asked)
    assert [stories.held(each).unit for each in (mine, theirs, late)] == [first, second, first]
    # One of them is withdrawn meanwhile: it does not go back.
    stories.complete(office, mine, AT, unit=first)
    reorganisations.revoke(reorganisation=made, reason="文号录错", by=By(office.head, AT))
    old.refresh_from_db()
    assert old.abolished_on is None
    assert [stories.held(each).unit for each in (theirs, late)] == [old, old]
    office.liaison.refresh_from_db()
    assert office.liaison.unit == old
    assert names.unit_codes(office.jurisdiction)["甲县人民政府"] == "jia"
    rows = journal.fact_rows(office.jurisdiction, matters=[late.pk])
    assert {each["unit"] for each in rows} == {"jia"} and "transferred" not in {each["kind"] for each in rows}
    assert _total(office, old).rank is not None
    _verified(office)
    with pytest.raises(Conflict, match="已经撤回"):
        reorganisations.revoke(reorganisation=made, reason="再撤", by=By(office.head, AT))


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"to": ("jia",)}, "并入自己"),
        ({"to": ("elsewhere",)}, "本辖区"),
        ({"to": ("gone",)}, "不能承接"),
        ({"of": ("gone",)}, "已于"),
        ({"on": datetime.date(2026, 4, 1)}, "还没有到"),
        ({"on": datetime.date(2026, 2, 10)}, "已发布排名"),
        ({"kind": "split"}, "两个以上"),
        ({"kind": "abolish", "to": ()}, "须有单位承接"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(office, more, why):
    stories.complete(
        office, stories.matter(office, due_on="2026-02-20", at=cast.at("2026-02-02 09:00")), cast.at("2026-02-10 09:00")
    )
    _late(office)
    rankings.publish_ranking(
        jurisdiction=office.jurisdiction,
        kind="month",
        from_on=datetime.date(2026, 2, 1),
        to_on=datetime.date(2026, 2, 28),
        by=By(office.clerk, AT),
    )
    _merge(office, of=(office.units[2],), to=(office.units[3],))
    known = {each.code: each for each in office.units} | {"gone": office.units[2]}
    known["elsewhere"] = Unit(pk=10**6, jurisdiction_id=0, name="别处")
    if "elsewhere" in more.get("to", ()):
        known["elsewhere"] = cast.office("county-plan").units[0]
    for name in ("of", "to"):
        if name in more:
            more = {**more, name: tuple(known[code] for code in more[name])}
    with pytest.raises(Refused, match=why):
        _merge(office, **more)
    assert Unit.objects.filter(jurisdiction=office.jurisdiction, abolished_on__isnull=False).count() == 1


def test_the_list_of_what_moves_takes_as_many_queries_for_many_as_for_one(office):
    def count():
        with CaptureQueriesContext(connection) as taken:
            reorganising.plan_of(Asked("merge", (office.units[0],), (office.units[1],), ON))
        return len(taken)

    _late(office)
    one = count()
    for number in range(3):
        stories.matter(office, due_on="2026-04-30", support=office.units[1:2], title=f"第{number}个项目")
    assert count() == one
