"""Superior rules: what each kind of check finds and leaves alone, how sure it is, and what is refused in its file."""

import pytest

from duban.engine.packs.loading import load_pack, load_regime
from duban.engine.packs.sources import PackError
from duban.engine.superior.checks import load_sound_superior, load_superior, read_superior
from duban.engine.superior.findings import by_check, findings

HEAD = "id: p\nname: 某省办法\nsource: 省政府令\nbasis: text\nchecks:\n"


def _checks(tmp_path, finds):
    path = tmp_path / "p.yaml"
    path.write_text(
        f"{HEAD}- {{id: a, clause: 第一条, asks: 要求, why: 理由, certainty: low, finds: {finds}}}\n", "utf-8"
    )
    return [read_superior(path)]


def _document(rules, more=""):
    return load_pack(
        {
            "regime.yaml": f"id: d\nname: 办法\nperiods: [month]\n{more}clauses:\n"
            f"- {{clause: 甲, gist: 甲条, kinds: [score], rules: [{rules}]}}\n"
            '- {clause: 乙, gist: 乙条, kinds: [score], rules: [{kind: base, points: "100"}]}\n'
        }
    )


def test_points_for_instructions_and_for_articles_stand_against_the_rules_of_2024_as_the_press_reports_them():
    found = findings(load_regime("sanmenxia-2019"))
    burden = [(each.clause, each.check.id) for each in found if each.superior.id == "burden_2024"]
    assert burden == [
        *((f"附件2 一(二){number}", "instructions") for number in (1, 2, 3)),
        *((f"附件2 一(三){number}", "media") for number in (1, 2, 3)),
        *((f"附件2 二(二){number}", "instructions") for number in (1, 2, 4)),
    ]
    assert all(
        each.can_try and each.basis.startswith("按公开报道") for each in found if each.superior.id == "burden_2024"
    )


def test_a_document_that_asks_for_neither_is_left_alone():
    assert findings(load_regime("county-plan")) == findings(load_regime("gansu-county-2023")) == []


def test_the_days_for_a_review_are_those_of_the_regulations():
    regime = load_regime("zhuoni-2022")
    assert not [
        each for each in findings(regime) if each.superior.id == "inspection_2021" and "复核" in each.check.asks
    ]
    rule = "{kind: deadline, name: r, label: 申请复核, count: {%s}, counts_from: 收到结论之日}"
    for count, is_found in (("days: 15", True), ("days: 30", False), ("working_days: 15", True), ("months: 1", False)):
        found = findings(_document(rule % count))
        assert [(each.clause, each.check.id, each.can_try) for each in found] == [
            ("甲", "review_asked", False)
        ] * is_found
    (late,) = findings(_document((rule % "days: 60").replace("申请复核", "作出复核决定")))
    assert late.check.id == "review_decided" and late.certainty == "高"


def test_criticism_that_nobody_at_the_head_signs():
    (found,) = [each for each in findings(load_regime("zhuoni-2022")) if each.check.id == "criticism_approved"]
    assert found.clause == "第十二条" and "通报批评并约谈" in found.said and "县政府主要领导约谈" not in found.said
    assert (
        str(found).startswith("〔第十二条〕")
        and "政府督查工作条例第二十一条" in str(found)
        and "把握：中" in str(found)
    )


def test_an_inspection_that_another_than_the_head_approves():
    (found,) = [each for each in findings(load_regime("ankang-2020")) if each.check.id == "inspection_approved"]
    assert (found.clause, found.certainty, found.can_try) == ("第十条", "低", False)


def test_own_events_are_known_by_their_label_and_no_other(tmp_path):
    checks = _checks(tmp_path, "{scores: [published], words: [媒体]}")
    rule = '{kind: score, select: {event: press}, worth: "1"}'
    events = "events: {press: {label: %s, of: unit}}\n"
    assert [each.clause for each in findings(_document(rule, events % "中央媒体采用"), checks)] == ["甲"]
    assert findings(_document(rule, events % "现场会"), checks) == []


def test_points_without_bounds(tmp_path):
    checks = _checks(tmp_path, "{range: open}")
    events = "events: {odd: {label: 酌情, of: unit}}\n"
    rule = "{kind: score, select: {event: odd}, worth: {range: [%s], by: office}}"
    assert [each.certainty for each in findings(_document(rule % '"-5", null', events), checks)] == ["低"]
    assert findings(_document(rule % '"-5", "-1"', events), checks) == []


def test_what_is_lacking_is_said_at_the_clause_that_would_need_it(tmp_path):
    checks = _checks(tmp_path, "{lacks: [review_of_conclusions], has: [recusal]}")
    assert findings(load_regime("zhuoni-2022"), checks) == []
    checks = _checks(tmp_path, "{lacks: [grades], has: [review_of_conclusions]}")
    (found,) = findings(load_regime("zhuoni-2022"), checks)
    assert (found.clause, found.said, found.can_try) == ("第十七条", "全文没有写等次评定", False)


def test_findings_of_one_check_come_together():
    together = by_check(findings(load_regime("sanmenxia-2019")))
    assert [(first.check.id, len(listed)) for first, listed in together] == [
        ("criticism_approved", 1), ("instructions", 6), ("media", 3),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("finds", "why"),
    [
        ("{}", "之一"),
        ("{scores: [instruction], range: open}", "之一"),
        ("{scores: [instruction], has: [grades]}", "不能与"),
        ("{days: [复核]}", "shorter_than"),
        ("{days: [复核], shorter_than: 0}", "shorter_than"),
        ("{steps: [批评]}", "缺少 approved_by"),
        ("{range: wide}", "range"),
        ("{score: [instruction]}", "scores"),
        ("instruction", "finds 应写作"),
    ],
)
def test_a_check_that_is_wrong_is_refused_with_its_line(tmp_path, finds, why):
    with pytest.raises(PackError, match=why) as refused:
        _checks(tmp_path, finds)
    assert refused.value.line == 6


@pytest.mark.parametrize("text", ["[]", f"{HEAD}[]", HEAD + "- {id: a}", HEAD.replace("text", "hearsay") + "- {id: a}"])
def test_a_file_that_is_no_pack_of_checks_is_refused(tmp_path, text):
    path = tmp_path / "p.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(PackError):
        read_superior(path)


def test_a_province_adds_its_own_and_a_wrong_one_is_passed_over_and_said(tmp_path, monkeypatch):
    folder = tmp_path / "superior"
    folder.mkdir()
    _checks(folder, "{range: open}")
    monkeypatch.setenv("DUBAN_REGIMES", str(tmp_path))
    assert [each.id for each in load_superior()][-1] == "p"
    (folder / "q.yaml").write_text("id: p\n", "utf-8")
    found, faults = load_sound_superior()
    assert [each.id for each in found] == ["burden_2024", "inspection_2021", "p"] and "q.yaml" in faults[0]
    with pytest.raises(PackError):
        load_superior()


@pytest.mark.parametrize(
    ("finds", "said"),
    [
        ("{scores: [instructoin]}", "scores 没有“instructoin”"),
        ("{lacks: [nothing_such], has: [conclusions]}", "lacks 没有“nothing_such”"),
        ("{lacks: [review_of_conclusions], has: [conclusion]}", "has 没有“conclusion”"),
        ("{approvals: [nothing], approved_by: [principal]}", "approvals 没有“nothing”"),
        ("{steps: [通报], approved_by: [king]}", "approved_by 没有“king”"),
    ],
)
def test_a_name_that_is_none_is_refused_and_not_looked_for(tmp_path, finds, said):
    with pytest.raises(PackError, match=said):
        _checks(tmp_path, finds)


def test_a_link_that_leads_nowhere_or_to_itself_is_named_and_passed_over(tmp_path, monkeypatch):
    monkeypatch.setenv("DUBAN_REGIMES", str(tmp_path))
    folder = tmp_path / "superior"
    folder.mkdir()
    for name, to in (("a", tmp_path / "nowhere"), ("b", folder / "b.yaml")):
        (folder / f"{name}.yaml").symlink_to(to)
    sound, faults = load_sound_superior()
    assert len(sound) == 2 and [fault.split()[1] for fault in faults] == ["a.yaml", "b.yaml"]
    with pytest.raises(PackError):
        load_superior()
