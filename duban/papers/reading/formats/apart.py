"""Hostile input read in a process of its own, bounded in time and memory, which may die alone."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from duban.papers.reading.tasks.items import UnreadablePaper

MEMORY = 1024 * 1024 * 1024


def read_apart(program: str, data: bytes, seconds: int, too_much: str) -> Any:
    """Run `main` of a module of ours on the data and give its answer. UnreadablePaper where it refuses, dies or takes too long."""
    command = [sys.executable, "-c", f"from {program} import main; main()", str(seconds)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, check=False, timeout=3 * seconds)
    except subprocess.TimeoutExpired as error:
        raise UnreadablePaper(too_much) from error
    if done.returncode:
        raise UnreadablePaper(too_much)
    answer = json.loads(done.stdout)
    if "refusal" in answer:
        raise UnreadablePaper(answer["refusal"])
    return answer["found"]


def answer_apart(read: Callable[[bytes], Any]) -> None:
    """Be that process: read standard input within `argv[1]` seconds, print what was found or why nothing was, as JSON."""
    seconds = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    answer: dict[str, Any]
    try:
        answer = {"found": read(sys.stdin.buffer.read())}
    except UnreadablePaper as error:
        answer = {"refusal": str(error)}
    sys.stdout.write(json.dumps(answer))


def run_tool(
    command: Sequence[str], folder: Path, *, seconds: int, memory: int, largest: int, patience: int = 1
) -> bytes | None:
    """Run a program of the system on files in a folder of its own; give its standard output, None where it fails.

    It has no home but the folder, no proxy, no display; it may not compute for more than `seconds`, write a file larger than `largest`
    bytes, nor take more than `memory`, and is killed with all its children after `patience` times that (on a machine that has other
    things to do). Where the system permits, it has no network.
    """

    def bounded() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TESSDATA_PREFIX") if name in os.environ}
    environment = {"LANG": "C.UTF-8", **kept, "HOME": str(folder), "TMPDIR": str(folder), "OMP_THREAD_LIMIT": "1"}
    with (folder / "output").open("w+b") as output:
        running = subprocess.Popen(
            [*_without_network(), *command],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=bounded,
        )
        try:
            code = running.wait(timeout=seconds * patience)
        except subprocess.TimeoutExpired:
            code = -1
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGKILL)
            running.wait()
        output.seek(0)
        return output.read(largest) if code == 0 else None


_ISOLATING: list[str] | None = None


def _without_network() -> list[str]:
    """Give the words that start a program without network, where this system lets us; tried once."""
    global _ISOLATING
    if _ISOLATING is None:
        words = ["unshare", "--user", "--map-current-user", "--net"]
        try:
            tried = subprocess.run([*words, "true"], capture_output=True, check=False, timeout=5)
            _ISOLATING = words if tried.returncode == 0 else []
        except (OSError, subprocess.TimeoutExpired):
            _ISOLATING = []
    return _ISOLATING
