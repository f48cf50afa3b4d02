"""A quantity is said in one sentence, in the document's words, whatever form it has; no id, no English, no None."""

import re
from pathlib import Path

import pytest

from duban.engine.packs.loading import load_regime
from duban.engine.sentences.figures import figure_statement, figure_statements

DOCUMENTS = Path(__file__).parents[1] / "documents"


@pytest.mark.parametrize("name", sorted(path.name for path in DOCUMENTS.iterdir() if path.is_dir()))
def test_every_quantity_has_a_sentence(name):
    regime = load_regime(DOCUMENTS / name)
    for quantity in regime.quantities:
        assert not re.search(r"[A-Za-z_]{2,}", said := figure_statement(quantity, regime)), said


def test_each_form_is_said_in_its_words():
    five = load_regime(DOCUMENTS / "f15-departments")
    said = {each.id: figure_statement(each, five) for each in five.quantities}
    assert "水库得分＝5×已清退水库数÷水库总数；除数为0时为5（水利局）" in said.values()
    assert "已清退水库数：由督查室填写，不低于0，不高于水库总数，整数（水利局）" in said.values()


def test_under_a_reading_one_of_its_forms_holds():
    regime = load_regime("sanmenxia-2019")
    clause = regime.clause("附件1 2")
    holding, others = figure_statements(clause, regime, regime.choices({"highest_number": "same_group"}))
    assert "最高事项数：同组单位中计入件数的最大值" in holding
    assert "最高事项数：参加排名的各单位中计入件数的最大值" in others
    assert "已得分：本期到期或办结、已办结的牵头事项的分值之和，没有的按20" in holding
