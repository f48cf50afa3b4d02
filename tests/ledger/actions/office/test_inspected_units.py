"""Inspections follow a unit to its successor: lists, places to come, what was asked for, findings not handed over; the past stays."""

import datetime

import pytest

from duban.ledger import access
from duban.ledger.actions.inspections import draws, rectifications, self_inspections, visits
from duban.ledger.actions.inspections.visits import Noted
from duban.ledger.actions.office import reorganisations
from duban.ledger.actions.upkeep import row_records
from duban.ledger.by import By
from duban.ledger.models import JournalLine
from duban.ledger.queries.inspections import pools
from duban.ledger.queries.office import reorganising
from duban.ledger.queries.office.reorganising import Asked
from duban.ledger.refusals import Refused
from tests import cast, inspecting
from tests.ledger.actions.office.test_reorganisations import AT, ON, _verified

pytestmark = pytest.mark.django_db


def _asked(office, **more):
    return Asked(**{"kind": "merge", "of": (office.units[0],), "to": (office.units[4],), "on": ON, **more})


def _merge(office, **more):
    by = By(office.head, AT)
    return reorganisations.reorganise(asked=_asked(office, **more), paper="机构改革方案", number="3号", by=by)


def test_an_open_inspection_its_places_and_findings_pass_to_the_successor_and_back(office):
    row_records.record_rows(jurisdiction=office.jurisdiction, at=AT)
    by, team = By(office.clerk, AT), By(office.inspector, AT)
    made = inspecting.under_way(office)
    (own,) = self_inspections.request_self_inspections(
        inspection=made, units=[office.units[0]], due_on=datetime.date(2026, 4, 10), by=by
    )
    place = inspecting.visit(office, made)
    noted = visits.note_finding(inspection=made, unit=office.units[0], noted=Noted("problem", "停工"), by=team)
    groups = dict((kind, rows) for kind, _, rows in reorganising.plan_of(_asked(office)).groups())
    assert {"inspections", "visits", "self_inspections", "findings"} <= set(groups)
    done = _merge(office)
    for row in (own, place, noted):
        row.refresh_from_db()
        assert row.unit == office.units[4]
    assert office.units[4] in made.units.all() and office.units[0] not in made.units.all()
    visits.arrive(visit=place, by=team)
    rectifications.hand_over_findings(
        inspection=made, unit=office.units[4], findings=[noted], rectify_by=datetime.date(2026, 4, 30), by=by
    )
    _verified(office)
    reorganisations.revoke(reorganisation=done, reason="办错", by=By(office.head, AT))
    own.refresh_from_db()
    assert own.unit == office.units[0] and set(made.units.all()) == set(office.units[:2])


def test_where_the_team_was_stays_with_the_old_name(office):
    team = By(office.inspector, AT)
    place = inspecting.visit(office, inspecting.under_way(office))
    visits.arrive(visit=place, by=team)
    _merge(office)
    place.refresh_from_db()
    assert place.unit == office.units[0]
    assert {office.units[0], office.units[4]} <= set(place.inspection.units.all())


def test_an_unannounced_inspection_is_named_to_nobody_by_it(office):
    made = inspecting.under_way(office, unannounced=True)
    inspecting.visit(office, made)
    done = _merge(office)
    assert made.no not in str(done.items) and made.title not in str(done.items)
    lines = JournalLine.objects.filter(verb="reorganisation.moved", data__no=made.no)
    assert lines.count() == 2
    assert not access.inspections.known_lines(office.section, lines).exists()
    assert access.inspections.known_lines(office.head, lines).count() == 2


def test_no_lot_falls_on_a_unit_that_ended_and_none_drawn_before_is_taken(office):
    by = By(office.clerk, AT)
    made = inspecting.drafted(office)
    pool = pools.pool_of(office.clerk, made, "units")
    first = draws.draw_lots(inspection=made, what="units", pool=pool, count=len(pool), seed="2026", by=by)
    _merge(office)
    assert office.units[0].code not in pools.pool_of(office.clerk, made, "units")
    with pytest.raises(Refused, match="撤并"):
        draws.use_draw(draw=first, by=by)
    assert office.units[0].code in first.drawn


def test_places_to_come_need_somebody_who_takes_over(office):
    inspecting.visit(office, inspecting.under_way(office))
    with pytest.raises(Refused, match="须有单位承接"):
        _merge(office, kind="abolish", to=())
    assert cast.at() == AT
