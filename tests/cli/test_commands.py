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
        (["person", "export", "a.zip"], "要写 --officer 或 --appeal 其中之一"),
        (["nope"], "参数 COMMAND 不能是 'nope'"),
        (["serve", "--port", "abc"], "参数 --port：不是端口：abc"),
        (["deadline", "--rule"], "参数 --rule 后面要写上值"),
        (["backup", ""], "第 2 个参数是空的"),
        (["restore", " "], "第 2 个参数是空的"),
        (["score", "case.json", "--pack="], "参数 --pack 后面要写上值"),
    ],
)
def test_a_misspelt_command_is_answered_in_chinese(capsys, words, said):
    try:
        code = main(words)
    except SystemExit as ended:
        code = ended.code
    out, err = capsys.readouterr()
    assert code == 2 and not out and said in err and err.count("\n") == 1


@pytest.mark.parametrize("words", ["regimes coverage county-plan", "parse {paper}"])
def test_who_reads_no_further_ends_a_command_without_a_word(words, tmp_path):
    paper = tmp_path / "a.txt"
    paper.write_text(
        "2026年分工\n" + "".join(f"{n}．修路{n}。（县交通局负责）\n" for n in range(1, 600)), encoding="utf-8"
    )
    command = (
        f"{sys.executable} -m duban.cli {words.format(paper=paper)} | head -c 1 >/dev/null; exit ${{PIPESTATUS[0]}}"
    )
    run = subprocess.run(["/bin/bash", "-c", command], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")


def test_a_full_disk_is_one_line():
    command = f"{sys.executable} -m duban.cli regimes > /dev/full"
    run = subprocess.run(["/bin/bash", "-c", command], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (2, "duban regimes: 写不下去：磁盘已满\n")
