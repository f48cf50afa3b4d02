"""`duban restore`: an installation out of its backup, on an empty machine; or the proof that it would come back."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from duban.cli.accounts import passphrases
from duban.cli.upkeep.installations import NotReady, in_installation, is_migrated, lacking_right

if TYPE_CHECKING:
    from duban.backups.restoring import Restored


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program's own."""
    parser = subparsers.add_parser("restore", help="从备份恢复到空的安装；--check 只演练不改动")
    parser.add_argument("source", metavar="FILE", help="备份文件")
    parser.add_argument("--check", action="store_true", help="恢复演练：恢复到临时位置，核验后删除，并记入日志")
    passphrases.add_argument(parser)
    parser.set_defaults(func=in_installation("restore", _act, migrated=False, unfinished=True))


def _act(args: argparse.Namespace) -> int:
    passphrase = passphrases.read(args, new=False)
    from django.db import DatabaseError
    from django.utils import timezone

    from duban.backups import BackupRefused
    from duban.backups.restoring import restore_backup, try_backup

    try:
        if args.check:
            done = try_backup(Path(args.source), passphrase=passphrase)
        else:
            done = restore_backup(Path(args.source), passphrase=passphrase, at=timezone.now())
    except BackupRefused as error:
        raise NotReady(str(error)) from None
    except (OSError, DatabaseError) as error:
        if lacking := lacking_right(error):
            raise NotReady(f"恢复没有完成，已撤销：{lacking}") from None
        why = getattr(error, "strerror", None) or str(error)
        raise NotReady(f"恢复没有完成（{why}），已撤销；请查明原因（磁盘空间、数据库）后再恢复") from None
    if args.check:
        _record(done, Path(args.source))
    _say(done, tried=args.check)
    return 1 if done.flaws else 0


def _record(done: Restored, source: Path) -> None:
    """Put the trial on record in this installation, where there is one."""
    from django.utils import timezone

    from duban.ledger.actions.upkeep.backups import record_backup

    if is_migrated():
        data = {"file": source.name, "sha256": done.digest, "size": done.size, "row_count": done.manifest.rows}
        more = {"seconds": round(done.seconds), "flaws": len(done.flaws)}
        record_backup("backup.tried", data={**data, **more}, at=timezone.now())


def _say(done: Restored, *, tried: bool) -> None:
    manifest = done.manifest
    what = "恢复演练完成，临时数据已删除" if tried else "已恢复"
    print(
        f"{what}：{manifest.duban} 版 {manifest.made_at[:19]} 的备份，{done.size / 1e6:.1f} MB，用时 {done.seconds:.1f} 秒"
    )
    matters, lines = manifest.rows_of("ledger_matter"), manifest.rows_of("ledger_journalline")
    print(f"事项 {matters} 件，日志 {lines} 行，共 {manifest.rows} 行，逐表核对一致；附件 {manifest.files} 份")
    for name in manifest.missing:
        print(f"备份时已缺失的附件：{name}")
    for flaw in done.flaws:
        print(f"核验不符：{flaw}")
    print("日志链、排名、附件核验" + (f"有 {len(done.flaws)} 处不符" if done.flaws else "全部一致"))
    for hint in done.hints:
        print(hint)
