"""Days that come again: by the week, the month, the quarter, every so many days, once."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.engine import cycles
from duban.engine.calendar import load_calendar
from duban.engine.cycles import Cycle, date_after
from duban.engine.rules.durations import Count, end_of

CALENDAR = load_calendar()


def days(cycle, start, until, after=None):
    found, day = [], after or start
    while (day := date_after(cycle, start, day, CALENDAR)) is not None and day <= until:
        found.append(day)
    return found


def test_the_last_working_day_of_each_month():
    # 2026-01-31 and 2026-05-31 are no working days; 2026-02-28 is a Saturday worked in exchange for the Spring Festival.
    found = days(Cycle("month"), date(2026, 1, 5), date(2026, 5, 31))
    assert found == [date(2026, 1, 30), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 29)]


def test_nothing_is_owed_on_the_day_from_which_it_runs():
    assert date_after(Cycle("month"), date(2026, 3, 31), date(2026, 3, 31), CALENDAR) == date(2026, 4, 30)
    assert date_after(Cycle("week", 1), date(2026, 3, 31), date(2026, 3, 31), CALENDAR) == date(2026, 4, 7)


def test_the_last_working_day_of_each_quarter_over_the_year():
    found = days(Cycle("quarter"), date(2025, 10, 9), date(2026, 7, 1))
    assert found == [date(2025, 12, 31), date(2026, 3, 31), date(2026, 6, 30)]


def test_a_week_day_on_a_rest_day_moves_to_the_next_working_day():
    # 2026-05-01 (Friday) to 05-05 are rest days; 05-09 (Saturday) is worked.
    found = days(Cycle("week", 4), date(2026, 4, 20), date(2026, 5, 10))
    assert found == [date(2026, 4, 24), date(2026, 5, 6), date(2026, 5, 8)]


def test_two_days_that_a_festival_moves_together_are_one():
    # National Day 2026: 1 to 7 October. Of every two days four fall into it, and all move to the 8th.
    found = days(Cycle("days", 2), date(2026, 9, 27), date(2026, 10, 12))
    assert found == [date(2026, 9, 29), date(2026, 10, 8), date(2026, 10, 9), date(2026, 10, 12)]


def test_once_has_one_day():
    cycle = Cycle("once", 30)
    due = CALENDAR.add_workdays(date(2026, 3, 2), 30)
    assert date_after(cycle, date(2026, 3, 2), date(2026, 3, 2), CALENDAR) == due
    assert date_after(cycle, date(2026, 3, 2), due, CALENDAR) is None


@pytest.mark.parametrize(
    ("cycle", "said"),
    [
        (Cycle("week", 4), "每周五"),
        (Cycle("month"), "每月最后一个工作日"),
        (Cycle("quarter"), "每季度最后一个工作日"),
        (Cycle("days", 10), "每 10 天"),
        (Cycle("once", 30), "一次，30 个工作日内"),
    ],
)
def test_said(cycle, said):
    assert cycle.said == said


@given(
    every=st.sampled_from(["week", "days", "month", "quarter"]),
    number=st.integers(1, 6),
    start=st.dates(date(2019, 1, 1), date(2030, 1, 1)),
    ahead=st.integers(0, 400),
)
def test_a_far_day_is_found_as_by_walking(every, number, start, ahead):
    """From wherever one looks the same days are seen, each of them worked, none twice."""
    cycle, after = Cycle(every, number), start + timedelta(days=ahead)
    walked = days(cycle, start, after + timedelta(days=140))
    assert walked == sorted(set(walked))
    assert all(CALENDAR.is_workday(day) for day in walked)
    assert date_after(cycle, start, after, CALENDAR) == next(day for day in walked if day > after)


@pytest.mark.parametrize(
    ("count", "after", "expected", "said"),
    [
        (Count("day_of_month", 15), "2026-02-15", "2026-03-15", "每月15日"),
        (Count("day_of_month", 31), "2026-02-15", "2026-02-28", "每月最后一天"),
        (Count("working_day_of_month", 5), "2026-02-10", "2026-03-06", "每月第 5 个工作日"),
        (Count("date", span="09-30"), "2026-09-30", "2027-09-30", "每年9月30日"),
        (Count("weekday", 5), "2026-11-27", "2026-12-04", "每周五（遇休息日不变）"),
        (Count("day_of_quarter", span="1-10"), "2026-10-10", "2027-01-10", "每季度首月10日"),
        (Count("day_of_half_year", span="6-31"), "2026-07-01", "2026-12-31", "每半年第6个月最后一天"),
        (Count("days", 7), "2026-02-02", "2026-02-09", "一次，7 日内"),
        (Count("hours", 24), "2026-02-02", "2026-02-03", "一次，1 日内"),
        (Count("months", 1), "2026-01-31", "2026-02-28", "一次，1 个月内"),
        (Count("working_days", 5), "2026-02-02", "2026-02-09", "一次，5 个工作日内"),
    ],
)
def test_a_documents_count_makes_a_cycle(count, after, expected, said):
    cycle = cycles.cycle_from(count)
    day = date.fromisoformat(after)
    assert (str(cycles.date_after(cycle, day, day, load_calendar())), cycle.said) == (expected, said)


@given(
    st.one_of(
        st.builds(Count, st.just("weekday"), st.integers(1, 7)),
        st.builds(Count, st.just("day_of_month"), st.integers(1, 31)),
        st.builds(Count, st.just("working_day_of_month"), st.integers(1, 15)),
        st.builds(
            lambda month, day: Count("day_of_quarter", span=f"{month}-{day:02}"), st.integers(1, 3), st.integers(1, 31)
        ),
        st.builds(
            lambda month, day: Count("day_of_half_year", span=f"{month}-{day:02}"),
            st.integers(1, 6),
            st.integers(1, 31),
        ),
        st.builds(lambda day: Count("date", span=f"{day:%m-%d}"), st.dates(date(2000, 1, 1), date(2000, 12, 31))),
    ),
    st.dates(date(2019, 1, 1), date(2026, 11, 30)),
)
def test_a_deadline_and_a_cycle_of_the_same_count_fall_on_the_same_day(count, day):
    found = cycles.date_after(cycles.cycle_from(count), day, day, CALENDAR)
    assert found == end_of(count, day + timedelta(days=1), CALENDAR)


@pytest.mark.parametrize("count", [Count("days", 5, range=(1, 5)), Count("working_days_before", 7)])
def test_what_makes_no_cycle_is_said(count):
    with pytest.raises(ValueError, match="不能作定期报送的时点"):
        cycles.cycle_from(count)
