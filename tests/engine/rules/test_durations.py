"""Counts of days: the day they start from is not counted, and months end where months end."""

from datetime import date

import pytest

from duban.engine.calendar import load_calendar
from duban.engine.packs.sources import Mapping, PackError
from duban.engine.rules.durations import Count, add_months, end_of, read_count

START = date(2022, 3, 1)


def node(**values):
    made = Mapping("pack.yaml", 7)
    made.update(values)
    return made


@pytest.mark.parametrize(
    ("count", "start", "end"),
    [
        (Count("days", 30), START, date(2022, 3, 31)),
        (Count("days", 0), START, START),
        (Count("hours", 24), START, date(2022, 3, 2)),
        (Count("hours", 25), START, date(2022, 3, 3)),
        (Count("months", 6), date(2023, 8, 31), date(2024, 2, 29)),
        (Count("date", span="09-30"), START, date(2022, 9, 30)),
        (Count("date", span="02-28"), START, date(2023, 2, 28)),
        (Count("day_of_month", 25), START, date(2022, 3, 25)),
        (Count("day_of_month", 31), date(2022, 4, 1), date(2022, 4, 30)),
        (Count("day_of_month", 5), date(2022, 3, 6), date(2022, 4, 5)),
        (Count("weekday", 5), date(2022, 3, 1), date(2022, 3, 4)),
        (Count("weekday", 5), date(2022, 3, 4), date(2022, 3, 4)),
        (Count("weekday", 7), date(2022, 3, 7), date(2022, 3, 13)),
        (Count("day_of_quarter", span="1-10"), START, date(2022, 4, 10)),
        (Count("day_of_quarter", span="2-31"), date(2022, 1, 5), date(2022, 2, 28)),
        (Count("day_of_quarter", span="3-31"), date(2022, 11, 30), date(2022, 12, 31)),
        (Count("day_of_half_year", span="6-20"), date(2022, 6, 21), date(2022, 12, 20)),
        # 27 September 2019: the 29th is a working Sunday, the first week of October a holiday (三门峡 附件2 三).
        (Count("working_days", 5), date(2019, 9, 27), date(2019, 10, 10)),
        (Count("working_days_before", 7), date(2020, 10, 12), date(2020, 9, 25)),
        (Count("last_working_day_of", span="month"), date(2020, 1, 6), date(2020, 1, 23)),
        (Count("last_working_day_of", span="quarter"), date(2020, 8, 5), date(2020, 9, 30)),
    ],
)
def test_it_ends_on_its_last_day(count, start, end):
    assert end_of(count, start, load_calendar(None)) == end


def test_a_month_without_that_day_ends_with_its_last():
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2022, 12, 31), 2) == date(2023, 2, 28)


def test_what_a_pack_writes_is_read():
    assert read_count(node(), "limit", node(working_days=7)) == Count("working_days", 7)
    assert read_count(node(), "limit", node(date="9-3")) == Count("date", span="09-03")
    assert read_count(node(), "limit", node(day_of_quarter="1-5")) == Count("day_of_quarter", span="1-05")
    assert read_count(node(), "limit", node(range=[1, 5], unit="days", by="office")) == Count(
        "days", 5, range=(1, 5), by="office"
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"weeks": 1}, {"days": 1, "months": 1}, {"days": -1}, {"working_days": 0}, {"day_of_month": 32}, {"weekday": 8}, {"weekday": 0},
        {"day_of_quarter": "4-1"}, {"day_of_quarter": 5}, {"day_of_quarter": "1-32"}, {"day_of_half_year": "7-01"}, {"day_of_quarter": "-1--5"},
        {"date": "02-30"}, {"range": [5, 1], "unit": "days"}, {"range": [1], "unit": "days"}, {},
    ],
)  # fmt: skip
def test_what_is_no_count_is_refused_with_file_and_line(wrong):
    with pytest.raises(PackError, match=r"pack\.yaml"):
        read_count(node(), "limit", node(**wrong))


def test_it_is_said_as_an_office_says_it():
    assert Count("days", 0).said_in_chinese == "当日"
    assert Count("working_days", 5).said_in_chinese == "5个工作日"
    assert Count("date", span="09-30").said_in_chinese == "9月30日"
    assert Count("days", 5, range=(1, 5)).said_in_chinese == "1至5日"
    assert (Count("days", 1).said, Count("days", 2).said) == ("1 day", "2 days")
