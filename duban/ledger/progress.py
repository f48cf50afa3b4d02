"""How far a long act has come, told while it goes on to whoever waits for it."""

from collections.abc import Callable

# What is being done, how many of it are done, of how many in all (0: not known yet).
Progress = Callable[[str, int, int], None]


def untold(doing: str, done: int, of: int) -> None:
    """Tell nobody."""
