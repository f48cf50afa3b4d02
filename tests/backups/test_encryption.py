"""Encryption of a backup: nothing is lost, nothing can be changed unseen, any place can be read."""

import io
import random

import pytest

from duban.backups import BackupRefused, encryption
from duban.backups.encryption import CHUNK, TAG, SealedReader, SealingWriter

WORDS = "一句够长的口令 2026"


@pytest.fixture(autouse=True)
def cheap_key(monkeypatch):
    """Make keys fast: what slows an attacker is the library's."""
    monkeypatch.setattr(encryption, "_COST", {"n": 2**10, "r": 8, "p": 1})


def _sealed(plain, step=10_007):
    out = io.BytesIO()
    writer = SealingWriter(out, WORDS)
    for start in range(0, len(plain), step):
        writer.write(plain[start : start + step])
    writer.close()
    return out.getvalue()


def _read(sealed, words=WORDS):
    return io.BufferedReader(SealedReader(io.BytesIO(sealed), len(sealed), words), 1000).read()


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 5])
def test_what_was_sealed_comes_back(size):
    plain = random.Random(size).randbytes(size)
    sealed = _sealed(plain)
    assert _read(sealed) == plain
    assert plain[:64] not in sealed or size < 4


def test_any_place_can_be_read():
    plain = random.Random(1).randbytes(2 * CHUNK + 100)
    sealed = _sealed(plain)
    reader = io.BufferedReader(SealedReader(io.BytesIO(sealed), len(sealed), WORDS))
    for start in (2 * CHUNK + 50, 5, CHUNK - 3, 0):
        reader.seek(start)
        assert reader.read(10) == plain[start : start + 10]
    assert reader.seek(-4, io.SEEK_END) == len(plain) - 4 and reader.read() == plain[-4:]


def test_another_passphrase_opens_nothing():
    with pytest.raises(BackupRefused, match="口令不对"):
        _read(_sealed(b"x" * 10), WORDS + "!")


def test_a_changed_moved_or_missing_chunk_is_seen():
    plain = random.Random(2).randbytes(3 * CHUNK + 10)
    sealed = _sealed(plain)
    head = sealed.index(b"\n") + 1
    chunks = [sealed[start : start + CHUNK + TAG] for start in range(head, len(sealed), CHUNK + TAG)]
    flipped = bytearray(sealed)
    flipped[head + CHUNK + TAG + 77] ^= 1
    wrong = [
        bytes(flipped),
        sealed[:head] + chunks[0] + chunks[2] + chunks[1] + chunks[3],
        sealed[:head] + b"".join(chunks[:3]),
        sealed[:head] + b"".join(chunks[1:]),
        sealed[:-1],
        sealed.replace(b'"scrypt"', b'"Scrypt"'),
    ]
    for broken in wrong:
        with pytest.raises(BackupRefused):
            _read(broken)


def test_a_file_that_asks_for_more_than_any_machine_has_is_refused():
    sealed = _sealed(b"x")
    with pytest.raises(BackupRefused, match="不认识的加密方式"):
        _read(sealed.replace(b'"n": 1024', b'"n": 1073741824'))
