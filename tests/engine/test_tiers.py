"""A table by a number goes by what the number reaches: 逾期1至3天0.5分、4至10天1分、10天以上2分."""

import json

import pytest

from duban.cli import main
from duban.engine.packs import loading
from duban.engine.packs.sources import PackError
from duban.engine.sentences.rules import sentence_of
from duban.engine.studio import blanks, drafts

PACK = """
id: tiers
name: 分档
periods: [quarter]
groups: {department: 部门}
events:
  share: {label: 办结率, of: unit, fields: {rate: {decimal: 个百分点, least: "0", label: 相差}}, same: []}
clauses:
  - {clause: 一, gist: 起评80分, kinds: [score], rules: [{kind: base, points: "80"}]}
  - {clause: 二, gist: 逾期分档, kinds: [score], rules: [{kind: score, select: {event: late, where: {what: result}}, worth: {by: days, points: {4: "-1", 1: "-0.5", 11: "-2"}}}]}
  - {clause: 三, gist: 相差分档, kinds: [score], rules: [{kind: score, select: {event: share}, count: {within: unit}, worth: {by: rate, points: {"2.5": "-3", "0.5": "-1"}}}]}
"""


def _run(tmp_path, capsys, facts, pack=PACK):
    (tmp_path / "tiers.yaml").write_text(pack, encoding="utf-8")
    case = {
        "regime": "tiers", "period": {"from": "2026-01-01", "to": "2026-03-31", "kind": "quarter"},
        "units": [{"unit": "jia", "name": "甲局", "group": "department"}],
        "facts": [{"id": f"f{n}", "on": "2026-02-02", "unit": "jia", **fact} for n, fact in enumerate(facts)],
    }  # fmt: skip
    (tmp_path / "case.json").write_text(json.dumps(case), encoding="utf-8")
    assert main(["score", str(tmp_path / "case.json"), "--pack", str(tmp_path / "tiers.yaml")]) == 0
    return json.loads(capsys.readouterr().out)


def _score(tmp_path, capsys, facts):
    found = _run(tmp_path, capsys, facts)
    return found["units"][0]["total"], {each["fact"]: each["why"] for each in found["ignored"]}


LATE = [{"kind": "late", "what": "result", "days": days} for days in (6, 2, 3, 3)]
ONCE = PACK.replace(
    "{event: late, where: {what: result}}", "{event: late, where: {what: result}}, count: {once_per: unit}"
)
MANY = [{"kind": "late", "what": "result", "days": days} for days in range(11, 21)]


@pytest.mark.parametrize(
    ("facts", "pack", "says"),
    [
        (LATE[:1], PACK, "结果逾期6天，-1分"),
        (LATE, PACK, "结果逾期6天，-1分；结果逾期（2天、3天）3次，每次-0.5分"),
        (LATE[1:3], ONCE, "结果逾期（2天）2次，同一单位只计一次，-0.5分"),
        (MANY, PACK, "结果逾期（11天、12天、13天、14天、15天、16天、17天、18天等）10次，每次-2分"),
        ([{"kind": "share", "rate": "2.5"}], PACK, "办结率相差2.5个百分点，-3分"),
    ],
)
def test_a_line_says_by_how_much(tmp_path, capsys, facts, pack, says):
    lines = _run(tmp_path, capsys, facts, pack)["units"][0]["lines"]
    assert [line["why"] for line in lines[1:]] == [says]


@pytest.mark.parametrize(
    ("days", "total"),
    [(0, "80.00"), (1, "79.50"), (3, "79.50"), (4, "79.00"), (10, "79.00"), (11, "78.00"), (400, "78.00")],
)
def test_an_amount_holds_from_its_key_on(tmp_path, capsys, days, total):
    assigned = {"kind": "assigned", "matter": "m1", "role": "lead", "due": "2026-02-01", "on": "2026-01-05"}
    facts = [assigned, {"kind": "late", "matter": "m1", "what": "result", "days": days}]
    assert _score(tmp_path, capsys, facts) == (total, {})


def test_a_lateness_without_days_is_listed(tmp_path, capsys):
    facts = [{"kind": "late", "what": "result"}, {"kind": "late", "what": "result", "days": 12}]
    assert _score(tmp_path, capsys, facts) == ("78.00", {"f0": "没有写明天数，不计"})


@pytest.mark.parametrize(("rate", "total"), [("0.49", "80.00"), ("0.5", "79.00"), ("2.49", "79.00"), ("2.50", "77.00")])
def test_a_number_of_the_document_s_own_too_whatever_is_counted(tmp_path, capsys, rate, total):
    assert _score(tmp_path, capsys, [{"kind": "share", "rate": rate}]) == (total, {})


def test_it_is_said_by_number_and_comes_back_from_its_blanks(tmp_path):
    (tmp_path / "tiers.yaml").write_text(PACK, encoding="utf-8")
    regime = loading.load_regime(tmp_path / "tiers.yaml")
    second, third = (regime.clauses[place].rules[0] for place in (1, 2))
    assert sentence_of(second, regime) == "结果逾期每次按天数分档：1天起扣0.5分、4天起扣1分、11天起扣2分"
    assert "按相差分档：0.5个百分点起扣1分、2.5个百分点起扣3分" in sentence_of(third, regime)
    content = drafts.content_of({"regime.yaml": PACK})
    for clause in content["clauses"]:
        for rule in drafts.rules_of(clause):
            assert blanks.is_same(blanks.rule_of(blanks.values_of(rule, content), content), rule)


TABLE = '{by: days, points: {4: "-1", 1: "-0.5", 11: "-2"}}'


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ('{by: days, points: {many: "-1", 1: "-0.5"}}', "从多少起的数"),
        ('{by: [days, what], points: {4: {result: "-1"}}}', "只能按它一项"),
    ],
)
def test_keys_are_numbers_and_a_number_stands_alone(tmp_path, table, says):
    assert TABLE in PACK
    (tmp_path / "tiers.yaml").write_text(PACK.replace(TABLE, table), encoding="utf-8")
    with pytest.raises(PackError, match=says):
        loading.load_regime(tmp_path / "tiers.yaml")
