"""`duban what-if`: the table, the JSON, the list of figures; bad input is one line on stderr and 2."""

import json

import pytest

from duban.cli import main
from duban.engine.what_if import comparing

CASE = {
    "regime": "county-plan",
    "period": {"from": "2026-01-01", "to": "2026-12-31", "kind": "year"},
    "units": [{"unit": unit, "name": name, "group": "department"} for unit, name in (("jia", "甲局"), ("yi", "乙局"))],
    "facts": [
        {"id": "u1", "kind": "urged", "on": "2026-03-02", "unit": "jia", "channel": "written", "limit": "2026-03-12"},
        {"id": "u2", "kind": "urged", "on": "2026-03-03", "unit": "yi", "channel": "phone", "limit": "2026-03-12"},
    ],
}


@pytest.fixture
def case(tmp_path):
    path = tmp_path / "case.json"
    path.write_text(json.dumps(CASE), "utf-8")
    return str(path)


def test_the_table_says_what_changes_for_whom_and_by_which_clause(case, capsys):
    assert main(["what-if", case, "--set", "六(三)=0", "--against", "zhuoni-2022"]) == 0
    out = capsys.readouterr().out
    assert "变体1：1 个总分变、2 个名次变；甲局由第 2 升到第 1" in out
    assert "〔六(三)〕＋0.20 分：1 个单位，其中 1 个名次变" in out
    assert "甲局 比 乙局 多 0.10 分，〔六(二)〕多 0.1 分，决定了次序" in out
    assert "这些事实不能推算的条款" in out and "卓尼办法 〔附件1 一〕" in out


def test_json_has_a_variant_for_each_change_where_that_is_asked(case, capsys):
    assert main(["what-if", case, "--set", "六(三)=0", "--set", "六(二)=1", "--each", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [each["variant"] for each in told["variants"]] == ["变体1", "变体2"]
    assert [each["clauses"][0]["clause"] for each in told["variants"]] == ["六(三)", "六(二)"]


def test_the_figures_that_may_be_changed(case, capsys):
    assert main(["what-if", case, "--figures"]) == 0
    assert "六(三)  书面催办每次扣〔0.2〕分" in capsys.readouterr().out


def test_how_far_it_is_is_said_where_it_takes_long(case, capsys, monkeypatch):
    monkeypatch.setattr("duban.cli.scoring.what_if.LONG", 1)
    assert main(["what-if", case, "--set", "六(三)=0"]) == 0
    assert capsys.readouterr().err == "已推演 1／2\n已推演 2／2\n" and comparing.LONG == 100_000


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ([], "没有写要改什么"),
        (["--set", "六(三)"], "六(三)"),
        (["--set", "六(三)=两"], "两"),
        (["--set", "六(九)=2"], "六(九)"),
        (["--set", "六(五)=2"], "六(五)#1"),
        (["--without", "九"], "九"),
        (["--reading", "rehandled=never"], "never"),
        (["--against", "nowhere"], "nowhere"),
    ],
)
def test_bad_input_is_one_line(case, given, why, capsys):
    assert main(["what-if", case, *given]) == 2
    said = capsys.readouterr()
    assert said.out == "" and why in said.err and len(said.err.splitlines()) == 1


def test_a_check_against_superior_rules_says_how_to_try_the_document_without(capsys):
    assert main(["regimes", "check", "zhuoni-2022", "--superior"]) == 0
    out = capsys.readouterr().out
    assert "与上位规定比对：3 处需要核对" in out and "办法仍照原文执行" in out
    assert "--without '附件1 二3'" in out and "--without '附件1 三1'" in out
    assert main(["regimes", "check", "county-plan", "--superior"]) == 0
    assert "没有需要核对的" in capsys.readouterr().out
