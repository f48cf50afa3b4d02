"""The commands of an installation, in processes of their own: on an empty folder, on a filled one, and with bad input."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from tests.tables import migrated

PROGRAM = "import sys; from duban.cli import main; sys.exit(main(sys.argv[1:]))"
SEED = """
import os, datetime
import django; django.setup()
from tests import cast, stories
from duban.ledger.actions.scoring import rankings
from duban.ledger.by import By
place = cast.office("sanmenxia-2019", slug="shi")
made = stories.matter(place, due_on="2026-02-20", at=cast.at("2026-02-02 09:00"))
stories.complete(place, made, cast.at("2026-02-10 09:00"))
stories.matter(place, due_on="2026-03-13", at=cast.at("2026-03-02 09:00"))
rankings.publish_ranking(jurisdiction=place.jurisdiction, kind="month", from_on=datetime.date(2026, 2, 1),
                         to_on=datetime.date(2026, 2, 28), by=By(place.head, cast.at()))
"""


def _env(home):
    env = {name: value for name, value in os.environ.items() if not name.startswith(("DUBAN_", "DATABASE_URL"))}
    settings = {"DUBAN_HOME": str(home), "DUBAN_TODAY": "2026-03-31", "DUBAN_TESTING": "1"}
    return {**env, **settings, "DJANGO_SETTINGS_MODULE": "duban.config.settings", "PYTHONPATH": os.getcwd()}


def _duban(home, *words):
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *words],
        env=_env(home),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """An installation with one office, one published month and one overdue matter."""
    folder = tmp_path_factory.mktemp("installation")
    migrated(folder, _env(folder))
    subprocess.run([sys.executable, "-c", SEED], env=_env(folder), check=True, timeout=120)
    return folder


@pytest.mark.parametrize("words", [("daily",), ("audit", "verify"), ("ranking", "verify"), ("fsck",), ("serve",)])
def test_before_migration_one_line_says_what_to_do(tmp_path, words):
    code, out, err = _duban(tmp_path, *words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "duban migrate" in err


def test_where_nothing_was_made_there_is_nothing_to_back_up(tmp_path):
    code, out, err = _duban(tmp_path, "backup", str(tmp_path / "made.backup"))
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "DATABASE_URL" in err
    assert not (tmp_path / "made.backup").exists()


def test_migrate_may_be_run_again(home):
    code, out, err = _duban(home, "migrate")
    assert (code, out.splitlines()[-1], err) == (0, "数据库已是这一版的表", "")
    assert _duban(home, "migrate") == (0, "数据库已是这一版的表\n", "")


def test_daily_twice_is_once(home):
    code, out, _ = _duban(home, "daily")
    assert code == 0 and re.search(r"shi 至 2026-03-31：\d+ 天，迟误 1 条，新提出措施 1 项", out)
    assert "迟误 0 条，新提出措施 0 项" in _duban(home, "daily", "--date", "2026-03-31", "--jurisdiction", "shi")[1]


def test_everything_verifies(home):
    code, out, _ = _duban(home, "audit", "verify")
    assert (
        code == 0
        and re.search(r"^shi：\d+ 行，链头 [0-9a-f]{64}$", out, re.MULTILINE)
        and out.splitlines()[-1].startswith("完好：")
    )
    code, out, _ = _duban(home, "ranking", "verify")
    assert code == 0 and "shi 2026年2月：一致" in out and "共 1 期，全部一致" in out
    assert _duban(home, "fsck")[0] == 0


@pytest.mark.parametrize(
    "words",
    [
        ("daily", "--date", "2026-02-30"),
        ("daily", "--date", "2026-04-01"),
        ("daily", "--jurisdiction", "nowhere"),
        ("audit",),
        ("audit", "verify", "--jurisdiction", "nowhere"),
        ("ranking",),
        ("ranking", "verify", "--jurisdiction", "nowhere"),
        ("serve", "--port", "0"),
        ("serve", "--port", "many"),
        ("serve", "--workers", "0"),
        ("serve", "--host", "no such host"),
        ("fsck", "--nothing"),
    ],
)
def test_bad_input_is_one_line_and_two(home, words):
    code, out, err = _duban(home, *words)
    assert (code, err.count("\n")) == (2, 1), err
    assert "Traceback" not in out + err


def test_an_unreachable_database_is_one_line(tmp_path):
    env = {**_env(tmp_path), "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "daily"], env=env, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def test_what_is_loaded_is_not_looked_through_again_and_what_comes_after_is(home):
    program = (
        "import gc, sys; from duban.cli import main; code = main(['fsck'])\n"
        "print(gc.get_freeze_count() > 10_000, gc.isenabled()); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", program], env=_env(home), capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "True True"


def test_tampering_is_found(home, tmp_path):
    tamper = (
        "import django; django.setup()\n"
        "from django.db import connection\n"
        "from duban.ledger.models.rankings import RankingProof, packed, unpacked\n"
        "with connection.cursor() as c:\n"
        " for n in ('journalline', 'rankingproof'):\n"
        "  c.execute(f'DROP TRIGGER ledger_{n}_no_update')\n"
        " c.execute(\"UPDATE ledger_journalline SET verb = 'matter.closed' WHERE seq = 3\")\n"
        "import json\n"
        "for proof in RankingProof.objects.all():\n"
        " proof.result = packed(json.loads(json.dumps(unpacked(proof.result)).replace('100.00', '99.00')))\n"
        " proof.save()\n"
    )
    copy = tmp_path / "copy"
    subprocess.run(["cp", "-r", str(home), str(copy)], check=True)
    subprocess.run([sys.executable, "-c", tamper], env=_env(copy), check=True, timeout=60)
    code, out, _ = _duban(copy, "audit", "verify")
    assert code == 1 and "第 3 行内容被改动" in out
    code, out, _ = _duban(copy, "ranking", "verify")
    assert code == 1 and "校验码不符" in out and "发布 99.00，重算 100.00" in out


def test_files_are_compared_with_their_rows(home, tmp_path):
    copy = tmp_path / "copy"
    subprocess.run(["cp", "-r", str(home), str(copy)], check=True)
    (kept,) = [path for path in (copy / "files").rglob("*") if path.is_file()]
    (copy / "files" / "orphan").write_bytes(b"x")
    kept.write_bytes(b"changed")
    code, out, _ = _duban(copy, "fsck")
    assert code == 1 and "文件被改动：验收单.txt" in out and "有文件无记录：orphan" in out
    kept.unlink()
    code, out, _ = _duban(copy, "fsck", "--collect")
    assert code == 1 and "有记录无文件：验收单.txt" in out and "已删除 0 份" in out
    os.utime(copy / "files" / "orphan", (1, 1))
    assert "已删除 1 份" in _duban(copy, "fsck", "--collect")[1]
    assert not (copy / "files" / "orphan").exists()


def test_serve_answers_refuses_a_taken_port_and_stops(home):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = ["serve", "--port", str(port), "--workers", "1"]
    server = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *words], env=_env(home), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        assert _answer(f"http://127.0.0.1:{port}/health", server) == 200
        code, _, err = _duban(home, *words)
        assert code == 2 and f"端口 {port} 已被占用" in err and err.count("\n") == 1
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)


def _answer(address, server):
    for _ in range(300):
        assert server.poll() is None, server.stdout.read().decode()
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return answer.status
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not answer")
