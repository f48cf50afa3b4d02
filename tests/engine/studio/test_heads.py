"""Entries of a document's head in blanks: every section, quantity, happening, category, period and class goes in and comes back the same."""

import re
from pathlib import Path

import pytest

from duban.engine.packs import loading
from duban.engine.studio import blanks, checking, drafts, heads

PACKS = [*loading.regime_ids(), *sorted((Path(__file__).parents[1] / "documents").glob("*/regime.yaml"))]


def _named(name):
    return name if isinstance(name, str) else name.parent.name


@pytest.mark.parametrize("name", PACKS, ids=_named)
def test_every_entry_goes_into_blanks_and_comes_back_the_same(name):
    content = drafts.content_of(loading.read_pack(name))
    for entry in heads.entries_of(content):
        values = heads.values_of(content, entry.key, entry.place)
        assert blanks.WRITTEN not in values, entry
        offered = heads.blanks_for(values, content, entry.key)
        shown = {blank.name: list(blank.value) for blank in offered if blank.value}
        again = heads.with_entry(content, entry.key, entry.place, shown)
        assert heads.values_of(again, entry.key, entry.place) == values or heads.blanks_for(
            heads.values_of(again, entry.key, entry.place), again, entry.key
        ) == heads.blanks_for(values, content, entry.key), entry
        latin = [
            blank
            for blank in offered
            if re.search("[A-Za-z]{2,}", blank.label + "".join(label for _, label in blank.choices))
        ]
        assert latin == [], entry
        content = again
    assert checking.faults_of(content) == []


def _draft():
    content = drafts.new("某县办法", [("第一条", "迟报扣分。"), ("第二条", "附则。")])
    content["clauses"][1]["no_rule"] = "附则"
    return content


def test_a_clerk_adds_a_section_a_happening_and_a_figure_and_rules_use_them():
    content = _draft()
    content = heads.with_entry(
        content, "sections", None, {"label": ["时效"], "start": ["10"], "least": ["0"], "clause": ["第一条"]}
    )
    event = {
        "label": ["缺席会议"],
        "of": ["unit"],
        "clause": ["第一条"],
        "fields.1.label": ["会议"],
        "fields.1.type": ["choice"],
        "fields.1.words.more": ["大会、小会"],
    }
    content = heads.with_entry(content, "events", None, event)
    count = {
        "label": ["到期件数"],
        "shape": ["count"],
        "count.select.shape": ["matters"],
        "count.select.matters": ["due"],
        "clause": ["第一条"],
    }
    content = heads.with_entry(content, "quantities", None, count)
    rate = {
        "label": ["办结得分"],
        "shape": ["formula"],
        "formula": ["10＋到期件数×2÷到期件数"],
        "if_zero.number": ["0"],
        "clause": ["第一条"],
    }
    content = heads.with_entry(content, "quantities", None, rate)
    assert content["regime"]["quantities"]["figure_2"]["formula"] == "10+ figure_1 *2/ figure_1"
    sentence = {
        "kind": ["score"],
        "select.shape": ["event"],
        "select.event": ["event_1"],
        "worth.side": ["minus"],
        "worth.amount": ["2"],
        "into": ["section_1"],
    }
    by_figure = {
        "kind": ["score"],
        "select.shape": ["quantity"],
        "select.quantity": ["figure_2"],
        "worth.shape": ["itself"],
    }
    content["clauses"][0]["rules"] = [blanks.rule_of(sentence, content), blanks.rule_of(by_figure, content)]
    assert checking.faults_of(content) == []
    assert [entry.label for entry in heads.entries_of(content, "第一条")] == [
        "时效",
        "到期件数",
        "办结得分",
        "缺席会议",
    ]
    (field,) = content["regime"]["events"]["event_1"]["fields"].values()
    assert field == {"word_1": "大会", "word_2": "小会", "label": "会议"}
    (shown,) = [
        blank.value
        for blank in heads.blanks_for(heads.values_of(content, "quantities", 1), content, "quantities")
        if blank.name == "formula"
    ]
    assert not re.search("[a-z]", "".join(shown))
    gone = heads.without_entry(content, "quantities", 0)
    assert "figure_1" not in gone["regime"]["quantities"] and checking.faults_of(gone)


def test_blanks_of_an_entry_that_are_missing_or_wrong_are_named():
    content = _draft()
    for key, values, name, what in (
        ("sections", {}, "label", "还没有填"),
        ("sections", {"label": ["时效"], "start": ["十"]}, "start", "应是数"),
        ("quantities", {"label": ["数"]}, "shape", "还没有选"),
        ("quantities", {"label": ["数"], "shape": ["formula"], "formula": ["到期÷件数"]}, "formula", "写法不对"),
        ("quantities", {"label": ["数"], "shape": ["typed"], "typed.choice": ["好、坏"]}, "typed.choice", "应是数"),
        ("events", {"label": ["缺席"], "fields.1.label": ["会议"]}, "fields.1.type", "还没有选"),
        (
            "events",
            {"label": ["缺席"], "fields.1.label": ["会议"], "fields.1.type": ["choice"]},
            "fields.1.words.more",
            "还没有填",
        ),
        ("categories", {"name": ["重点"], "clause": ["第九条"]}, "clause", "已不在这份文件里"),
    ):
        with pytest.raises(blanks.BlankError) as caught:
            heads.with_entry(content, key, None, values)
        assert caught.value.name == name and what in str(caught.value)
