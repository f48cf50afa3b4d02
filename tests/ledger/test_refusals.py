"""A refusal of one among several says which, and stays what it was."""

import pytest

from duban.ledger.refusals import Changed, Conflict, Forbidden, Refused


@pytest.mark.parametrize("kind", [Refused, Forbidden, Conflict])
def test_it_keeps_its_kind_clause_field_and_way(kind):
    said = kind("还不能办结", clause="第九条", field="reason").said_of("2026-1 甲局", "去掉这一件。")
    assert type(said) is kind and (said.clause, said.field) == ("第九条", "reason")
    assert str(said) == "2026-1 甲局：还不能办结〔第九条〕 去掉这一件。"
    assert kind("还不能办结", possible="先审核。").said_of("甲局", "去掉这一件。").possible == "先审核。"


def test_what_changed_keeps_both_versions():
    said = Changed("刚刚被别人改动过", 3, 4).said_of("2026-1", "去掉这一件。")
    assert type(said) is Changed and (said.yours, said.current) == (3, 4)
    assert said.why == "2026-1：刚刚被别人改动过，您看到的是旧内容" and "核对" in said.possible
