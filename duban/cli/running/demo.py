"""`duban demo`: the program on an invented year of five offices, with one-click entrance."""

from __future__ import annotations

import argparse
import datetime
import os
import shutil
import sys
import time
from pathlib import Path

from duban.cli.upkeep.installations import NotReady, open_installation


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program's own."""
    parser = subparsers.add_parser("demo", help="用虚构的五个辖区演示全年工作，登录页一键进入")
    parser.add_argument("--host", default="127.0.0.1", metavar="HOST", help="监听地址，默认 127.0.0.1")
    parser.add_argument("--port", type=int, default=8000, metavar="PORT", help="端口，默认 8000")
    parser.add_argument("--fresh", action="store_true", help="删除已有的演示数据，重新生成")
    parser.add_argument("--no-serve", action="store_true", help="只生成数据，不启动服务")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Fill DUBAN_HOME (default ./var/demo) unless it is filled, then serve; 2 with one line where that cannot be."""
    os.environ.setdefault("DUBAN_HOME", str(Path.cwd() / "var" / "demo"))
    os.environ["DUBAN_DEMO"] = "1"
    try:
        return _act(args)
    except NotReady as error:
        print(f"duban demo: {' '.join(str(error).split())}", file=sys.stderr)
        return 2


def _act(args: argparse.Namespace) -> int:
    from duban.cli.running import serve

    if not args.no_serve:
        serve.require_free(args.host, args.port)
    if args.fresh:
        _clear()
    from duban.cli.upkeep.migrate import migrate

    migrate()
    open_installation()
    _fill()
    _say_who()
    if args.no_serve:
        return 0
    said = f"打开 http://{args.host}:{args.port}/ ，在登录页选一个角色，一键进入（Ctrl+C 停止）"
    return serve.serve(args.host, args.port, said=said)


def _clear() -> None:
    """Delete the demonstration's own files. Raises NotReady where the installation is not a demonstration's."""
    if os.environ.get("DATABASE_URL"):
        raise NotReady("--fresh 只用于演示自己的 SQLite 数据库，不动 DATABASE_URL 指向的数据库")
    home = Path(os.environ["DUBAN_HOME"])
    database = home / "duban.sqlite3"
    if database.exists() and not (home / "demo").exists():
        raise NotReady(f"{home} 不是演示数据的目录，不删除")
    for name in ("duban.sqlite3", "duban.sqlite3-wal", "duban.sqlite3-shm", "duban.sqlite3-queue", "demo"):
        (home / name).unlink(missing_ok=True)
    shutil.rmtree(home / "files", ignore_errors=True)


def _fill() -> None:
    from django.conf import settings
    from django.utils import timezone

    from duban.demo import years
    from duban.people.models import Jurisdiction

    if years.is_filled():
        return
    if Jurisdiction.objects.filter(is_demo=False).exists():
        raise NotReady("这个数据库里有真实的辖区，不写入演示数据；请用 DUBAN_HOME 指定另一个目录")
    Path(settings.HOME).mkdir(parents=True, exist_ok=True)
    (Path(settings.HOME) / "demo").touch()
    now = timezone.localtime()
    if settings.PRESENT_DAY:
        now = datetime.datetime.combine(datetime.date.fromisoformat(settings.PRESENT_DAY), now.timetz())
    began = time.monotonic()
    print("正在生成演示数据（五个虚构辖区的全年工作）……", flush=True)
    years.fill(now, said=lambda text: print(f"  {text}", flush=True))
    print(f"用时 {time.monotonic() - began:.0f} 秒", flush=True)


def _say_who() -> None:
    from duban.people.models import Jurisdiction

    names = "、".join(Jurisdiction.objects.filter(is_demo=True).order_by("id").values_list("name", flat=True))
    print(f"演示辖区：{names}", flush=True)
