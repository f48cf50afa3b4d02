"""What totals are called: from so many points on, at most so many units, and nothing while it is not known."""

import json
from decimal import Decimal

import pytest

from duban.cli import main
from duban.engine.packs import loading
from duban.engine.packs.sources import PackError
from duban.engine.rules.bands import Bands
from duban.engine.sentences.rules import sentence_of
from duban.engine.studio import blanks, drafts
from duban.engine.studio.leftovers import unused_in
from duban.engine.studio.offers import offers_in

LEAST = {"优秀": Decimal(90), "良好": Decimal(80)}
PACK = """
id: bands
name: 等次
periods: [month, year]
groups: {department: 部门, township: 乡镇}
events:
  absent: {label: 缺席, of: unit, clause: 二}
clauses:
  - {clause: 一, gist: 基础分, kinds: [score], rules: [{kind: base, points: "100"}]}
  - {clause: 二, gist: 缺席扣3分, kinds: [score], rules: [{kind: score, select: {event: absent}, worth: "-3"}]}
  - {clause: 三, gist: 等次, kinds: [score], rules: [RULES]}
"""
RULE = '{kind: bands, least: {优秀: "90", 良好: "80"}, below: 一般, most: {优秀: "0.4"}, periods: [year]}'


def _given(totals, waiting=0, **most):
    rule = Bands(clause="三", least=LEAST, below="一般", most={grade: Decimal(share) for grade, share in most.items()})
    named = {f"u{place}": Decimal(total) for place, total in enumerate(totals)}
    given = rule.given(named, waiting)
    return [given[unit] for unit in named]


@pytest.mark.parametrize(
    ("totals", "most", "grades"),
    [
        (["90", "89.99", "80", "79.99", "0"], {}, ["优秀", "良好", "良好", "一般", "一般"]),
        # A fifth of five is one: the highest; of three whole units 0.6 is none.
        (["95", "97", "92", "70", "60"], {"优秀": "0.2"}, ["良好", "优秀", "良好", "一般", "一般"]),
        (["95", "97", "92"], {"优秀": "0.2"}, ["良好"] * 3),
        # Equal ones all or none.
        (["97", "95", "95", "70", "60"], {"优秀": "0.4"}, ["优秀", "良好", "良好", "一般", "一般"]),
        (["95", "95", "81", "70", "60"], {"优秀": "0.4"}, ["优秀", "优秀", "良好", "一般", "一般"]),
        # Whoever is left over counts in the next, which may be full too.
        (["99", "98", "97", "85", "60"], {"优秀": "0.2", "良好": "0.2"}, ["优秀", "良好", "一般", "一般", "一般"]),
    ],
)
def test_totals_have_grades(totals, most, grades):
    assert _given(totals, **most) == grades


def test_while_one_waits_nobody_has_what_there_is_only_so_much_of():
    assert _given(["97", "85", "60"], waiting=1, 优秀="0.4") == [None, "良好", "一般"]
    assert _given(["97", "85", "60"], waiting=1) == ["优秀", "良好", "一般"]


def _pack(tmp_path, rules=RULE, more=""):
    path = tmp_path / "bands.yaml"
    path.write_text(PACK.replace("RULES", rules) + more, encoding="utf-8")
    return path


def _score(tmp_path, capsys, pack, kind="year"):
    units = [{"unit": f"u{n}", "name": f"单位{n}", "group": "township" if n > 4 else "department"} for n in range(7)]
    days = [(n, day) for n in range(5) for day in range(1, n + 1)] + [(6, 1)]
    facts = [{"id": f"f{n}-{day}", "kind": "absent", "on": f"2026-01-{day:02}", "unit": f"u{n}"} for n, day in days]
    span = {"year": "2026-12-31", "month": "2026-01-31"}[kind]
    case = {
        "regime": "bands",
        "period": {"kind": kind, "from": "2026-01-01", "to": span},
        "units": units,
        "facts": facts,
    }
    path = tmp_path / "case.json"
    path.write_text(json.dumps(case), encoding="utf-8")
    assert main(["score", "--pack", str(pack), str(path)]) == 0
    return json.loads(capsys.readouterr().out)["units"]


def test_a_case_has_grades_beside_totals_and_places(tmp_path, capsys):
    found = _score(tmp_path, capsys, _pack(tmp_path))
    assert [(each["total"], each["rank"], each["grade"]) for each in found] == [
        ("100.00", 1, "优秀"), ("97.00", 3, "良好"), ("94.00", 5, "良好"), ("91.00", 6, "良好"), ("88.00", 7, "良好"),
        ("100.00", 1, "优秀"), ("97.00", 3, "良好"),
    ]  # fmt: skip
    assert all("grade" not in each for each in _score(tmp_path, capsys, _pack(tmp_path), "month"))


def test_each_ranking_of_its_own_has_its_own_room(tmp_path, capsys):
    pools = "{kind: rank, pools: [{groups: [department]}, {groups: [township]}]}"
    found = _score(tmp_path, capsys, _pack(tmp_path, f"{RULE}, {pools}"))
    assert [each["grade"] for each in found] == ["优秀", "优秀", *["良好"] * 5]


def test_who_is_in_no_ranking_takes_nobodys_room(tmp_path, capsys):
    pools = "{kind: rank, pools: [{groups: [department]}, {groups: [township], least_matters: 3}]}"
    found = _score(tmp_path, capsys, _pack(tmp_path, f"{RULE}, {pools}"))
    # The townships had no matter: no place, and what their points come to by themselves.
    assert [(each["rank"], each["grade"]) for each in found[5:]] == [(None, "优秀"), (None, "优秀")]


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ('{kind: bands, least: {良好: "80", 优秀: "90"}, below: 一般}', "从高到低"),
        ('{kind: bands, least: {优秀: "90"}, below: 优秀}', "都达不到"),
        ('{kind: bands, least: {优秀: "90"}, below: 一般, most: {良好: "0.2"}}', "不在 least 里"),
        ('{kind: bands, least: {优秀: "90"}, below: 一般, most: {优秀: "20"}}', "在 0 和 1 之间"),
        ('{kind: bands, least: {优秀: "90"}}', "缺少 below"),
        (
            '{kind: bands, least: {优秀: "90"}, below: 一般}, {kind: bands, least: {优秀: "95"}, below: 一般}',
            "同时成立",
        ),
    ],
)
def test_what_cannot_be_is_refused(tmp_path, rule, said):
    with pytest.raises(PackError, match=said):
        loading.load_regime(_pack(tmp_path, rule))


def test_it_is_said_and_comes_back_from_its_blanks(tmp_path):
    regime = loading.load_regime(_pack(tmp_path))
    said = "按得分定等次：90分起优秀（最多40%的单位，排在后面的列下一等次）、80分起良好，其余一般"
    assert sentence_of(regime.clauses[2].rules[0], regime) == f"全年{said}"
    content = drafts.content_of({"regime.yaml": _pack(tmp_path).read_text(encoding="utf-8")})
    (rule,) = drafts.rules_of(content["clauses"][2])
    assert blanks.is_same(blanks.rule_of(blanks.values_of(rule, content), content), rule)


@pytest.mark.parametrize(
    ("words", "least", "below"),
    [
        ("得分90分以上的为优秀，80分以上不足90分的为良好，60分以上不足80分的为合格，60分以下的为不合格。", "90 80 60", "不合格"),
        ("综合得分90—100分为优秀，80—89分为良好，60—79分为合格，60分以下为不合格。", "90 80 60", "不合格"),
        ("总分90分（含）以上的评定为“优秀”等次，75分（含）至90分（不含）的评定为“良好”等次，75分以下的评定为“较差”等次。", "90 75", "较差"),
        ("得分≥90分为优秀，80≤得分＜90为良好，得分＜80为一般。", "90 80", "一般"),
        ("90分以上为优秀、80分至89分为良好、79分以下为不合格。", "90 80", "不合格"),
        ("总分九十分以上为优秀。", None, None),
        # No last grade, a gap, the wrong way round, another figure than the total.
        ("得分90分以上的为优秀，80分以上的为良好。", None, None),
        ("得分90分以上的为优秀，70分至79分的为良好，70分以下的为较差。", None, None),
        ("得分80分以上的为良好，90分以上的为优秀，80分以下的为较差。", None, None),
        ("满意度测评90分以上为优秀，80分以上为良好，80分以下为较差。", None, None),
        ("满意率90%以上为优秀，80%以上为良好，其余为较差。", None, None),
        # The name first, in letters, in one piece with 档.
        ("优秀（90分及以上）、良好（80—89分）、合格（60—79分）、不合格（60分以下）。", "90 80 60", "不合格"),
        ("900分（含）以上的为A档，800分（含）至900分的为B档，800分以下的为C档。", "900 800", "C档"),
        ("90分以上（含90分）为好，75—90分（不含90分）为较好，75分以下为一般。", "90 75", "一般"),
        # More is asked than points; the bound itself is left out; a grade by places alone; a person's grade.
        ("得分90分以上且无通报批评的为优秀，80分以上的为良好，80分以下的为一般。", None, None),
        ("得分90分以上（不含90分）的为优秀，80分至90分（含90分）的为良好，80分以下的为一般。", None, None),
        ("得分排在前20%的为优秀，80分以上的为良好，80分以下的为一般。", None, None),
        ("单位得分90分以上的，负责人评为优秀；80分以上的，评为称职；80分以下的，评为基本称职。", None, None),
    ],
)  # fmt: skip
def test_words_are_read(words, least, below):
    offers = [each.rule for each in offers_in(words, drafts.new("某区办法", [("第一条", words)]), "第一条")]
    if least is None:
        assert offers == []
    else:
        (rule,) = offers
        assert (" ".join(rule["least"].values()), rule["below"]) == (least, below)


def test_how_many_may_have_it_is_read():
    words = "年终考核95分以上为优秀，优秀比例不超过25%；85分以上不足95分为良好；其余为合格。"
    (offer,) = offers_in(words, drafts.new("某区办法", [("第一条", words)]), "第一条")
    assert (offer.rule["most"], offer.rule["below"]) == ({"优秀": "0.25"}, "合格")


@pytest.mark.parametrize(
    ("words", "most"),
    [
        ("220分以上为一等，200至220分为二等，其余为三等，一等不超过总数的三成、二等不超过四成。", {"一等": "0.3", "二等": "0.4"}),
        ("95分以上为“好”，85分以上、不满95分的为“较好”，85分以下的为“差”。“好”等次数量控制在总数的25%以内。", {"好": "0.25"}),
        ("90分以上为优秀，90分以下为一般，优秀比例原则上不超过百分之二十。", {"优秀": "0.2"}),
        ("排名前30%且得分在90分以上的，评定为优秀；80分以上的，评定为良好；80分以下的，评定为一般。", {"优秀": "0.3"}),
        ("得分90分以上且排名前30%的为优秀；80分以上的为良好；80分以下为一般。", {"优秀": "0.3"}),
        ("900分以上的为A档，900分以下的为B档；A档单位比例不超过25%。", {"A档": "0.25"}),
        # Of two grades together: no rule says it.
        ("90分以上为优秀，80分以上为良好，80分以下为一般，优秀、良好等次不超过60%。", None),
    ],
)  # fmt: skip
def test_how_many_may_have_it_in_other_words(words, most):
    (offer,) = offers_in(words, drafts.new("某区办法", [("第一条", words)]), "第一条")
    assert offer.rule.get("most") == most
    shares = {f"{float(share) * 100:g}%" for share in (most or {}).values()}
    clause = {"clause": "第一条", "gist": "一", "original": words, "rules": [offer.rule]}
    assert not any(f"“{share}”" in hint for share in shares for hint in unused_in(clause, drafts.new("某区办法", [])))
