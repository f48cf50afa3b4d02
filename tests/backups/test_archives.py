"""The file of a backup: whole or not there, and every changed byte is seen before anything is read out of it."""

import errno
import os
import random
import zipfile

import pytest

from duban.backups import BackupRefused, archives, encryption


@pytest.fixture(autouse=True)
def cheap_key(monkeypatch):
    """Make keys fast: what slows an attacker is the library's."""
    monkeypatch.setattr(encryption, "_COST", {"n": 2**10, "r": 8, "p": 1})


def _made(folder, passphrase):
    with archives.writing(folder / "a.backup", passphrase) as archive:
        archive.writestr("one", b"1" * 5000)
        archive.writestr("two", random.Random(1).randbytes(5000))
    return folder / "a.backup"


@pytest.mark.parametrize("passphrase", [None, "一句够长的口令 2026"])
def test_a_backup_comes_back_is_its_owners_and_every_byte_counts(tmp_path, passphrase):
    made = _made(tmp_path, passphrase)
    assert made.stat().st_mode & 0o777 == 0o600 and os.listdir(tmp_path) == ["a.backup"]
    with archives.reading(made, passphrase) as archive:
        assert archive.read("one") == b"1" * 5000 and archive.namelist() == ["one", "two"]
    whole = made.read_bytes()
    assert archives.digest_of(made) == whole[-64:].decode()
    places = {
        0,
        1,
        30,
        len(whole) - 1,
        len(whole) - 70,
        len(whole) - 75,
        *random.Random(2).sample(range(len(whole)), 60),
    }
    for place in sorted(places):
        made.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(BackupRefused), archives.reading(made, passphrase):
            pass
    for length in (0, 3, 70, 71, 100, len(whole) // 2, len(whole) - 1):
        made.write_bytes(whole[:length])
        with pytest.raises(BackupRefused), archives.reading(made, passphrase):
            pass
    made.write_bytes(whole + b"x")
    with pytest.raises(BackupRefused, match="校验码不符"), archives.reading(made, passphrase):
        pass


def test_a_plain_backup_opens_with_any_program(tmp_path):
    with zipfile.ZipFile(_made(tmp_path, None)) as archive:
        assert archive.testzip() is None


def test_a_sealed_backup_asks_for_its_passphrase(tmp_path):
    made = _made(tmp_path, "一句够长的口令 2026")
    assert b"11111111" not in made.read_bytes()
    with pytest.raises(BackupRefused, match="--passphrase-file"), archives.reading(made, None):
        pass
    with pytest.raises(BackupRefused, match="口令不对"), archives.reading(made, "另一句够长的口令"):
        pass


def test_nothing_is_overwritten(tmp_path):
    made = _made(tmp_path, None)
    before = made.read_bytes()
    with pytest.raises(BackupRefused, match="已经存在"):
        _made(tmp_path, None)
    assert made.read_bytes() == before


@pytest.mark.parametrize("passphrase", [None, "一句够长的口令 2026"])
def test_a_full_disk_leaves_nothing(tmp_path, passphrase, monkeypatch):
    monkeypatch.setattr(
        archives.os, "fsync", lambda handle: (_ for _ in ()).throw(OSError(errno.ENOSPC, "No space left"))
    )
    with pytest.raises(OSError, match="No space"):
        _made(tmp_path, passphrase)
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04"])
def test_what_is_no_backup_is_said_to_be_none(tmp_path, content):
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(BackupRefused), archives.reading(tmp_path / "x", None):
        pass
    with pytest.raises(BackupRefused, match="打不开"), archives.reading(tmp_path / "nothing", None):
        pass
