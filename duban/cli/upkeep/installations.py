"""What the commands of a running installation share: Django set up, the database checked, refusals in one line."""

from __future__ import annotations

import argparse
import contextlib
import gc
import importlib.util
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duban.people.models import Jurisdiction


# The code of PostgreSQL for a right that a role does not have.
_LACKS_RIGHT = "42501"
# Packages that are loaded where they are needed first, not at the start.
_LOADED_LATE = ("docx", "openpyxl", "pypdf", "pypinyin", "python_calamine", "segno", "typst", "xlsxwriter")


class NotReady(Exception):
    """This installation cannot do what was asked; the message is one sentence for the one at the keyboard."""


def in_installation(
    command: str, act: Callable[[argparse.Namespace], int], *, migrated: bool = True, unfinished: bool = False
) -> Callable[[argparse.Namespace], int]:
    """Make a command of a function that needs the database; 2 with one line where it is not ready.

    `migrated` and `unfinished` say what the installation may be like, as `open_installation` takes them.
    """

    def run(args: argparse.Namespace) -> int:
        try:
            open_installation(migrated=migrated, unfinished=unfinished)
            return act(args)
        except NotReady as error:
            print(f"duban {command}: {' '.join(str(error).split())}", file=sys.stderr)
            return 2

    return run


def open_installation(*, migrated: bool = True, unfinished: bool = False) -> None:
    """Set Django up and check the database; with `migrated` also that its tables are those of this version and the
    secret key is the one with which it was written.

    Only `unfinished` opens an installation into which a restore began and did not end. What is written from now on is for the user of
    this process alone. Raises NotReady for settings that contradict each other, a database that cannot be reached or is of a later
    release, and tables that are missing.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duban.config.settings")
    os.umask(0o077)
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError, connection

    _require_packages()
    try:
        _load()
        Path(settings.HOME).mkdir(parents=True, exist_ok=True)
        connection.ensure_connection()
        _close_to_others()
        _require_known()
        if not unfinished:
            _require_finished()
        if migrated and not is_migrated():
            raise NotReady("数据库的表还没有建好，或者不是这一版的：请先运行 duban migrate")
        if migrated:
            require_own_key()
    except (RuntimeError, ImproperlyConfigured, OSError) as error:
        raise NotReady(f"设置有误：{error}") from None
    except DatabaseError as error:
        raise NotReady(lacking_right(error) or f"连不上数据库：{error}") from None


def _load() -> None:
    """Set Django up, once. What is loaded stays until the end: the collector would look through it a hundred times, and then at each round."""
    import django
    from django.apps import apps

    if apps.ready:
        return
    was_on = gc.isenabled()
    gc.disable()
    try:
        django.setup()
        gc.freeze()
    finally:
        if was_on:
            gc.enable()


def _require_packages() -> None:
    """Raise NotReady where a package is missing that is loaded only once it is needed: a page would fail in the middle of the day."""
    missing = [name for name in _LOADED_LATE if importlib.util.find_spec(name) is None]
    if missing:
        raise NotReady(f"缺少组件 {'、'.join(missing)}：请先按这一版的要求安装（requirements.txt），再运行")


def lacking_right(error: BaseException) -> str:
    """Return what to say where the database refused because its role lacks a right; nothing for another error."""
    cause: BaseException | None = error
    while cause is not None and getattr(cause, "sqlstate", None) != _LACKS_RIGHT:
        cause = cause.__cause__ or cause.__context__
    if cause is None:
        return ""
    return f"数据库角色没有权限：建表、升级、恢复要用表的所有者的 DATABASE_URL，再由它运行 duban migrate --roles 系统所用的角色（{error}）"


def is_migrated() -> bool:
    """Tell whether the tables are those of this version."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def require_own_key() -> None:
    """Raise NotReady where the secret key is not the one with which this database was written; a database without a mark has none yet."""
    if not has_own_key():
        raise NotReady(f"密钥不是写这个数据库时的那一个：请放回原来的 {place_of_key()}（在备份里），什么也没有改动")


def has_own_key() -> bool:
    """Tell whether the secret key is the one with which this database was written, or nothing was written yet."""
    from duban.people.models import KeyMark
    from duban.people.sealing import WrongKey

    try:
        KeyMark.objects.first()
    except WrongKey:
        return False
    return True


def place_of_key() -> str:
    """Say from where the secret key was read."""
    return "DUBAN_SECRET_KEY" if os.environ.get("DUBAN_SECRET_KEY") else "DUBAN_HOME 下的 secret_key 文件"


def _require_known() -> None:
    """Raise NotReady where the tables were made by a later release than this one."""
    from django.db import connection

    from duban.backups import BackupRefused, databases

    try:
        databases.applied_migrations(connection)
    except BackupRefused as error:
        raise NotReady(str(error)) from None


def _require_finished() -> None:
    """Raise NotReady where a restore began and did not end."""
    from duban.backups import restoring

    if restoring.is_unfinished():
        raise NotReady("上次恢复没有完成，数据不全：请重新运行 duban restore FILE")


def _close_to_others() -> None:
    """Take from other users of the machine what an earlier release left them to read: the folder, the key, the files."""
    from django.conf import settings
    from django.db import connection

    names = [str(settings.HOME), f"{settings.HOME}/secret_key", str(settings.FILES_ROOT)]
    if connection.vendor == "sqlite":
        names += [f"{connection.settings_dict['NAME']}{suffix}" for suffix in ("", "-wal", "-shm")]
    for name in names:
        with contextlib.suppress(OSError):
            if (mode := os.stat(name).st_mode) & 0o077:
                os.chmod(name, mode & 0o700)


def jurisdictions_named(slug: str | None) -> list[Jurisdiction]:
    """Give the jurisdiction of that code, or all of them. Raises NotReady where there is none of that code."""
    from duban.people.models import Jurisdiction

    found = list(Jurisdiction.objects.filter(**({"slug": slug} if slug else {})).order_by("id"))
    if slug and not found:
        raise NotReady(f"没有代码为 {slug} 的辖区")
    return found
