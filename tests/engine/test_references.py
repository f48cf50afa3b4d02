"""What a pack names must be there: every fault of a pack in slots is refused by name and line, all of them at once."""

import pytest

from duban.engine.packs import loading
from duban.engine.packs.sources import PackError

PACK = """\
id: small
name: 小办法
periods: [year]
groups: {town: 乡镇}
levels: {grave: 严重}
categories: [{id: key, name: 重点, clause: 一}]
matter_roles: {lead: 主办, support: 协办}
sections:
  - {id: office, label: 机关, start: "10", least: "0", clause: 一}
  - {id: typed, label: 评定, most: "5", typed: {by: office}, clause: 一}
events:
  absent: {label: 缺席, of: unit, fields: {meeting: {big: 大会, small: 小会}, days: whole}, same: [day, meeting], until: [excuse], clause: 一}
  excuse: {label: 补假, of: unit, clause: 一}
quantities:
  held: {count: {event: absent, where: {meeting: big}}, label: 次数}
  rate: {formula: 100 * held / held, if_zero: "0", label: 比率}
clauses:
  - clause: 一
    gist: 缺席扣分
    kinds: [score]
    rules:
      - {kind: score, select: {event: absent, where: {meeting: big}}, count: {within: meeting, from: 2}, worth: "-1", into: office}
      - {kind: score, select: {quantity: rate}, only_if: [{figure: held, at_least: "1"}]}
      - {kind: factor, times: "2", of: [一], only_if: [{figure: office, under: "5"}]}
  - clause: 二
    gist: 重点事项
    kinds: [score]
    rules:
      - {kind: score, select: {matters: late, where: {category: key, role: lead}}, worth: {by: level, points: {grave: "-2"}}, replaces: [一]}
"""

FAULTS = [
    (
        "event: absent, where: {meeting: big}}, count: {within",
        "event: gone, where: {meeting: big}}, count: {within",
        "gone",
        22,
    ),
    ("where: {meeting: big}}, count: {within", "where: {room: big}}, count: {within", "room", 22),
    ("where: {meeting: big}}, count: {within", "where: {meeting: huge}}, count: {within", "huge", 22),
    ("where: {meeting: big}}, count: {within", "where: {days: x}}, count: {within", "days 没有“x”这个值", 22),
    ("where: {meeting: big}}, count: {within", "where: {days: [2, true]}}, count: {within", "True", 22),
    ("within: meeting", "within: room", "room", 22),
    ("into: office", "into: garden", "garden", 22),
    ("quantity: rate", "quantity: share", "share", 23),
    ("figure: held", "figure: kept", "kept", 23),
    ("of: [一]", "of: [九]", "九", 24),
    ("category: key, role", "category: other, role", "other", 29),
    ("role: lead", "role: guide", "guide", 29),
    ('{grave: "-2"}', '{mild: "-2"}', "mild", 29),
    ("replaces: [一]", "replaces: [三]", "三", 29),
    ("matters: late", "matters: forgotten", "forgotten", 29),
    ("formula: 100 * held / held", "formula: 100 * gone / held", "gone", 16),
    ("formula: 100 * held / held", "formula: 100 * rate / held", "绕回", 16),
    ("formula: 100 * held / held", "formula: 100 * (held", "公式", 16),
    ('formula: 100 * held / held, if_zero: "0"', "formula: 100 * held / held", "if_zero", 16),
    ("until: [excuse]", "until: [pardon]", "pardon", 12),
    (", until: [excuse]", "", "没有规则用到", 13),
    ("same: [day, meeting]", "same: [day, room]", "room", 12),
    ("meeting: {big: 大会, small: 小会}", "meeting: story", "story", 12),
    ("clause: 一}\nquantities", "clause: 九}\nquantities", "九", 11),
    ("typed: {by: office}", "typed: {by: office}, missing: maybe", "maybe", 10),
    ('most: "5", typed', "typed", "most", 10),
    ('worth: "-1", into', 'worth: {range: ["-1", "-5"], by: office}, into', "range", 22),
    ("count: {within: meeting, from: 2}", "count: {in_a_row: 2}", "along", 22),
    ('worth: "-1", into', "into", "worth", 22),
    ("select: {quantity: rate}", 'select: {quantity: rate}, worth: "1"', "quantity", 23),
    ("groups: {town: 乡镇}", "groups: {town: {name: 乡镇, in: county}}", "county", 4),
    ("clauses:", "colour: red\nclauses:", "colour", 17),
    ("kind: factor", "kind: [factor]", "没有", 24),
    ("clauses:", "readings: 1.5\nclauses:", "readings 应是一列", 17),
    ("count: {within: meeting, from: 2}", "count: {per: meeting}", "per 要用整数字段", 22),
    ("count: {within: meeting, from: 2}", "count: {per: channel}", "per 要用整数字段", 22),
]


def _load(tmp_path, text):
    path = tmp_path / "small.yaml"
    path.write_text(text, encoding="utf-8")
    return loading.load_regime(path)


def test_the_pack_is_sound(tmp_path):
    assert len(_load(tmp_path, PACK).clauses) == 2


@pytest.mark.parametrize(("old", "new", "says", "line"), FAULTS)
def test_a_fault_is_named_with_its_line(tmp_path, old, new, says, line):
    assert old in PACK
    with pytest.raises(PackError) as error:
        _load(tmp_path, PACK.replace(old, new, 1))
    assert says in error.value.what
    assert error.value.line == line, error.value.what


def test_rules_that_replace_each_other_are_refused(tmp_path):
    text = PACK.replace('worth: "-1", into: office}', 'worth: "-1", into: office, replaces: [二]}')
    with pytest.raises(PackError, match="replaces"):
        _load(tmp_path, text)


CIRCLES = [
    ("held: {count: {event: absent, where: {meeting: big}}, label: 次数}", "held: {formula: rate + 1, label: 次数}", 16, "数量 rate 绕回"),
    (
        "held: {count: {event: absent, where: {meeting: big}}, label: 次数}",
        "held: {count: {event: absent}, label: 次数, only_if: [{figure: rate, over: '1'}]}",
        16,
        "数量 rate 绕回",
    ),
    ("rate: {formula: 100 * held / held, if_zero: \"0\", label: 比率}", "rate: {across: max, of: rate, label: 比率}", 16, "绕回"),
    ("{id: office, label: 机关,", "{id: office, in: typed, label: 机关,", 9, "sections 的“office”绕回"),
    ('into: office}', 'into: office, only_if: [{figure: office, over: "1"}]}', 22, "only_if 问的是它自己计入的“office”"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "said"), CIRCLES)
def test_what_leads_back_to_itself_is_refused_at_its_place(tmp_path, old, new, line, said):
    assert old in PACK
    text = PACK.replace(old, new, 1)
    if "in: typed" in new:
        text = text.replace("{id: typed, label: 评定,", "{id: typed, in: office, label: 评定,")
    with pytest.raises(PackError) as error:
        _load(tmp_path, text)
    assert [each for each in error.value.all if each.line == line and said in each.what], error.value.all


@pytest.mark.parametrize(
    "formula",
    ["held / (held - held)", "1 / min(held, 2)", "(held + 1) / round(held, 1)", "min(1, 2 / held)", "held ÷ held"],
)
def test_a_formula_that_may_divide_by_nothing_says_what_then(tmp_path, formula):
    old = 'formula: 100 * held / held, if_zero: "0"'
    with pytest.raises(PackError, match="if_zero") as error:
        _load(tmp_path, PACK.replace(old, f'formula: "{formula}"'))
    assert error.value.line == 16
    assert _load(tmp_path, PACK.replace(old, f'formula: "{formula}", if_zero: left_out'))
    with pytest.raises(PackError, match="公式除以 0"):
        _load(tmp_path, PACK.replace(old, 'formula: "held / 0"'))


def test_several_faults_are_known_at_once(tmp_path):
    text = (
        PACK.replace("into: office", "into: garden")
        .replace("figure: held", "figure: kept")
        .replace("of: [一]", "of: [九]")
    )
    with pytest.raises(PackError) as error:
        _load(tmp_path, text)
    assert len(error.value.others) == 2
