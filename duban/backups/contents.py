"""What a backup holds, put into place: rows into tables, files under their digest, keys and packs beside them; all held against digests."""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from duban.backups import BackupRefused, databases, manifests


def load(archive: zipfile.ZipFile, manifest: manifests.Manifest, connection: BaseDatabaseWrapper) -> None:
    """Make the tables as they were, fill them, and read them again: what lies there now is what was backed up, to the last byte.

    Raises BackupRefused where it is not.
    """
    databases.make_tables(manifest.migrations, connection)
    tables = {table.name: table for table in databases.tables_of(manifest.migrations, connection)}
    with transaction.atomic():
        for table in tables.values():
            table.empty()
        for said in manifest.tables:
            target = tables.get(said.name)
            if target is None or target.columns != said.columns:
                raise BackupRefused(f"备份里的表 {said.name} 与它自己的清单不符，什么都没有改动；请换一份备份")
            target.write(_rows(archive, said))
            if said.sequence is not None:
                target.set_sequence(said.sequence)
    with transaction.atomic():
        for said in manifest.tables:
            found = tables[said.name].dump()
            if (found.rows, found.content) != (said.rows, said.content):
                raise BackupRefused(f"恢复出的表 {said.name} 与备份不一致，已撤销；请换一份备份，并把这句话告诉维护者")


def migrate() -> None:
    """Bring the tables that were filled up to this release."""
    call_command("migrate", interactive=False, verbosity=0)


def place_files(archive: zipfile.ZipFile, manifest: manifests.Manifest, root: Path) -> None:
    """Write every file under its digest, durable. Raises BackupRefused where one is not what its name says, or one is not there."""
    root.mkdir(parents=True, exist_ok=True)
    count = 0
    for info in archive.infolist():
        if not info.filename.startswith("files/"):
            continue
        sha256 = info.filename.rpartition("/")[2]
        if len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):
            raise BackupRefused("备份里有不认识的文件名，什么都没有改动；请换一份备份")
        target = root / sha256[:2] / sha256
        target.parent.mkdir(exist_ok=True)
        with archive.open(info) as source:
            _write(target, source, sha256)
        count += 1
    if count != manifest.files:
        raise BackupRefused(f"备份应有附件 {manifest.files} 份，实有 {count} 份；什么都没有改动，请换一份备份")


def read_other(archive: zipfile.ZipFile, manifest: manifests.Manifest, name: str) -> bytes:
    """Return one of the small members. Raises BackupRefused where it is not what the manifest says."""
    data = archive.read(name)
    if hashlib.sha256(data).hexdigest() != manifest.others[name]:
        raise BackupRefused(f"备份里的 {name} 与清单不符，什么都没有改动；请换一份备份")
    return data


def place_packs(archive: zipfile.ZipFile, manifest: manifests.Manifest, root: Path) -> list[Path]:
    """Write the packs of the office's own below `root`, a folder for each of DUBAN_REGIMES, and return these folders."""
    folders = []
    for name in manifest.others:
        if not name.startswith("regimes/"):
            continue
        parts = name.split("/")[1:]
        if any(part in ("", ".", "..") for part in parts):
            raise BackupRefused("备份里有不认识的文件名，什么都没有改动；请换一份备份")
        target = root.joinpath(*parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(read_other(archive, manifest, name))
        if (folder := root / parts[0]) not in folders:
            folders.append(folder)
    return folders


def flaws() -> Iterator[str]:
    """Yield what does not hold of the installation that is open: its chains and rows, its published rankings, its files."""
    from duban.ledger.audit import integrity, published_rankings
    from duban.ledger.models import Ranking
    from duban.ledger.storage import files
    from duban.people.models import Jurisdiction

    offices = list(Jurisdiction.objects.order_by("pk"))
    yield from map(str, integrity.verify(offices, integrity.Figures(), with_files=False))
    for ranking in Ranking.objects.order_by("pk").iterator(chunk_size=1):
        yield from (f"排名 {ranking}：{flaw}" for flaw in published_rankings.flaws_of(ranking))
    state = files.check_files()
    yield from (f"有记录无文件：{name}" for name in state.missing)
    yield from (f"文件被改动：{name}" for name in state.changed)


def _rows(archive: zipfile.ZipFile, said: manifests.Table) -> Iterator[list[Any]]:
    """Yield the rows of a member. Raises BackupRefused at its end where it was not what the manifest says."""
    digest = hashlib.sha256()
    with archive.open(said.member) as member:
        for line in member:
            digest.update(line)
            yield json.loads(line)
    if digest.hexdigest() != said.sha256:
        raise BackupRefused(f"备份里的表 {said.name} 与清单不符，什么都没有改动；请换一份备份")


def _write(target: Path, source: Any, sha256: str) -> None:
    digest = hashlib.sha256()
    with open(os.open(target, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as out:
        while part := source.read(1 << 20):
            digest.update(part)
            out.write(part)
        out.flush()
        os.fsync(out.fileno())
    if digest.hexdigest() != sha256:
        raise BackupRefused(f"备份里的附件 {sha256[:12]} 与它的校验码不符，什么都没有改动；请换一份备份")
