"""Periods of a document's own: where they begin and end, what they are called, and which are refused."""

from datetime import date

import pytest

from duban.engine.packs.sources import PackError
from duban.engine.packs.syntax import parse_yaml
from duban.engine.vocabulary.periods import read_periods


def read(periods):
    return read_periods(parse_yaml(f"periods: {periods}\n", "regime.yaml"))


@pytest.mark.parametrize(
    ("kind", "day", "first", "last", "name", "following"),
    [
        ("name: 上半年, from: 01-01, to: 06-30", "2026-03-05", "2026-01-01", "2026-06-30", "2026年上半年", "2027-01-01"),
        ("name: 上半年, from: 01-01, to: 06-30", "2026-09-05", "2026-01-01", "2026-06-30", "2026年上半年", "2027-01-01"),
        ("name: 冬季, from: 11-15, to: 02-29", "2027-01-03", "2026-11-15", "2027-02-28", "2026至2027年冬季", "2027-11-15"),
        ("name: 冬季, from: 11-15, to: 02-29", "2028-02-29", "2027-11-15", "2028-02-29", "2027至2028年冬季", "2028-11-15"),
        ("name: 考核年度, from: 12-01, to: 11-30", "2026-11-30", "2025-12-01", "2026-11-30", "2025至2026年考核年度", "2026-12-01"),
        ("name: 上旬, from: 1, to: 10", "2026-03-01", "2026-03-01", "2026-03-10", "2026年3月上旬", "2026-04-01"),
        ("name: 下旬, from: 21, to: 31", "2026-02-03", "2026-01-21", "2026-01-31", "2026年1月下旬", "2026-02-21"),
        ("name: 下旬, from: 21, to: 31", "2026-02-28", "2026-02-21", "2026-02-28", "2026年2月下旬", "2026-03-21"),
        ("name: 报表月, from: 26, to: 25", "2027-01-25", "2026-12-26", "2027-01-25", "2026年12月至2027年1月报表月", "2027-01-26"),
    ],
)  # fmt: skip
def test_each_begins_ends_and_is_called_as_the_document_says(kind, day, first, last, name, following):
    (kind,) = read(f"[{{id: own, {kind}}}]")
    begins, ends = kind.begun_by(date.fromisoformat(day))
    assert (str(begins), str(ends), kind.name_of(begins, ends)) == (first, last, name)
    assert str(kind.following(ends)[0]) == following
    assert kind.begun_by(kind.following(ends)[0])[0] == kind.following(ends)[0]


def test_common_kinds_may_be_called_by_the_document_s_own_name():
    month, year = read("[month, {id: year, name: 年终}]")
    assert (month.id, month.name, month.is_own) == ("month", "", False)
    assert (year.id, year.name, year.is_own) == ("year", "年终", False)


@pytest.mark.parametrize(
    ("periods", "why"),
    [
        ("[fortnight]", "fortnight"),
        ("[month, month]", "重复"),
        ("[{id: own, name: 某期}]", "from"),
        ("[{id: own, name: 某期, from: 01-01}]", "to"),
        ("[{id: own, name: 某期, from: 13-01, to: 06-30}]", "13-01"),
        ("[{id: own, name: 某期, from: 02-30, to: 06-30}]", "02-30"),
        ("[{id: own, name: 某期, from: 02-29, to: 06-30}]", "每年"),
        ("[{id: own, name: 某期, from: 31, to: 10}]", "每月"),
        ("[{id: own, name: 某期, from: 1, to: 06-30}]", "要么"),
        ("[{id: year, name: 某年, from: 01-01, to: 12-31}]", "通用"),
        ("[{id: Own, name: 某期, from: 01-01, to: 06-30}]", "小写"),
    ],
)
def test_what_is_no_period_is_refused_with_its_line(periods, why):
    with pytest.raises(PackError, match=why) as found:
        read(periods)
    assert found.value.line == 1
