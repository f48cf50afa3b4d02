"""A draft in plain data: from any pack to one file and back, cut anew, with every fault beside its card."""

import json
import re
from dataclasses import fields
from pathlib import Path

import pytest

from duban.engine.packs import loading
from duban.engine.rules import KINDS
from duban.engine.rules.steps import Carrying, Opening
from duban.engine.studio import cards, checking, drafts, leftovers, merging, wording
from duban.engine.witnesses import checking as whole

PACKS = [*loading.regime_ids(), *sorted((Path(__file__).parents[1] / "documents").glob("*/regime.yaml"))]


def _named(name):
    return name if isinstance(name, str) else name.parent.name


def _draft(name="sanmenxia-2019"):
    return drafts.content_of(loading.read_pack(name))


def _plain(regime):
    """What a document says, without lines, files and the parts in which it came."""
    told = {
        name: getattr(regime, name)
        for name in ("id", "name", "issued_on", "in_force", "version", "groups", "levels", "roles", "named")
    }
    told["clauses"] = [
        (each.clause, each.gist, each.kinds, each.features, each.counts, each.sources) for each in regime.clauses
    ]
    told["lines"] = [
        len(getattr(regime, name)) for name in ("sections", "quantities", "readings", "papers", "lists", "examples")
    ]
    told["events"] = sorted(regime.words.events)
    return told


@pytest.mark.parametrize("name", PACKS, ids=_named)
def test_a_pack_becomes_a_draft_and_one_file_that_says_the_same(name):
    content = _draft(name)
    assert json.loads(json.dumps(content)) == content
    files = drafts.files_of(content)
    again = drafts.content_of(files)
    assert list(files) == ["regime.yaml"]
    assert again == content and drafts.digest_of(again) == drafts.digest_of(content)
    assert drafts.files_of(again) == files
    assert _plain(loading.load_pack(files)) == _plain(loading.load_regime(name))
    assert checking.faults_of(content) == []


def test_the_documents_own_words_are_kept_by_the_office_and_examples_go_with_the_document():
    content = _draft("zhuoni-2022")
    clause = drafts.clause_of(content, "附件1 三4")
    clause["original"] = "原文只在这里"
    clause["examples"] = [
        {"name": "一次", "period": {"from": "2026-01-01", "to": "2026-12-31", "kind": "year"}, "units": {"甲局": "department"},
         "facts": [{"kind": "false_report", "day": "2026-03-01", "unit": "甲局", "level": "red"}], "points": {"甲局": "-5"}},
    ]  # fmt: skip
    files = drafts.files_of(content)
    assert "原文只在这里" not in files["regime.yaml"]
    regime = loading.load_pack(files)
    assert [example.clause for example in regime.examples] == ["附件1 三4"]
    whole.checked(regime)
    kept = drafts.content_of(files)
    assert drafts.clause_of(kept, "附件1 三4")["examples"] == clause["examples"]
    clause["examples"][0]["points"]["甲局"] = "5"
    (fault,) = checking.faults_of(content)
    assert fault.clause == "附件1 三4" and "应为 5 分，算得 -5 分" in fault.what


def test_a_new_draft_does_nothing_yet_and_says_so_beside_every_card():
    content = drafts.new("某县办法", [("第一条", "迟报一次扣5分。"), ("第二条", "本办法自印发之日起施行。")])
    assert cards.states_of(content) == {"第一条": "undecided", "第二条": "undecided"}
    assert {(each.clause, each.what) for each in checking.faults_of(content)} == {
        ("第一条", "这一条还没有确定怎样执行"), ("第二条", "这一条还没有确定怎样执行"),
    }  # fmt: skip
    content["clauses"][0]["rules"] = [{"kind": "score", "select": {"event": "late"}, "worth": "-3"}]
    content["clauses"][1]["no_rule"] = "施行日期"
    assert checking.faults_of(content) == []
    assert [each.what for each in checking.hints_of(content)] == ["原文里的“5分”没有用到"]
    card = cards.card_of(content, "第一条")
    assert [each.text for each in card.sentences] == ["逾期每次扣3分"]
    assert [(each.why, each.points) for each in card.lines] == [("逾期1次，-3分", "-3")]
    loading.load_pack(drafts.files_of(content))


def test_every_fault_stands_beside_its_card_and_sentence_in_plain_chinese():
    content = _draft()
    numbers = [clause["clause"] for clause in content["clauses"]]
    content["clauses"][10]["rules"] = [
        {"kind": "score", "select": {"event": "latee"}, "worth": "-1"},
        {"kind": "score", "select": {"event": "late", "where": {"what": "xx"}}, "worth": "-1"},
        {
            "kind": "score",
            "select": {"event": "late"},
            "worth": {"by": "what", "points": {"report": "1"}},
            "into": "nowhere",
        },
        {"kind": "score", "select": {"event": "late"}},
        {"kind": "deadline", "name": "d", "label": "反馈", "count": {"working_dayz": 3}, "counts_from": "交办之日"},
        {"kind": "score", "select": {"matters": ["on_time", "late"]}, "worth": "-1"},
    ]
    for key in ("feature", "rules", "no_rule"):
        content["clauses"][12].pop(key, None)
    content["clauses"][13]["clause"] = numbers[14]
    content["regime"]["events"] = {"unused_thing": {"label": "某事", "of": "unit", "clause": numbers[3]}}
    found = checking.faults_of(content)
    assert {each.rule for each in found if each.clause == numbers[10]} == {0, 1, 2, 3, 4, 5}
    assert {numbers[3], numbers[12], numbers[14]} <= {each.clause for each in found}
    assert [each.what for each in found if re.search("[A-Za-z_]{2,}", each.what)] == []
    assert next(each.what for each in found if each.rule == 5).startswith("这条规则从不起作用")


def test_a_draft_without_a_beginning_still_says_what_is_wrong():
    assert checking.faults_of({"regime": {}, "readings": [], "clauses": []})
    assert checking.faults_of({"regime": {"id": 3, "groups": "x"}, "readings": "x", "clauses": [{"clause": "一"}]})


def test_readings_rules_and_examples_follow_a_clause_that_is_renumbered():
    content = drafts.content_of(loading.read_pack(PACKS[[_named(name) for name in PACKS].index("s11-city-management")]))
    drafts.clause_of(content, "二1")["examples"] = [{"name": "一次", "points": {}}]
    made = merging.renumbered(content, "二1", "第二章第一款")
    assert drafts.clause_of(made, "二4")["rules"][0]["replaces"] == ["第二章第一款", "二2", "二3"]
    assert drafts.clause_of(made, "第二章第一款")["examples"]
    assert not re.search('"二1"', json.dumps(made, ensure_ascii=False))
    back = merging.renumbered(made, "第二章第一款", "二1")
    assert back == content
    with pytest.raises(merging.CannotMerge, match="已经有了"):
        merging.renumbered(content, "二1", "二2")
    moved = merging.renumbered(content, "二4", "二5")
    assert drafts.clause_of(moved, "二5")["clause"] == "二5" and moved["readings"][0]["clauses"][-1] in ("二4", "二5")


def test_a_clause_is_split_at_a_place_and_two_are_joined():
    content = drafts.new("某县办法", [("第一条", "迟报一次扣5分。漏报一次扣10分。"), ("第二条", "附则。")])
    content["clauses"][0]["rules"] = [{"kind": "score", "select": {"event": "late"}, "worth": "-5"}]
    content["readings"] = [
        {
            "id": "x",
            "clauses": ["第一条", "第二条"],
            "question": "问",
            "readings": {"a": "甲"},
            "chosen": "a",
            "why": "因",
        }
    ]
    made = merging.split(content, "第一条", 8, "第一条之二")
    assert [clause["original"] for clause in made["clauses"]] == ["迟报一次扣5分。", "漏报一次扣10分。", "附则。"]
    assert [clause["gist"] for clause in made["clauses"]] == ["迟报一次扣5分", "漏报一次扣10分", "附则"]
    assert made["clauses"][0]["rules"] and not made["clauses"][1]["rules"]
    again = merging.joined(made, "第一条", "第一条之二")
    assert again["clauses"][0]["original"] == "迟报一次扣5分。\n漏报一次扣10分。" and len(again["clauses"]) == 2
    assert merging.joined(again, "第一条", "第二条")["readings"][0]["clauses"] == ["第一条"]
    for at, new, match in ((0, "新", "中间"), (8, "", "条号"), (8, "第二条", "已经有了")):
        with pytest.raises(merging.CannotMerge, match=match):
            merging.split(content, "第一条", at, new)
    content["clauses"][1]["no_rule"] = "附则"
    with pytest.raises(merging.CannotMerge, match="不需系统处理"):
        merging.joined(content, "第一条", "第二条")


def test_every_word_of_a_pack_has_a_name_for_a_clerk():
    """A word that is added to the grammar needs one: faults of a draft never show a key."""
    said = [*KINDS.values(), Opening, Carrying]
    words = {
        entry.metadata.get("key", entry.name) for made in said for entry in fields(made) if "read" in entry.metadata
    }
    assert sorted((words | set(KINDS)) - set(wording.KEYS)) == []
    assert wording.said('worth 应加引号写作文字，不用浮点数，如 "-0.5"', _draft()) == "分值应是数"
    assert wording.said("sections 里没有“zzz”；是不是“zz”？", _draft()) == "分项里没有所写的"


@pytest.mark.parametrize(
    ("words", "unused"),
    [
        ("迟报一次扣５分", ["5分"]), ("迟报一次扣五分，四日内补报", ["五分", "四日"]), ("迟报每次扣3分，扣完10分为止", []), ("迟报扣3分", []),
        ("每月最后1个工作日前报送，迟报扣3.0分", []), ("第二次起扣3分", ["第二次起扣3分"]), ("累计三次的，约谈", ["累计三次的"]), ("超过两次的扣3分", []), ("超过四次的扣3分", ["四次"]),
        ("迟报扣3分，协办单位减半", ["协办单位减半"]), ("迟报扣3分，连续两次的加倍", ["两次", "连续两次的加倍"]),
        ("迟报每次扣零点三分", ["零点三分"]), ("迟报视情节扣3分", ["迟报视情节扣3分"]), ("迟报扣3分，同一事项不重复扣分", ["同一事项不重复扣分"]),
    ],
)  # fmt: skip
def test_numbers_of_a_clause_that_nothing_uses_are_hinted_at(words, unused):
    content = drafts.new("某县办法", [("第一条", words), ("第二条", "基础分")])
    content["clauses"][0]["rules"] = [{"kind": "score", "select": {"event": "late"}, "worth": "-3"}]
    content["clauses"][1]["rules"] = [{"kind": "base", "points": "100"}]
    assert leftovers.unused_in(content["clauses"][0], content) == [f"原文里的“{each}”没有用到" for each in unused]


def test_words_stand_once_and_a_deadline_has_days_and_no_count():
    content = drafts.new("某县办法", [("一", "配合单位不予配合的扣5分"), ("二", "三日内反馈")])
    content["regime"]["matter_roles"] = {"lead": "主办", "support": "协办"}
    select = {"event": "uncooperative", "where": {"role": "support"}}
    content["clauses"][0]["rules"] = [{"kind": "score", "select": select, "worth": "-5"}]
    content["clauses"][1]["rules"] = [{"kind": "deadline", "name": "d", "label": "反馈", "counts_from": "交办之日"}]
    (sentence,) = cards.card_of(content, "一").sentences
    assert sentence.text == "协办单位不予配合每次扣5分"
    (fault,) = [each for each in checking.faults_of(content) if each.clause == "二"]
    assert fault.what == "这一句还缺少期限（多少天）"
