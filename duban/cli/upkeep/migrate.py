"""`duban migrate`: makes the tables of this version, or brings those of an earlier one up to it."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from duban.cli.upkeep.installations import (
    NotReady,
    jurisdictions_named,
    lacking_right,
    open_installation,
    require_own_key,
)


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program's own."""
    parser = subparsers.add_parser("migrate", help="建好或升级数据库的表")
    parser.add_argument(
        "--roles",
        metavar="APPUSER",
        help="PostgreSQL：由表的所有者运行，只给系统所用的角色 APPUSER 必需的权限，日志、排名、审计日志只增不改",
    )
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Migrate; 2 with one line where the database cannot be reached."""
    try:
        made = migrate()
        if made:
            print(f"已生成密钥 {made}：请与数据库分开保管，没有它就读不出个人信息")
        if args.roles:
            print(
                f"角色 {args.roles} 可以使用 {_limit(args.roles)} 张表；日志、排名、审计日志只能增加，不能修改、删除、清空"
            )
    except NotReady as error:
        print(f"duban migrate: {' '.join(str(error).split())}", file=sys.stderr)
        return 2
    _record_rows()
    print("数据库已是这一版的表")
    return 0


def _limit(role: str) -> int:
    """Leave the program's role what it needs. Raises NotReady for a role that cannot be limited."""
    from django.db import DatabaseError, transaction

    from duban.ledger.audit import database_roles

    try:
        with transaction.atomic():
            return database_roles.limit(role)
    except database_roles.NoSuchRole as error:
        raise NotReady(str(error)) from None
    except DatabaseError as error:
        raise NotReady(f"权限没有改动：{error}") from None


def _record_rows() -> None:
    """Write the rows of an earlier version into the journal, once, so that `audit verify` can compare them from now on."""
    from django.utils import timezone

    from duban.cli.running.daily import present_moment
    from duban.engine.packs import loading, sources
    from duban.ledger.actions.office import documents
    from duban.ledger.actions.upkeep import row_records

    for jurisdiction in jurisdictions_named(None):
        count = row_records.record_rows(jurisdiction=jurisdiction, at=present_moment())
        if count:
            print(f"{jurisdiction.slug}：现有数据 {count} 行已记入日志，今后可以核对")
        try:
            at = present_moment()
            first = documents.record_first(jurisdiction=jurisdiction, at=at, today=timezone.localdate(at))
        except (loading.UnknownRegime, sources.PackError) as error:
            print(f"{jurisdiction.slug}：所用办法没有存入数据库：{error}", file=sys.stderr)
            continue
        if first is not None:
            print(f"{jurisdiction.slug}：所用办法《{first.document}》全文已存入数据库，今后改动文件不影响它")


def migrate() -> Path | None:
    """Bring the tables up to this version; return the secret key's file where it was made by this, else None.

    Raises NotReady where the database cannot be reached.
    """
    key = Path(os.environ.get("DUBAN_HOME", "var")).resolve() / "secret_key"
    is_new = not key.exists()
    open_installation(migrated=False)
    from django.core.management import call_command
    from django.db import DatabaseError

    try:
        call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as error:
        raise NotReady(lacking_right(error) or f"数据库升级没有完成：{error}") from None
    require_own_key()
    from duban.ledger.storage import append_only
    from duban.people.models import KeyMark

    append_only.protect_all()
    if not KeyMark.objects.exists():
        KeyMark.objects.create(words="duban")
    return key if is_new and key.exists() else None
