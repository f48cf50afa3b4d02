"""A pack with several faults lists them all at once: form, syntax and references, each once, with its line and what to write instead."""

import re
import subprocess
import sys

import pytest

from duban.engine.packs import loading
from duban.engine.packs.sources import PackError
from duban.engine.packs.syntax import parse_yaml

TEN = """\
id: small
name: 小办法
level: village
periods: [year]
colour: red
sections:
  - {id: timely, label: 时效, start: 10.5, clause: 一1}
events:
  absent: {label: 缺席, of: everyone, fields: {meeting: text}, clause: 一1}
quantities:
  rate: {formula: 90 * held / held, label: 得分}
  held: {count: {matters: due}, label: 到期件数}
clauses:
  - clause: 一1
    gist: 缺席扣分
    kinds: [score]
    rules:
      - {kind: scores, select: {event: absent}, worth: "-2"}
      - {kind: score, select: {event: absent}, worth: "二分", into: timely}
      - {kind: score, select: {event: absent}, worth: "-1", into: timly}
  - clause: 一2
    gits: 迟报
    gist: 迟报扣分
    kinds: [score]
    rules:
      - {kind: score, select: {event: lat}, worth: {range: ["-1", "-5"], by: leader}}
      - {kind: score, select: {quantity: rate}}
"""

SAID = [
    (3, "level 不能是“village”"),
    (5, "没有“colour”这一项"),
    (7, "不用浮点数"),
    (9, "of 不能是“everyone”"),
    (11, "if_zero"),
    (18, "没有“scores”这种规则；是不是“score”？"),
    (19, "“二分”不是"),
    (20, "sections 里没有“timly”；是不是“timely”？"),
    (22, "没有“gits”这一项；是不是“gist”？"),
    (26, "range 的前一个数应不大于后一个数"),
]

SYNTAX = [
    ("name: 小办法", "name： 小办法", 2, "全角冒号"),
    ("periods: [year]", "periods: [year]\nremarks:\n\t- 一", 6, "制表符"),
    ('worth: "-1"', "worth: “-1”", 20, "全角引号"),
    ('{event: absent}, worth: "-1"', '{event: absent}，worth: "-1"', 20, "全角逗号"),
    ('kind: score, select: {event: absent}, worth: "-1"', 'kind：score, select: {event: absent}, worth: "-1"', 20, "全角冒号"),
    ("    gist: 缺席扣分", "　　gist: 缺席扣分", 15, "全角"),
    ("    gist: 缺席扣分", "    gist: 缺席：扣分: 两分", 15, "冒号"),
    ("id: small", "id: small\nid: other", 2, "重复"),
    ("    gist: 缺席扣分", "    gist:缺席扣分", 15, "空格"),
    ('{event: absent}, worth: "-1"', '{event: absent, worth: "-1"', 20, "没有配对"),
]  # fmt: skip


def _faults(tmp_path, text):
    path = tmp_path / "small.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PackError) as error:
        loading.load_regime(path)
    return [(each.line, each.what) for each in error.value.all]


def test_ten_faults_are_listed_all_at_once_and_no_other(tmp_path):
    found = _faults(tmp_path, TEN)
    assert [line for line, _ in found] == [line for line, _ in SAID], found
    for (_, what), (_, said) in zip(found, SAID, strict=True):
        assert said in what


@pytest.mark.parametrize(("old", "new", "line", "said"), SYNTAX)
def test_a_wrong_sign_is_named_with_its_line_and_the_rest_is_read_on(tmp_path, old, new, line, said):
    assert old in TEN
    found = _faults(tmp_path, TEN.replace(old, new, 1))
    assert any(at == line and said in what for at, what in found), found
    assert len(found) >= 10, found


def test_the_command_lists_one_line_a_fault_and_nothing_else(tmp_path):
    path = tmp_path / "small.yaml"
    path.write_text(TEN, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "duban.cli", "regimes", "check", str(path)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    lines = done.stderr.splitlines()
    assert len(lines) == 10 and all(line.startswith(f"duban regimes check: {path}:") for line in lines)
    assert not re.search("读法", done.stderr)


def test_a_rule_left_aside_does_not_make_what_it_names_unused(tmp_path):
    text = TEN.split("clauses:")[0].replace("level: village\n", "").replace("colour: red\n", "").replace("10.5", '"10"')
    text = text.replace("everyone", "unit").replace("label: 得分", 'label: 得分, if_zero: "0"')
    text += "clauses:\n  - {clause: 一1, gist: 缺席, kinds: [score], rules: [{kind: score, select: {event: absent}, worth: x}]}\n"
    assert [line for line, _ in _faults(tmp_path, text)] == [13 - 1]


def test_aliases_that_unfold_without_end_are_refused_at_once():
    lines = [f"k{n}: &a{n} [{','.join([f'*a{n - 1}' if n else 'x'] * 9)}]" for n in range(12)]
    with pytest.raises(PackError, match="过于庞大"):
        parse_yaml("\n".join(lines), "regime.yaml")
    assert parse_yaml("a: &a [x, y]\nb: *a\n", "regime.yaml")["b"] == ["x", "y"]


@pytest.mark.parametrize("day", ["2026-06-31", "2026-13-01"])
def test_a_day_that_no_calendar_has_is_said_with_its_line(day):
    with pytest.raises(PackError) as refused:
        parse_yaml(f"id: small\nsince: 2026-06-30\nuntil: {day}\n", "regime.yaml")
    assert str(refused.value) == f"regime.yaml:3: 没有 {day} 这一天"
