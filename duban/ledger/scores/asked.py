"""What a count is asked for, and the digest of all that its answer hangs on beside facts."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from duban.engine import cases, scoring
from duban.engine.clauses import Regime
from duban.engine.evaluation.plans import Plan, plan_of
from duban.ledger.reorganised.changes import Change
from duban.ledger.scores.published import digest_of
from duban.people.models import Jurisdiction

# What is kept was made by this way of counting; another number, and all is counted anew.
VERSION = 2


@dataclass(frozen=True)
class Asked:
    """What is counted: the period (both days inclusive), the document with its readings, the units, the reorganisations that bear on it."""

    jurisdiction: Jurisdiction
    name: str
    document: Regime
    digest: str
    choices: Mapping[str, str]
    kind: str
    from_on: datetime.date
    to_on: datetime.date
    units: Sequence[Mapping[str, str]]
    changes: Sequence[Change] = ()
    apart: Sequence[tuple[str, str]] = ()

    @cached_property
    def basis(self) -> str:
        """A digest of all that the answer hangs on beside facts."""
        document = self.digest or f"{self.document.id} {self.document.version}"
        changes = [each.pk for each in self.changes]
        return digest_of({"basis": [VERSION, document, dict(self.choices), list(self.units), changes, self.apart]})

    @cached_property
    def plan(self) -> Plan:
        """The document under its readings, compiled for this kind of period."""
        return plan_of(self.document, tuple(sorted(self.document.choices(self.choices).items())), self.kind)

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of facts that can change the answer."""
        return scoring.counted_kinds(self.document, self.kind, self.choices)

    @cached_property
    def members(self) -> Sequence[cases.Unit]:
        """The units as the engine has them."""
        return cases.units_from(self.units, self.document.words)

    @property
    def period(self) -> cases.Period:
        """The period as the engine has it."""
        return cases.Period(self.from_on, self.to_on, self.kind)
