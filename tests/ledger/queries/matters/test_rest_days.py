"""Deadlines on rest days are said, with the working days beside them, and taken."""

from datetime import date

import pytest

from duban.engine.calendar import load_calendar
from duban.ledger.queries.matters.rest_days import remark_on, remarks_on

CALENDAR = load_calendar()


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 10, 3), "上一个工作日是 2026-09-30（周三），下一个是 2026-10-08（周四）"),
        (date(2026, 3, 14), "2026-03-14（周六）是休息日：周末；上一个工作日是 2026-03-13（周五），下一个是 2026-03-16（周一）"),
        (date(2026, 2, 28), ""),
        (date(2026, 3, 31), ""),
        (None, ""),
    ],
)  # fmt: skip
def test_a_rest_day_is_said_with_the_working_days_beside_it(day, said):
    found = remark_on(day, CALENDAR)
    assert said in found and bool(found) == bool(said)


def test_each_day_is_said_once_the_earliest_first():
    days = [date(2026, 10, 3), None, date(2026, 3, 14), date(2026, 10, 3), date(2026, 3, 31)]
    assert [each[:10] for each in remarks_on(days, CALENDAR)] == ["2026-03-14", "2026-10-03"]
