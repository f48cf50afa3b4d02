"""A pattern of words with the examples that show what it is for; a test runs every one of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Pattern:
    """One way of writing something. `examples` are words that it matches as a whole, `others` words in which it finds nothing."""

    kind: str
    words: str
    examples: tuple[str, ...]
    others: tuple[str, ...] = ()

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """Give the compiled expression."""
        return re.compile(self.words)
