"""`duban bench-data`: an invented office with many matters, to measure how quick the program is on this machine."""

from __future__ import annotations

import argparse
import time

from duban.cli.upkeep.installations import NotReady, in_installation

_MOST = 2_000_000


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program's own."""
    parser = subparsers.add_parser("bench-data", help="在空的安装里生成一个事项很多的虚构办公室，用来测量快慢")
    parser.add_argument("--matters", type=int, default=100_000, metavar="N", help="事项件数，默认 100000")
    parser.set_defaults(func=in_installation("bench-data", _fill))


def _fill(args: argparse.Namespace) -> int:
    from django.conf import settings
    from django.db import connection
    from django.utils import timezone

    from duban.demo import many
    from duban.ledger.storage import row_counts
    from duban.people.models import Jurisdiction

    if settings.PRODUCTION:
        raise NotReady("这是正式安装，不生成测量数据；请用 DUBAN_HOME 或 DATABASE_URL 指定另一个安装")
    if not many.FEWEST <= args.matters <= _MOST:
        raise NotReady(f"--matters 要写 {many.FEWEST} 到 {_MOST} 之间的整数，不能是 {args.matters}")
    if Jurisdiction.objects.exists():
        raise NotReady(
            "这个安装里已有办公室，只在空的安装里生成测量数据；请先用 DUBAN_HOME 指定新目录，运行 duban migrate"
        )
    began = time.monotonic()
    staff = many.fill(args.matters, timezone.now(), said=lambda words: print(f"  {words}", flush=True))
    row_counts.take(connection)
    print(f"已生成 {staff.jurisdiction.name}：事项 {args.matters} 件，用时 {time.monotonic() - began:.0f} 秒")
    return 0
