"""One after the other, where several ask this process for the same count: who waits finds most of it done, and no memory is taken twice."""

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_LOCKS: dict[tuple[int, str], threading.Lock] = {}
# Seconds. Whoever waited as long counts by themselves.
_PATIENCE = 10.0


@contextmanager
def turn(jurisdiction: int, name: str) -> Iterator[None]:
    """Wait until nobody in this process counts this office's period; who is writing waits for nobody, as others wait for them."""
    lock = _LOCKS.setdefault((jurisdiction, name), threading.Lock())
    is_mine = not connection.in_atomic_block and lock.acquire(timeout=_PATIENCE)
    try:
        yield
    finally:
        if is_mine:
            lock.release()


def give_back() -> None:
    """Give the memory of a large count back to the machine: the C library would keep it for the next one."""
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except AttributeError:
        return  # not glibc
