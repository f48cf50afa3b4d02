"""How often something is reported, in the words of papers and pages: read as it is meant, or refused with what is possible."""

import calendar as months
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.engine.calendar import load_calendar
from duban.engine.cycles import EXAMPLES, SPANS, Cycle, date_after, office_cycle
from duban.engine.rhythms import is_endless, rhythm_from

CALENDAR = load_calendar()


@pytest.mark.parametrize(
    ("words", "cycle"),
    [
        ("每周五前", Cycle("week", 4)),
        ("每星期一报送一次", Cycle("week", 0)),
        ("每两周周五", Cycle("weeks", 24)),
        ("隔周周一", Cycle("weeks", 20)),
        ("每隔10天", Cycle("days", 10)),
        ("每月５日前", Cycle("month_day", 5, "next")),
        ("每月二十五日前报送进展情况", Cycle("month_day", 25, "next")),
        ("每月底前", Cycle("month_day", 31, "previous")),
        ("每月最后一天，遇休息日顺延", Cycle("month_day", 31, "next")),
        ("每月最后一个工作日", Cycle("month")),
        ("每月第3个工作日", Cycle("workday", 3)),
        ("每月最后一个周五", Cycle("weekday", 54)),
        ("每月第二个星期三（遇节假日提前）", Cycle("weekday", 22, "previous")),
        ("每季度末月25日前", Cycle("quarter_day", 325, "next")),
        ("每季度第一个月10日", Cycle("quarter_day", 110, "next")),
        ("每季度末", Cycle("quarter_day", 331, "previous")),
        ("每半年第6个月20日", Cycle("half_year_day", 620, "next")),
        ("每年2月底前", Cycle("year_day", 231, "previous")),
        ("每年6月30日", Cycle("year_day", 630, "next")),
        ("每年最后一个工作日", Cycle("year")),
    ],
)
def test_words_are_read_as_they_are_meant(words, cycle):
    assert rhythm_from(words) == cycle


@pytest.mark.parametrize(
    "words",
    ["", "每月", "按月报送", "每季度", "每周", "定期", "每月5日前、10日前", "每月5日至10日", "每月32日", "每月0日", "每年2月30日", "每年13月1日",
     "每季度第四个月5日", "每月第五个周五", "每九百天", "长期坚持", "2026年5月", "每月5日前或每季度末"],
)  # fmt: skip
def test_what_is_half_understood_is_refused(words):
    with pytest.raises(ValueError):
        rhythm_from(words)


def test_a_refusal_says_what_is_possible():
    with pytest.raises(ValueError, match=r"每月5日.*每月最后一个周五.*每年6月30日"):
        rhythm_from("每月报送")


def test_what_is_said_of_a_cycle_is_read_again():
    for words in EXAMPLES:
        cycle = rhythm_from(words)
        assert rhythm_from(cycle.said) == cycle


@pytest.mark.parametrize(
    ("every", "number", "rest", "said"),
    [
        ("month", 5, "", "month_day（每月某日）"),
        ("quarter", 25, "", "quarter_day"),
        ("hour", 0, "", "每月最后一个周五"),
        ("month_day", 32, "", "1 到 31"),
        ("weekday", 64, "", "5 是最后一个"),
        ("month", 0, "next", "本来就在工作日"),
        ("month_day", 5, "later", "顺延"),
    ],
)
def test_nothing_that_is_given_is_ignored(every, number, rest, said):
    with pytest.raises(ValueError, match=said):
        office_cycle(every, number, rest)


@pytest.mark.parametrize(
    ("words", "endless"),
    [("长期坚持", True), ("长期", True), ("持续推进。", True), ("长期坚持、持续推进", True), ("常态化开展", True), ("不设期限", True),
     ("", False), ("2026年底", False), ("持续推进，2026年底前完成", False), ("每月5日", False), ("长期规划", False)],
)  # fmt: skip
def test_words_for_no_end(words, endless):
    assert is_endless(words) == endless


CYCLES = st.one_of(
    st.integers(0, 6).map(lambda n: Cycle("week", n)),
    st.tuples(st.integers(1, 9), st.integers(0, 6)).map(lambda n: Cycle("weeks", n[0] * 10 + n[1])),
    st.integers(1, 90).map(lambda n: Cycle("days", n)),
    st.integers(1, 31).map(lambda n: office_cycle("month_day", n)),
    st.tuples(st.integers(1, 31), st.sampled_from(["next", "previous", "same"])).map(lambda n: Cycle("month_day", *n)),
    st.integers(1, 10).map(lambda n: Cycle("workday", n)),
    st.tuples(st.integers(1, 5), st.integers(0, 6)).map(lambda n: Cycle("weekday", n[0] * 10 + n[1])),
    st.tuples(st.integers(1, 3), st.integers(1, 31)).map(lambda n: office_cycle("quarter_day", n[0] * 100 + n[1])),
    st.tuples(st.integers(1, 6), st.integers(1, 31)).map(lambda n: office_cycle("half_year_day", n[0] * 100 + n[1])),
    st.tuples(st.integers(1, 12), st.integers(1, 28)).map(lambda n: office_cycle("year_day", n[0] * 100 + n[1])),
    st.sampled_from(["month", "quarter", "half_year", "year"]).map(Cycle),
)


@given(cycle=CYCLES, start=st.dates(date(2019, 1, 1), date(2028, 1, 1)), ahead=st.integers(0, 500))
def test_every_rhythm_gives_the_days_that_its_words_name(cycle, start, ahead):
    """One day for each span, on a working day unless it stays, on the day that is named where that is worked; the same from anywhere."""
    after = start + timedelta(days=ahead)
    found, day = [], after
    for _ in range(4):
        day = date_after(cycle, start, day, CALENDAR)
        found.append(day)
    assert found == sorted(set(found))
    assert found[0] > after
    assert date_after(cycle, start, found[0] - timedelta(days=1), CALENDAR) == found[0]
    if cycle.rest != "same":
        assert all(CALENDAR.is_workday(each) for each in found)
    size = SPANS.get(cycle.every)
    if size and cycle.every.endswith("_day"):
        named = [_named(cycle, each) for each in _spans(found[0], size)]
        assert all(_follows(cycle.rest, each, named) for each in found)
    elif cycle.every == "weekday":
        weekday = cycle.number % 10
        assert all(each.weekday() == weekday or not _worked_on(each, weekday) for each in found)


def _spans(day, size):
    """The first days of the spans around a day."""
    place = (day.year * 12 + day.month - 1) // size
    return [date(*_month((place + k) * size)) for k in range(-1, 6)]


def _month(number):
    return number // 12, number % 12 + 1, 1


def _named(cycle, first):
    month, day = (1, cycle.number) if cycle.every == "month_day" else divmod(cycle.number, 100)
    year, month, _ = _month(first.year * 12 + first.month - 1 + month - 1)
    return date(year, month, min(day, months.monthrange(year, month)[1]))


def _follows(rest, day, named):
    """A day is the named one, or lies behind (before) it with nothing but rest days between."""
    if day in named:
        return True
    step = 1 if rest == "next" else -1
    other = day - timedelta(days=step)
    while not CALENDAR.is_workday(other):
        if other in named:
            return rest != "same"
        other -= timedelta(days=step)
    return False


def _worked_on(day, weekday):
    """Whether the weekday of the same week before that day was worked: then nothing had to move."""
    return CALENDAR.is_workday(day - timedelta(days=(day.weekday() - weekday) % 7))
