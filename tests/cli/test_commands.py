"""The command line itself: its help is quick, and what is misspelt is answered in Chinese."""

import subprocess
import sys
import time

import pytest

from duban.cli import COMMANDS, main


def _refusal(capsys, *argv):
    try:
        code = main([str(word) for word in argv])
    except SystemExit as stop:
        code = stop.code
    out, err = capsys.readouterr()
    assert code == 2 and out == "" and len(err.splitlines()) == 1, (code, out, err)
    return err


def test_help_is_quick_and_imports_nothing_heavy():
    code = "import sys, duban.cli\ntry: duban.cli.main(['--help'])\nexcept SystemExit: pass\nprint(sorted(sys.modules), file=sys.stderr)"
    start = time.perf_counter()
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert time.perf_counter() - start < 2
    assert all(name in run.stdout for name in COMMANDS)
    assert not {"'django'", "'yaml'", "'docx'", "'openpyxl'", "'typst'"} & set(run.stderr.strip("[]\n").split(", "))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["score"], "缺少参数：CASE.json"),
        (["regimes", "list", "more"], "不认识的参数：more"),
        (["nope"], "参数 COMMAND 不能是 'nope'"),
        (["serve", "--port", "abc"], "参数 --port：不是端口：abc"),
        (["deadline", "--rule"], "参数 --rule 后面要写上值"),
    ],
)
def test_a_misspelt_command_is_answered_in_chinese(capsys, words, said):
    try:
        code = main(words)
    except SystemExit as ended:
        code = ended.code
    out, err = capsys.readouterr()
    assert code == 2 and not out and said in err and err.count("\n") == 1
