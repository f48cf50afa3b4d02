"""Rules that compare units are tried on units that all have their figures; a step that costs points is called by its name."""

import json

from duban.cli import main

PACK = """
id: compared
name: 比较
periods: [quarter]
groups: {street: 街道, department: 部门}
sections: [{id: total, start: "80", clause: 一}]
quantities:
  content: {typed: {least: "0", most: "100", by: office, missing: pending}, label: 满意度, clause: 二}
  below: {formula: content / 10 - 8, label: 满意度得分, clause: 二}
clauses:
  - {clause: 一, gist: 起评80分, kinds: [score], no_rule: 见分项}
  - {clause: 二, gist: 满意度, kinds: [score], rules: [{kind: score, select: {quantity: below}}]}
  - {clause: 三, gist: 街道、部门分组排名, kinds: [score], rules: [{kind: rank, pools: [{groups: street}, {groups: department}]}]}
  - {clause: 四, gist: 亮牌, kinds: [ladder], rules: [
      {kind: step, step: yellow, name: 黄牌, opens: {after: deadline}, limit: {days: 5}},
      {kind: step, step: red, name: 红牌, opens: {after: yellow}}]}
  - {clause: 五, gist: 黄牌2分、红牌5分, kinds: [score], rules: [
      {kind: score, select: {event: step, where: {step: yellow}}, worth: "-2"},
      {kind: score, select: {event: step, where: {step: red}}, worth: "-5"}]}
"""


def test_ranking_in_pools_counts_although_a_figure_that_is_missing_gives_no_rank(tmp_path, capsys):
    (tmp_path / "compared.yaml").write_text(PACK, encoding="utf-8")
    assert main(["regimes", "check", str(tmp_path / "compared.yaml")]) == 0
    assert "没有问题" in capsys.readouterr().out


def test_a_step_that_costs_points_is_called_by_its_name(tmp_path, capsys):
    (tmp_path / "compared.yaml").write_text(PACK, encoding="utf-8")
    case = {
        "regime": "compared", "period": {"from": "2026-01-01", "to": "2026-03-31", "kind": "quarter"},
        "units": [{"unit": "jia", "name": "甲街道", "group": "street"}],
        "facts": [
            {"id": "f1", "kind": "assigned", "on": "2026-01-05", "unit": "jia", "matter": "m1", "role": "lead", "due": "2026-02-01"},
            {"id": "f2", "kind": "step", "on": "2026-02-02", "unit": "jia", "matter": "m1", "step": "yellow", "limit": "2026-02-07"},
            {"id": "f3", "kind": "step", "on": "2026-02-09", "unit": "jia", "matter": "m1", "step": "red"},
            {"id": "f4", "kind": "figure", "on": "2026-03-31", "unit": "jia", "quantity": "content", "value": "80"},
        ],
    }  # fmt: skip
    (tmp_path / "case.json").write_text(json.dumps(case), encoding="utf-8")
    assert main(["score", str(tmp_path / "case.json"), "--pack", str(tmp_path / "compared.yaml")]) == 0
    (unit,) = json.loads(capsys.readouterr().out)["units"]
    (line,) = [each for each in unit["lines"] if each["clause"] == "五"]
    assert (unit["total"], line["why"]) == ("73.00", "黄牌1次，-2分；红牌1次，-5分")
