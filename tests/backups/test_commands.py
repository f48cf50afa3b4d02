"""The commands of backups: what cannot be restored is refused with nothing touched, what is old goes, and bad input is one line."""

import json
import os
import shutil
import tempfile
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from duban.backups import BackupRefused, archives, restoring
from tests.backups.installations import listing, make


def test_what_lies_there_is_its_owners_after_any_command(source, backup):
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


def test_a_trial_says_what_it_took_goes_on_record_and_leaves_nothing(source, backup, tmp_path, monkeypatch):
    monkeypatch.setitem(source.settings, "TMPDIR", str(tmp_path))
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


def test_files_that_go_to_another_disk_must_fit_there(tmp_path, monkeypatch):
    asked = SimpleNamespace(files_size=1 << 40)
    monkeypatch.setattr(restoring.shutil, "disk_usage", lambda place: SimpleNamespace(free=1 << 20))
    # What stays on the disk of DUBAN_HOME is looked at with everything else that goes there.
    restoring._require_space_for_files(asked, tmp_path, tmp_path / "files")
    with pytest.raises(BackupRefused, match=r"/dev/shm.*约需 1048576 MB，剩余 1 MB"):
        restoring._require_space_for_files(asked, tmp_path, Path("/dev/shm/duban/files"))
    assert not Path("/dev/shm/duban").exists()


def test_files_come_to_another_disk_in_place_of_what_a_killed_restore_left_there(tmp_path):
    made = tmp_path / "made" / "ab"
    made.mkdir(parents=True)
    (made / "abc").write_text("内容", encoding="utf-8")
    with tempfile.TemporaryDirectory(dir="/dev/shm") as shared:
        (Path(shared) / "cd").mkdir()
        (Path(shared) / ".draft-1").touch()
        restoring._move_into(tmp_path / "made", Path(shared))
        assert [each.name for each in Path(shared).iterdir()] == ["ab"]
        assert (Path(shared) / "ab" / "abc").read_text(encoding="utf-8") == "内容"
