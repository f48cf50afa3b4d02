"""Where a score starts and ends: what sections, caps and the floor add or cut."""

from decimal import Decimal

import pytest

from duban.engine.rules.bases import Cap, Floor, Sheet, cut_of_cap, cut_of_section, lift_of_floor


@pytest.mark.parametrize(("points", "cut"), [("36", "0"), ("40", "0"), ("41.5", "-1.5"), ("-3", "3")])
def test_a_section_lies_between_nothing_and_its_most(points, cut):
    assert cut_of_section(
        Sheet(clause="附件2 组织领导", section="组织领导", most=Decimal(40)), Decimal(points)
    ) == Decimal(cut)


@pytest.mark.parametrize(
    ("side", "amounts", "cut"),
    [
        ("plus", ["15", "10", "-30"], "-5"),
        ("plus", ["15", "5"], "0"),
        ("plus", [], "0"),
        ("minus", ["-15", "-10", "30"], "5"),
        ("minus", ["-20"], "0"),
    ],
)
def test_a_cap_cuts_its_own_side_alone(side, amounts, cut):
    """卓尼 附件1 一: at most twenty up, at most twenty down."""
    assert cut_of_cap(Cap(clause="附件1 一", side=side, most=Decimal(20)), map(Decimal, amounts)) == Decimal(cut)


@pytest.mark.parametrize(("total", "lift"), [("-0.5", "0.5"), ("0", "0"), ("1.3", "0")])
def test_a_floor_lifts_to_itself(total, lift):
    assert lift_of_floor(Floor(clause="六(五)", least=Decimal(0)), Decimal(total)) == Decimal(lift)
