"""The file of a backup: a ZIP that any program opens, or the same sealed by passphrase; both end with the digest of all before it.

The last 71 bytes are `sha256:` and the digest. In a plain backup they are the ZIP's own comment. So a byte that was changed and a file
that was cut are seen before anything is read out of it, and without the passphrase.
"""

import contextlib
import hashlib
import io
import os
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, BinaryIO, cast

from duban.backups import BackupRefused
from duban.backups.encryption import MAGIC, SealedReader, SealingWriter

_MARK = b"sha256:"
TRAILER = len(_MARK) + 64


@contextlib.contextmanager
def writing(target: Path, passphrase: str | None) -> Iterator[zipfile.ZipFile]:
    """Give a ZIP to fill; afterwards it stands at `target`, durable and readable by its owner alone, or is gone where filling failed.

    Raises BackupRefused where something stands at `target` already, and OSError where the folder takes nothing.
    """
    if target.exists():
        raise BackupRefused(f"{target} 已经存在，请换一个文件名；备份不覆盖别的文件")
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    draft = Path(name)
    try:
        with os.fdopen(handle, "w+b") as out:
            _fill = SealingWriter(cast(BinaryIO, out), passphrase) if passphrase else None
            sink = cast(IO[bytes], io.BufferedWriter(_fill, 1 << 20)) if _fill else out
            with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
                if not passphrase:
                    archive.comment = b" " * TRAILER
                yield archive
            if _fill:
                sink.close()
            else:
                out.truncate(out.seek(-TRAILER, os.SEEK_END))
            out.flush()
            out.seek(0)
            digest = hashlib.file_digest(out, "sha256").hexdigest()
            out.seek(0, os.SEEK_END)
            out.write(_MARK + digest.encode())
            out.flush()
            os.fsync(out.fileno())
        os.replace(draft, target)
        sync_folder(target.parent)
    finally:
        draft.unlink(missing_ok=True)


@contextlib.contextmanager
def reading(source: Path, passphrase: str | None) -> Iterator[zipfile.ZipFile]:
    """Give the ZIP of a backup after every byte of the file was held against its digest.

    Raises BackupRefused for a file that is not there or no backup, damaged or cut, for a passphrase that is missing or wrong.
    """
    try:
        file = source.open("rb")
    except OSError as error:
        raise BackupRefused(f"打不开备份文件 {source}（{error.strerror}）") from None
    with file:
        sealed = file.read(len(MAGIC)) == MAGIC
        end = _verified_end(file, source, sealed)
        if sealed and not passphrase:
            raise BackupRefused("这份备份加了密，请用 --passphrase-file 给出口令文件")
        content = (
            cast(IO[bytes], io.BufferedReader(SealedReader(file, end, passphrase or ""), 1 << 20)) if sealed else file
        )
        try:
            archive = zipfile.ZipFile(content)
        except zipfile.BadZipFile:
            raise BackupRefused(f"{source} 不是督办的备份文件") from None
        with archive:
            yield archive


def digest_of(source: Path) -> str:
    """Return the digest with which a backup ends: of all that is before it."""
    with source.open("rb") as file:
        file.seek(-64, os.SEEK_END)
        return file.read().decode("ascii", "replace")


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _verified_end(file: BinaryIO, source: Path, sealed: bool) -> int:
    """Return where the content ends."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    if not sealed and file.read(4) != b"PK\x03\x04":
        raise BackupRefused(f"{source} 不是督办的备份文件")
    digest, left = hashlib.sha256(), max(0, size - TRAILER)
    file.seek(0)
    while left > 0 and (part := file.read(min(left, 1 << 20))):
        digest.update(part)
        left -= len(part)
    if file.read() != _MARK + digest.hexdigest().encode():
        raise BackupRefused(f"备份文件 {source} 已损坏或不完整（校验码不符），什么都没有改动；请换一份完好的备份")
    return size - TRAILER
