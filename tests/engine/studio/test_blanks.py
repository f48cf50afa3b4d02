"""Sentences with blanks: every rule of every document goes into blanks and comes back the same; what may be added can be filled."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from duban.engine.packs import loading
from duban.engine.rules import KINDS
from duban.engine.studio import blanks, cards, checking, drafts
from duban.engine.studio.blanks import sentences

PACKS = [*loading.regime_ids(), *sorted((Path(__file__).parents[1] / "documents").glob("*/regime.yaml"))]
CONTENT = {
    "regime": {
        "id": "small", "name": "小办法", "periods": ["year", "month"], "groups": {"town": "乡镇"}, "levels": {"grave": "严重", "mild": "一般"},
        "categories": [{"id": "key", "name": "重点", "clause": "一"}], "matter_roles": {"lead": "主办", "support": "协办"},
        "sections": [{"id": "timely", "label": "时效", "start": "50", "least": "0", "clause": "一"}],
        "events": {
            "absent": {
                "label": "缺席会议", "of": "either", "clause": "一", "same": ["day", "topic"],
                "fields": {"kind_of": {"big": "大会", "small": "小会", "label": "会议"}, "topic": {"text": "required", "label": "议题"},
                           "issue": {"day": "required", "label": "通报日期"}, "late_by": {"whole": "天", "label": "迟到天数"}},
            },
        },
        "quantities": {"rate": {"typed": {"least": "0", "most": "100"}, "label": "办结率", "unit": "%"}},
    },
    "readings": [],
    "clauses": [{"clause": "一", "gist": "一", "kinds": [], "rules": []}, {"clause": "二", "gist": "二", "kinds": [], "no_rule": "附则"}],
}  # fmt: skip


def _named(name):
    return name if isinstance(name, str) else name.parent.name


def _latin(text):
    return re.findall(r"[A-Za-z_]{2,}", text)


@pytest.mark.parametrize("name", PACKS, ids=_named)
def test_every_rule_of_a_document_goes_into_blanks_and_comes_back_the_same(name):
    content = drafts.content_of(loading.read_pack(name))
    for clause in content["clauses"]:
        for rule in drafts.rules_of(clause):
            values = blanks.values_of(rule, content)
            assert blanks.WRITTEN not in values, (clause["clause"], rule)
            again = blanks.rule_of(values, content)
            assert blanks.is_same(again, rule), (rule, again)
            offered = blanks.blanks_for(values, content)
            there = {blank.name: list(blank.value) for blank in offered if blank.value}
            assert blanks.is_same(
                blanks.rule_of({"kind": values["kind"], "shape": values.get("shape", []), **there}, content), rule
            )
            for blank in offered:
                said = [blank.label, blank.before, blank.after, *(label for _, label in blank.choices)]
                assert not _latin("".join(said)) and "文件里已没有" not in blank.shown, (clause["clause"], blank)


def test_every_word_of_every_kind_of_rule_has_a_blank():
    """A word that is added to the grammar needs a blank; what follows from the place of the rule has none."""
    for kind, made in KINDS.items():
        words = {entry.metadata.get("key", entry.name) for entry in fields(made) if "read" in entry.metadata}
        missing = words - set(sentences.PARTS[kind]) - {"by" if kind == "points" else ""}
        assert not missing, (kind, missing)


def _filled(blank, number):
    if blank.choices and blank.kind in ("choice", "several"):
        return [next(value for value, _ in blank.choices if value)]
    return {
        "number": [str(number)],
        "words": ["09-30" if "日" in blank.label and "最迟" not in blank.label else "某事"],
    }[blank.kind]


def _complete(kind):
    """Fill what a sentence needs, one blank after another, as a clerk would: what is chosen brings further blanks."""
    values = {**kind.values}
    for _ in range(6):
        for blank in blanks.blanks_for(values, CONTENT):
            if (
                not values.get(blank.name)
                and blank.is_required
                and (blank.choices or blank.kind in ("number", "words"))
            ):
                values[blank.name] = _filled(blank, 3)
        if kind.values["kind"] == ["step"]:
            values |= {
                "opens.1.shape": ["after"],
                "opens.1.after": ["deadline"],
                "limit.unit": ["days"],
                "limit.number": ["3"],
            }
    if kind.values.get("worth.by") == ["days"]:
        values |= {"worth.rows.1.key1": ["1"], "worth.rows.1.amount": ["3"]}
    elif "worth.by" in values or kind.values.get("worth.shape") in (["place"], ["times"]):
        by, key = ("kind_of", "big") if "select.event" in values else ("level", "grave")
        values |= {"worth.by": [by], "worth.rows.1.key1": [key], "worth.rows.1.amount": ["3"]}
        if kind.values["worth.shape"] != ["by"]:
            values["worth.rows.1.key1"] = ["2"]
    needed = {
        "exclude": {"unquantifiable": ["yes"]}, "unranked": {"only_if.1.figure": ["rate"], "only_if.1.word": ["under"], "only_if.1.number": ["60"]},
        "outcome": {"select.shape": ["event"], "select.event": ["absent"]}, "rank": {"pools.1.groups": ["town"]},
        "honour": {"pools.1.first": ["3"]}, "highest_only": {"events": ["absent"]}, "restated": {"clause": ["二"]}, "limit": {"once": ["yes"]},
        "of_periods": {"periods": ["year"], "of": ["month"]},
        "bands": {"least.1.grade": ["优秀"], "least.1.least": ["90"], "below": ["一般"], "most.1.grade": ["优秀"], "most.1.share": ["0.2"]},
    }  # fmt: skip
    return {**values, **needed.get(kind.values["kind"][0], {})}


def test_every_kind_of_sentence_that_may_be_added_can_be_filled_and_is_said():
    found = blanks.kinds(CONTENT)
    assert len({kind.sentence for kind in found}) == len(found) > 50
    for kind in found:
        assert not _latin(kind.sentence + kind.heading)
        values = _complete(kind)
        rule = blanks.rule_of(values, CONTENT)
        content = {**CONTENT, "clauses": [{**CONTENT["clauses"][0], "rules": [rule]}, CONTENT["clauses"][1]]}
        wrong = [
            each.what
            for each in checking.faults_of(content)
            if each.rule == 0 and not re.search("从不起作用|评分表没有|里没有“某事”", each.what)
        ]
        assert wrong == [], (kind.sentence, rule, wrong)
        (sentence,) = cards.card_of(content, "一").sentences
        assert sentence.text and not _latin(sentence.text), (kind.sentence, rule)
        assert blanks.is_same(blanks.rule_of(blanks.values_of(rule, content), content), rule)


def test_a_blank_that_is_missing_or_wrong_is_named_with_its_sentence():
    values = {
        "kind": ["score"],
        "select.shape": ["event"],
        "select.event": ["absent"],
        "worth.shape": ["amount"],
        "worth.side": ["minus"],
    }
    for more, name, what in (
        ({}, "worth.amount", "“几分”还没有填"),
        ({"worth.amount": ["五"]}, "worth.amount", "应是数，“五”不是"),
        ({"worth.amount": ["-5"]}, "worth.amount", "不写正负号"),
        ({"worth.amount": ["5"], "worth.side": [""]}, "worth.side", "“扣还是加”还没有选"),
        ({"worth.amount": ["5"], "select.event": ["gone"]}, "select.event", "已不在这份文件里"),
        (
            {"worth.amount": ["5"], "count.shape": ["within+from"], "count.within": ["topic"]},
            "count.from",
            "“第几次起”还没有填",
        ),
        ({"worth.amount": ["5"], "select.where.late_by": ["多"]}, "select.where.late_by", "应是整数"),
        ({"worth.amount": ["5"], "select.where.day.from": ["13月1日"]}, "select.where.day.from", "3月31日"),
        ({"worth.amount": ["5"], "only_if.1.figure": ["rate"]}, "only_if", "没有填完"),
    ):
        with pytest.raises(blanks.BlankError) as caught:
            blanks.rule_of({**values, **more}, CONTENT)
        assert (
            caught.value.name == name and what in str(caught.value) and "缺席会议" in caught.value.sentence
        ) or "gone" in str(more)
    with pytest.raises(blanks.BlankError, match="还没有选"):
        blanks.rule_of({}, CONTENT)


def test_what_is_typed_as_an_office_types_it_is_understood():
    values = {
        "kind": ["score"],
        "select.shape": ["event"],
        "select.event": ["absent"],
        "worth.side": ["minus"],
        "worth.amount": ["０．５分"],
    }
    assert blanks.rule_of(values, CONTENT) == {"kind": "score", "select": {"event": "absent"}, "worth": "-0.5"}
    more = {
        **values,
        "worth.side": ["plus"],
        "select.where.day.from": ["3月1日"],
        "select.where.day.to": ["06-30"],
        "into": ["timely"],
    }
    assert blanks.rule_of(more, CONTENT) == {
        "kind": "score", "select": {"event": "absent", "where": {"day": {"from": "03-01", "to": "06-30"}}}, "worth": "0.5", "into": "timely",
    }  # fmt: skip


def test_a_share_may_be_told_as_a_percentage_and_points_may_not():
    values = {"kind": ["bands"], "least.1.grade": ["优秀"], "least.1.least": ["90"], "below": ["一般"], "most.1.grade": ["优秀"], "most.1.share": ["３0％"]}  # fmt: skip
    assert blanks.rule_of(values, CONTENT)["most"] == {"优秀": "0.3"}
    assert blanks.rule_of({"kind": ["factor"], "times": ["50%"]}, CONTENT)["times"] == "0.5"
    with pytest.raises(blanks.BlankError, match="应是数"):
        blanks.rule_of({**values, "least.1.least": ["90%"]}, CONTENT)


@pytest.mark.parametrize(
    ("kind", "open_ones"),
    [("bands", {"least.1.grade", "least.1.least"}), ("honour", {"pools.1.first"}), ("step", {"opens.1.shape"})],
)
def test_the_first_row_of_a_list_that_must_have_one_stands_open(kind, open_ones):
    asked = {blank.name for blank in blanks.blanks_for({"kind": [kind]}, CONTENT) if blank.is_asked}
    assert open_ones <= asked and not any(name.startswith("most.") for name in asked)


def test_what_no_blank_can_say_is_kept_as_it_is_written_and_said_so():
    rule = {"kind": "score", "select": {"event": "absent", "where": {"topic": "甲、乙"}}, "worth": "-1"}
    (blank,) = blanks.blanks_of(rule, CONTENT)
    assert "原样保留" in blank.label
    assert blanks.rule_of(blanks.values_of(rule, CONTENT), CONTENT) == rule
    with pytest.raises(blanks.BlankError, match="不能在这里改写"):
        blanks.rule_of({blanks.WRITTEN: ["扣分"]}, CONTENT)


def test_a_broken_rule_still_has_its_blanks():
    rule = {"kind": "score", "select": {"event": "gone"}, "worth": 0.5}
    values = blanks.values_of(rule, CONTENT)
    offered = {blank.name: blank for blank in blanks.blanks_for(values, CONTENT)}
    assert offered["select.event"].shown == "（文件里已没有）"
    with pytest.raises(blanks.BlankError, match="已不在这份文件里"):
        blanks.rule_of(values, CONTENT)


def test_what_does_not_go_together_is_not_offered_and_is_refused_where_it_is_sent():
    values = {
        "kind": ["score"],
        "select.shape": ["quantity"],
        "select.quantity": ["rate"],
        "worth.shape": ["amount"],
        "worth.amount": ["5"],
    }
    offered = {blank.name: blank for blank in blanks.blanks_for(values, CONTENT)}
    assert [value for value, _ in offered["worth.shape"].choices] == ["slope", "itself"] and offered[
        "worth.shape"
    ].value == ("slope",)
    assert [value for value, _ in offered["count.shape"].choices] == ["each"]
    with pytest.raises(blanks.BlankError, match="不能选“固定分值”，可以选“达不到的按差额扣”“就是这个数”"):
        blanks.rule_of(values, CONTENT)
    unit = {
        **values,
        "select.shape": ["unit"],
        "select.unit": ["town"],
        "count.shape": ["once_per"],
        "worth.side": ["plus"],
    }
    with pytest.raises(blanks.BlankError, match="不能选“同一…只计一次”"):
        blanks.rule_of(unit, CONTENT)


def test_sentences_stand_under_what_a_clerk_means_usual_ones_first():
    found = blanks.kinds(CONTENT)
    headings = list(dict.fromkeys(kind.heading for kind in found))
    assert headings[:3] == ["扣分", "加分", "数据：比例、数量、评价、达标"] and len(headings) < 10
    assert "〔情况〕每次扣〔　〕分" in found[0].sentence and sum(not kind.is_rare for kind in found) < 45
    assert all("扣" not in kind.sentence for kind in found if kind.heading == "加分")
