"""What listens: granian and its workers, in a process of its own that never touches the database.

`duban serve` starts this module and watches over it. The workers are forked from it, with the program loaded and nothing opened: a
connection that was open before a fork would be shared by two processes, which would then read one another's answers.
"""

from __future__ import annotations

import argparse
import ctypes
import multiprocessing
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from typing import Any

from granian import Granian
from granian._internal import load_target
from granian.constants import Interfaces
from granian.log import LogLevels

from duban.cli.running import preloading

# A request holds its thread while it waits for a slot (duban.config.gate): slots and queue must fit in.
THREADS = 40
_PARENT_DEATH_SIGNAL = 1
# Of glibc's malloc.h: the number of pools that threads allocate from. Without a bound each of the many threads of a worker fills one of its own,
# and a worker grows for hours: by a tenth in the first minutes, measured by tests/torture/test_soak.py.
_ARENA_MAX, _ARENAS = -8, 2
# Seconds after which a thread that computes lets another go on. Who waits to write (duban.config.sqlite) is let in while others draw pages:
# eight writers of two processes get 74 acts a second done instead of 58 (the default is 5 ms).
_SWITCH = 0.001


def run(host: str, port: int, workers: int, parent: int) -> None:
    """Listen until SIGTERM or SIGINT, or until `parent` is gone. Ends with exit code 1 where workers die as fast as they start."""
    end_with_parent(signal.SIGTERM, parent)
    share_memory()
    os.environ["DUBAN_SERVING"] = "1"
    # Without workers_kill_timeout a stop while a worker is still starting never ends.
    server = Granian(
        "duban.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        workers_kill_timeout=5,
        respawn_failed_workers=True,
        websockets=False,
        log_level=LogLevels.error,
    )
    if multiprocessing.get_start_method() == "fork":
        server.on_startup(partial(_preload, server))
    with tempfile.TemporaryDirectory(prefix="duban-metrics-") as folder:
        # The workers count together in files: duban.web.metrics reads them.
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        server.serve(target_loader=partial(_load, server.target, os.getpid()), wrap_loader=False)


def end_with_parent(number: int, parent: int) -> None:
    """Ask the kernel to send this process a signal when its parent dies: nobody keeps the port after the server was killed.

    The kernel says nothing of a parent that died before it was asked: then the process sends itself the signal.
    """
    try:
        ctypes.CDLL(None, use_errno=True).prctl(_PARENT_DEATH_SIGNAL, number)
    except (AttributeError, OSError):
        return  # not Linux: whoever started the server ends it
    if os.getppid() != parent:
        os.kill(os.getpid(), number)


def share_memory() -> bool:
    """Let the threads of this process, and of those forked from it, allocate from few pools; return whether the C library knows how."""
    try:
        return bool(ctypes.CDLL(None).mallopt(_ARENA_MAX, _ARENAS))
    except AttributeError:
        return False  # not glibc


def _preload(server: Any) -> None:
    """Load the program before the fork; no worker is forked any more where the server was told to stop meanwhile."""
    preloading.load()
    if server.interrupt_signal:
        sys.exit(0)


def _load(target: str, parent: int) -> Callable[..., Any]:
    """Load the application in a worker, after the fork.

    Until granian has set the worker's own handlers, a stop ends it at once: the handlers that it has from its parent would only make a note
    in its own copy of the server, and the port would stay taken until granian's patience ends.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    end_with_parent(signal.SIGKILL, parent)
    sys.setswitchinterval(_SWITCH)
    return load_target(target)


if __name__ == "__main__":
    words = argparse.ArgumentParser()
    words.add_argument("host")
    words.add_argument("port", type=int)
    words.add_argument("workers", type=int)
    words.add_argument("parent", type=int)
    asked = words.parse_args()
    run(asked.host, asked.port, asked.workers, asked.parent)
