"""Encryption of a backup by passphrase: scrypt makes the key, AES-256-GCM seals the content in numbered chunks.

The construction is STREAM, as age and Tink use it: the nonce of each chunk holds its number and whether it is the last, so that no
chunk can be changed, moved, left out or cut off unseen. Chunks are of one size: any place can be read without reading what is before.
"""

import base64
import io
import json
import os
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from duban.backups import BackupRefused

MAGIC = b"DUBAN-SEALED-BACKUP "
# Bytes of content in a chunk, and of what GCM adds to it.
CHUNK = 64 * 1024
TAG = 16
# scrypt with these needs 128 MB and about half a second; a file that asks for more than `_MOST` was not made by this program.
_COST = {"n": 2**17, "r": 8, "p": 1}
_MOST = {"n": 2**20, "r": 16, "p": 4}


class SealingWriter(io.RawIOBase):
    """A file to write to, which seals what is written and hands it to `out`; closing it seals the last chunk and leaves `out` open."""

    def __init__(self, out: BinaryIO, passphrase: str) -> None:
        """Write the head of a sealed backup to `out`."""
        salt = os.urandom(16)
        said = {
            "kdf": "scrypt",
            **_COST,
            "salt": base64.b64encode(salt).decode(),
            "cipher": "AES-256-GCM",
            "chunk": CHUNK,
        }
        self._head = MAGIC + json.dumps(said).encode() + b"\n"
        self._cipher = AESGCM(_key(passphrase, salt, _COST))
        self._out, self._waiting, self._number = out, bytearray(), 0
        out.write(self._head)

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, data: Any) -> int:
        """Take in bytes; what fills a chunk is sealed. A chunk that is full waits for the next, since it may be the last."""
        self._waiting += data
        while len(self._waiting) > CHUNK:
            self._seal(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        return len(data)

    def close(self) -> None:
        """Seal what is left as the last chunk."""
        if not self.closed:
            self._seal(bytes(self._waiting), last=True)
        super().close()

    def _seal(self, plain: bytes, *, last: bool) -> None:
        self._out.write(self._cipher.encrypt(_nonce(self._number, last), plain, self._head))
        self._number += 1


class SealedReader(io.RawIOBase):
    """The content of a sealed backup, to be read from any place. Raises BackupRefused for a wrong passphrase and what was changed."""

    def __init__(self, source: BinaryIO, end: int, passphrase: str) -> None:
        """Read the head; `end` is the place in `source` at which the last chunk ends."""
        source.seek(0)
        self._head = source.readline(4096)
        try:
            said = json.loads(self._head[len(MAGIC) :])
            cost = {name: int(said[name]) for name in _COST}
            salt = base64.b64decode(said["salt"])
            known = said["kdf"] == "scrypt" and said["cipher"] == "AES-256-GCM" and said["chunk"] == CHUNK
        except (ValueError, KeyError, TypeError):
            raise BackupRefused("备份文件的开头已损坏，请换一份完好的备份") from None
        if not known or any(cost[name] > _MOST[name] for name in _MOST):
            raise BackupRefused("备份文件用的是这一版不认识的加密方式，请先安装更新的版本")
        self._cipher = AESGCM(_key(passphrase, salt, cost))
        self._source, self._place = source, 0
        body = end - len(self._head)
        self._last = max(0, (body - 1) // (CHUNK + TAG))
        self._size = body - (self._last + 1) * TAG
        self._kept: tuple[int, bytes] = (-1, b"")
        if self._size < 0:
            raise BackupRefused("备份文件不完整，请换一份完好的备份")
        self._opened(0, wrong="口令不对：请用制作这份备份时的口令文件（--passphrase-file）")

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Return True."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place in the content and return it."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._place, os.SEEK_END: self._size}[whence]
        self._place = max(0, base + offset)
        return self._place

    def tell(self) -> int:
        """Return the place in the content."""
        return self._place

    def readinto(self, into: Any) -> int:
        """Fill `into` with content from one chunk and return how many bytes there were."""
        if self._place >= self._size:
            return 0
        number, within = divmod(self._place, CHUNK)
        part = self._opened(number)[within : within + len(into)]
        into[: len(part)] = part
        self._place += len(part)
        return len(part)

    def _opened(self, number: int, wrong: str = "备份文件的内容被改动，请换一份完好的备份") -> bytes:
        if self._kept[0] != number:
            self._source.seek(len(self._head) + number * (CHUNK + TAG))
            length = CHUNK + TAG if number < self._last else self._size - number * CHUNK + TAG
            try:
                plain = self._cipher.decrypt(
                    _nonce(number, number == self._last), self._source.read(length), self._head
                )
            except InvalidTag:
                raise BackupRefused(wrong) from None
            self._kept = (number, plain)
        return self._kept[1]


def _nonce(number: int, last: bool) -> bytes:
    """Return the nonce of a chunk: the key belongs to one file alone, so that its number is enough."""
    return number.to_bytes(11, "big") + bytes([last])


def _key(passphrase: str, salt: bytes, cost: dict[str, int]) -> bytes:
    return Scrypt(salt=salt, length=32, **cost).derive(passphrase.encode())
