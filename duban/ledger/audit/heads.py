"""The heads of all chains, told outside the machine each day: with them a chain that was cut or computed anew is found.

One line a chain: day, chain (an office's code, or `-` for the audit log), number and digest of its last line.
"""

import datetime
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from duban.ledger.audit import sinks
from duban.ledger.models import AuditEvent, Chain, JournalLine
from duban.people.models import Jurisdiction

_LINE = re.compile(r"(\d{4}-\d{2}-\d{2}) (\S+) (\d+) ([0-9a-f]{16,128})")
_BATCH = 500


class UnreadableHeads(ValueError):
    """The file holds something that is no head; the message says what and where."""


@dataclass(frozen=True)
class Head:
    """The end of one chain as it was on a day."""

    day: datetime.date
    chain: str
    seq: int
    digest: str

    def __str__(self) -> str:
        return f"{self.day} {self.chain} {self.seq} {self.digest}"


def heads_of(day: datetime.date) -> list[Head]:
    """Return the end of every chain that has a line, the audit log's last."""
    chains = Chain.objects.filter(seq__gt=0).select_related("jurisdiction").order_by("jurisdiction_id")
    found = [Head(day, chain.jurisdiction.slug, chain.seq, chain.head) for chain in chains]
    last = AuditEvent.objects.order_by("-seq").values_list("seq", "digest").first()
    return [*found, Head(day, "-", *last)] if last else found


def keep(day: datetime.date) -> int:
    """Add the heads of a day to the file, and send them to the log server, where these are set; once a day. Return how many.

    Raises OSError where the file cannot be written.
    """
    path = Path(settings.HEADS_FILE) if settings.HEADS_FILE else None
    known = path.read_text(encoding="utf-8").splitlines() if path is not None and path.exists() else []
    if (path is None and not settings.AUDIT_SYSLOG) or any(line.startswith(f"{day} ") for line in known):
        return 0
    found = heads_of(day)
    if path is not None:
        with path.open("a", encoding="utf-8") as out:
            out.writelines(f"{head}\n" for head in found)
            out.flush()
            os.fsync(out.fileno())
    for head in found:
        sinks.tell("chain.head", str(head))
    return len(found)


def read_heads(lines: Iterable[str]) -> list[Head]:
    """Return the heads of a file. Raises UnreadableHeads, with the line's number."""
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        match = _LINE.fullmatch(line.strip())
        if match is None:
            raise UnreadableHeads(f"第 {number} 行不是链头")
        try:
            day = datetime.date.fromisoformat(match[1])
        except ValueError:
            raise UnreadableHeads(f"第 {number} 行的日期不对") from None
        found.append(Head(day, match[2], int(match[3]), match[4]))
    return found


def compare(heads: list[Head]) -> Iterator[tuple[Head, str]]:
    """Yield every head that its chain no longer has, with the fault: the line is gone, or another one stands there."""
    slugs = dict(Jurisdiction.objects.values_list("slug", "pk"))
    for chain in dict.fromkeys(head.chain for head in heads):
        mine = [head for head in heads if head.chain == chain]
        for start in range(0, len(mine), _BATCH):
            some = mine[start : start + _BATCH]
            seqs = [head.seq for head in some]
            if chain == "-":
                now = dict(AuditEvent.objects.filter(seq__in=seqs).values_list("seq", "digest"))
            else:
                mine_now = JournalLine.objects.filter(jurisdiction=slugs.get(chain, 0), seq__in=seqs)
                now = dict(mine_now.values_list("seq", "digest"))
            for head in some:
                if head.seq not in now:
                    yield head, f"{head.day} 时有第 {head.seq} 行，现在没有：链尾被截断"
                elif now[head.seq] != head.digest:
                    yield head, f"第 {head.seq} 行的校验码与 {head.day} 留存的不同：此行或以前的行被改动后重新计算"
