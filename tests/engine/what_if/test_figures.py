"""The figures of a document: named by clause, said in their sentence, changed without touching the document."""

from decimal import Decimal

import pytest

from duban.engine.packs.loading import load_regime, regime_ids
from duban.engine.what_if.figures import UnknownFigure, figure_of, figures_of, number_for, put
from duban.engine.what_if.variants import as_it_is, varied


@pytest.mark.parametrize("name", regime_ids())
def test_every_figure_of_every_document_can_be_changed_and_says_so(name):
    regime = load_regime(name)
    base = as_it_is(regime)
    keys = [figure.key for figure in figures_of(regime)]
    assert len(keys) == len(set(keys))
    for figure in figures_of(regime):
        new = "4" if figure.value != "4" else "3"
        variant = varied(base, "甲", figures={figure.key: new})
        (change,) = variant.changes
        assert (change.before, change.after) == (figure.said(figure.value), figure.said(new))
        again = figure_of(variant.regime, figure.key)
        assert again.value == new and (again.number < 0) == (figure.number < 0)
        assert figure_of(regime, figure.key).value == figure.value, "the document itself stays"


def test_a_figure_without_a_sign_stays_a_deduction_and_one_with_a_sign_is_taken_at_its_word():
    figure = figure_of(load_regime("sanmenxia-2019"), "附件2 三3")
    assert figure.number == Decimal(-5) and (figure.before[-1], figure.value, figure.after) == ("扣", "5", "分")
    assert number_for(figure, "3") == Decimal(-3)
    assert number_for(figure, "+3") == number_for(figure, "＋3") == Decimal(3)
    assert number_for(figure, "−0.5") == Decimal("-0.5")
    assert number_for(figure, "－２．５") == Decimal("-2.5")


@pytest.mark.parametrize("text", ["", "三", "3分", "1e3", "--3", "NaN", "1000000", "3 4"])
def test_what_is_no_figure_is_refused(text):
    with pytest.raises(UnknownFigure, match="附件2 三3"):
        number_for(figure_of(load_regime("sanmenxia-2019"), "附件2 三3"), text)


@pytest.mark.parametrize("text", ["1.5", "-1"])
def test_how_often_is_a_whole_number(text):
    with pytest.raises(UnknownFigure, match="整数"):
        number_for(figure_of(load_regime("county-plan"), "六(五)#1"), text)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("附件2 三1", "附件2 三1#2"),
        ("附件2 三1#9", "附件2 三1#2"),
        ("第九十九条", "没有“第九十九条”这一条"),
        ("二", "没有“二”这一条"),
    ],
)
def test_a_figure_that_there_is_not_is_answered_with_those_that_there_are(key, said):
    with pytest.raises(UnknownFigure, match=said):
        figure_of(load_regime("sanmenxia-2019"), key)


def test_a_deadline_is_no_figure_since_the_days_stand_in_the_facts():
    with pytest.raises(UnknownFigure, match="期限"):
        figure_of(load_regime("gansu-county-2023"), "二(三)")


def test_a_limit_below_nothing_is_refused():
    with pytest.raises(UnknownFigure, match="限额不能小于 0"):
        varied(as_it_is(load_regime("zhuoni-2022")), "甲", figures={"附件1 一#3": "-1"})


def test_nothing_is_changed_in_place():
    node = {"a": (1, {"b": 2})}
    assert put(node, ("a", 1, "b"), 3) == {"a": (1, {"b": 3})} and node == {"a": (1, {"b": 2})}
