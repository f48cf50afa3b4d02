"""A pack that is wrong is refused with file, line and what is wrong; never loaded by half."""

import os
import random
import shutil
from pathlib import Path

import pytest

from duban.engine.packs import loading
from duban.engine.packs.sources import PackError

PACK = """\
id: small
name: 小办法
title: null
number: null
issuer: null
level: county
issued_on: null
in_force: null
version: "1"
remarks: []
periods: [year]
groups: {township: 乡镇}
levels: {}
level_clause: null
categories: [{id: meeting, name: 会议, clause: 第一条}]
papers: [{id: notice, name: 通知, clause: 第一条, for: dispatch}]
roles: {}
readings:
  - {id: how, clauses: [第二条], question: 怎样, readings: {one: 一, two: 二}, chosen: one, why: 如此, switch: true}
  - {id: fixed, clauses: [第二条], question: 怎样, readings: {one: 一}, chosen: one, why: 如此}
clauses:
  - clause: 第一条
    gist: 先通知
    kinds: [ladder]
    rules:
      - {kind: step, step: first, name: 通知, opens: {after: deadline}, limit: {days: 3}, paper: notice}
      - {kind: step, step: second, name: 约谈, opens: {after: first}}
  - clause: 第二条
    gist: 起评一百分，逾期减分
    kinds: [score]
    rules:
      - {kind: base, points: "100"}
      - {kind: points, fact: late, where: {what: result}, points: "-1", when: {how: one}}
      - {kind: points, fact: late, where: {what: result}, points: "-2", when: {how: two}}
"""

FAULTS = [
    ("name: 小办法", "name: 小办法\nname: 大办法", "重复", 3),
    ("level: county", "level: county\ncolour: red", "colour", 7),
    ("periods: [year]\n", "", "periods", 1),
    ("level: county", "level: village", "village", 6),
    ("{township: 乡镇}", "{Village: 村}", "Village", 12),
    ("name: 会议, clause: 第一条", "name: 会议, clause: 第九条", "第九条", 15),
    ("clauses: [第二条], question: 怎样, readings: {one: 一, two", "clauses: [第三条], question: 怎样, readings: {one: 一, two", "第三条", 18),
    ("chosen: one, why: 如此, switch: true", "chosen: three, why: 如此, switch: true", "three", 19),
    ("gist: 先通知", "gist: 先通知\n    color: red", "color", 24),
    ("    gist: 先通知\n", "", "gist", 22),
    ("kinds: [ladder]", "kinds: [stairs]", "stairs", 24),
    ("  - clause: 第二条\n", "  - clause: 第一条\n", "重复", 28),
    ("kind: base", "kind: basis", "basis", 32),
    ('kind: base, points: "100"', 'kind: base, points: 99.5', "浮点", 32),
    ('kind: base, points: "100"', 'kind: base, points: "一百"', "points", 32),
    ('kind: base, points: "100"', 'kind: base, point: "100"', "point", 32),
    ('kind: base, points: "100"', "kind: base", "points", 32),
    ("fact: late, where: {what: result}, points: \"-1\"", "fact: tardy, points: \"-1\"", "tardy", 33),
    ("where: {what: result}, points: \"-1\"", "where: {what: never}, points: \"-1\"", "never", 33),
    ("where: {what: result}, points: \"-1\"", "where: {colour: red}, points: \"-1\"", "colour", 33),
    ("where: {what: result}, points: \"-1\"", "by: authority, points: {emperor: \"-1\"}", "emperor", 33),
    ("where: {what: result}, points: \"-1\"", "by: authority_class, points: {national: \"-1\"}", "national", 33),
    ("when: {how: one}", "when: {why: one}", "why", 33),
    ("when: {how: one}", "when: {how: three}", "three", 33),
    ("when: {how: one}", "when: {fixed: one}", "没有开关", 33),
    ("opens: {after: first}", "opens: {after: zeroth}", "zeroth", 27),
    ("limit: {days: 3}, paper: notice", "paper: notice", "期限", 27),
    ("limit: {days: 3}", "limit: {weeks: 3}", "weeks", 26),
    ("limit: {days: 3}", "limit: {days: 0}", "days", 26),
    ("paper: notice", "paper: letter", "letter", 26),
    ("opens: {after: first}", "opens: {count: 2}", "opens", 27),
    ("step: second", "step: first", "first", 27),
    ('- {kind: base, points: "100"}', '- {kind: base, points: "100"}\n      - {kind: base, points: "90"}', "同时成立", 33),
    ('- {kind: base, points: "100"}', '- {kind: base, points: "100"}\n      - {kind: sheet_total}', "只能有一种", 33),
    ('kind: base, points: "100"', "kind: grade, scale: [好, 差]", "各单位都没有总分", 32),
    ("kind: base, points: \"100\"", "kind: cap, side: plus, most: -10", "不小于", 32),
    ("gist: 先通知", "gist: 先通知\n    feature: flying", "flying", 24),
    ("gist: 先通知", "gist: 先通知\n    no_rule: 没什么", "no_rule", 24),
    ("gist: 先通知", "gist: [先通知", "YAML", None),
    ("id: small", "id: {small: 1}", "id", 1),
    ("in_force: null", "in_force: someday", "in_force", 8),
]  # fmt: skip


def _load(tmp_path: Path, text: str):
    path = tmp_path / "small.yaml"
    path.write_text(text, encoding="utf-8")
    return loading.load_regime(path)


def test_a_whole_pack_in_one_file(tmp_path):
    regime = _load(tmp_path, PACK)
    assert [clause.clause for clause in regime.clauses] == ["第一条", "第二条"]
    assert [step.step for step in regime.steps()] == ["first", "second"]
    assert regime.choices({"how": "two"}) == {"how": "two", "fixed": "one"}


@pytest.mark.parametrize(("old", "new", "says", "line"), FAULTS)
def test_a_fault_is_named_with_its_line(tmp_path, old, new, says, line):
    assert old in PACK
    with pytest.raises(PackError) as error:
        _load(tmp_path, PACK.replace(old, new, 1))
    assert says in error.value.what
    assert error.value.file.endswith("small.yaml")
    if line is not None:
        assert error.value.line == line


def test_a_part_that_is_named_and_missing(tmp_path):
    with pytest.raises(PackError) as error:
        _load(tmp_path, PACK.replace("roles: {}", "roles: {}\nparts: [annex_9]"))
    assert "annex_9" in error.value.what


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(PackError):
        loading.load_regime(tmp_path / "nothing.yaml")


def test_an_id_that_is_not_there():
    with pytest.raises(loading.UnknownRegime):
        loading.load_regime("atlantis-1999")


def test_a_pack_is_read_again_when_it_changed(tmp_path):
    assert _load(tmp_path, PACK).name == "小办法"
    assert loading.load_regime(tmp_path / "small.yaml") is loading.load_regime(tmp_path / "small.yaml")
    path = tmp_path / "small.yaml"
    path.write_text(PACK.replace("小办法", "新办法"), encoding="utf-8")
    os.utime(path, ns=(1, 1))
    assert loading.load_regime(path).name == "新办法"


def test_a_folder_of_more_packs(tmp_path, monkeypatch):
    monkeypatch.setenv("DUBAN_REGIMES", str(tmp_path))
    (tmp_path / "small.yaml").write_text(PACK, encoding="utf-8")
    assert "small" in loading.regime_ids()
    assert loading.load_regime("small").name == "小办法"


def test_one_broken_pack_or_a_folder_that_is_not_there_hides_no_other(tmp_path, monkeypatch):
    monkeypatch.setenv("DUBAN_REGIMES", os.pathsep.join([str(tmp_path), str(tmp_path / "nope")]))
    (tmp_path / "small.yaml").write_text(PACK, encoding="utf-8")
    (tmp_path / "broken.yaml").write_text("id: broken\n", encoding="utf-8")
    sound, faults = loading.load_sound()
    assert len(sound) == 6 and "小办法" in [regime.name for regime in sound]
    assert len(faults) == 2 and "nope 不存在" in faults[0] and "broken.yaml" in faults[1]
    with pytest.raises(loading.UnknownRegime, match="nope 不存在"):
        loading.load_regime("atlantis-1999")


@pytest.mark.parametrize("name", ["zhuoni-2022", "sanmenxia-2019", "ankang-2020", "county-plan"])
def test_a_damaged_pack_is_refused_as_a_pack_or_still_whole(tmp_path, name):
    random.seed(name)
    source = loading.REGIMES / name
    for _ in range(60):
        folder = tmp_path / "pack"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(source, folder)
        path = random.choice(sorted(folder.glob("*.yaml")))
        lines = path.read_text(encoding="utf-8").splitlines()
        place = random.randrange(len(lines))
        lines[place] = random.choice(
            [
                "",
                "x",
                "- ",
                lines[place] + " ]",
                lines[place].replace(":", "", 1),
                "  " + lines[place],
                "a: {b: [1, 2.5]}",
            ]
        )
        path.write_text("\n".join(lines), encoding="utf-8")
        try:
            regime = loading.load_regime(folder)
        except PackError as error:
            assert error.what and error.file
        else:
            assert regime.clauses


@pytest.mark.parametrize("name", loading.regime_ids())
def test_a_pack_loads_again_from_its_texts_alone(name):
    texts = loading.read_pack(name)
    again, known = loading.load_pack(texts), loading.load_regime(name)
    assert [clause.sources for clause in again.clauses] == [clause.sources for clause in known.clauses]
    assert (again.id, again.version, again.readings, again.papers) == (
        known.id,
        known.version,
        known.readings,
        known.papers,
    )


def test_a_pack_of_an_id_that_is_taken_is_refused_and_not_ignored(tmp_path, monkeypatch):
    shutil.copytree(loading.REGIMES / "county-plan", tmp_path / "county-plan")
    monkeypatch.setenv("DUBAN_REGIMES", str(tmp_path))
    with pytest.raises(PackError, match="请换一个 id"):
        loading.load_regime("county-plan")
    sound, faults = loading.load_sound()
    assert "county-plan" not in {each.id for each in sound}
    assert any("county-plan 不能使用" in fault for fault in faults)


def test_a_fault_in_texts_names_its_file_and_line():
    texts = loading.read_pack("county-plan") | {"readings.yaml": "- {id: x, colour: 1}\n"}
    with pytest.raises(PackError) as caught:
        loading.load_pack(texts, "已采用/")
    assert (caught.value.file, caught.value.line) == ("已采用/readings.yaml", 1)


def test_readings_go_along_to_another_version_where_they_may_be_chosen_there_too():
    """One that the other version fixes otherwise stays behind: to choose it there would be refused."""
    regime = loading.load_pack({"regime.yaml": PACK})
    fixed = loading.load_pack(
        {
            "regime.yaml": PACK.replace(", switch: true", "")
            .replace(", when: {how: one}", "")
            .replace(", when: {how: two}", "")
        }
    )
    assert regime.kept({"how": "two", "gone": "one", "fixed": "one"}) == {"how": "two", "fixed": "one"}
    assert fixed.kept({"how": "two"}) == {} and fixed.kept({"how": "one"}) == {"how": "one"}
    assert fixed.choices(fixed.kept({"how": "two"}))["how"] == "one"


def test_a_pack_asked_for_by_its_id_is_looked_for_once_and_read_anew_when_it_changes(tmp_path, monkeypatch):
    monkeypatch.setenv("DUBAN_REGIMES", str(tmp_path))
    file = tmp_path / "own.yaml"
    text = 'id: own\nname: 甲\nperiods: []\nclauses:\n  - {clause: 一, gist: 说, kinds: [score], rules: [{kind: base, points: "1"}]}\n'
    file.write_text(text, encoding="utf-8")
    first = loading.load_regime("own")
    with monkeypatch.context() as patched:
        patched.setattr(loading, "_path_of", None)
        assert loading.load_regime("own") is first
    file.write_text(text.replace("甲", "乙办法"), encoding="utf-8")
    os.utime(file, ns=(1, 1))
    assert loading.load_regime("own").name == "乙办法"
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "regime.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PackError, match="请换一个 id"):
        loading.load_regime("own")
    (tmp_path / "own" / "regime.yaml").unlink()
    file.unlink()
    with pytest.raises(loading.UnknownRegime):
        loading.load_regime("own")
