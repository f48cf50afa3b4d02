"""Making a backup: one look at the database, then the files that its rows name.

A file is written before its row is committed, and not deleted within a day after: whatever a row of the snapshot names can be copied
afterwards, while others write.
"""

import datetime
import hashlib
import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone
from django.utils.crypto import salted_hmac

from duban.backups import archives, databases, manifests
from duban.backups.rows import Table
from duban.ledger.storage.files import path_of

# Stored as they are: what is uploaded is mostly packed already.
_AS_IS = zipfile.ZIP_STORED


@dataclass(frozen=True)
class Made:
    """A backup that was made: where it lies, the digest with which it ends, its size in bytes and its manifest."""

    path: Path
    digest: str
    size: int
    manifest: manifests.Manifest


def make_backup(target: Path, *, passphrase: str | None, at: datetime.datetime) -> Made:
    """Back the installation up into one file.

    Raises BackupRefused where something stands at `target` or the database is of a later release, and OSError where the disk takes no more.
    """
    with databases.snapshot() as connection, archives.writing(target, passphrase) as archive:
        migrations = databases.applied_migrations(connection)
        tables = [_dumped(archive, table) for table in databases.tables_of(migrations, connection)]
        files = [_kept(archive, *row) for row in _files_of(connection)]
        manifest = manifests.Manifest(
            format=manifests.FORMAT,
            duban=metadata.version("duban"),
            made_at=timezone.localtime(at).isoformat(),
            engine=connection.vendor,
            migrations=migrations,
            tables=tuple(tables),
            files=sum(size is not None for _, size in files),
            files_size=sum(size or 0 for _, size in files),
            missing=tuple(name for name, size in files if size is None),
            key_mark=mark_of(settings.SECRET_KEY),
            others={name: _stored(archive, name, data) for name, data in _others()},
        )
        archive.writestr(manifests.NAME, manifest.as_json())
    return Made(target, archives.digest_of(target), target.stat().st_size, manifest)


def mark_of(key: str) -> str:
    """Return by what a secret key is known again without telling it."""
    return salted_hmac("duban.backups", "mark", secret=key, algorithm="sha256").hexdigest()[:16]


def _dumped(archive: zipfile.ZipFile, table: Table) -> manifests.Table:
    with archive.open(f"tables/{table.name}.jsonl", "w", force_zip64=True) as out:
        return table.dump(out)


def _files_of(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    """Return digest and name of every attachment whose content is to be there, each digest once."""
    with connection.cursor() as cursor:
        columns = {each.name for each in connection.introspection.get_table_description(cursor, "ledger_attachment")}
        there = " WHERE erased_on IS NULL" if "erased_on" in columns else ""
        cursor.execute(f"SELECT sha256, MIN(name) FROM ledger_attachment{there} GROUP BY sha256 ORDER BY sha256")  # nosec B608  # the condition is ours
        return [(str(sha256), str(name)) for sha256, name in cursor.fetchall()]


def _kept(archive: zipfile.ZipFile, sha256: str, name: str) -> tuple[str, int | None]:
    """Copy a file; return its name and its size, None where it is not there or not what its digest says."""
    path = path_of(sha256)
    said = f"{name}（{sha256[:12]}）"
    try:
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
                return said, None
            size = file.tell()
            file.seek(0)
            info = zipfile.ZipInfo(f"files/{sha256[:2]}/{sha256}")
            info.compress_type = _AS_IS
            with archive.open(info, "w", force_zip64=True) as out:
                while part := file.read(1 << 20):
                    out.write(part)
            return said, size
    except FileNotFoundError:
        return said, None


def _others() -> Iterator[tuple[str, bytes]]:
    """Yield what else belongs to the installation: its key, the mark of a demonstration, the list of backups, the packs of its own."""
    yield "secret_key", settings.SECRET_KEY.encode()
    if (settings.HOME / "demo").is_file():
        yield "demo", b""
    if (settings.HOME / "backups.jsonl").is_file():
        yield "backups.jsonl", (settings.HOME / "backups.jsonl").read_bytes()
    for number, folder in enumerate(entry for entry in os.environ.get("DUBAN_REGIMES", "").split(os.pathsep) if entry):
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield f"regimes/{number}/{path.relative_to(folder).as_posix()}", path.read_bytes()


def _stored(archive: zipfile.ZipFile, name: str, data: bytes) -> str:
    archive.writestr(name, data)
    return hashlib.sha256(data).hexdigest()
