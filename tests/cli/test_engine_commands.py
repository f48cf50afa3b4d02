"""The engine's commands: JSON out, or one line on stderr, exit 2 and nothing on stdout."""

import json
import sys

import pytest

from duban.cli import main

CASE = {
    "regime": "county-plan",
    "period": {"from": "2022-01-01", "to": "2022-12-31", "kind": "year"},
    "units": [{"unit": "jia", "name": "甲", "group": "township"}],
    "facts": [
        {
            "id": "a1",
            "kind": "assigned",
            "on": "2022-01-10",
            "unit": "jia",
            "matter": "m1",
            "role": "lead",
            "due": "2022-02-10",
        },
        {
            "id": "u1",
            "kind": "urged",
            "on": "2022-02-11",
            "unit": "jia",
            "matter": "m1",
            "channel": "phone",
            "limit": "2022-02-18",
        },
    ],
}


@pytest.fixture
def case(tmp_path):
    path = tmp_path / "case.json"
    path.write_text(json.dumps(CASE, ensure_ascii=False), encoding="utf-8")
    return path


def _answer(capsys, *argv):
    assert main([str(word) for word in argv]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return json.loads(out)


def _refusal(capsys, *argv):
    try:
        code = main([str(word) for word in argv])
    except SystemExit as stop:
        code = stop.code
    out, err = capsys.readouterr()
    assert code == 2 and out == "" and len(err.splitlines()) == 1, (code, out, err)
    return err


def test_score(capsys, case):
    answer = _answer(capsys, "score", case)
    assert list(answer) == ["regime", "period", "units", "honours", "ignored"]
    (unit,) = answer["units"]
    assert (unit["unit"], unit["total"], unit["rank"]) == ("jia", "2.90", 1)
    assert [(line["clause"], line["points"], line["facts"]) for line in unit["lines"]] == [
        ("五(四)", "3", []),
        ("六(二)", "-0.1", ["u1"]),
    ]


def test_facts_beside_the_case(capsys, tmp_path):
    case, beside = tmp_path / "case.json", tmp_path / "facts.jsonl"
    case.write_text(json.dumps({**CASE, "facts": CASE["facts"][:1]}), encoding="utf-8")
    beside.write_text("\n" + "\n".join(json.dumps(fact) for fact in CASE["facts"][1:]) + "\n", encoding="utf-8")
    assert _answer(capsys, "score", case, "--facts", beside)["units"][0]["total"] == "2.90"
    beside.write_text('{"id": "u1"\n', encoding="utf-8")
    assert "1" in _refusal(capsys, "score", case, "--facts", beside)
    assert "nowhere" in _refusal(capsys, "score", case, "--facts", tmp_path / "nowhere.jsonl")


def test_facts_in_parquet(capsys, tmp_path, monkeypatch):
    import pyarrow
    from pyarrow import parquet

    case, beside = tmp_path / "case.json", tmp_path / "facts.parquet"
    case.write_text(json.dumps({**CASE, "facts": [], "jurisdiction": "x"}), encoding="utf-8")
    rows = [{**fact, "jurisdiction": "x"} for fact in CASE["facts"]]
    rows.append({**CASE["facts"][1], "id": "u2", "unit": "far", "jurisdiction": "y"})
    parquet.write_table(pyarrow.Table.from_pylist(rows, schema=_schema(rows)), beside)
    assert _answer(capsys, "score", case, "--facts", beside)["units"][0]["total"] == "2.90"
    assert str(tmp_path / "nowhere.parquet") in _refusal(capsys, "score", case, "--facts", tmp_path / "nowhere.parquet")
    beside.write_bytes(b"no parquet")
    assert str(beside) in _refusal(capsys, "score", case, "--facts", beside)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert "cluster" in _refusal(capsys, "score", case, "--facts", beside)


def _schema(rows):
    import pyarrow

    return pyarrow.schema([(name, pyarrow.string()) for name in dict.fromkeys(key for row in rows for key in row)])


def test_ladder(capsys, case):
    assert _answer(capsys, "ladder", case, "--on", "2022-02-18") == {"due": []}
    (due,) = _answer(capsys, "ladder", case, "--on", "2022-02-19")["due"]
    assert list(due) == ["unit", "matter", "step", "clause", "since", "limit", "why", "facts"]
    assert (due["step"], due["since"], due["clause"], due["limit"]) == (
        "written",
        "2022-02-19",
        "四(二)",
        None,
    )


def test_deadline(capsys):
    answer = _answer(
        capsys, "deadline", "--regime", "gansu-county-2023", "--rule", "instruction", "--from", "2023-01-16"
    )
    assert answer == {
        "due": "2023-01-30",
        "clause": "二(三)",
        "counted": "7 working days",
        "provisional": False,
    }
    later = _answer(capsys, "deadline", "--regime", "sanmenxia-2019", "--rule", "step_limit", "--from", "2031-03-03")
    assert later["provisional"] is True
    eve = _answer(capsys, "deadline", "--regime", "gansu-county-2023", "--rule", "instruction", "--from", "2017-12-31")
    assert (eve["due"], eve["provisional"]) == ("2018-01-10", False)
    days = _answer(capsys, "deadline", "--regime", "zhuoni-2022", "--rule", "review_request", "--from", "2031-03-03")
    assert days == {"due": "2031-04-02", "clause": "第十七条", "counted": "30 days", "provisional": False}


def test_regimes(capsys):
    listed = _answer(capsys, "regimes", "--json")["regimes"]
    assert {"zhuoni-2022", "county-plan"} <= {regime["id"] for regime in listed}
    assert main(["regimes"]) == 0
    assert "zhuoni-2022" in capsys.readouterr().out
    rows = _answer(capsys, "regimes", "coverage", "ankang-2020", "--json")["clauses"]
    grade = next(row for row in rows if row["clause"] == "第十二条(一)")
    assert grade["rules"][0]["kind"] == "grade" and isinstance(grade["feature"], str)
    assert main(["regimes", "coverage", "ankang-2020"]) == 0
    assert "第十二条(一)" in capsys.readouterr().out
    readings = _answer(capsys, "regimes", "readings", "county-plan", "--json")["readings"]
    assert readings[0]["id"] == "rehandled" and readings[0]["switch"] is True
    assert main(["regimes", "check", "zhuoni-2022"]) == 0
    assert "zhuoni-2022" in capsys.readouterr().out


@pytest.mark.parametrize(
    "argv",
    [
        [],
        ["nonsense"],
        ["score"],
        ["score", "/nowhere/case.json"],
        ["score", "CASE", "--pack", "/nowhere/pack.yaml"],
        ["ladder", "CASE"],
        ["ladder", "CASE", "--on", "2022-02-30"],
        ["deadline", "--regime", "nowhere", "--rule", "proposal", "--from", "2022-01-01"],
        ["deadline", "--regime", "gansu-county-2023", "--rule", "nothing", "--from", "2022-01-01"],
        ["deadline", "--regime", "gansu-county-2023", "--rule", "proposal", "--from", "2022-13-01"],
        ["deadline", "--regime", "gansu-county-2023", "--rule", "proposal", "--from", "9999-12-31"],
        ["deadline", "--rule", "proposal", "--from", "2022-01-01"],
        ["regimes", "check", "/nowhere/pack.yaml"],
        ["regimes", "coverage", "nowhere"],
        ["regimes", "readings", "../regimes"],
    ],
    ids=" ".join,
)
def test_refusals(capsys, case, argv):
    assert _refusal(capsys, *[case if word == "CASE" else word for word in argv])


def test_a_refused_fact_is_named(capsys, tmp_path):
    path = tmp_path / "case.json"
    path.write_text(json.dumps({**CASE, "facts": [*CASE["facts"], {**CASE["facts"][1], "id": "u\n7", "unit": "yi"}]}))
    assert "u 7" in _refusal(capsys, "score", path)
    path.write_text(json.dumps({**CASE, "choices": {"rehandled": "never"}}))
    assert "rehandled" in _refusal(capsys, "ladder", path, "--on", "2022-03-01")


@pytest.mark.parametrize(("key", "value"), [("facts", {}), ("facts", ""), ("choices", [])])
def test_what_is_empty_must_still_be_of_its_kind(capsys, tmp_path, key, value):
    path = tmp_path / "case.json"
    path.write_text(json.dumps({**CASE, key: value}))
    assert key in _refusal(capsys, "score", path)


def test_a_field_given_twice_is_refused_not_halved(capsys, tmp_path, case):
    path = tmp_path / "twice.json"
    path.write_text(json.dumps(CASE)[:-1] + ', "facts": []}')
    assert "facts 重复" in _refusal(capsys, "score", path)
    beside = tmp_path / "facts.jsonl"
    beside.write_text('{"id": "g1", "kind": "grade", "kind": "urged"}\n')
    assert "kind 重复" in _refusal(capsys, "score", case, "--facts", beside)


def test_levels_are_said_in_the_regimes_own_words(capsys, tmp_path):
    pack = tmp_path / "two.yaml"
    pack.write_text(
        """
id: two
name: 两级制
title: null
number: null
issuer: null
level: county
issued_on: null
in_force: null
version: "1"
remarks: []
periods: [year]
groups: {township: 乡镇}
levels: {red: 特急, blue: 一般}
level_clause: 一
categories: []
papers: []
roles: {}
clauses:
  - clause: 一
    gist: 特急的迟一次减3分，一般的减1分
    kinds: [score]
    rules:
      - {kind: base, points: 10}
      - {kind: points, fact: late, by: level, points: {red: -3, blue: -1}}
""",
        encoding="utf-8",
    )
    late = {"id": "l1", "kind": "late", "on": "2022-03-01", "unit": "jia", "what": "report", "level": "red"}
    case = tmp_path / "case.json"
    case.write_text(json.dumps({**CASE, "facts": [late]}))
    lines = _answer(capsys, "score", case, "--pack", pack)["units"][0]["lines"]
    assert [line["why"] for line in lines if line["facts"]] == ["红色（特急）事项逾期1次，-3分"]


def test_a_pack_beside_the_case(capsys, tmp_path, case):
    pack = tmp_path / "tenth.yaml"
    pack.write_text(
        """
id: tenth
name: 十分制
title: null
number: null
issuer: null
level: county
issued_on: null
in_force: null
version: "1"
remarks: []
periods: [year]
groups: {township: 乡镇}
levels: {}
level_clause: null
categories: []
papers: []
roles: {}
clauses:
  - clause: 一
    gist: 基础10分，电话催办每次减1.5分
    kinds: [score, deadline]
    rules:
      - {kind: base, points: 10}
      - {kind: points, fact: urged, where: {channel: phone}, points: "-1.5"}
      - {kind: deadline, name: reply, label: 答复, count: {working_days: 3}, counts_from: 收到之日}
""",
        encoding="utf-8",
    )
    assert main(["regimes", "check", str(pack)]) == 0
    capsys.readouterr()
    assert _answer(capsys, "score", case, "--pack", pack)["units"][0]["total"] == "8.50"
    reply = _answer(capsys, "deadline", "--pack", pack, "--rule", "reply", "--from", "2022-03-03")
    assert reply["due"] == "2022-03-08"
    pack.write_text(pack.read_text(encoding="utf-8").replace("fact: urged", "fact: nagged"), encoding="utf-8")
    assert "tenth.yaml:25:" in _refusal(capsys, "regimes", "check", pack)


def test_facts_beside_a_case_may_begin_with_a_byte_order_mark(capsys, case, tmp_path):
    told = _answer(capsys, "score", case)
    bare, facts = tmp_path / "bare.json", tmp_path / "facts.jsonl"
    bare.write_text(json.dumps({**CASE, "facts": []}), encoding="utf-8")
    facts.write_text("\n".join(json.dumps(each) for each in CASE["facts"]), encoding="utf-8-sig")
    assert _answer(capsys, "score", bare, "--facts", facts) == told


def test_facts_that_nest_without_end_are_one_line(capsys, case, tmp_path):
    facts = tmp_path / "facts.jsonl"
    facts.write_text("[" * 100_000, encoding="utf-8")
    assert "第 1 行" in _refusal(capsys, "score", case, "--facts", facts)
