"""A limit that holds in some kinds of periods only: 全年累计加分不超过3分 cuts nothing of a month."""

import json

import pytest

from duban.cli import main
from duban.engine.packs import loading
from duban.engine.packs.sources import PackError
from duban.engine.sentences.rules import sentence_of
from duban.engine.studio import blanks, drafts
from duban.engine.studio.offers import offers_in
from duban.engine.witnesses import checking

PACK = """\
id: capped
name: 示例办法
periods: [month, year]
groups: {unit: 单位}
events:
  prize: {label: 获奖, of: unit, clause: 二}
clauses:
  - {clause: 一, gist: 基础分, kinds: [score], rules: [{kind: base, points: "100"}]}
  - {clause: 二, gist: 获奖加2分, kinds: [score], rules: [{kind: score, select: {event: prize}, worth: "2"}]}
  - {clause: 三, gist: 全年加分不超过3分, kinds: [score], rules: [RULES]}
"""
YEARLY = '{kind: cap, side: plus, most: "3", periods: [year]}'


def _pack(tmp_path, rules=YEARLY):
    path = tmp_path / "capped.yaml"
    path.write_text(PACK.replace("RULES", rules), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("kind", "last", "total"), [("month", "2026-01-31", "104.00"), ("year", "2026-12-31", "103.00")]
)
def test_it_cuts_in_its_own_periods_alone(tmp_path, capsys, kind, last, total):
    facts = [{"id": f"f{day}", "kind": "prize", "on": f"2026-01-1{day}", "unit": "a"} for day in (1, 2)]
    case = {
        "regime": "capped", "period": {"kind": kind, "from": "2026-01-01", "to": last}, "facts": facts,
        "units": [{"unit": "a", "name": "甲", "group": "unit"}],
    }  # fmt: skip
    path = tmp_path / "case.json"
    path.write_text(json.dumps(case), encoding="utf-8")
    assert main(["score", "--pack", str(_pack(tmp_path)), str(path)]) == 0
    assert json.loads(capsys.readouterr().out)["units"][0]["total"] == total


def test_it_is_said_comes_back_from_its_blanks_and_is_not_dead(tmp_path):
    regime = loading.load_regime(_pack(tmp_path))
    assert sentence_of(regime.clauses[2].rules[0], regime) == "全年加分合计以3分为限"
    assert checking.checked(regime) == ()
    content = drafts.content_of({"regime.yaml": _pack(tmp_path).read_text(encoding="utf-8")})
    rule = {"kind": "cap", "side": "plus", "most": "3", "periods": "year"}
    assert blanks.rule_of(blanks.values_of(rule, content), content) == rule


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        (f"{YEARLY}, {{kind: of_periods, of: month, how: mean, periods: [year]}}", "这个上限在这里限不到"),
        ('{kind: cap, side: plus, most: "3", periods: [decade]}', "periods 里没有“decade”"),
    ],
)
def test_where_it_could_not_hold_it_is_refused(tmp_path, rules, said):
    with pytest.raises(PackError, match=said):
        loading.load_regime(_pack(tmp_path, rules))


@pytest.mark.parametrize(
    ("words", "periods", "caps"),
    [
        ("全年累计加分不超过10分。", ["year"], [{"side": "plus", "most": "10"}]),
        ("全年累计加分不超过10分。", ["month", "year"], [{"side": "plus", "most": "10", "periods": ["year"]}]),
        ("加分全年最高不超过10分。", ["month", "year"], [{"side": "plus", "most": "10", "periods": ["year"]}]),
        (
            "年度加分最高10分，扣分最高20分。",
            ["month", "year"],
            [{"side": "plus", "most": "10", "periods": ["year"]}, {"side": "minus", "most": "20", "periods": ["year"]}],
        ),
        ("各单位全年扣分累计不超过15分。", ["quarter", "year"], [{"side": "minus", "most": "15", "periods": ["year"]}]),
        ("每季度加分不超过3分。", ["month", "quarter"], [{"side": "plus", "most": "3", "periods": ["quarter"]}]),
        ("每季度加分不超过3分。", ["year"], [{"side": "plus", "most": "3", "per": "quarter"}]),
        # No period of that length is scored; an amount before has it for its own; of one matter.
        ("全年累计加分不超过10分。", ["month"], []),
        ("媒体刊发信息的，中央级2分、省级1分，全年累计加分不超过6分。", ["year"], []),
        ("同一事项全年扣分不超过5分。", ["year"], []),
        ("年终加分最高10分。", ["quarter", "year"], [{"side": "plus", "most": "10", "periods": ["year"]}]),
        ("加分累计最高不超过5分（季度），20分（年度）。", ["quarter", "year"], []),
    ],
)
def test_the_studio_reads_limits_of_longer_periods(words, periods, caps):
    content = drafts.new("某市办法", [("第一条", words)])
    content["regime"]["periods"] = periods
    found = [each.rule for each in offers_in(words, content, "第一条") if each.rule["kind"] == "cap"]
    assert found == [{"kind": "cap", **each} for each in caps]


def test_a_year_made_of_its_months_is_offered_no_limit():
    content = drafts.new(
        "某市办法", [("第一条", "全年累计加分不超过10分。"), ("第二条", "年度得分为各月得分的平均值。")]
    )
    content["regime"]["periods"] = ["month", "year"]
    content["clauses"][1]["rules"] = [{"kind": "of_periods", "of": "month", "how": "mean", "periods": ["year"]}]
    assert offers_in("全年累计加分不超过10分。", content, "第一条") == []
