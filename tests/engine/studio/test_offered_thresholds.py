"""What follows from a total below so many points: read where the words say of which period, and carried out at its end alone."""

import pytest

from duban.engine.studio import checking, drafts, offers


def _offered(words, periods=("quarter", "year")):
    content = drafts.new("某县办法", [("第一条", words)])
    content["regime"]["periods"] = list(periods)
    return content, offers.offers_in(words, content, "第一条")


def _rules(words, periods=("quarter", "year")):
    return [each.rule for each in _offered(words, periods)[1] if each.rule["kind"] == "outcome"]


@pytest.mark.parametrize(
    ("words", "name", "word", "bound", "periods"),
    [
        ("年度考核得分低于70分的，由分管县领导约谈主要负责人。", "分管县领导约谈主要负责人", "under", "70", ["year"]),
        ("季度得分不足60分的单位，予以通报批评。", "通报批评", "under", "60", ["quarter"]),
        ("年度督查考核综合得分在60分以下的，取消年度评优评先资格。", "取消年度评优评先资格", "under", "60", ["year"]),
        ("全年总分80分以下（含80分）的，约谈。", "约谈", "at_most", "80", ["year"]),
    ],
)
def test_a_total_below_so_many_points_has_a_consequence(words, name, word, bound, periods):
    (rule,) = _rules(words)
    assert rule == {"kind": "outcome", "name": name, "only_if": [{"figure": "total", word: bound}], "periods": periods}


def test_of_the_only_period_nothing_more_is_said():
    (rule,) = _rules("考核得分低于70分的约谈。", ("year",))
    assert rule == {"kind": "outcome", "name": "约谈", "only_if": [{"figure": "total", "under": "70"}]}


@pytest.mark.parametrize(
    "words",
    [
        "考核得分低于70分的约谈。",  # Of which period?
        "连续两个季度得分低于70分的约谈。",
        "年度满意度测评得分低于70分的约谈。",
        "年度单项得分低于7分的约谈。",
        "年度得分低于70分的扣2分。",
        "年度得分累计两次低于70分的约谈。",
        "年度得分低于70分以上的约谈。",
        "月度得分低于70分的约谈。",  # The document scores no months.
    ],
)
def test_nothing_is_offered_where_it_is_not_said_plainly(words):
    assert _rules(words) == []


def test_it_holds_for_a_total_that_stands():
    content, found = _offered("年度考核得分低于70分的约谈。", ("year",))
    content = offers.taken(found[0], content, "第一条")
    rule = {"kind": "base", "points": "60"}
    content["clauses"][0]["rules"].append(rule)
    assert checking.faults_of(content) == []
