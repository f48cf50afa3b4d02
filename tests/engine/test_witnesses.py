"""The check tries every rule: one that can never fire is refused with the reason, one that never moves a total is told, examples must come out."""

import re
from pathlib import Path

import pytest

from duban.cli import main
from duban.engine.packs import loading, unread
from duban.engine.packs.sources import PackError
from duban.engine.witnesses import checking, examining

DOCUMENTS = sorted((Path(__file__).parent / "documents").glob("*/regime.yaml"))
SOURCES = Path(__file__).parents[2] / "duban"

PACK = """\
id: small
name: 小办法
periods: [year]
groups: {town: 乡镇, office: {name: 部门, in: town}}
categories: [{id: key, name: 重点, clause: 一}]
matter_roles: {lead: 主办, support: 协办}
sections:
  - {id: timely, label: 时效, start: "10", least: "0", most: "10", clause: 一}
events:
  absent: {label: 缺席, of: unit, fields: {meeting: text}, same: [day, meeting], clause: 一}
  praised: {label: 表扬, of: matter, clause: 二}
quantities:
  mark: {typed: {least: "0", most: "20"}, label: 评价}
  lost: {formula: mark - 20, label: 失分}
clauses:
  - clause: 一
    gist: 缺席扣分
    kinds: [score]
    rules:
      - {kind: score, select: {event: absent}, worth: "-1", into: timely}
  - clause: 二
    gist: 表扬加分
    kinds: [score]
    rules:
      - {kind: score, select: {event: praised, where: {became: on_time}}, worth: "2"}
      - {kind: score, select: {quantity: lost}, only_if: [{figure: mark, at_least: "5"}]}
  - clause: 三
    gist: 约谈
    kinds: [ladder]
    rules:
      - {kind: step, step: talk, name: 约谈, opens: {after: deadline}, limit: {days: 3}}
examples:
  - name: 缺席两次
    period: {from: 2026-01-01, to: 2026-12-31, kind: year}
    units: {甲局: town}
    facts:
      - {kind: absent, day: 2026-03-02, unit: 甲局, meeting: 一季度会}
      - {kind: absent, day: 2026-06-02, unit: 甲局, meeting: 二季度会}
      - {kind: figure, day: 2026-12-01, unit: 甲局, quantity: mark, value: "20"}
    totals: {甲局: "8.00"}
"""

DEAD = [
    ("became: on_time", "became: [on_time, undone]", 25, "没有一件事项能同时按时办结、未办结"),
    ('{figure: mark, at_least: "5"}', '{figure: mark, over: "20"}', 26, "only_if 的条件在试过的数值里从不成立"),
    (
        '- {kind: score, select: {event: absent}, worth: "-1", into: timely}',
        '- {kind: cap, side: plus, most: "900", into: timely}\n      - {kind: score, select: {event: absent}, worth: "-1", into: timely}',
        20,
        "有它没它结果都一样",
    ),
    ("opens: {after: deadline}", "opens: {after: deadline}, levels: [grave]", 31, "level 没有“grave”"),
    (
        "    gist: 缺席扣分\n    kinds: [score]\n    rules:\n",
        "    gist: 缺席扣分\n    kinds: [score]\n    counts: highest\n    rules:\n"
        '      - {kind: score, select: {event: absent}, worth: "-0.5", into: timely}\n',
        21,
        "另一条规则总是更大",
    ),
    (
        '      - {kind: score, select: {event: praised',
        '      - {kind: score, select: {event: absent}, worth: "-3", replaces: [一]}\n      - {kind: score, select: {event: praised',
        20,
        "另一条规则总是代替它",
    ),
]  # fmt: skip

UNREAD = [
    ("groups:", "roles: {legal_representative: 法定代表人}\ngroups:", 4, "legal_representative"),
    ("groups:", "grades: [优秀, 良好]\ngroups:", 4, "grades 没有用处"),
    ("groups:", "bodies: {river: 河长办}\ngroups:", 4, "河长办"),
    ("groups:", "lists: [{id: sources, name: 来源, clause: 一, items: [甲]}]\ngroups:", 4, "lists 的“来源”"),
    ("groups:", "lists: [{id: after_walk, name: 之后, clause: 一, items: [甲]}]\ngroups:", 4, "没有“walk”这一步"),
    ("groups:", "papers: [{id: slip, name: 单, clause: 一, for: dispach}]\ngroups:", 4, "是不是“dispatch”"),
    ("groups:", 'papers: [{id: slip, name: 单, clause: 一, for: "step:walk"}]\ngroups:', 4, "没有“walk”这一步"),
    ("groups:", "authority_classes: [{id: high, name: 上级, authorities: [central]}]\ngroups:", 4, "authority_classes"),
    (
        "groups:",
        "readings: [{id: how, clauses: [一], question: 何, readings: {a: 甲, b: 乙}, chosen: a, why: 如此, switch: true}]\ngroups:",
        4,
        "没有规则随它变",
    ),
    ("quantities:\n", "quantities:\n  held: {count: {matters: due}, label: 件数}\n", 13, "数量“件数”"),
    ("events:", '  - {id: empty, label: 空项, most: "5", clause: 一}\nevents:', 9, "“空项”项没有规则计入"),
    (
        "events:",
        '  - {id: one, in: timely, label: 其一, most: "7", typed: {by: office}, clause: 一}\nevents:',
        8,
        "最多10分，其中各项最多合计17分",
    ),
]  # fmt: skip


def _checked(tmp_path, text):
    path = tmp_path / "small.yaml"
    path.write_text(text, encoding="utf-8")
    return checking.checked(loading.load_regime(path))


def test_a_sound_pack_with_its_example_is_sound(tmp_path):
    assert _checked(tmp_path, PACK) == ()


@pytest.mark.parametrize(("old", "new", "line", "said"), [*DEAD, *UNREAD])
def test_what_never_works_is_refused_at_its_place_with_the_reason(tmp_path, old, new, line, said):
    assert old in PACK
    text = PACK.replace(old, new, 1)
    with pytest.raises(PackError) as error:
        _checked(tmp_path, text)
    assert [(each.line, each.what) for each in error.value.all if each.line == line and said in each.what], (
        error.value.all
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('totals: {甲局: "8.00"}', 'totals: {甲局: "7"}', "应得 7，按这份办法是 8.00（一 10；一 -2"),
        ("quantity: mark, value: \"20\"", "quantity: mark, value: \"21\"", "不能计算：事实 f3：value 21 大于最大值 20"),
        ("kind: absent, day: 2026-03-02", "kind: absence, day: 2026-03-02", "没有“absence”这种事实"),
        ('totals: {甲局: "8.00"}', 'totals: {乙局: "8"}', "“乙局”应得 8，按这份办法没有总分"),
    ],
)  # fmt: skip
def test_an_example_that_does_not_come_out_is_refused_at_its_place(tmp_path, old, new, said):
    assert old in PACK
    with pytest.raises(PackError) as error:
        _checked(tmp_path, PACK.replace(old, new, 1))
    assert error.value.line == 33 and said in error.value.what and "例“缺席两次”" in error.value.what


def test_a_rule_that_never_moves_a_total_is_told_and_no_fault(tmp_path, capsys):
    text = PACK.replace('worth: "-1", into: timely}', 'worth: "1", into: timely}').replace('"8.00"', '"10.00"')
    (said,) = _checked(tmp_path, text)
    assert "从不改变总分" in said and ":20:" in said
    assert main(["regimes", "check", str(tmp_path / "small.yaml")]) == 0
    out, err = capsys.readouterr()
    assert "提示：" in out and "从不改变总分" in out and not err


def test_a_rule_that_is_silent_under_one_reading_is_told(tmp_path):
    readings = "readings: [{id: how, clauses: [二], question: 何, readings: {a: 要按时, b: 不要}, chosen: a, why: 如此, switch: true}]\n"
    text = PACK.replace("groups:", readings + "groups:", 1).replace('mark, at_least: "5"', 'half, at_least: "5"')
    text = text.replace(
        "quantities:\n",
        "quantities:\n  half:\n    - {formula: mark / 2, label: 半, when: {how: a}}\n    - {formula: mark / 8, label: 半, when: {how: b}}\n",
    )
    text = text.replace("}]}\n  - clause: 三", "}], when: {how: [a, b]}}\n  - clause: 三")
    (said,) = _checked(tmp_path, text)
    assert "在执行口径“不要”下、按年考核时从不起作用" in said


def test_pools_are_tried_on_units_that_have_a_rank(tmp_path):
    """一票否决 beside rankings apart: a unit with the accident shows nothing of a ranking."""
    text = PACK.replace("office: {name: 部门, in: town}", "office: 部门, zone: 开发区").replace(
        "  praised:", "  accident: {label: 事故, of: unit, clause: 四}\n  praised:"
    )
    text = text.replace("clauses:\n", "  accidents: {label: 事故数, count: {event: accident}}\nclauses:\n", 1)
    pools = "{kind: rank, pools: [{groups: [town]}, {groups: [office, zone]}]}"
    veto = '{kind: unranked, only_if: [{figure: accidents, at_least: "1"}]}'
    clause = f"  - {{clause: 四, gist: 分两组排名, kinds: [score], rules: [{pools}, {veto}]}}\n"
    text = text.replace("examples:\n", clause + "examples:\n", 1)
    assert not [said for said in _checked(tmp_path, text) if "从不起作用" in said]


@pytest.mark.parametrize("name", loading.regime_ids())
def test_every_rule_of_the_documents_has_a_witness_and_nothing_is_unread(name):
    assert checking.checked(loading.load_regime(name)) == ()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.parent.name)
def test_every_rule_of_the_other_documents_has_a_witness(path):
    regime = loading.load_regime(path)
    assert all("系统没有" in said for said in checking.checked(regime))
    for clause in regime.clauses:
        for rule in clause.rules:
            for found in examining.examine(regime, rule):
                assert found.fires and found.moves_total


def test_what_the_check_says_is_read_is_read_by_the_program():
    texts = "".join(
        path.read_text(encoding="utf-8")
        for path in (*SOURCES.rglob("*.py"), *SOURCES.rglob("*.html"))
        if path.name != "unread.py"
    )
    for name in (*unread.ROLES, *unread.PAPERS, *unread.ACTS, *unread.LISTS_BEGINNING, *unread.LISTS_ENDING):
        assert re.search(rf"[\"'{{}}:_]?{name}", texts), name
    for name in unread.LISTS:
        assert re.search(rf"[\"']{name}[\"']", texts) or name.endswith("_defects"), name
