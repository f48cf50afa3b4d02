"""What taking in an office's people would bring about, row by row."""

from dataclasses import dataclass, field
from typing import Any

from duban.papers.reading.lists.rolls import SHEETS, RollFault, RollRow
from duban.people.models import Officer, Portfolio, Unit

LABELS = {column.name: column.label for _, columns in SHEETS.values() for column in columns}


@dataclass(frozen=True)
class Entry:
    """One row that was understood: its fields as records have them (`portfolio`, `leader` and `unit` by name), and the record that is there."""

    row: RollRow
    values: dict[str, Any]
    record: Unit | Portfolio | Officer | None = None
    # Field → what is there and what the row says, in words; empty where both agree.
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)
    # A second person must confirm it: it is asked for, not done.
    is_asked: bool = False

    @property
    def name(self) -> str:
        """Return whom or what it is about."""
        return str(self.values.get("full_name") or self.values["name"])

    @property
    def key(self) -> str:
        """Return the name by which a difference is chosen."""
        kind = next(kind for kind, (label, _) in SHEETS.items() if label == self.row.sheet)
        return f"{kind}:{self.record.pk if self.record else 0}"

    @property
    def said(self) -> list[tuple[str, str, str]]:
        """Return what would be changed: the field in words, what is there, what the row says."""
        return [(LABELS[name], before or "（空）", after) for name, (before, after) in self.changes.items()]


@dataclass
class RollPlan:
    """What a roll would bring about; `faults` keep all of it from being taken in, `remarks` nothing."""

    units: list[Entry] = field(default_factory=list)
    portfolios: list[Entry] = field(default_factory=list)
    officers: list[Entry] = field(default_factory=list)
    differing: list[Entry] = field(default_factory=list)
    same: int = 0
    faults: list[RollFault] = field(default_factory=list)
    remarks: list[RollFault] = field(default_factory=list)

    @property
    def is_ready(self) -> bool:
        """Return whether it may be taken in: something to do and nothing wrong."""
        return not self.faults and bool(self.units or self.portfolios or self.officers or self.differing)

    @property
    def asked(self) -> int:
        """Return how many accounts a second person must confirm."""
        return sum(entry.is_asked for entry in [*self.officers, *self.differing])
