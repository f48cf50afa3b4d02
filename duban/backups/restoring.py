"""Restoring: everything is made beside what is there, verified, and only then put in its place.

Until the last step the installation is as it was before, and a restore that fails takes away what it made. One that was killed leaves
its mark: every command then says so, and restoring again begins anew.
"""

import contextlib
import datetime
import fcntl
import os
import shutil
import tempfile
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from duban.backups import BackupRefused, archives, contents, databases, manifests, register
from duban.backups.making import mark_of
from duban.ledger.actions.upkeep.backups import record_backup
from duban.ledger.storage import row_counts

# Holds what a restore makes, inside DUBAN_HOME; stays after a restore that was killed.
STAGE = ".restoring"
# So many times the size of its rows as text a database with its indexes may need, at most.
_GROWTH = 4
_TOO_FULL = "{folder} 所在的磁盘空间不够：约需 {needed} MB，剩余 {free} MB；请先腾出空间"


@dataclass(frozen=True)
class Restored:
    """What was restored, in how many seconds, what does not hold of it, and what is to be done by hand."""

    manifest: manifests.Manifest
    digest: str
    size: int
    seconds: float
    flaws: list[str]
    hints: list[str]


def is_unfinished() -> bool:
    """Tell whether a restore of this installation began and did not end."""
    return (Path(settings.HOME) / STAGE).exists() or databases.is_unfinished(connections["default"])


def restore_backup(source: Path, *, passphrase: str | None, at: datetime.datetime) -> Restored:
    """Restore a backup into this installation, which must be empty.

    Raises BackupRefused for a backup that is damaged, sealed or of a later release, and for an installation in which somebody works;
    OSError where the disk takes no more. Nothing was changed then.
    """
    began, home = time.monotonic(), Path(settings.HOME)
    with archives.reading(source, passphrase) as archive:
        manifest = read_manifest(archive)
        again = is_unfinished()
        _require_empty(home, again)
        _require_key(manifest)
        _require_space(archive, manifest, home)
        _require_space_for_files(manifest, home, Path(settings.FILES_ROOT))
        stage = home / STAGE
        with _held(stage), _target(stage, again) as connection:
            flaws = _fill(archive, manifest, connection, stage)
            said = {"file": source.name, "sha256": archives.digest_of(source), "made_at": manifest.made_at}
            record_backup("backup.restored", data=said, at=at)
        hints = _swap(archive, manifest, stage, home)
    digest, size = archives.digest_of(source), source.stat().st_size
    register.note(manifest.made_at, source, digest, size)
    return Restored(manifest, digest, size, time.monotonic() - began, flaws, hints)


def try_backup(source: Path, *, passphrase: str | None) -> Restored:
    """Restore a backup into a place that is thrown away afterwards, verify it there and say how long it took; nothing else is touched."""
    began = time.monotonic()
    with (
        archives.reading(source, passphrase) as archive,
        tempfile.TemporaryDirectory(prefix="duban-restore-") as folder,
    ):
        manifest = read_manifest(archive)
        _require_space(archive, manifest, Path(folder))
        connection = databases.connect_to_file(Path(folder) / "duban.sqlite3")
        with databases.as_default(connection):
            flaws = _fill(archive, manifest, connection, Path(folder))
    size = source.stat().st_size
    return Restored(manifest, archives.digest_of(source), size, time.monotonic() - began, flaws, [])


def read_manifest(archive: zipfile.ZipFile) -> manifests.Manifest:
    """Return the manifest. Raises BackupRefused where there is none, or this program is too old for it."""
    try:
        manifest = manifests.read(archive.read(manifests.NAME))
    except KeyError:
        raise BackupRefused("这个文件里没有备份清单，不是督办的备份文件") from None
    databases.require_known(manifest.migrations, manifest.duban)
    return manifest


def _fill(
    archive: zipfile.ZipFile, manifest: manifests.Manifest, connection: BaseDatabaseWrapper, stage: Path
) -> list[str]:
    """Put everything below `stage` and into the database, bring it up to this release, and return what does not hold of it."""
    key = contents.read_other(archive, manifest, "secret_key").decode()
    packs = contents.place_packs(archive, manifest, stage / "regimes")
    with _settings(SECRET_KEY=key, FILES_ROOT=stage / "files"), _packs(packs):
        contents.place_files(archive, manifest, stage / "files")
        contents.load(archive, manifest, connection)
        contents.migrate()
        row_counts.take(connection)
        known = set(manifest.missing)
        return [flaw for flaw in contents.flaws() if flaw.partition("：")[2] not in known]


@contextlib.contextmanager
def _target(stage: Path, again: bool) -> Iterator[BaseDatabaseWrapper]:
    """Give the empty database to fill: a new file beside SQLite's, or PostgreSQL's own, marked; what failed is taken away again."""
    default = connections["default"]
    if default.vendor == "sqlite":
        connection = databases.connect_to_file(_beside(Path(default.settings_dict["NAME"])))
        Path(connection.settings_dict["NAME"]).unlink(missing_ok=True)
    else:
        connection = databases.connect(default.settings_dict)
    with databases.as_default(connection):
        try:
            if connection.vendor == "postgresql":
                databases.mark_unfinished(connection)
                databases.clear(connection)
            yield connection
        except BaseException:
            connection.close()
            _undo(connection, stage, marked=again)
            raise


def _undo(connection: BaseDatabaseWrapper, stage: Path, *, marked: bool) -> None:
    """Take away what was made, and the mark too unless an earlier restore left it."""
    if connection.vendor == "postgresql":
        databases.clear(connection)
        if not marked:
            databases.unmark(connection)
    else:
        Path(connection.settings_dict["NAME"]).unlink(missing_ok=True)
    if not marked:
        shutil.rmtree(stage, ignore_errors=True)


def _swap(archive: zipfile.ZipFile, manifest: manifests.Manifest, stage: Path, home: Path) -> list[str]:
    """Put what was made in its place and take the mark away, as the last of all; return what is to be done by hand."""
    default = connections["default"]
    default.close()
    if default.vendor == "sqlite":
        database = Path(default.settings_dict["NAME"])
        for name in (f"{database.name}-wal", f"{database.name}-shm"):
            (database.parent / name).unlink(missing_ok=True)
        with _beside(database).open("rb") as made:
            os.fsync(made.fileno())
        os.replace(_beside(database), database)
        database.chmod(0o600)
        archives.sync_folder(database.parent)
    _move_into(stage / "files", Path(settings.FILES_ROOT))
    if not os.environ.get("DUBAN_SECRET_KEY"):
        _write_key(home / "secret_key", contents.read_other(archive, manifest, "secret_key"))
    if "demo" in manifest.others:
        (home / "demo").touch()
    if "backups.jsonl" in manifest.others:
        register.merge(contents.read_other(archive, manifest, "backups.jsonl").decode())
    hints = _place_packs(stage / "regimes", home)
    archives.sync_folder(home)
    if default.vendor == "postgresql":
        databases.unmark(default)
    shutil.rmtree(stage)
    return hints


def _move_into(made: Path, root: Path) -> None:
    """Put the files where they belong, in place of what a restore that was killed left there; the folder may be another disk's."""
    root.mkdir(parents=True, exist_ok=True)
    for left in root.iterdir():
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    for folder in made.iterdir():
        shutil.move(folder, root / folder.name)
    archives.sync_folder(root)


def _require_empty(home: Path, again: bool) -> None:
    """Raise BackupRefused where somebody works in this installation already."""
    if again:
        return
    if not databases.is_empty(connections["default"]):
        raise BackupRefused(
            "这里已有办公室的数据，不能覆盖：请用 DUBAN_HOME（PostgreSQL 另用 DATABASE_URL）指向空的位置再恢复"
        )
    root = Path(settings.FILES_ROOT)
    if root.is_dir() and any(root.iterdir()):
        raise BackupRefused(f"{root} 里已有文件，不能覆盖：请用 DUBAN_HOME 指向空的目录再恢复")


def _require_key(manifest: manifests.Manifest) -> None:
    """Raise BackupRefused where the environment sets another key than the one that sealed what is in the backup."""
    if os.environ.get("DUBAN_SECRET_KEY") and mark_of(settings.SECRET_KEY) != manifest.key_mark:
        raise BackupRefused(
            "DUBAN_SECRET_KEY 不是备份时的密钥，恢复后个人信息会读不出：请设为原来的密钥，或者不设（用备份里的密钥）"
        )


def _require_space(archive: zipfile.ZipFile, manifest: manifests.Manifest, folder: Path) -> None:
    rows = sum(info.file_size for info in archive.infolist() if info.filename.startswith("tables/"))
    needed, free = manifest.files_size + _GROWTH * rows, shutil.disk_usage(folder).free
    if needed > free:
        raise BackupRefused(_TOO_FULL.format(folder=folder, needed=needed >> 20, free=free >> 20))


def _require_space_for_files(manifest: manifests.Manifest, home: Path, root: Path) -> None:
    """Raise BackupRefused where the files, which go to another disk in the end, do not fit there."""
    place = next(each for each in (root, *root.parents) if each.exists())
    free = shutil.disk_usage(place).free
    if place.stat().st_dev != home.stat().st_dev and manifest.files_size > free:
        raise BackupRefused(_TOO_FULL.format(folder=root, needed=manifest.files_size >> 20, free=free >> 20))


@contextlib.contextmanager
def _held(stage: Path) -> Iterator[None]:
    """Hold the stage for this process alone, empty. Raises BackupRefused where another restore is at work."""
    stage.mkdir(mode=0o700, exist_ok=True)
    with (stage / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupRefused("另一个恢复正在进行，请等它结束") from None
        for left in stage.iterdir():
            if left.name != "lock":
                shutil.rmtree(left)
        yield


def _beside(database: Path) -> Path:
    return database.with_name(f"{database.name}.restoring")


@contextlib.contextmanager
def _settings(**changed: object) -> Iterator[None]:
    before = {name: getattr(settings, name) for name in changed}
    for name, value in changed.items():
        setattr(settings, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(settings, name, value)


@contextlib.contextmanager
def _packs(folders: list[Path]) -> Iterator[None]:
    """Let the office's own packs be read from where they were put."""
    before = os.environ.get("DUBAN_REGIMES")
    if folders:
        os.environ["DUBAN_REGIMES"] = os.pathsep.join(map(str, folders))
    try:
        yield
    finally:
        if before is None:
            os.environ.pop("DUBAN_REGIMES", None)
        else:
            os.environ["DUBAN_REGIMES"] = before


def _write_key(path: Path, key: bytes) -> None:
    """Replace the key that an empty installation made for itself."""
    draft = path.with_name("secret_key.restoring")
    with open(os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as out:
        out.write(key)
        out.flush()
        os.fsync(out.fileno())
    os.replace(draft, path)


def _place_packs(made: Path, home: Path) -> list[str]:
    """Put the office's own packs where DUBAN_REGIMES names an empty place, else below DUBAN_HOME; return what is to be done by hand."""
    named, hints, put = [entry for entry in os.environ.get("DUBAN_REGIMES", "").split(os.pathsep) if entry], [], []
    for folder in sorted(made.iterdir()) if made.is_dir() else ():
        number = int(folder.name)
        target = Path(named[number]) if number < len(named) else None
        if target is None or (target.is_dir() and any(target.iterdir())):
            target = home / "regimes" / folder.name
            put.append(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(folder, target, dirs_exist_ok=True)
    if put:
        hints.append(f"自有的制度文件放在 {os.pathsep.join(map(str, put))}，请核对后写入 DUBAN_REGIMES")
    return hints
