"""`duban facts export` and `duban score --by-jurisdiction`: what offices hand up is scored at the centre as at home."""

import json
import multiprocessing
import sys

import pytest

from duban.cli import main
from duban.ledger import journal, scores
from duban.ledger.actions.office import daily_run
from duban.ledger.audit import heads
from duban.ledger.models import Chain
from tests import cast, stories

YEAR = ("--period", "year", "--on", "2026-03-31")


@pytest.fixture
def offices(db):
    """Two offices, each with its own document and a late matter, and one that did nothing."""
    found = [cast.office("county-plan", slug="east"), cast.office("zhuoni-2022", slug="west")]
    for office in found:
        for day in (10, 12):
            stories.matter(office, due_on=f"2026-03-{day}", at=cast.at("2026-03-02 09:00"))
        daily_run.run_days(jurisdiction=office.jurisdiction, through=stories.day("2026-03-20"))
    return [*found, cast.office("sanmenxia-2019", slug="idle")]


def _export(office, *words):
    return main(["facts", "export", "--jurisdiction", office.jurisdiction.slug, *YEAR, *map(str, words)])


def _score(capsys, *words):
    capsys.readouterr()
    assert main(["score", *map(str, words)]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def _at_home(office):
    case = scores.case_for(office.jurisdiction, "year", stories.day("2026-01-01"), stories.day("2026-12-31"))
    return scores.score_case(case).as_json()


def test_the_centre_scores_what_offices_hand_up_as_they_do(offices, capsys, tmp_path):
    files = [tmp_path / f"{office.jurisdiction.slug}.parquet" for office in offices]
    for office, file in zip(offices, files, strict=True):
        assert _export(office, "--parquet", file) == 0
    answers = _score(capsys, "--by-jurisdiction", "--processes", "1", "--facts", *files)
    assert [answer["jurisdiction"] for answer in answers] == ["east", "west", "idle"]
    for office, answer in zip(offices, answers, strict=True):
        home = json.loads(json.dumps(_at_home(office)))
        assert {key: answer[key] for key in home} == home
        chain = Chain.objects.filter(jurisdiction=office.jurisdiction).first()
        kept = heads.read_heads([answer["head"]])
        expected = [(office.jurisdiction.slug, chain.seq, chain.head)] if chain and chain.seq else []
        assert [(head.chain, head.seq, head.digest) for head in kept] == expected
        assert list(heads.compare(kept)) == []
        assert answer["ranking"] is None
    assert any(line["points"].startswith("-") for unit in answers[1]["units"] for line in unit["lines"])


def test_lines_and_cases_say_the_same(offices, capsys, tmp_path):
    cases, lines = tmp_path / "cases.jsonl", tmp_path / "facts.jsonl"
    parts = []
    for office in offices:
        assert (
            _export(office, "--lines", tmp_path / "l", "--case", tmp_path / "c", "--parquet", tmp_path / "p.parquet")
            == 0
        )
        parts.append([(tmp_path / name).read_text(encoding="utf-8") for name in ("l", "c")])
        (tmp_path / "p.parquet").rename(tmp_path / f"{office.jurisdiction.slug}.parquet")
    # The rows of all offices in one file, one office's line after another's.
    mixed = [line for row in zip(*(part[0].splitlines() for part in parts[:2]), strict=False) for line in row]
    mixed += [line for part in parts for line in part[0].splitlines() if line not in mixed]
    lines.write_text("\n".join(mixed), encoding="utf-8")
    cases.write_text("".join(part[1] for part in parts), encoding="utf-8")
    one = _score(capsys, cases, "--by-jurisdiction", "--processes", "1", "--facts", lines)
    other = _score(capsys, "--by-jurisdiction", "--processes", "2", "--facts", *sorted(tmp_path.glob("*.parquet")))
    assert sorted(one, key=str) == sorted(other, key=str)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--period", "decade"), "decade"),
        (("--jurisdiction", "nowhere"), "nowhere"),
        ((), "--jurisdiction"),
        (("--jurisdiction", "east", "--lines", "/nowhere/x"), "/nowhere/x"),
    ],
)
def test_what_cannot_be_exported_is_said_in_one_line(offices, capsys, tmp_path, words, said):
    given = ["--jurisdiction", "east"] if "--period" in words else []
    end = [] if "--lines" in words else ["--lines", str(tmp_path / "x")]
    assert main(["facts", "export", *given, *words, *end]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert said in line
    assert not (tmp_path / "x").exists()


def test_an_export_goes_somewhere(offices, capsys):
    assert _export(offices[0]) == 2
    assert "--parquet" in capsys.readouterr().err


def test_what_is_wrong_with_one_office_is_said_with_its_name(offices, capsys, tmp_path):
    lines, case = tmp_path / "l.jsonl", tmp_path / "c.jsonl"
    assert _export(offices[0], "--lines", lines, "--case", case) == 0
    good = lines.read_text(encoding="utf-8")
    for wrong, said in (
        (good.replace("assigned", "exploded", 1), "辖区 east：事实"),
        (good.replace('"jurisdiction": "east"', '"jurisdiction": "north"', 1), "north"),
        (good.replace(', "jurisdiction": "east"', "", 1), "没有写 jurisdiction"),
        (good + "{\n", "第 "),
    ):
        lines.write_text(wrong, encoding="utf-8")
        capsys.readouterr()
        assert main(["score", str(case), "--by-jurisdiction", "--processes", "1", "--facts", str(lines)]) == 2
        told = capsys.readouterr()
        assert said in told.err, wrong
        assert (told.out, len(told.err.splitlines())) == ("", 1)


def test_without_the_extra_it_is_said(offices, capsys, monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert _export(offices[0], "--parquet", tmp_path / "x.parquet") == 2
    assert main(["score", "--by-jurisdiction", "--facts", "x.parquet"]) == 2
    assert capsys.readouterr().err.count("duban[cluster]") == 2
    assert journal.last_of(offices[0].jurisdiction) > 0
    assert multiprocessing.active_children() == []
