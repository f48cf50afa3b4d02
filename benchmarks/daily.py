"""How long the automatic run (`duban daily`) takes in a large office: `python benchmarks/daily.py`, processor seconds of the whole command.

An office of 100,000 matters (`duban bench-data`), 18,000 of them late, that was away for the year: every day is gone through, every lateness
and every step written, then one more day is run. With DUBAN_BENCH=smoke it holds 300 matters and goes through a month. It fails where a run takes more than four
times the goal of 30 seconds.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GOAL = 30.0


def main() -> int:
    """Print what the runs take; return 1 where one misses its goal by far."""
    smoke = os.environ.get("DUBAN_BENCH") == "smoke"
    number, through = (300, ["--date", "2026-02-10"]) if smoke else (100_000, [])
    home = tempfile.mkdtemp(prefix="duban-bench-")
    try:
        _duban(home, "migrate")
        _duban(home, "bench-data", "--matters", str(number))
        taken = [
            _timed(name, home, "daily", *through)
            for name in ("a year at once", "the same day again")[: 1 if smoke else 2]
        ]
    finally:
        shutil.rmtree(home, ignore_errors=True)
    return int(max(taken) > 4 * GOAL)


def _timed(name: str, home: str, *words: str) -> float:
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    said = _duban(home, *words)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"daily, {name}: {seconds:.1f} s of processor, {time.perf_counter() - began:.1f} s; {said.splitlines()[-1]}")
    return seconds


def _duban(home: str, *words: str) -> str:
    environment = {**os.environ, "DUBAN_HOME": home, "PYTHONPATH": str(ROOT)}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-c", "import sys; from duban.cli import main; sys.exit(main())", *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    return done.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
