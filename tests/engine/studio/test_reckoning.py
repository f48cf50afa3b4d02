"""How often points are reckoned, by a document's words: what its draft begins with, and what is hinted at where it is not ticked."""

import pytest

from duban.engine.studio import drafts
from duban.engine.studio.leftovers import unused_in
from duban.engine.studio.reckoning import periods_said


@pytest.mark.parametrize(
    ("words", "periods"),
    [
        ("督查考核每月一次，实行百分制。", ["month"]),
        ("实行每月考核、季度排名、年终总评。", ["month", "quarter", "year"]),
        ("考核按季度进行，年度考核结果报市委。", ["quarter", "year"]),
        ("年度得分为各月得分的平均值。", ["month", "year"]),
        ("每半年考核一次。", ["half_year"]),
        ("各单位每月报送进展，迟报扣1分。", ["year"]),
        ("年度考核实行百分制。", ["year"]),
        ("每周调度，每月通报。", ["year"]),
    ],
)
def test_periods_are_read_from_the_whole(words, periods):
    assert periods_said([words]) == periods


def test_a_mean_of_months_asks_for_the_months_first():
    words = "年度得分为各月得分的平均值。"
    content = drafts.new("某县办法", [("第一条", words)])
    (hint,) = unused_in(content["clauses"][0], content)
    assert "请先在“文件信息”里选月度，再加一句" in hint
    content["regime"]["periods"] = ["month", "year"]
    (hint,) = unused_in(content["clauses"][0], content)
    assert "请加一句" in hint
