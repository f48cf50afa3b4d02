"""`duban regimes new`: what is written is sound as it stands; nothing is written over."""

import pytest

from duban.cli import main
from duban.engine.packs import loading


def test_what_is_written_is_a_sound_document_of_that_name(tmp_path, capsys):
    folder = tmp_path / "own"
    assert main(["regimes", "new", str(folder), "--id", "own", "--name", "本县细则"]) == 0
    regime = loading.load_regime(folder)
    assert (regime.id, regime.name) == ("own", "本县细则") and regime.clauses
    assert main(["regimes", "check", str(folder)]) == 0
    assert "没有问题" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--id", "Own County", "--name", "x"], "--id 只能用"),
        (["--id", "county-plan", "--name", "x"], "已被使用"),
    ],
)
def test_an_id_that_cannot_be_is_one_line_and_nothing_is_written(tmp_path, capsys, words, said):
    assert main(["regimes", "new", str(tmp_path / "own"), *words]) == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_use_is_left_alone(tmp_path, capsys):
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    assert main(["regimes", "new", str(tmp_path), "--id", "own", "--name", "x"]) == 2
    assert "已经有内容" in capsys.readouterr().err
    assert [each.name for each in tmp_path.iterdir()] == ["notes.txt"]
