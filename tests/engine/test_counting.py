"""The count tells the truth: every rule that was drawn up from a document stands in its pack, carried out, given by a person, or not, with why."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from duban.cli import main
from duban.engine.packs import counting, coverage, loading

DOCUMENTS = Path(__file__).parent / "documents"
# The rules of the documents as they were drawn up from their texts, before the packs were: number, and the clause that has it.
RULES = {
    "s1-slips": "一 二 二 三 三 四 四 五",
    "s2-slips": "范围 蓝 黄 红 红",
    "s3-cards": "一 一 一 二 三 三2 三 四",
    "s5-district": "导语 一1 一2 一3 一4 一5 一6 一7 一8 二1 二2 二3",
    "s6-materials": "范围 范围 二 三(一)1 三(一)2 三(一)3 三(二) 三(三)",
    "s7-instructions": "一 二 二 加分1 加分2 加分4 加分5 加分6 扣分",
    "s8-sections": "范围 三 一 一 一 二 三 范围",
    "s11-city-management": "导语 一1 一2 一3 二1 二2 二3 二4 三1 三2",
    "f15-departments": "二 一1 一2 一2 一3 一4 一4 一5 二2 二 二 二 二 三1 三1 三2 三2",
    "s12-deadlines": "一 二 三 四 五 六 七 八",
    "s13-deadlines": "一 二 三",
    "s14-deadlines": "一 一 三 二 四",
    "s15-deadlines": "一 二",
    "s16-proposals": "范围 一 一2 一3 二2 二",
    "s17-proposals": "一 一2 二 一 三 四 五",
}  # fmt: skip


@pytest.mark.parametrize("name", RULES)
def test_every_rule_of_the_document_stands_in_its_pack(name):
    regime = loading.load_regime(DOCUMENTS / name)
    stands = {clause.clause for clause in regime.clauses}
    assert set(RULES[name].split()) <= stands
    counted = {item.clause for item in counting.items_of(regime)}
    for clause in regime.clauses:
        only_restated = all(source.get("kind") == "restated" for source in clause.sources) and clause.sources
        assert clause.no_rule or only_restated or clause.clause in counted, clause.clause


def test_there_are_116_rules_of_eleven_texts():
    assert sum(len(listed.split()) for listed in RULES.values()) == 116


def test_the_command_says_document_by_document_how_many_and_which_not(capsys):
    files = [str(DOCUMENTS / name) for name in RULES]
    assert main(["regimes", "count", *files, *loading.regime_ids()]) == 0
    text = capsys.readouterr().out
    assert main(["regimes", "count", "--json", *files, *loading.regime_ids()]) == 0
    documents = json.loads(capsys.readouterr().out)["documents"]
    assert len(documents) == 20
    for found in documents:
        ways = Counter(rule["way"] for rule in found["rules"])
        assert {way: found[way] for way in counting.WAYS} == {way: ways[way] for way in counting.WAYS}
        for rule in found["rules"]:
            assert (rule["way"] != "not") or (
                rule["why"] and f"{rule['clause']}  {rule['gist']}——{rule['why']}" in text
            )
    assert "合计 20 份：规则 " in text


def test_a_figure_that_a_leader_gives_is_counted_as_theirs():
    ways = {(item.clause, item.way) for item in counting.items_of(loading.load_regime(DOCUMENTS / "s5-district"))}
    assert ("一8", "person") in ways and ("一6", "person") in ways and ("一7", "exact") in ways


def test_what_cannot_be_done_or_is_not_proved_is_never_counted_as_done():
    regimes = [loading.load_regime(name) for name in loading.regime_ids()]
    counts = coverage.totals(regimes)
    assert sum(counts.values()) == 234
    for regime in regimes:
        for row in coverage.rows(regime):
            is_open = bool(row["cannot"] or row["unproved"])
            assert (row["status"] == "planned") is (row["state"] in coverage.NOT_DONE)
            assert not is_open or row["status"] == "planned"
    assert re.search(r"共 234 条：.*已落实 \d+ 条，未落实 \d+ 条", coverage.figures(counts))
