"""Work that takes longer than a page may: done in a thread of its own; how far it has come lies in a file that every worker reads."""

import json
import logging
import os
import re
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connections

from duban.ledger.progress import Progress
from duban.ledger.refusals import Refused

log = logging.getLogger(__name__)
# Seconds without a word, after which even a living process is taken not to do this work any more (its number may be another's).
_SILENT = 600


@dataclass(frozen=True)
class Job:
    """One piece of work as it stands. `of` is 0 while it is not known how much there is; `failed` says why it came to nothing."""

    doing: str
    done: int
    of: int
    failed: Refused | None = None


def start(name: str, work: Callable[[Progress], object]) -> bool:
    """Begin the work and return at once; False where work of that name is going on already.

    `work` is given a function to tell its progress to. What it raises undoes it, and is what `job_of` says afterwards.
    """
    job = job_of(name)
    if job is not None and job.failed is None:
        return False
    _write(name, {"doing": "准备", "done": 0, "of": 0})
    spawn(lambda: _carry_out(name, work))
    return True


def job_of(name: str) -> Job | None:
    """Return how the work of that name stands; None where there is none, or it was done to the end."""
    try:
        told = json.loads(_path(name).read_text(encoding="utf-8"))
        # Of another machine's processes nothing is known but that they told how far they are.
        is_going = told.get("host") != socket.gethostname() or _is_alive(told.get("process", 0))
        is_going = is_going and time.time() - _path(name).stat().st_mtime < _SILENT
    except (FileNotFoundError, ValueError):
        return None
    if "failed" in told:
        return Job("", 0, 0, Refused(told["failed"], clause=told["clause"], possible=told["possible"]))
    if not is_going:
        return Job("", 0, 0, Refused("服务中断，登记没有做完，一件也没有登记", possible="请再次确认登记。"))
    return Job(told["doing"], told["done"], told["of"])


def spawn(run: Callable[[], None]) -> None:
    """Run in a thread that does not keep the server from stopping."""
    threading.Thread(target=run, daemon=True).start()


def _carry_out(name: str, work: Callable[[Progress], object]) -> None:
    try:
        work(lambda doing, done, of: _write(name, {"doing": doing, "done": done, "of": of}))
    except Refused as refusal:
        _write(name, {"failed": refusal.why, "clause": refusal.clause, "possible": refusal.possible})
    except Exception:
        log.exception("the job %s failed", name)
        _write(
            name,
            {
                "failed": "系统出错，一件也没有登记",
                "clause": "",
                "possible": "请再试一次；仍不行的，请告诉系统管理员。",
            },
        )
    else:
        _path(name).unlink(missing_ok=True)
    finally:
        if threading.current_thread() is not threading.main_thread():
            connections.close_all()


def _write(name: str, told: dict[str, object]) -> None:
    path = _path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{threading.get_ident()}")
    draft.write_text(json.dumps({**told, "host": socket.gethostname(), "process": os.getpid()}), encoding="utf-8")
    draft.replace(path)


def _path(name: str) -> Path:
    # Among the files that have no row: what a crash leaves behind is collected by `duban fsck` like any other.
    return Path(settings.FILES_ROOT) / f".draft-job-{re.sub('[^a-z0-9-]', '', name)}.json"


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
