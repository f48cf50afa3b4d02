"""The picture of a score: bars that follow one another, an axis that holds them, and the total after each."""

from decimal import Decimal

import pytest

from duban.ledger.queries.scoring.waterfalls import waterfall_of


def _points(*amounts):
    return [Decimal(each) for each in amounts]


def test_each_bar_begins_where_the_one_before_ends():
    found = waterfall_of(_points("100", "5", "5", "-10", "-6", "-8", "4", "-2"), starts=True)
    assert (found.low, found.high) == (80, 110)
    assert [str(bar.after) for bar in found.bars] == ["100", "105", "110", "100", "94", "86", "90", "88"]
    start, plus, *_ = found.bars
    assert (start.x, start.width) == (0, 200) and (plus.x, plus.width) == (200, 50)
    assert all(one.ends == following.begins for one, following in zip(found.bars, found.bars[1:], strict=False))
    assert found.ticks == [(0, "80"), (100, "90"), (200, "100"), (300, "110")]
    assert (found.whole.x, found.whole.width, found.whole.said) == (0, 80, "88.00")


def test_the_total_of_less_than_nought_is_drawn_from_nought_and_a_wide_axis_keeps_few_figures():
    found = waterfall_of(_points("5", "-105"), starts=False)
    assert (found.whole.said, found.whole.x + found.whole.width) == ("−100.00", 272)
    assert [word for _, word in found.ticks] == ["−100", "−80", "−60", "−40", "−20", "0"]


@pytest.mark.parametrize(
    ("amounts", "starts", "axis"),
    [
        (["80"], True, (70, 80)),
        (["80", "-3"], True, (70, 80)),
        (["0"], True, (0, 10)),
        (["5", "-12"], False, (-10, 10)),
        (["-10"], False, (-10, 0)),
        (["148.57", "-2.3"], True, (140, 150)),
        (["3", "-0.1"], True, (0, 10)),
    ],
)
def test_the_axis_holds_every_bar(amounts, starts, axis):
    found = waterfall_of(_points(*amounts), starts=starts)
    assert (found.low, found.high) == axis
    assert all(bar.x >= 0 and bar.x + bar.width <= 301 for bar in found.bars)


def test_nothing_is_a_picture_of_nothing():
    assert waterfall_of([], starts=True).bars == []
