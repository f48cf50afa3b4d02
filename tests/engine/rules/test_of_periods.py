"""A longer period whose points are made of shorter ones that were published: nothing of what happened counts twice."""

import json

import pytest

from duban.cli import main
from duban.engine.packs import loading
from duban.engine.packs.sources import PackError
from duban.engine.sentences.rules import sentence_of
from duban.engine.studio import blanks, drafts, leftovers
from duban.engine.studio.offers import offers_in
from duban.engine.witnesses import checking

PACK = """
id: sums
name: 各期
periods: [month, quarter, year]
groups: {unit: 单位}
events:
  absent: {label: 缺席, of: unit, clause: 二}
  prize: {label: 获奖, of: unit, clause: 四}
clauses:
  - {clause: 一, gist: 基础分, kinds: [score], rules: [{kind: base, points: "100"}]}
  - {clause: 二, gist: 缺席扣3分, kinds: [score], rules: [{kind: score, select: {event: absent}, worth: "-3"}]}
  - {clause: 三, gist: 年度得分为各月平均, kinds: [score], rules: [RULES]}
  - {clause: 四, gist: 年度获奖加2分, kinds: [score], rules: [{kind: score, select: {event: prize}, worth: "2", periods: [year]}]}
"""
MEAN = "{kind: of_periods, of: month, how: mean, periods: [year]}"


def _pack(tmp_path, rules=MEAN):
    path = tmp_path / "sums.yaml"
    path.write_text(PACK.replace("RULES", rules), encoding="utf-8")
    return path


def _score(tmp_path, capsys, rules, kind="year"):
    told = [("a", 1, "month", "100"), ("a", 2, "month", "97"), ("a", 3, "quarter", "50"), ("b", 1, "month", "94.5")]
    facts = [
        {"id": f"t{n}", "kind": "period_total", "on": f"2026-0{month}-28", "unit": unit, "period": of, "points": points}
        for n, (unit, month, of, points) in enumerate(told)
    ]
    facts += [
        {"id": f"x{n}", "kind": name, "on": "2026-02-01", "unit": "a"} for n, name in enumerate(("absent", "prize"))
    ]
    units = [{"unit": unit, "name": unit, "group": "unit"} for unit in "abc"]
    last = {"year": "2026-12-31", "quarter": "2026-03-31"}[kind]
    case = {
        "regime": "sums",
        "period": {"kind": kind, "from": "2026-01-01", "to": last},
        "units": units,
        "facts": facts,
    }
    path = tmp_path / "case.json"
    path.write_text(json.dumps(case), encoding="utf-8")
    assert main(["score", "--pack", str(_pack(tmp_path, rules)), str(path)]) == 0
    return json.loads(capsys.readouterr().out)["units"]


@pytest.mark.parametrize(
    ("rules", "totals"),
    [
        # (100 + 97) / 2 + 2: the absence counted in its month, the prize names the year itself; nothing published, no total.
        (MEAN, ["100.50", "94.50", None]),
        ("{kind: of_periods, of: month, how: sum, periods: [year]}", ["199.00", "94.50", "0.00"]),
        ('{kind: of_periods, of: month, how: mean, times: "0.7", periods: [year]}', ["70.95", "66.15", None]),
        ("{kind: of_periods, of: quarter, how: mean, periods: [year]}", ["52.00", None, None]),
    ],
)
def test_a_year_is_made_of_what_was_published(tmp_path, capsys, rules, totals):
    assert [each["total"] for each in _score(tmp_path, capsys, rules)] == totals


def test_other_periods_are_reckoned_as_ever(tmp_path, capsys):
    assert [each["total"] for each in _score(tmp_path, capsys, MEAN, "quarter")] == ["97.00", "100.00", "100.00"]


def test_the_line_shows_its_figures(tmp_path, capsys):
    first = _score(tmp_path, capsys, MEAN)[0]["lines"]
    assert [(line["clause"], line["why"]) for line in first] == [
        ("三", "各期得分＝197÷2＝98.5"),
        ("四", "获奖1次，+2分"),
    ]


def test_no_rule_is_said_to_be_dead_where_it_has_nothing_to_say(tmp_path):
    assert checking.found_in(loading.load_regime(_pack(tmp_path))) == ([], [])


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("{kind: of_periods, of: week, how: mean, periods: [year]}", "periods 里没有“week”"),
        ("{kind: of_periods, of: month, how: mean, periods: [half_year]}", "periods 里没有“half_year”"),
        ("{kind: of_periods, of: year, how: mean, periods: [year]}", "不能由它自己得出"),
        ("{kind: of_periods, of: month, how: best, periods: [year]}", "how 不能是“best”"),
        (f"{MEAN}, {MEAN}", "同时成立"),
    ],
)
def test_what_cannot_be_is_refused(tmp_path, rule, said):
    with pytest.raises(PackError, match=said):
        loading.load_regime(_pack(tmp_path, rule))


def test_it_is_said_and_comes_back_from_its_blanks(tmp_path):
    regime = loading.load_regime(_pack(tmp_path))
    said = "全年得分为已发布的各期（月度）得分的平均值；这一期不再另计各条的分，写明只在这一期计的除外"
    assert sentence_of(regime.clauses[2].rules[0], regime) == said
    content = drafts.content_of({"regime.yaml": _pack(tmp_path).read_text(encoding="utf-8")})
    (rule,) = drafts.rules_of(content["clauses"][2])
    assert blanks.is_same(blanks.rule_of(blanks.values_of(rule, content), content), rule)


def _draft(words):
    content = drafts.new("某区办法", [("第一条", words)])
    content["regime"]["periods"] = ["month", "quarter", "year"]
    content["clauses"][0][drafts.ORIGINAL] = words
    return content


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("年度得分为各月得分的平均值。", {"of": "month", "how": "mean", "periods": "year"}),
        ("季度考核得分为当季各月得分之和。", {"of": "month", "how": "sum", "periods": "quarter"}),
        (
            "年度考核得分按各季度平均得分的70%计入。",
            {"of": "quarter", "how": "mean", "periods": "year", "times": "0.7"},
        ),
        # Weights of their own, a division by whatever number: a person says.
        ("年度成绩由各季度得分加权得出。", None),
        ("全年得分=各月得分累计÷12。", None),
    ],
)
def test_words_are_read(words, rule):
    content = _draft(words)
    offers = [each.rule for each in offers_in(words, content, "第一条")]
    assert offers == ([{"kind": "of_periods", **rule}] if rule else [])
    assert leftovers.unused_in(content["clauses"][0], content)
    content["clauses"][0]["rules"] = offers
    assert bool(leftovers.unused_in(content["clauses"][0], content)) is (rule is None)
