"""Slips in an inspection put right: set out by mistake, an arrival at the wrong place, filed away too soon, a self-inspection sent back."""

import datetime

import pytest

from duban.ledger.actions.inspections import inspection_corrections as corrections
from duban.ledger.actions.inspections import self_inspections, visits
from duban.ledger.actions.inspections.visits import Noted
from duban.ledger.by import By
from duban.ledger.models.inspections import Phase
from duban.ledger.refusals import Conflict, Refused
from tests import cast, inspecting


def test_a_start_is_taken_back_until_the_team_is_anywhere(office):
    by = By(office.clerk, cast.at())
    made = inspecting.under_way(office)
    assert corrections.take_back_start(inspection=made, reason="点早了", by=by).phase == Phase.APPROVED
    with pytest.raises(Conflict):
        corrections.take_back_start(inspection=made, reason="点早了", by=by)


def test_an_arrival_is_taken_back_until_something_is_written_down(office):
    team = By(office.inspector, cast.at())
    visit = inspecting.visit(office, inspecting.under_way(office))
    visits.arrive(visit=visit, by=team)
    with pytest.raises(Refused, match="到场"):
        corrections.take_back_start(inspection=visit.inspection, reason="点早了", by=team)
    held = corrections.take_back_arrival(visit=visit, reason="走错地方", by=team)
    assert held.arrived_at is None and "撤销到场记录：走错地方" in held.seen
    visits.arrive(visit=visit, by=team)
    corrections.take_back_arrival(visit=visit, reason="又错", by=team)
    visits.arrive(visit=visit, by=team)
    visits.record_visit(visit=visit, noted=Noted("problem", "停工"), by=team)
    with pytest.raises(Refused, match="已经记录"):
        corrections.take_back_arrival(visit=visit, reason="走错地方", by=team)


def test_an_inspection_comes_out_of_the_archive_and_a_self_inspection_goes_back(office):
    by = By(office.clerk, cast.at())
    made = inspecting.under_way(office)
    (asked,) = self_inspections.request_self_inspections(
        inspection=made, units=[made.units.get(pk=office.units[0].pk)], due_on=datetime.date(2026, 4, 10), by=by
    )
    self_inspections.hand_in_self_inspection(self_inspection=asked, text="没有问题", by=By(office.liaison, cast.at()))
    back = corrections.return_self_inspection(self_inspection=asked, reason="太简单", by=by)
    assert back.handed_in_on is None and back.text == "没有问题"
    with pytest.raises(Conflict):
        corrections.return_self_inspection(self_inspection=asked, reason="太简单", by=by)
    made.phase, made.closed_on = Phase.CLOSED, by.today
    made.save()
    assert corrections.reopen_inspection(inspection=made, reason="早了", by=by).phase == Phase.UNDER_WAY
    with pytest.raises(Conflict, match="没有归档"):
        corrections.reopen_inspection(inspection=made, reason="早了", by=by)
