"""How fast this machine is while a test runs: bounds of processor time are seconds of the machine on which figures are measured.

A bound says how much work there may be. On a machine that takes twice as long for the same plain work (an older one, or one whose neighbours
fill the memory's channel), twice the seconds are the same work; on a quicker one the bound stays as it is.
"""

import contextlib
import gc
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass

# What the usual machine takes for `_plain_work`, in seconds: of ten, as here, since who shares its memory comes and goes.
_USUAL, _TIMES = 0.008, 10
_SLOWEST = 8


@dataclass
class Work:
    """What was measured: `seconds` of processor time, as the usual machine would have taken them."""

    seconds: float = 0.0


@contextlib.contextmanager
def measured() -> Iterator[Work]:
    """Measure what runs under `with`, in this process and its threads."""
    work, before = Work(), slowness()
    began = time.process_time()
    yield work
    taken = time.process_time() - began
    work.seconds = taken / ((before + slowness()) / 2)


def slowness() -> float:
    """Return how many times as long as the usual machine this one takes for plain work: 1 where it is as fast or faster, 8 at most."""
    return min(max(statistics.mean(_plain_work() for _ in range(_TIMES)) / _USUAL, 1), _SLOWEST)


def _plain_work() -> float:
    """Make and sort twenty thousand small records: what a Python program does all day, in the processor and in memory."""
    collects, began = gc.isenabled(), time.process_time()
    gc.disable()
    rows = [{"number": number, "name": f"单位{number}", "parts": [number, number + 1]} for number in range(20_000)]
    rows.sort(key=lambda row: row["name"])
    taken = time.process_time() - began
    if collects:
        gc.enable()
    return taken
