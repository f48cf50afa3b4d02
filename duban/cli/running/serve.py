"""`duban serve`: the web server, watched over; beside it each office's daily run, and letters delivered."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time

from duban.cli.upkeep.installations import NotReady, in_installation

log = logging.getLogger(__name__)
# What listens is started again when it ended, unless it ended so often in a row within so many seconds of its start.
GIVE_UP_AFTER, YOUNG = 5, 10.0
# Seconds that the workers get to finish what they are at.
GRACE = 12


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program's own."""
    parser = subparsers.add_parser("serve", help="启动网页服务，每天自动处理")
    parser.add_argument("--host", default="127.0.0.1", metavar="HOST", help="监听地址，默认 127.0.0.1")
    parser.add_argument("--port", type=_port, default=8000, metavar="PORT", help="端口，默认 8000")
    parser.add_argument("--workers", type=_workers, default=2, metavar="N", help="工作进程数，默认 2")
    parser.set_defaults(func=in_installation("serve", _act))


def serve(host: str, port: int, workers: int = 2, *, said: str) -> int:
    """Listen first, do the daily run beside it, and go on until SIGTERM or SIGINT; 0 then, 1 where the server cannot be kept up.

    What is to be said (the address) is printed when the server answers: an address that is not there yet is tried and given up.

    Raises NotReady where the address is taken already.
    """
    from django.conf import settings
    from django.db import connections

    from duban.cli.running.announcing import announce
    from duban.cli.running.schedule import Schedule

    require_free(host, port)
    _require_durable()
    connections.close_all()
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    schedule = Schedule()
    command = [sys.executable, "-m", "duban.cli.running.serving", host, str(port), str(workers), str(os.getpid())]
    first = subprocess.Popen(command, env=os.environ)
    announce(said, host, port, stopping)
    if settings.SCHEDULER == "serve":
        schedule.start()
    try:
        return _keep_up(command, first, stopping)
    finally:
        stopping.set()
        schedule.stop()


def _require_durable() -> None:
    """Raise NotReady where the database would lose what it acknowledged when the power fails."""
    from duban.ledger.queries.upkeep.durability import durability

    off = [name for name, on in durability().items() if not on]
    if off:
        raise NotReady(f"数据库设置 {'、'.join(off)} 关闭，断电会丢失已确认的数据：请先在数据库设置中打开")


def _keep_up(command: list[str], process: subprocess.Popen[bytes], stopping: threading.Event) -> int:
    """Start what listens again whenever it ended by itself, a little later each time."""
    failures, since = 0, time.monotonic()
    while True:
        while process.poll() is None:
            if stopping.wait(0.2):
                return _stop(process)
        failures = failures + 1 if time.monotonic() - since < YOUNG else 1
        if stopping.is_set():
            return 0
        if failures >= GIVE_UP_AFTER:
            log.error("the web server ended %s times in a row as soon as it was started; giving up", failures)
            return 1
        log.error("the web server ended with exit code %s; it is started again", process.returncode)
        if stopping.wait(0.2 * 2**failures):
            return 0
        process, since = subprocess.Popen(command, env=os.environ), time.monotonic()


def _stop(process: subprocess.Popen[bytes]) -> int:
    process.terminate()
    try:
        process.wait(timeout=GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    return 0


def require_free(host: str, port: int) -> None:
    """Raise NotReady where somebody listens on the address already: granian itself would not say so."""
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


def _act(args: argparse.Namespace) -> int:
    require_free(args.host, args.port)
    said = f"督办：http://{args.host}:{args.port}/ （Ctrl+C 停止）"
    return serve(args.host, args.port, args.workers, said=said)


def _port(words: str) -> int:
    if not words.isdecimal() or not 0 < int(words) < 65536:
        raise argparse.ArgumentTypeError(f"不是端口：{words}")
    return int(words)


def _workers(words: str) -> int:
    if not words.isdecimal() or not 0 < int(words) < 65:
        raise argparse.ArgumentTypeError(f"工作进程数应为 1 到 64：{words}")
    return int(words)
