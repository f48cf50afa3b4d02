"""Figures that leaders give themselves: of the units of their own field, inside the document's bounds, and nobody else's."""

import datetime
from decimal import Decimal

import pytest

from duban.ledger.actions.scoring.own_marks import give_marks
from duban.ledger.by import By
from duban.ledger.models import JournalLine
from duban.ledger.queries.scoring import own_marks
from duban.ledger.queries.scoring.periods import span_of
from duban.ledger.refusals import Forbidden, Refused
from tests import founding

YEAR = span_of("year", datetime.date(2026, 3, 1))


@pytest.fixture
def rated(db):
    return founding.office("s5-district")


def _own(office):
    return [unit for unit in office.units if unit.portfolio.leader_id == office.leader.pk]


def _give(office, officer, at, entries):
    return give_marks(span=YEAR, entries=entries, reason="按办法评定", by=By(officer, at))


def test_a_leader_is_asked_for_the_units_of_their_field_and_what_they_give_is_theirs(rated, at):
    own = _own(rated)
    asked = own_marks.asked_of(rated.leader, YEAR, at.date())
    assert [each.unit for each in asked] == own and {each.column.label for each in asked} == {"区领导评价"}
    assert _give(rated, rated.leader, at, {(own[0].code, "evaluation"): Decimal(15)}) == 1
    line = JournalLine.objects.get(kind="figure")
    assert line.actor == rated.leader and line.data["fact"]["value"] == "15"
    again = own_marks.asked_of(rated.leader, YEAR, at.date())[0]
    assert (again.value, again.who) == ("15", str(rated.leader))


def test_others_fields_other_posts_and_what_lies_out_of_bounds_are_refused(rated, at):
    own = _own(rated)
    strange = next(unit for unit in rated.units if unit not in own)
    with pytest.raises(Refused, match="不由您给出"):
        _give(rated, rated.leader, at, {(strange.code, "evaluation"): Decimal(15)})
    with pytest.raises(Refused):
        _give(rated, rated.leader, at, {(own[0].code, "evaluation"): Decimal(21)})
    for officer in (rated.principal, rated.clerk):
        with pytest.raises(Forbidden):
            _give(rated, officer, at, {(own[0].code, "evaluation"): Decimal(15)})
    assert not JournalLine.objects.filter(kind="figure").exists()


def test_the_leaders_page_takes_them(rated, at, signed_in):
    own = _own(rated)
    client = signed_in(rated.leader)
    assert "由我评价的单位" in client.get("/", follow=True).content.decode()
    address = "/rankings/mine?kind=year&from=2026-01-01&to=2026-12-31"
    page = client.get(address).content.decode()
    assert own[0].name in page and "区领导评价" in page
    name = f"m-{own[0].code}-evaluation"
    wrong = client.post(address, {name: "25", "reason": "按办法评定"})
    assert wrong.status_code == 422 and "之间" in wrong.content.decode()
    done = client.post(address, {name: "18", "reason": "按办法评定"}, follow=True)
    assert "已登记2026年的评价" in done.content.decode()
    assert signed_in(rated.principal).get(address).status_code == 404
    assert signed_in(rated.clerk).get(address).status_code == 403
