"""Reminders of dates over a whole year with its golden weeks: on which days they go out, and that their words are true there."""

from datetime import date, timedelta

import pytest

from duban.engine.calendar import load_calendar
from duban.ledger.queries.office.reminding import Reminding, words_of

CALENDAR = load_calendar()
STEPS = (1, 3, 7)
YEAR = [date(2026, 1, 1) + timedelta(days=k) for k in range(365)]


def sent(due, since):
    """The days on which somebody is reminded of a date, each with its step, once each."""
    found, day = {}, since
    while day <= due:
        step = Reminding(day, CALENDAR, STEPS).step(due, since)
        if step is not None and step not in found:
            found[step] = day
        day += timedelta(days=1)
    return found


def worked(first, last):
    """The working days after the first up to the last, counted one by one."""
    days = ((first + timedelta(days=k)) for k in range(1, (last - first).days + 1))
    return sum(CALENDAR.is_workday(day) for day in days)


def test_over_a_year_each_date_is_told_on_its_days_and_the_last_working_day_before_it():
    for due in YEAR:
        found = sent(due, due - timedelta(days=40))
        assert sorted(found) == list(STEPS), due
        assert len(set(found.values())) == 3, "never two of one date on one day"
        assert all(CALENDAR.is_workday(day) for day in found.values())
        last = found[1]
        assert last < due and worked(last, due - timedelta(days=1)) == 0, "the last working day before it"
        for step, day in found.items():
            assert worked(day, due) + (not CALENDAR.is_workday(due)) == step


def test_the_words_are_true_on_every_day_on_which_they_may_be_read():
    for due in YEAR:
        for back in range(15):
            on = due - timedelta(days=back)
            said, left = words_of(due, on, CALENDAR), worked(on, due)
            if not back:
                assert said == "今日到期"
            elif CALENDAR.is_workday(due):
                assert said == f"还剩 {left} 个工作日"
            elif left:
                assert said == f"到期日是休息日，此前还剩 {left} 个工作日"
            else:
                assert said.startswith("到期日是休息日") and ("今天是" in said) == CALENDAR.is_workday(on)
        assert words_of(due, due + timedelta(days=1), CALENDAR) == ""


def test_after_the_golden_week_nobody_is_told_three_times():
    assert sent(date(2026, 10, 8), date(2026, 9, 1)) == {
        7: date(2026, 9, 21), 3: date(2026, 9, 28), 1: date(2026, 9, 30),
    }  # fmt: skip


def test_monday_is_told_on_the_working_day_before_and_a_date_just_set_is_not():
    assert sent(date(2026, 3, 16), date(2026, 3, 1))[1] == date(2026, 3, 13)
    assert sent(date(2026, 3, 16), date(2026, 3, 13)) == {}
    assert 7 not in sent(date(2026, 3, 16), date(2026, 3, 10))


@pytest.mark.parametrize("day", [date(2026, 10, 3), date(2026, 3, 14)])
def test_rest_days_are_quiet_and_ask_for_nothing(day):
    reminding = Reminding(day, CALENDAR, STEPS)
    assert reminding.until == day and reminding.step(day + timedelta(days=5), date(2026, 1, 1)) is None
