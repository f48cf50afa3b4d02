"""Deadlines in words, by the State Council's calendar."""

import datetime

import pytest

from duban.engine.calendar import load_calendar
from duban.ledger.queries.matters.deadlines import in_words

TUESDAY = datetime.date(2026, 3, 31)


def said(due, *, on=TUESDAY, done=None):
    day = datetime.date.fromisoformat
    words = in_words(day(due), on=on, calendar=load_calendar(), done_on=done and day(done))
    return words.text, words.tone


@pytest.mark.parametrize(
    ("due", "text", "tone"),
    [
        ("2026-03-31", "今日到期", "today"),
        ("2026-04-01", "还剩 1 个工作日", "soon"),
        ("2026-04-03", "还剩 3 个工作日", "soon"),
        # 清明: 4 to 6 April are days off, so the 7th is the fourth working day.
        ("2026-04-07", "还剩 4 个工作日", "ahead"),
        ("2026-03-30", "已超期 1 个工作日", "late"),
        ("2026-03-27", "已超期 2 个工作日", "late"),
    ],
)
def test_said_on_a_tuesday(due, text, tone):
    assert said(due) == (text, tone)


def test_only_rest_days_between_are_counted_in_days():
    sunday = datetime.date(2026, 3, 29)
    assert said("2026-03-27", on=sunday) == ("已超期 2 天（均为休息日）", "late")
    assert said("2026-03-29", on=datetime.date(2026, 3, 28)) == ("还剩 1 天（均为休息日）", "soon")


def test_a_year_without_notice_is_provisional():
    words = in_words(datetime.date(2030, 1, 4), on=datetime.date(2030, 1, 2), calendar=load_calendar())
    assert words.provisional and words.text.endswith("（暂定）")


def test_done_in_time_and_late():
    assert said("2026-03-27", done="2026-03-27") == ("按期完成", "done")
    assert said("2026-03-27", done="2026-03-31") == ("超期 2 个工作日完成", "done")
