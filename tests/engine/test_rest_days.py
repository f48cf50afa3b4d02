"""次月5日前，遇节假日顺延: a date that falls on a rest day moves as the document says, and stays where it says nothing."""

import json
from datetime import date

import pytest

from duban.cli import main
from duban.engine import cycles
from duban.engine.calendar import load_calendar
from duban.engine.packs import loading
from duban.engine.packs.sources import PackError
from duban.engine.rules.durations import Count
from duban.engine.sentences.rules import sentence_of
from duban.engine.studio import blanks, drafts

PACK = """
id: rest
name: 顺延
periods: []
clauses:
  - {clause: 一, gist: 每月5日前报送, kinds: [deadline], rules: [{kind: deadline, name: report, label: 月报, count: COUNT, counts_from: 当月REST}]}
"""


def _pack(tmp_path, count, rest):
    path = tmp_path / "rest.yaml"
    path.write_text(PACK.replace("COUNT", count).replace("REST", f", rest: {rest}" if rest else ""), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("count", "rest", "start", "due", "counted"),
    [
        ("{day_of_month: 5}", "", "2026-09-20", "2026-10-05", "day 5 of the month"),
        ("{day_of_month: 5}", "next", "2026-09-20", "2026-10-08", "day 5 of the month, next working day"),
        ("{day_of_month: 5}", "previous", "2026-09-20", "2026-09-30", "day 5 of the month, previous working day"),
        ("{day_of_month: 5}", "next", "2026-10-20", "2026-11-05", "day 5 of the month, next working day"),
        ("{days: 7}", "next", "2026-03-28", "2026-04-07", "7 days, next working day"),
        ("{days: 7}", "", "2026-03-28", "2026-04-04", "7 days"),
        ("{months: 1}", "next", "2026-01-14", "2026-02-14", "1 month, next working day"),
    ],
)
def test_a_date_moves_off_rest_days_where_the_document_says_so(tmp_path, capsys, count, rest, start, due, counted):
    pack = _pack(tmp_path, count, rest)
    assert main(["deadline", "--pack", str(pack), "--rule", "report", "--from", start]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["due"], found["counted"], found["provisional"]) == (due, counted, False)


def test_a_recurring_report_moves_alike():
    calendar = load_calendar()
    for rest, due in (("", date(2026, 10, 5)), ("next", date(2026, 10, 8)), ("previous", date(2026, 9, 30))):
        cycle = cycles.cycle_from(Count("day_of_month", 5), rest)
        assert cycles.date_after(cycle, date(2026, 9, 10), date(2026, 9, 10), calendar) == due
    once = cycles.cycle_from(Count("days", 7), "next")
    assert cycles.once_by(once, date(2026, 3, 28), calendar) == date(2026, 4, 7)


def test_it_is_said_and_comes_back_from_its_blanks(tmp_path):
    pack = _pack(tmp_path, "{day_of_month: 5}", "next")
    regime = loading.load_regime(pack)
    assert sentence_of(regime.clauses[0].rules[0], regime) == "期限“月报”：当月起每月5日，遇休息日顺延"
    content = drafts.content_of({"regime.yaml": pack.read_text(encoding="utf-8")})
    (rule,) = drafts.rules_of(content["clauses"][0])
    assert blanks.is_same(blanks.rule_of(blanks.values_of(rule, content), content), rule)


@pytest.mark.parametrize("count", ["{working_days: 3}", "{last_working_day_of: month}", "{working_day_of_month: 2}"])
def test_a_count_of_working_days_has_no_rest_day_to_move_off(tmp_path, count):
    with pytest.raises(PackError, match="本来就在工作日"):
        loading.load_regime(_pack(tmp_path, count, "next"))
