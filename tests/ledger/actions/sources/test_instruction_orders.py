"""An instruction that becomes a matter at once: all of it or nothing."""

import datetime

import pytest

from duban.ledger.actions.matters.orders import Order
from duban.ledger.actions.sources.instruction_orders import Given, Then, register_at_once
from duban.ledger.by import By
from duban.ledger.models import Instruction, Matter
from duban.ledger.refusals import Refused
from tests import cast


def _register(office, **more):
    text = "请抓紧整治三处内涝点。"
    order = Order(
        title="整治三处内涝点",
        requirement=text,
        standard="整治完工",
        category="instruction",
        source="instruction",
        due_on=datetime.date(2026, 4, 20),
        lead=(office.units[0],),
    )
    return register_at_once(
        jurisdiction=office.jurisdiction,
        given=Given(office.leader, text, datetime.date(2026, 3, 31)),
        order=order,
        by=By(office.clerk, cast.at()),
        **more,
    )


def test_it_is_entered_registered_and_sent_out(office):
    matter = _register(office, then=Then.DISPATCH)
    assert matter.instructions.get().leader == office.leader
    assert matter.assignments.get().dispatched_on == datetime.date(2026, 3, 31)


def test_where_one_part_is_refused_nothing_is_kept(office):
    with pytest.raises(Refused, match="早于今天"):
        _register(office, then=Then.DISPATCH, accept_by=datetime.date(2026, 3, 30))
    assert not Instruction.objects.exists() and not Matter.objects.exists()
