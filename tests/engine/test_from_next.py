"""次月5日前报送上月情况: nothing is due in the month, quarter or year in which it begins."""

import json

import pytest

from duban.cli import main
from duban.engine.packs import loading
from duban.engine.packs.sources import PackError
from duban.engine.sentences.rules import sentence_of
from duban.engine.studio import blanks, drafts
from duban.engine.studio.offers import offers_in

PACK = """
id: next
name: 次月
periods: []
clauses:
  - {clause: 一, gist: 次月5日前报送, kinds: [deadline], rules: [{kind: deadline, name: report, label: 月报, count: COUNT, counts_from: 交办之日, from_next: true}]}
"""


def _pack(tmp_path, count):
    path = tmp_path / "next.yaml"
    path.write_text(PACK.replace("COUNT", count), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("count", "start", "due", "counted"),
    [
        ("{day_of_month: 5}", "2026-03-02", "2026-04-05", "day 5 of the month, from the next month"),
        ("{day_of_month: 5}", "2026-03-31", "2026-04-05", "day 5 of the month, from the next month"),
        ("{day_of_month: 31}", "2026-01-31", "2026-02-28", "day 31 of the month, from the next month"),
        ("{working_day_of_month: 3}", "2026-11-01", "2026-12-03", "working day 3 of the month, from the next month"),
        ("{last_working_day_of: quarter}", "2026-02-10", "2026-06-30", "last working day of the quarter, from the next quarter"),
        ("{date: 01-10}", "2026-01-05", "2027-01-10", "on 01-10, from the next year"),
        ("{weekday: 5}", "2026-11-30", "2026-12-11", "weekday 5 of the week, from the next week"),
        ("{day_of_quarter: 1-10}", "2026-10-08", "2027-01-10", "day 10 of month 1 of the quarter, from the next quarter"),
        ("{day_of_half_year: 1-15}", "2026-07-01", "2027-01-15", "day 15 of month 1 of the half-year, from the next half-year"),
    ],
)  # fmt: skip
def test_the_first_lies_in_the_next(tmp_path, capsys, count, start, due, counted):
    assert main(["deadline", "--pack", str(_pack(tmp_path, count)), "--rule", "report", "--from", start]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["due"], found["counted"]) == (due, counted)


def test_it_is_said_and_comes_back_from_its_blanks(tmp_path):
    pack = _pack(tmp_path, "{day_of_month: 5}")
    regime = loading.load_regime(pack)
    assert sentence_of(regime.clauses[0].rules[0], regime) == "期限“月报”：交办之日起每月5日，从次月起"
    content = drafts.content_of({"regime.yaml": pack.read_text(encoding="utf-8")})
    (rule,) = drafts.rules_of(content["clauses"][0])
    assert blanks.is_same(blanks.rule_of(blanks.values_of(rule, content), content), rule)


@pytest.mark.parametrize("count", ["{days: 3}", "{working_days: 5}", "{months: 1}"])
def test_what_does_not_come_round_has_no_next(tmp_path, count):
    with pytest.raises(PackError, match="每季、每半年或每年的一天"):
        loading.load_regime(_pack(tmp_path, count))


@pytest.mark.parametrize(
    ("words", "label", "is_next"),
    [
        ("各单位应于次月5日前报送上月进展情况。", "上月进展情况", True),
        ("每月工作进展于次月5日前报送督查室。", "月报", True),
        ("每月5日前报送上月进展情况。", "上月进展情况", True),
        ("每月25日前报送当月进展情况。", "当月进展情况", False),
    ],
)
def test_words_are_read(words, label, is_next):
    (offer,) = offers_in(words, drafts.new("某区办法", [("第一条", words)]), "第一条")
    assert (offer.rule["label"], offer.rule.get("from_next", False)) == (label, is_next)
