"""`duban serve`: the web server, with the daily run at its start and every morning after, and letters delivered beside it."""

from __future__ import annotations

import argparse
import logging
import os
import socket
import subprocess
import sys
import threading

from duban.cli.installations import NotReady, in_installation

log = logging.getLogger(__name__)
# The thread looks this often whether a new day has begun: a machine that slept catches up within minutes.
LOOK_EVERY = 300
DELIVER_EVERY = 120
# A run that hangs is ended after this many seconds; a first run over a long outage needs minutes.
RUN_LIMIT = 3600


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program's own."""
    parser = subparsers.add_parser("serve", help="启动网页服务，每天自动日切")
    parser.add_argument("--host", default="127.0.0.1", metavar="HOST", help="监听地址，默认 127.0.0.1")
    parser.add_argument("--port", type=_port, default=8000, metavar="PORT", help="端口，默认 8000")
    parser.add_argument("--workers", type=_workers, default=2, metavar="N", help="工作进程数，默认 2")
    parser.set_defaults(func=in_installation("serve", _act))


def serve(host: str, port: int, workers: int = 2) -> int:
    """This function will run the daily run, then serve until it is stopped; workers inherit this process's environment.

    Raises NotReady where the address is taken already.
    """
    from django.db import connections

    require_free(host, port)
    connections.close_all()
    run_daily()
    threading.Thread(target=_every_morning, name="daily", daemon=True).start()
    threading.Thread(target=_every_while, name="deliver", daemon=True).start()
    from granian import Granian
    from granian.constants import Interfaces

    # Without workers_kill_timeout a stop while a worker is still starting never ends.
    server = Granian(
        "duban.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=8,
        workers_kill_timeout=5,
        respawn_failed_workers=True,
        websockets=False,
    )
    server.serve()
    return 0


def require_free(host: str, port: int) -> None:
    """This function will raise NotReady where somebody listens on the address already: granian itself would not say so."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError:
        raise NotReady(f"监听地址不对：{host}") from None
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except PermissionError:
            raise NotReady(f"无权使用端口 {port}，请换一个大于 1023 的端口") from None
        except OSError:
            raise NotReady(f"{host} 的端口 {port} 已被占用或不可用，请用 --port 换一个") from None


def run_daily() -> bool:
    """This function will run `duban daily` in a process of its own, so that the server's workers share no connection with it."""
    return _run("daily")


def _run(command: str) -> bool:
    program = f"import sys; from duban.cli import main; sys.exit(main(['{command}']))"
    quiet = subprocess.DEVNULL if command == "deliver" else None
    try:
        done = subprocess.run([sys.executable, "-c", program], env=os.environ, check=False, stdout=quiet, timeout=RUN_LIMIT)
    except subprocess.TimeoutExpired:
        log.error("duban %s did not end within %s seconds; it is tried again", command, RUN_LIMIT)
        return False
    if done.returncode:
        log.error("duban %s failed with exit code %s; it is tried again", command, done.returncode)
    return done.returncode == 0


def _every_morning() -> None:
    from duban.cli.daily import present_day

    done = present_day()
    while not threading.Event().wait(LOOK_EVERY):
        today = present_day()
        if today != done and run_daily():
            done = today


def _every_while() -> None:
    while not threading.Event().wait(DELIVER_EVERY):
        _run("deliver")


def _act(args: argparse.Namespace) -> int:
    print(f"督办：http://{args.host}:{args.port}/ （Ctrl+C 停止）", flush=True)
    return serve(args.host, args.port, args.workers)


def _port(words: str) -> int:
    if not words.isdecimal() or not 0 < int(words) < 65536:
        raise argparse.ArgumentTypeError(f"不是端口：{words}")
    return int(words)


def _workers(words: str) -> int:
    if not words.isdecimal() or not 0 < int(words) < 65:
        raise argparse.ArgumentTypeError(f"工作进程数应为 1 到 64：{words}")
    return int(words)
