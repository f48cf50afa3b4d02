"""Who has the place of a unit that ended: its successor, of the same office alone."""

import datetime

import pytest

from duban.ledger.actions.office import reorganisations
from duban.ledger.by import By
from duban.ledger.queries.office.reorganising import Asked
from duban.ledger.reorganised import heirs
from duban.people.models import Unit
from tests import cast

pytestmark = pytest.mark.django_db


def _merge(office, of, to, on):
    asked = Asked(kind="merge", of=(office.units[of],), to=(office.units[to],), on=datetime.date.fromisoformat(on))
    by = By(office.head, cast.at(f"{on} 09:00"))
    made = reorganisations.reorganise(asked=asked, paper="机构改革方案", number=f"{of}号", by=by)
    office.units[of].refresh_from_db()
    return made


def _ended(unit: Unit) -> list[str]:
    return sorted(f"{each.jurisdiction.slug}/{each.code}" for each in heirs.ended_into(unit.pk))


def test_the_successor_has_its_place_until_it_is_taken_back(office):
    first, second = office.units[:2]
    made = _merge(office, 0, 1, "2026-04-01")
    assert _ended(second) == [f"{office.jurisdiction.slug}/{first.code}"] and heirs.stands_for(second, first)
    reorganisations.revoke(reorganisation=made, reason="办错", by=By(office.head, cast.at("2026-04-11 09:00")))
    assert _ended(second) == []


def test_who_comes_after_the_successor_stands_for_the_first(office):
    """Lists show what was the unit's before; a page lets in whoever stands for it now."""
    first, third = office.units[0], office.units[2]
    _merge(office, 0, 1, "2026-04-01")
    _merge(office, 1, 2, "2026-04-10")
    assert heirs.stands_for(third, first)


def test_a_unit_of_another_office_with_the_same_code_has_nothing_of_it(office):
    other = cast.office(slug="other")
    assert [each.code for each in other.units[:2]] == [each.code for each in office.units[:2]]
    _merge(other, 0, 1, "2026-04-01")
    assert _ended(other.units[1]) == [f"other/{other.units[0].code}"]
    assert _ended(office.units[1]) == []
    _merge(office, 0, 1, "2026-04-01")
    assert not heirs.stands_for(office.units[1], other.units[0]) and heirs.stands_for(office.units[1], office.units[0])
