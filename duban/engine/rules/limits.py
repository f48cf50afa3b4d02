"""What may be done, by when, and who signs."""

from __future__ import annotations

from dataclasses import dataclass

from duban.engine.rules import fields
from duban.engine.rules.durations import Count, read_count
from duban.engine.rules.fields import Rule, taken
from duban.engine.rules.steps import SIGNERS


@dataclass(frozen=True, kw_only=True, eq=False)
class Deadline(Rule):
    """A date by rule. One that `owes` a report comes apart from the matter's own deadline, for matters of these `categories`."""

    name: str = taken(fields.text)
    label: str = taken(fields.text)
    count: Count = taken(read_count)
    counts_from: str = taken(fields.text)
    # Counted anew from the day on which the matter goes out.
    from_dispatch: bool = taken(fields.flag, default=False)
    owes: str | None = taken(fields.one_of(("report",)), default=None)
    categories: tuple[str, ...] = taken(fields.texts, default=())


@dataclass(frozen=True, kw_only=True, eq=False)
class Limit(Rule):
    """Whether an act may be done: once, not beyond a count, only with what it needs."""

    act: str = taken(fields.text)
    once: bool = taken(fields.flag, default=False)
    at_most: Count | None = taken(read_count, default=None)
    exempt: str | None = taken(fields.text, default=None)
    needs: tuple[str, ...] = taken(fields.texts, default=())


@dataclass(frozen=True, kw_only=True, eq=False)
class Approval(Rule):
    """Who signs an act, in order."""

    act: str = taken(fields.text)
    signers: tuple[str, ...] = taken(fields.some_of(SIGNERS))


@dataclass(frozen=True, kw_only=True, eq=False)
class Restated(Rule):
    """The document says again what another clause says; lines cite that clause."""

    restates: str = ""
