"""What was made once is kept by what it was made of: never by when, so that it is as true as what is made anew."""

import threading
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """Of at most so many keys what was made of each, in this process; where they are too many the oldest goes.

    The key must name all on which the making depends. Two threads that ask at once may both make it: that is one making too many, and no other harm.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: dict[Hashable, T] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what was made under that key, or make it. Raises what the making raises, and keeps nothing then."""
        try:
            return self._known[key]
        except KeyError:
            made = make()
        with self._lock:
            while len(self._known) >= self._most:
                del self._known[next(iter(self._known))]
            self._known[key] = made
        return made

    def forget(self) -> None:
        """Keep nothing of what was made so far."""
        with self._lock:
            self._known.clear()
