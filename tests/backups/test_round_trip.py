"""Backup and restore by their commands: the same installation on an empty machine, on either database, or nothing touched."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile

import pytest

from duban.backups import archives
from tests.backups import installations
from tests.backups.installations import ENGINES, SEED, listing, make

LOGIN = """
import django; django.setup()
from django.test import Client
from tests import cast
client = Client(headers={"host": "127.0.0.1"})
page = client.post("/login", {"username": "shi.clerk", "password": cast.PASSWORD})
assert page.status_code == 302, page.status_code
for path in ("/desk", "/matters", "/rankings"):
    assert client.get(path).status_code == 200, path
"""
# What a writer does until it is ended: a file, its row, and its line of the journal in one act after the other.
WRITER = """
import sys, threading
import django; django.setup()
from duban.ledger.actions.matters import attachments
from duban.ledger.by import By
from duban.ledger.models import Matter
from duban.people.models import Officer
from tests import cast
matter, clerk = Matter.objects.order_by("pk").first(), Officer.objects.get(username="shi.clerk")
def write(number):
    for count in range(100_000):
        attachments.add_file(jurisdiction=matter.jurisdiction, matter=matter, name=f"{number}-{count}.txt", chunks=[f"{number} {count}".encode()], by=By(clerk, cast.at()))
        if count == 3: print("ready", flush=True)
for number in range(8):
    threading.Thread(target=write, args=(number,)).start()
"""


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """An installation on SQLite with one office, a published month and a pack of its own."""
    folder = tmp_path_factory.mktemp("source")
    packs = folder / "packs"
    (packs / "own").mkdir(parents=True)
    (packs / "own" / "note.txt").write_text("自有", encoding="utf-8")
    made = make(folder / "home", DUBAN_REGIMES=str(packs))
    assert made.duban("migrate")[0] == 0
    made.python(SEED)
    return made


@pytest.fixture(scope="module")
def backup(source, tmp_path_factory):
    """Its backup, sealed, with the file of the passphrase."""
    folder = tmp_path_factory.mktemp("backup")
    (folder / "words").write_text("一句够长的口令 2026\n", encoding="utf-8")
    code, out, err = source.duban("backup", folder / "a.backup", "--passphrase-file", folder / "words")
    assert (code, err) == (0, "") and "已加密" in out and "事项 2 件" in out
    return folder / "a.backup"


def _tables(file, words=None):
    with archives.reading(file, words) as archive:
        said = json.loads(archive.read("manifest.json"))
    # The line that tells of a restore or a backup is the only thing that is new.
    changing = {"ledger_journalline", "ledger_chain"}
    return {
        table["name"]: (table["rows"], table["content"]) for table in said["tables"] if table["name"] not in changing
    }


@pytest.mark.parametrize("engine", ENGINES)
def test_an_empty_machine_becomes_the_same_installation(source, backup, tmp_path, engine):
    target = make(tmp_path / "home", engine)
    code, out, err = target.duban("restore", backup, "--passphrase-file", backup.with_name("words"))
    assert (code, err) == (0, ""), err
    assert "逐表核对一致" in out and "全部一致" in out and "DUBAN_REGIMES" in out
    for installation in (source, target):
        code, out, err = installation.duban("audit", "verify")
        assert code == 0 and "完好：" in out, out + err
    assert listing(source.home / "files") == listing(target.home / "files")
    assert (target.home / "secret_key").read_bytes() == (source.home / "secret_key").read_bytes()
    assert (target.home / "regimes" / "0" / "own" / "note.txt").read_text(encoding="utf-8") == "自有"
    assert not (target.home / ".restoring").exists()
    target.python(LOGIN)
    assert "全部一致" in target.duban("ranking", "verify")[1] and target.duban("fsck")[0] == 0
    # Back to SQLite by the same pair of commands, and each table is what it was.
    assert target.duban("backup", tmp_path / "again.backup")[0] == 0
    words = backup.with_name("words").read_text(encoding="utf-8").strip()
    before = _tables(backup, words)
    assert len(before) > 70
    signed_in = {"people_officer", "axes_accesslog", "django_session", "ledger_auditevent"}
    after = _tables(tmp_path / "again.backup")
    assert {name for name in before if before[name] != after[name]} <= signed_in
    if engine == "postgresql":
        back = make(tmp_path / "back")
        assert back.duban("restore", tmp_path / "again.backup")[0] == 0
        assert back.duban("backup", tmp_path / "third.backup")[0] == 0
        assert _tables(tmp_path / "third.backup") == after


def test_restored_files_are_their_owners_and_the_folder_too(source):
    for path in (source.home, source.home / "duban.sqlite3", source.home / "secret_key", source.home / "files"):
        assert path.stat().st_mode & 0o077 == 0, path


@pytest.mark.parametrize("harm", ["flipped", "cut", "passphrase", "none", "later", "occupied", "key", "absent"])
def test_what_cannot_be_restored_is_refused_and_nothing_is_touched(source, backup, tmp_path, harm):
    words = ["--passphrase-file", backup.with_name("words")]
    target, file, said = make(tmp_path / "home"), tmp_path / "b.backup", "已损坏"
    content = backup.read_bytes()
    file.write_bytes(content)
    if harm == "flipped":
        file.write_bytes(content[:5000] + bytes([content[5000] ^ 4]) + content[5001:])
    elif harm == "cut":
        file.write_bytes(content[:-1000])
    elif harm == "passphrase":
        (tmp_path / "wrong").write_text("不是那一句口令 2026", encoding="utf-8")
        words, said = ["--passphrase-file", tmp_path / "wrong"], "口令不对"
    elif harm == "none":
        words, said = [], "--passphrase-file"
    elif harm == "later":
        file.unlink()
        words, said = [], "更新的版本（9.9.9）"
        _rewritten(source, backup, file)
    elif harm == "occupied":
        target, said = source, "已有办公室的数据"
    elif harm == "key":
        target.settings["DUBAN_SECRET_KEY"], said = "x" * 60, "不是备份时的密钥"
    else:
        file.unlink()
        said = "打不开备份文件"
    if harm != "occupied":
        # Opening the settings makes the folder and its key; that is no restore.
        target.duban("audit", "verify")
    before = listing(target.home)
    code, out, err = target.duban("restore", file, *words)
    assert (code, out, err.count("\n")) == (2, "", 1), err
    assert said in err
    assert {n: c for n, c in listing(target.home).items() if "sqlite3-" not in n} == {
        n: c for n, c in before.items() if "sqlite3-" not in n
    }


def _rewritten(source, backup, file):
    """Write the backup again as a later release would."""
    words = backup.with_name("words").read_text(encoding="utf-8").strip()
    with archives.reading(backup, words) as old, archives.writing(file, None) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "manifest.json":
                said = json.loads(data)
                said["migrations"]["ledger"].append("9999_later")
                data = json.dumps({**said, "duban": "9.9.9"}).encode()
            new.writestr(zipfile.ZipInfo(name), data)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_killed_restore_says_so_and_can_be_done_again(backup, tmp_path, engine):
    target = make(tmp_path / "home", engine)
    words = ("--passphrase-file", backup.with_name("words"))
    process = target.start("restore", backup, *words)
    until = time.monotonic() + 120
    while not (target.home / ".restoring" / "files").exists() and time.monotonic() < until and process.poll() is None:
        time.sleep(0.01)
    time.sleep(0.5)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    code, out, err = target.duban("audit", "verify")
    assert (code, out) == (2, "") and "上次恢复没有完成" in err
    code, out, err = target.duban("restore", backup, *words)
    assert code == 0, err
    assert target.duban("audit", "verify")[0] == 0


@pytest.mark.parametrize("engine", ENGINES)
def test_a_backup_taken_while_eight_write_holds_together(source, tmp_path, engine):
    busy = make(tmp_path / "busy", engine)
    if engine == "sqlite":
        shutil.copytree(source.home, busy.home)
    else:
        assert source.duban("backup", tmp_path / "first.backup")[0] == 0
        assert busy.duban("restore", tmp_path / "first.backup")[0] == 0
    writers = subprocess.Popen(
        [sys.executable, "-c", WRITER], env=busy.env, cwd=installations.ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        assert [writers.stdout.readline() for _ in range(4)] == ["ready\n"] * 4
        code, out, err = busy.duban("backup", tmp_path / "busy.backup")
        assert (code, err) == (0, ""), out
        still_writing = writers.poll() is None
    finally:
        writers.kill()
        writers.communicate()
    assert still_writing
    target = make(tmp_path / "home")
    code, out, err = target.duban("restore", tmp_path / "busy.backup")
    assert (code, err) == (0, ""), out
    assert "全部一致" in out
    with archives.reading(tmp_path / "busy.backup", None) as archive:
        assert json.loads(archive.read("manifest.json"))["files"] > 16


def test_old_backups_go_and_the_newest_stay(source, tmp_path):
    folder = tmp_path / "kept"
    folder.mkdir()
    for day in (1, 2, 3):
        (folder / f"duban-2026010{day}-020000.backup").write_bytes(b"old")
    (folder / "other.backup").write_bytes(b"not ours")
    code, out, _ = source.duban("backup", folder, "--keep", 2)
    assert code == 0 and out.count("已删除旧备份") == 2
    names = sorted(os.listdir(folder))
    said = [json.loads(line) for line in (source.home / "backups.jsonl").read_text(encoding="utf-8").splitlines()]
    assert said[-1]["file"].startswith(str(folder)) and said[-1]["sha256"] == archives.digest_of(folder / names[1])
    assert len(names) == 3 and names[0] == "duban-20260103-020000.backup" and names[-1] == "other.backup"


def test_a_trial_says_what_it_took_goes_on_record_and_leaves_nothing(source, backup, tmp_path):
    source.settings["TMPDIR"] = str(tmp_path)
    before = listing(source.home / "files")
    code, out, err = source.duban("restore", "--check", backup, "--passphrase-file", backup.with_name("words"))
    assert (code, err) == (0, "") and "恢复演练完成" in out and "MB，用时" in out and "全部一致" in out
    assert os.listdir(tmp_path) == [] and listing(source.home / "files") == before
    code, out, _ = source.duban("doctor")
    assert code == 0 and "最近一次恢复演练：" in out and "a.backup" in out and "最近一次备份：" in out


@pytest.mark.parametrize(
    "words",
    [
        ("backup",),
        ("backup", "/nowhere/at/all/x.backup"),
        ("backup", "x.backup", "--keep", "2"),
        ("backup", "/tmp", "--keep", "0"),
        ("backup", "x.backup", "--passphrase-file", "/nowhere"),
        ("restore",),
        ("restore", "/nowhere.backup"),
    ],
)
def test_bad_input_is_one_line_and_two(source, words):
    code, out, err = source.duban(*words)
    assert (code, out, err.count("\n")) == (2, "", 1), err
    assert "Traceback" not in err


def test_a_lost_attachment_is_named_and_all_else_is_backed_up(source, tmp_path):
    copy = make(tmp_path / "copy")
    shutil.copytree(source.home, copy.home)
    (lost,) = [path for path in (copy.home / "files").rglob("*") if path.is_file()]
    lost.unlink()
    code, out, _ = copy.duban("backup", tmp_path / "lost.backup")
    assert code == 1 and "附件缺失或被改动，未能备份：验收单.txt" in out
    with archives.reading(tmp_path / "lost.backup", None) as archive:
        said = json.loads(archive.read("manifest.json"))
    assert said["files"] == 0 and len(said["missing"]) == 1 and said["missing"][0].startswith("验收单.txt")
