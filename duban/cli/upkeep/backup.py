"""`duban backup`: the whole installation in one file, while it is at work."""

from __future__ import annotations

import argparse
import datetime
import time
from pathlib import Path
from typing import TYPE_CHECKING

from duban.cli.accounts import passphrases
from duban.cli.upkeep.installations import NotReady, in_installation, is_migrated

if TYPE_CHECKING:
    from duban.backups.making import Made

# Of files in a folder for backups only those of this name are ever deleted.
_NAME, _PATTERN = "duban-%Y%m%d-%H%M%S.backup", "duban-????????-??????.backup"


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program's own."""
    parser = subparsers.add_parser("backup", help="把数据库、附件、密钥和自有制度备份成一个文件")
    parser.add_argument("target", metavar="FILE", help="备份文件；写文件夹则以时刻命名")
    parser.add_argument("--keep", type=_count, metavar="N", help="只留文件夹里最新的 N 份备份")
    passphrases.add_argument(parser)
    parser.set_defaults(func=in_installation("backup", _act, migrated=False))


def _act(args: argparse.Namespace) -> int:
    passphrase = passphrases.read(args, new=True)
    from django.db import connection
    from django.utils import timezone

    from duban.backups import BackupRefused, databases, register
    from duban.backups.making import make_backup

    if not databases.applied_migrations(connection):
        raise NotReady("这里的数据库是空的，没有可备份的：请核对 DUBAN_HOME 和 DATABASE_URL")
    at, began = timezone.now(), time.monotonic()
    target, folder = _target_of(args, timezone.localtime(at))
    try:
        made = make_backup(target, passphrase=passphrase, at=at)
    except BackupRefused as error:
        raise NotReady(str(error)) from None
    except OSError as error:
        raise NotReady(
            f"备份没有做成（{error.strerror or error}：{target.parent}），没有留下文件；请腾出空间或换一个位置"
        ) from None
    seconds = time.monotonic() - began
    _record(made, seconds, at)
    _say(made, seconds, sealed=passphrase is not None)
    register.add(made)
    if folder is not None and args.keep:
        _throw_away(sorted(folder.glob(_PATTERN))[: -args.keep])
    return 1 if made.manifest.missing else 0


def _throw_away(old: list[Path]) -> None:
    """Delete old backups and note that they are gone."""
    from duban.backups import register

    for file in old:
        file.unlink()
        print(f"已删除旧备份 {file.name}")
    register.note_gone(old)


def _target_of(args: argparse.Namespace, now: datetime.datetime) -> tuple[Path, Path | None]:
    """Return the file to write, and the folder where one was named."""
    target = Path(args.target).resolve()
    folder = target if target.is_dir() else None
    if args.keep and folder is None:
        raise NotReady(f"--keep 要和已有的文件夹同用，{target} 不是文件夹")
    if not target.parent.is_dir():
        raise NotReady(f"没有 {target.parent} 这个文件夹")
    return (folder / now.strftime(_NAME) if folder else target), folder


def _record(made: Made, seconds: float, at: datetime.datetime) -> None:
    """Put the backup on record, where the tables are those of this release; before an upgrade they need not be."""
    if not is_migrated():
        return
    from duban.ledger.actions.upkeep.backups import record_backup

    size, rows = made.size, made.manifest.rows
    data = {"file": made.path.name, "sha256": made.digest, "size": size, "row_count": rows, "seconds": round(seconds)}
    record_backup("backup.made", data=data, at=at)


def _say(made: Made, seconds: float, *, sealed: bool) -> None:
    manifest = made.manifest
    matters, lines = manifest.rows_of("ledger_matter"), manifest.rows_of("ledger_journalline")
    print(
        f"已备份到 {made.path}：{made.size / 1e6:.1f} MB，用时 {seconds:.1f} 秒{'，已加密' if sealed else '，未加密'}"
    )
    print(f"事项 {matters} 件，日志 {lines} 行，共 {manifest.rows} 行；附件 {manifest.files} 份")
    print(f"校验码 {made.digest}")
    for name in manifest.missing:
        print(f"附件缺失或被改动，未能备份：{name}（请运行 duban fsck）")


def _count(words: str) -> int:
    if not words.isdecimal() or int(words) < 1:
        raise argparse.ArgumentTypeError(f"份数应是正整数：{words}")
    return int(words)
