"""Sentences of bulletins: figures that add up, shares that make 100, and what is said when there is nothing."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.papers.writing import texts


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=30), st.integers(0, 2))
def test_shares_make_exactly_100(counts, places):
    shares = texts.shares(counts, places)
    if not sum(counts):
        assert shares == []
        return
    values = [Decimal(share.rstrip("%")) for share in shares]
    assert sum(values) == 100
    for count, value in zip(counts, values, strict=True):
        exact = Decimal(100 * count) / sum(counts)
        assert abs(value - exact) < Decimal(1).scaleb(-places)


def test_shares_of_thirds_give_the_remainder_to_the_first():
    assert texts.shares([1, 1, 1]) == ["33.4%", "33.3%", "33.3%"]


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (6, 7, "85.7%"),
        (1, 8, "12.5%"),
        (0, 5, "0.0%"),
        (5, 5, "100.0%"),
        (9999, 10000, "99.9%"),
        (1, 10000, "0.1%"),
        (0, 0, None),
    ],
)
def test_a_share_is_rounded_but_never_to_all_or_nothing(part, whole, expected):
    assert texts.share(part, whole) == expected


def test_a_quotation_within_a_quotation_has_single_marks():
    assert texts.quoted("农村公路“单改双”工程") == "“农村公路‘单改双’工程”"


def test_a_zero_denominator_is_said_in_words():
    none = "本月无到期事项，不计算按期办结率"
    assert texts.rate_sentence("按期办结率", 0, 0, none) == none
    assert texts.rate_sentence("按期办结率", 6, 7, none) == "按期办结率85.7%"


def test_a_tally_adds_up_or_is_refused():
    say = texts.tally_sentence
    assert (
        say("本月督办事项", 12, {"已办结": 9, "正在办理": 3, "超期": 0})
        == "本月督办事项共12项，其中已办结9项、正在办理3项。"
    )
    assert say("本月督办事项", 3, {"已办结": 3, "正在办理": 0}) == "本月督办事项共3项，均已办结。"
    assert say("本月督办事项", 1, {"已办结": 1}) == "本月督办事项共1项，已办结。"
    assert say("本月督办事项", 0, {}) == "本月督办事项0项。"
    with pytest.raises(texts.FiguresDisagree, match=r"共12项.*合计不符"):
        say("本月督办事项", 12, {"已办结": 9, "正在办理": 2})


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 3, 1), date(2026, 3, 31), "2026年3月"),
        (date(2026, 1, 1), date(2026, 3, 31), "2026年第一季度"),
        (date(2026, 7, 1), date(2026, 12, 31), "2026年下半年"),
        (date(2024, 1, 1), date(2024, 12, 31), "2024年"),
        (date(2026, 3, 2), date(2026, 3, 6), "2026年3月2日至3月6日"),
        (date(2025, 12, 29), date(2026, 1, 2), "2025年12月29日至2026年1月2日"),
        (date(2026, 2, 1), date(2026, 4, 30), "2026年2月1日至4月30日"),
    ],
)
def test_periods_are_said_as_offices_say_them(first, last, words):
    assert texts.span_words(first, last) == words


def test_chinese_numerals():
    said = {
        1: "一",
        10: "十",
        12: "十二",
        20: "二十",
        99: "九十九",
        100: "一百",
        105: "一百零五",
        110: "一百一十",
    }
    assert {n: texts.numeral(n) for n in said} == said
    for beyond in (0, 1000):
        with pytest.raises(ValueError, match="1至999"):
            texts.numeral(beyond)


def test_numbering_by_level():
    assert [texts.numbered(["甲", "乙"], level)[1] for level in (1, 2, 3, 4)] == [
        "二、乙",
        "（二）乙",
        "2.乙",
        "（2）乙",
    ]


def test_points_changes_and_names():
    assert [texts.points_words(Decimal(p)) for p in ("97.50", "100", "-5.00", "0.0", "1E+2")] == [
        "97.5",
        "100",
        "−5",
        "0",
        "100",
    ]
    assert [texts.change_words(5, n, "项") for n in (8, 3, 5)] == ["增加3项", "减少2项", "持平"]
    assert texts.names(["甲", "乙", "丙"], most=2) == "甲、乙等3个单位"
    assert texts.names([]) == "无"
    assert texts.date_words(date(2026, 3, 1)) == "2026年3月1日"


def test_a_hyphen_before_a_figure_becomes_a_minus_and_no_other_does():
    said = "逾期2次，每次-5分，合计-10.00；2026-42、DC2026-1、附件1-2、（一）-3和2026-03-31照旧"
    assert (
        texts.minus_signs(said) == "逾期2次，每次−5分，合计−10.00；2026-42、DC2026-1、附件1-2、（一）-3和2026-03-31照旧"
    )
