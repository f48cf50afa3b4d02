"""The wall's address: made by the head alone, the earlier one ends, and nothing of it lies in the database or the journal."""

import pytest

from duban.ledger import access
from duban.ledger.actions.accounts import walls
from duban.ledger.by import By
from duban.ledger.models import JournalLine
from duban.ledger.queries.accounts.tokens import digest_of
from duban.ledger.refusals import Forbidden, Refused
from tests import cast

pytestmark = pytest.mark.django_db


def _place(secret):
    return access.accounts.place_of_wall(digest_of(secret))


def test_the_newest_address_opens_until_it_is_withdrawn(office):
    by, place = By(office.head, cast.at()), office.jurisdiction
    first = walls.open_wall(jurisdiction=place, by=by)
    assert _place(first) == place
    second = walls.open_wall(jurisdiction=place, by=by)
    with pytest.raises(access.NotFound):
        _place(first)
    place.refresh_from_db()
    lines = JournalLine.objects.filter(verb__startswith="wall.")
    assert second not in place.wall + "".join(str(line.data) for line in lines)
    walls.close_wall(jurisdiction=place, by=by)
    with pytest.raises(access.NotFound):
        _place(second)
    with pytest.raises(Refused, match="大屏没有地址"):
        walls.close_wall(jurisdiction=place, by=by)
    assert [line.verb for line in lines.order_by("seq")] == ["wall.opened", "wall.opened", "wall.closed"]


def test_nobody_but_the_head_makes_or_withdraws_it(office):
    by = By(office.clerk, cast.at())
    for act in (walls.open_wall, walls.close_wall):
        with pytest.raises(Forbidden):
            act(jurisdiction=office.jurisdiction, by=by)
    # An office without an address is not found by an empty one.
    with pytest.raises(access.NotFound):
        access.accounts.place_of_wall("")
