"""`duban parse`: JSON on stdout, or one line on stderr and 2."""

import argparse
import json

import pytest

from duban.cli.scoring import parse


def command(*words):
    parser = argparse.ArgumentParser()
    parse.add_parser(parser.add_subparsers())
    args = parser.parse_args(["parse", *words])
    return args.func(args)


def test_the_answer(tmp_path, capsys):
    path = tmp_path / "分工.txt"
    path.write_text("一、修桥，6月底前完工。（甲局负责）", encoding="utf-8")
    assert command(str(path), "--year", "2023") == 0
    out, err = capsys.readouterr()
    assert "修桥" in out
    assert json.loads(out)["items"][0]["due"] == "2023-06-30"
    assert err == ""


def test_doubts_on_the_whole_go_to_stderr(tmp_path, capsys):
    path = tmp_path / "a.txt"
    path.write_text("今天天气很好。", encoding="utf-8")
    assert command(str(path)) == 0
    out, err = capsys.readouterr()
    assert json.loads(out) == {"items": [], "unparsed": []}
    assert "没有读到" in err


@pytest.mark.parametrize("name", ["nowhere.txt", ".", "broken.docx", "empty.txt"])
def test_what_cannot_be_read(tmp_path, capsys, name):
    (tmp_path / "broken.docx").write_bytes(b"PK")
    (tmp_path / "empty.txt").write_bytes(b"")
    assert command(str(tmp_path / name)) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1


def test_a_year_that_is_none(capsys):
    with pytest.raises(SystemExit) as stop:
        command("a.txt", "--year", "soon")
    assert stop.value.code == 2
    assert "soon" in capsys.readouterr().err
