"""What the commands of a running installation share: Django set up, the database checked, refusals in one line."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duban.people.models import Jurisdiction


class NotReady(Exception):
    """This installation cannot do what was asked; the message is one sentence for the one at the keyboard."""


def in_installation(command: str, act: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    """This function will make a command of a function that needs the database; 2 with one line where it is not ready."""

    def run(args: argparse.Namespace) -> int:
        try:
            open_installation()
            return act(args)
        except NotReady as error:
            print(f"duban {command}: {' '.join(str(error).split())}", file=sys.stderr)
            return 2

    return run


def open_installation(*, migrated: bool = True) -> None:
    """This function will set Django up and check the database; with `migrated` also that its tables are those of this version.

    Raises NotReady for settings that contradict each other, a database that cannot be reached or tables that are missing.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duban.config.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        django.setup()
        connection.ensure_connection()
        if migrated:
            executor = MigrationExecutor(connection)
            if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                raise NotReady("数据库的表还没有建好，或者不是这一版的：请先运行 duban migrate")
    except (RuntimeError, ImproperlyConfigured, OSError) as error:
        raise NotReady(f"设置有误：{error}") from None
    except DatabaseError as error:
        raise NotReady(f"连不上数据库：{error}") from None


def jurisdictions_named(slug: str | None) -> list[Jurisdiction]:
    """This function will give the jurisdiction of that code, or all of them. Raises NotReady where there is none of that code."""
    from duban.people.models import Jurisdiction

    found = list(Jurisdiction.objects.filter(**({"slug": slug} if slug else {})).order_by("id"))
    if slug and not found:
        raise NotReady(f"没有代码为 {slug} 的辖区")
    return found
