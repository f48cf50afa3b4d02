"""Signs that look alike made one: full-width digits and letters, spaces of every kind, signs that nobody sees."""

from __future__ import annotations

import re

# Full-width digits and Latin letters; Chinese punctuation stays as it is.
_NARROW = {0xFF10 + n: chr(0x30 + n) for n in range(10)}
_NARROW |= {0xFF21 + n: chr(0x41 + n) for n in range(26)} | {0xFF41 + n: chr(0x61 + n) for n in range(26)}
# Zero-width signs, soft hyphens, marks of direction, byte order marks: they split words and no reader sees them.
_UNSEEN = dict.fromkeys(
    [0x00AD, 0x061C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF]
)
_SPACES = dict.fromkeys([0x00A0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F], " ")
_TABLE = {**_NARROW, **_UNSEEN, **_SPACES}
_TOUCHED = re.compile("[" + "".join(map(chr, _TABLE)) + "]")


def folded(words: str) -> str:
    """Give words with full-width digits and letters narrow, odd spaces plain and unseen signs gone."""
    return words.translate(_TABLE) if _TOUCHED.search(words) else words
