"""Random draws that anybody can draw again: the seed and the list decide, and nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def draw(pool: Iterable[str], count: int, seed: str) -> list[str]:
    """Draw `count` different entries of the pool, the first drawn first.

    Each entry's place is the SHA-256 of the seed, a line feed and the entry, in UTF-8: the same seed and the same entries, in whatever
    order, give the same draw. Raises ValueError where the pool holds fewer entries or the count is below one.
    """
    entries = set(pool)
    if not 1 <= count <= len(entries):
        raise ValueError(f"范围内有 {len(entries)} 个，不能抽 {count} 个")
    return sorted(entries, key=lambda entry: (hashlib.sha256(f"{seed}\n{entry}".encode()).digest(), entry))[:count]
