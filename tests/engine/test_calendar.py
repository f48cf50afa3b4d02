"""Working days against two independent packages, an independent walker, and days known from the documents."""

from bisect import bisect_right
from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from duban.engine.calendar import CALENDARS, CalendarError, load_calendar

YEARS = range(2018, 2027)
DAYS = [date(2018, 1, 1) + timedelta(days=k) for k in range((date(2027, 1, 1) - date(2018, 1, 1)).days)]
WORKED = [day for day in DAYS if chinese_calendar.is_workday(day)]
NEXT_YEAR = {
    "year": 2027,
    "notices": [
        {
            "number": None,
            "issued_on": date(2026, 11, 4),
            "about": "全年节假日安排",
            "festivals": [
                {"name": "元旦", "rest": {"from": "2027-01-01", "to": "2027-01-03"}},
                {"name": "春节", "rest": {"from": "2027-02-05", "to": "2027-02-11"}, "work": ["2027-01-31"]},
            ],
        }
    ],
}


@pytest.fixture
def calendar():
    return load_calendar()


def test_every_day_of_nine_years_agrees_with_chinesecalendar(calendar):
    wrong = [day for day in DAYS if calendar.is_workday(day) != chinese_calendar.is_workday(day)]
    assert wrong == []


def test_every_day_of_nine_years_agrees_with_holidays(calendar):
    oracle = holidays.country_holidays("CN", years=YEARS)
    wrong = [day for day in DAYS if calendar.is_workday(day) != oracle.is_working_day(day)]
    assert wrong == []


@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [
        ("2019-09-27", 5, "2019-10-10"),
        ("2020-10-12", -7, "2020-09-25"),
        ("2023-01-16", 7, "2023-01-30"),
        ("2020-01-23", 1, "2020-02-03"),
        ("2018-12-28", 2, "2019-01-02"),
        ("2024-06-01", 0, "2024-06-01"),
    ],
)
def test_known_counts(calendar, start, n, expected):
    assert calendar.add_workdays(date.fromisoformat(start), n) == date.fromisoformat(expected)


def test_the_extension_of_2020_changes_only_the_days_it_names(calendar):
    assert not calendar.is_workday(date(2020, 1, 31))
    assert not calendar.is_workday(date(2020, 2, 1))
    assert calendar.is_workday(date(2020, 1, 19))
    assert calendar.last_workday(date(2020, 1, 1), date(2020, 1, 31)) == date(2020, 1, 23)
    assert calendar.explain(date(2020, 2, 1)) == "春节放假（国办发明电〔2020〕1号）"
    assert calendar.explain(date(2020, 1, 19)) == "春节调休上班（国办发明电〔2019〕16号）"


def test_the_second_notice_of_2019_moves_labour_day(calendar):
    assert calendar.workdays_between(date(2019, 4, 26), date(2019, 5, 6)) == 5
    assert calendar.explain(date(2019, 5, 1)) == "劳动节放假（国办发明电〔2019〕3号）"


@given(st.dates(date(2018, 6, 1), date(2026, 6, 30)), st.integers(-60, 60))
def test_add_workdays_agrees_with_a_walker(day, n):
    later = [d for d in WORKED if d > day]
    earlier = [d for d in reversed(WORKED) if d < day]
    expected = day if n == 0 else later[n - 1] if n > 0 else earlier[-n - 1]
    assert load_calendar().add_workdays(day, n) == expected


def test_every_start_from_2020_to_2026_and_every_limit_up_to_60_days(calendar):
    last_start = WORKED[-61]
    wrong = [
        (start, n)
        for start in DAYS
        if date(2020, 1, 1) <= start < last_start
        for n, due in enumerate(WORKED[bisect_right(WORKED, start) :][:60], 1)
        if calendar.add_workdays(start, n) != due
    ]
    assert wrong == []


@given(st.dates(date(2018, 1, 1), date(2026, 12, 31)), st.dates(date(2018, 1, 1), date(2026, 12, 31)))
def test_workdays_between_agrees_with_a_count(a, b):
    count = sum(min(a, b) < d <= max(a, b) for d in WORKED)
    assert load_calendar().workdays_between(a, b) == (count if a <= b else -count)


@given(st.dates(date(2015, 1, 1), date(2040, 1, 1)), st.integers(1, 90))
def test_counting_forward_and_measuring_agree(day, n):
    calendar = load_calendar()
    assert calendar.workdays_between(day, calendar.add_workdays(day, n)) == n


def test_no_workday_in_a_holiday(calendar):
    with pytest.raises(CalendarError, match="没有工作日"):
        calendar.last_workday(date(2026, 10, 1), date(2026, 10, 7))


def test_a_year_without_notice_is_provisional(calendar):
    assert [day.year for day in DAYS if calendar.is_provisional(day)] == []
    assert calendar.is_provisional(date(2027, 1, 1))
    assert calendar.is_provisional(date(2017, 12, 31))
    assert calendar.touches_provisional(date(2026, 12, 30), date(2027, 1, 5))
    assert calendar.touches_provisional(date(2027, 1, 5), date(2026, 12, 30))
    assert not calendar.touches_provisional(date(2018, 1, 1), date(2026, 12, 31))
    assert "尚未公布" in calendar.explain(date(2027, 3, 1))


def test_statutory_days_of_a_provisional_year(calendar):
    off = [f"{m:02d}-{d:02d}" for m, d in _weekdays_off(calendar, 2027)]
    # The days on a weekend are made up for on the next working days (第六条).
    assert off == [
        "01-01",
        "02-05",
        "02-08",
        "02-09",
        "02-10",
        "04-05",
        "05-03",
        "05-04",
        "06-09",
        "09-15",
        "10-01",
        "10-04",
        "10-05",
    ]
    assert calendar.explain(date(2027, 2, 10)).startswith("春节补假")
    assert calendar.is_workday(date(2017, 5, 2))
    assert not calendar.is_workday(date(2029, 5, 2))
    assert calendar.explain(date(2027, 2, 5)).startswith("春节法定假日")


def test_years_before_the_first_notice_say_so(calendar):
    assert not calendar.is_workday(date(2010, 2, 16)) and not calendar.is_workday(date(2006, 5, 3))
    assert calendar.is_workday(date(2006, 4, 5)), "清明 is a statutory day since 2008"
    assert calendar.explain(date(2010, 6, 1)) == "工作日（没有收录2010年的放假安排，按法定节日和周末推算）"
    assert calendar.is_workday(date(1994, 10, 3)) and calendar.regulation_of(1994) is None


@pytest.mark.parametrize("year", range(2027, 2036))
def test_the_lunar_table_agrees_with_both_packages(year):
    table = yaml.safe_load((CALENDARS / "statutory.yaml").read_text(encoding="utf-8"))["lunar"][year]
    named = holidays.country_holidays("CN", years=year, language="zh_CN")
    for festival, word in {"春节": "春节", "清明节": "清明", "端午节": "端午", "中秋节": "中秋"}.items():
        days = [day for day in named if word in named[day] and "休息日" not in named[day]]
        assert table[festival] in days
    assert chinese_calendar.get_solar_terms(table["清明节"], table["清明节"])[0][1] == "清明"


def test_an_administrator_adds_the_next_year(calendar):
    extended = calendar.with_notice(NEXT_YEAR)
    assert not extended.is_provisional(date(2027, 6, 1))
    assert extended.is_workday(date(2027, 1, 31))
    assert not extended.is_workday(date(2027, 2, 11))
    assert extended.is_workday(date(2027, 6, 9))
    assert calendar.is_provisional(date(2027, 6, 1))
    assert calendar.is_workday(date(2027, 2, 11))


def test_local_festivals_lie_over_the_national_calendar(tmp_path):
    (tmp_path / "local").mkdir()
    for name in ("national", "statutory.yaml"):
        (tmp_path / name).symlink_to(CALENDARS / name)
    (tmp_path / "local" / "somewhere.yaml").write_text(
        "jurisdiction: 某地\nnotices:\n  - number: null\n    festivals:\n"
        "      - {name: 某节, rest: {from: 2026-04-20, to: 2026-04-21}, work: [2026-04-26]}\n",
        encoding="utf-8",
    )
    local = load_calendar("somewhere", tmp_path)
    assert local.add_workdays(date(2026, 4, 17), 4) == date(2026, 4, 26)
    assert load_calendar().add_workdays(date(2026, 4, 17), 4) == date(2026, 4, 23)
    assert local.explain(date(2026, 4, 20)) == "某节放假"
    assert local.is_provisional(date(2027, 4, 20))
    with pytest.raises(CalendarError, match=r"nowhere\.yaml"):
        load_calendar("nowhere", tmp_path)
    with pytest.raises(CalendarError, match="不合规"):
        load_calendar("../statutory")


@pytest.mark.parametrize(
    ("festival", "message"),
    [
        ({"rest": {"from": "2027-01-01", "to": "2027-01-03"}}, "缺少 name"),
        ({"name": "元旦"}, "缺少 rest"),
        ({"name": "元旦", "rest": {"from": "2027-01-03", "to": "2027-01-01"}}, "早于开始日"),
        ({"name": "元旦", "rest": {"from": "2027-13-01", "to": "2027-01-01"}}, "不是日期"),
        ({"name": "元旦", "rest": {"from": "2026-01-01", "to": "2026-01-01"}}, "不属于2027年"),
        (
            {"name": "元旦", "rest": {"from": "2027-01-01", "to": "2027-01-01"}, "work": ["2027-01-01"]},
            "两次",
        ),
        (
            {"name": "元旦", "rest": {"from": "2027-01-01", "to": "2027-01-01"}, "work": ["2027-01-05"]},
            "本来就是",
        ),
    ],
)
def test_a_wrong_notice_is_refused_with_its_reason(calendar, festival, message):
    with pytest.raises(CalendarError, match=message):
        calendar.with_notice({"year": 2027, "notices": [{"number": None, "festivals": [festival]}]})


def _weekdays_off(calendar, year):
    days = [date(year, 1, 1) + timedelta(days=k) for k in range(365)]
    return [(d.month, d.day) for d in days if d.weekday() < 5 and not calendar.is_workday(d)]
