"""Every pair of select, count and worth that a pack may write has its sentence, its witness and its line; what has none is refused."""

import itertools
import re
from pathlib import Path

import pytest
import yaml

from duban.engine import facts, scoring, wording
from duban.engine.packs import loading
from duban.engine.packs.sources import PackError
from duban.engine.sentences.rules import sentence_of
from duban.engine.witnesses import checking, examining
from duban.engine.witnesses.worlds import World

HEAD = {
    "id": "pairs", "name": "小办法", "periods": ["year"], "groups": {"town": "乡镇"}, "levels": {"grave": "严重", "mild": "一般"},
    "categories": [{"id": "key", "name": "重点", "clause": "一"}], "matter_roles": {"lead": "主办", "support": "协办"},
    "sections": [{"id": "timely", "label": "时效", "start": "50", "least": "0", "clause": "一"}],
    "events": {
        "absent": {
            "label": "缺席会议", "of": "either", "clause": "一", "same": ["day", "topic"],
            "fields": {"kind_of": {"big": "大会", "small": "小会"}, "topic": "text", "issue": {"day": True, "label": "通报日期"},
                       "days": {"whole": "天", "label": "迟到天数"}, "by_whom": {"authority": "optional", "label": "作出机关"}},
        },
    },
    "quantities": {"rate": {"typed": {"least": "0", "most": "100"}, "label": "办结率", "unit": "%"}},
}  # fmt: skip
HEAD["events"]["absent"]["fields"]["topic"] = {"text": "required", "label": "议题"}
HEAD["events"]["absent"]["fields"]["kind_of"]["label"] = "会议"

SELECTS = {
    "event": {"event": ["absent", "late"]},
    "where": {"event": "absent", "where": {"kind_of": "big", "role": "support", "category": "key", "level": "grave", "group": "town"}},
    "became": {"event": "absent", "where": {"became": "on_time", "day": {"from": "01-01", "to": "06-30"}, "matter": "any"}},
    "matters": {"matters": ["due", "late"], "where": {"category": "key"}},
    "quantity": {"quantity": "rate"},
    "unit": {"unit": "town"},
}  # fmt: skip
SELECTED = {"events": "event", "quantities": "quantity"}
COUNTS = {
    "each": {}, "matter": {"once_per": "matter"}, "unit": {"once_per": "unit"}, "occasion": {"once_per": "occasion"},
    "field": {"once_per": "topic"}, "within": {"within": "kind_of"}, "from": {"within": "kind_of", "from": 3},
    "from_all": {"from": 2}, "nth": {"once_per": "unit", "from": 2}, "life": {"once_per": "matter", "from": 2, "over": "life"},
    "row": {"within": "kind_of", "in_a_row": 2, "along": "issue"}, "per": {"per": "days"},
}  # fmt: skip
WORTHS = {
    "amount": "-2", "nothing": "0", "by_field": {"by": "kind_of", "points": {"big": "-3", "small": "-1"}},
    "by_level": {"by": "level", "points": {"grave": "-3", "mild": "-1"}}, "by_role": {"by": "role", "points": {"lead": "-3", "support": "-1"}},
    "by_two": {"by": ["kind_of", "level"], "points": {"big grave": "-3"}}, "place": {"by": "place", "points": {1: "-1", 3: "-5"}},
    "times": {"by": "times", "points": {2: "-1", 4: "-3"}}, "range": {"range": ["-10", "-5"], "by": "考核人"},
    "slope": {"slope": {"full": "3", "at": "90", "each": "-0.1", "least": "0"}},
    "itself": None,
}  # fmt: skip


def _text(rule):
    clauses = [{"clause": "一", "gist": "一", "kinds": ["score"], "rules": [rule]}]
    head = {key: value for key, value in HEAD.items() if key not in SELECTED or SELECTED[key] in rule["select"]}
    return yaml.safe_dump({**head, "clauses": clauses}, allow_unicode=True)


def _latin(text):
    return [word for word in re.findall(r"[A-Za-z_]+\w*", text) if not re.fullmatch(r"[fm]\d*", word)]


@pytest.mark.parametrize("select", SELECTS)
def test_every_pair_of_words_has_its_sentence_its_witness_and_its_line(select):
    written = refused = 0
    for count, worth in itertools.product(COUNTS, WORTHS):
        said = {"select": SELECTS[select], "count": COUNTS[count], "worth": WORTHS[worth], "into": "timely"}
        rule = {"kind": "score", **{key: value for key, value in said.items() if value not in ({}, None)}}
        try:
            regime = loading.load_pack({"regime.yaml": _text(rule)})
        except PackError as error:
            assert not re.search(r"None|Error", error.what), error.what
            refused += 1
            continue
        written += 1
        _is_said(regime, (select, count, worth))
    assert written >= 2 and refused


def _is_said(regime, pair):
    (rule,) = regime.clauses[0].rules
    sentence = sentence_of(rule, regime)
    assert sentence and not _latin(sentence) and "None" not in sentence, (pair, sentence)
    (found,) = examining.examine(regime, rule)
    if not found.fires:
        # One matter is one thing: of the same matter there is never a second.
        assert (pair[0] == "matters" and pair[1] in ("matter", "life", "occasion", "nth")) or pair[2] == "times", (
            pair,
            sentence,
        )
        with pytest.raises(PackError, match="从不起作用"):
            checking.checked(regime)
        return
    world = World(regime, regime.choices(), "year")
    result = scoring.score(regime, found.facts, world.units, world.period).as_json()
    lines = [line["why"] for line in result["units"][0]["lines"]]
    assert len(lines) >= 1 and all(why and not _latin(why) and "None" not in why for why in lines), (pair, lines)


def test_every_kind_of_rule_of_the_documents_has_its_sentence():
    paths = sorted((Path(__file__).parents[1] / "documents").glob("*/regime.yaml"))
    for regime in [loading.load_regime(name) for name in (*loading.regime_ids(), *paths)]:
        for clause in regime.clauses:
            for rule in clause.rules:
                said = sentence_of(rule, regime)
                assert said and "None" not in said and not _latin(said), (regime.id, clause.clause, said)


def test_every_kind_of_fact_of_the_library_has_a_name():
    assert not [kind for kind in facts.KINDS if kind not in wording.KINDS]
